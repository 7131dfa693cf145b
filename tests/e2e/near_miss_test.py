#!/usr/bin/env python3
"""What looks like an Azure DevOps token and is none gives no alarm, plain or
wrapped; and a token is found whose neighbours blur where it begins or ends.

All of it is drawn from seed texts when the test runs. What is asked of the
program is its default: findings of medium confidence and above.
"""

import base64
import hashlib
import random
import unittest
import uuid
import zlib

import tokens
from patrol_test_case import IS_SMALL, PatrolTestCase
from wrappings import ENCODED

BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'


def drawn(seed, alphabet, length):
    source = random.Random(seed)
    return ''.join(source.choice(alphabet) for _ in range(length))


def digest(name, seed):
    return hashlib.new(name, seed.encode()).digest()


def encoded(seed, size):
    return base64.b64encode(random.Random(seed).randbytes(size)).decode()


def in_lines(text, width=64):
    return '\n'.join(text[i:i + width] for i in range(0, len(text), width))


def armoured(label, begin, size):
    """DER that begins as such things do, with random numbers after it."""
    body = begin + random.Random(label).randbytes(size - len(begin))
    text = in_lines(base64.b64encode(body).decode())
    return f'-----BEGIN {label}-----\n{text}\n-----END {label}-----\n'


def other(character, alphabet):
    return alphabet[(alphabet.index(character) + 1) % len(alphabet)]


def mistyped(token, at, alphabet):
    return token[:at] + other(token[at], alphabet) + token[at + 1:]


def mistyped_legacy(at):
    return mistyped(tokens.azure_legacy_pat(f'typo {at}'), at, BASE32)


def mistyped_pat(at):
    return mistyped(tokens.azure_pat_base62(f'typo {at}'), at, tokens.BASE62)


def ended(token, end):
    return token[:-len(end)] + end


LEGACY = {
    'random': drawn('random', BASE32, 51) + 'a',
    'no end of 32 bytes': drawn('end', BASE32, 51) + 'b',
    'token with another end': ended(tokens.azure_legacy_pat('end'), 'c'),
    'one character too many': drawn('more', BASE32, 53),
    'one too few': tokens.azure_legacy_pat('few')[:-1],
    'upper case': tokens.azure_legacy_pat('upper').upper(),
    'random like a sample of a manual':
        ''.join(('zpc', 'zok')) + drawn('manual', BASE32, 45) + 'q',
} | {f'typo at {at}': mistyped_legacy(at) for at in (0, 3, 12, 37, 50)}

PRESENT = {
    'masked digits': ended(tokens.azure_pat('masked'), '****'),
    'digits crossed out': ended(tokens.azure_pat('crossed'), 'xxxx'),
    'masked middle': 'JQQJ99' + '*' * 18 + 'AZDO****',
    'masked random part': '*' * 52 + tokens.azure_pat_base62('stars')[52:],
    'thirteenth month': mistyped(tokens.azure_pat('month'), 59, 'CDEFM'),
    'cut': tokens.azure_pat('cut')[:-1],
    'landmarks alone': 'JQQJ99BFACAAAAAAAAAAAAASAZDO',
} | {f'typo at {at}': mistyped_pat(at) for at in (0, 20, 51, 64, 80, 83)}

GIT_SHAS = [digest('sha1', f'commit {i}').hex() for i in range(6)]
OTHER = {
    'TOTP seeds': '\n'.join(drawn(f'totp {n}', BASE32.upper(), n)
                            for n in (16, 26, 32, 52, 64)),
    'TOTP seeds in lower case': '\n'.join(drawn(f'totp {n}', BASE32, n)
                                          for n in (16, 26, 32, 52, 64)),
    'git log': '\n'.join(f'commit {a}\ntree {b}\nparent {c}' for a, b, c in (
        GIT_SHAS[:3], GIT_SHAS[3:])),
    'packed refs': '\n'.join(f'{sha} refs/tags/v1.{i}.0'
                             for i, sha in enumerate(GIT_SHAS)),
    'submodule': f'-{GIT_SHAS[0]} vendor/azure-devops-pat',
    'action': f'uses: actions/checkout@{GIT_SHAS[1]} # v4',
    'UUIDs': '\n'.join(f'{name}: {uuid.uuid5(uuid.NAMESPACE_DNS, name)}'
                       for name in ('tenant', 'client', 'object', 'feed')),
    'package-lock.json': ',\n'.join(
        f'"node_modules/a{i}": {{\n  "version": "1.{i}.0",\n  "resolved": '
        f'"https://pkgs.dev.azure.com/contoso/_packaging/feed/npm/registry/a{i}'
        f'/-/a{i}-1.{i}.0.tgz",\n  "integrity": "sha512-{encoded(i, 64)}"\n}}'
        for i in range(20)),
    'yarn.lock': '\n\n'.join(
        f'a{i}@^1.{i}.0:\n  version "1.{i}.0"\n  resolved '
        f'"https://registry.example/a{i}/-/a{i}-1.{i}.0.tgz#'
        f'{digest("sha1", f"yarn {i}").hex()}"\n  integrity '
        f'sha512-{encoded(f"yarn {i}", 64)}' for i in range(20)),
    'Cargo.lock': '\n\n'.join(
        f'[[package]]\nname = "a{i}"\nversion = "0.{i}.0"\n'
        f'checksum = "{digest("sha256", f"cargo {i}").hex()}"'
        for i in range(20)),
    'go.sum': '\n'.join(
        f'example.org/a{i} v1.{i}.0 h1:{encoded(f"go {i}", 32)}'
        for i in range(20)),
    'requirements.txt': '\n'.join(
        f'a{i}==1.{i} \\\n    --hash=sha256:'
        f'{digest("sha256", f"pip {i}").hex()}' for i in range(20)),
    'Nix': '\n'.join(f'hash = "sha256-{encoded(f"nix {i}", 32)}";\n'
                     f'path = /nix/store/{drawn(i, BASE32, 32)}-a{i};'
                     for i in range(20)),
    'onion address': f'http://{drawn("onion", BASE32, 55)}d.onion/',
    'content id': f'ipfs://bafybei{drawn("ipfs", BASE32, 52)}',
    'picture': '<img src="data:image/png;base64,' + base64.b64encode(
        b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR' +
        random.Random('picture').randbytes(9000)).decode() + '">',
    'font': '@font-face{src:url(data:font/woff2;base64,d09GMgABAAAAA' +
            encoded('font', 9000) + ') format("woff2")}',
    'minified code': '!function(e,t){"use strict";' + ''.join(
        f'var n{i}=function(e){{return e.{drawn(i, "abcdefgh", 3)}&&t('
        f'"{drawn(i, BASE32, i % 40)}",{i * 977})}};' for i in range(400)) +
        '}(window,"AZDO");',
    'source map': '//# sourceMappingURL=data:application/json;base64,' +
                  base64.b64encode(('{"version":3,"mappings":"' + drawn(
                      'map', 'ACEGIKMOQSUWYgikmo;,', 6000) +
                      '"}').encode()).decode(),
    'compressed text': base64.b64encode(zlib.compress(
        drawn('deflate', BASE32, 4000).encode())).decode(),
    'certificate': armoured(
        'CERTIFICATE', bytes.fromhex('3082032130820209a003020102021400'), 805),
    'request': armoured(
        'CERTIFICATE REQUEST', bytes.fromhex('308202623082014a020100'), 614),
    'public key': armoured('PUBLIC KEY', bytes.fromhex(
        '30820122300d06092a864886f70d01010105000382010f00'), 294),
    'PGP public key': armoured('PGP PUBLIC KEY BLOCK',
                               bytes.fromhex('98330460'), 400),
    'ssh public key': 'ssh-rsa ' + base64.b64encode(
        b'\0\0\0\x07ssh-rsa\0\0\0\x03\1\0\1\0\0\1\1\0' +
        random.Random('ssh').randbytes(256)).decode() + ' build@contoso',
}

NEAR_MISSES = {f'{kind}: {name}': text
               for kind, table in (('52', LEGACY), ('84', PRESENT),
                                   ('other', OTHER))
               for name, text in table.items()}

# Where a near miss stands that is one word. None of these calls it a password:
# what is called so and is random is found by other rules, rightly.
PLACES = ('{}\n', 'x = "{}"\n', '<a href="#{}">Azure DevOps</a>\n',
          '["{}", "https://dev.azure.com/contoso"]\n')


class NearMisses(PatrolTestCase):

    def assertNoAlarm(self):
        report = self.scan('--no-ignore')
        self.assertEqual(report['scan']['status'], 'complete')
        self.assertEqual(report['scan']['files'], sum(
            path.is_file() for path in self.tree.rglob('*')))
        self.assertEqual(report['scan']['skipped'], [])
        alarms = [(finding['rule'], place['path'],
                   (self.tree / place['path']).read_text()[:300])
                  for finding in report['findings']
                  for place in finding['locations']]
        self.assertEqual(alarms, [])

    def test_plain(self):
        for name, text in NEAR_MISSES.items():
            places = ('{}\n',) if '\n' in text else PLACES
            for i, place in enumerate(places):
                self.write(f'{name}/{i}', place.format(text))
        self.assertNoAlarm()

    def test_wrapped(self):
        for name, text in NEAR_MISSES.items():
            for wrapping, (wrap, _) in ENCODED.items():
                self.write(f'{name}/{wrapping}', f'x = "{wrap(text)}"\n')
        self.assertNoAlarm()

    def test_legacy_shape_with_random_digits(self):
        """A million, all with an end that 32 bytes can have.

        Each passes for the token of a user or of an application with a chance
        of 2 in 2^32: 0.0005 are expected to.
        """
        alphabet = (BASE32 * 8).encode()
        source = random.Random(20260704)
        lines = 50_000  # a file; some have a word of Azure's near by
        for i in range(1 if IS_SMALL else 20):
            text = bytearray(source.randbytes(53 * lines).translate(alphabet))
            text[51::53] = text[51::53].translate(b'aq' * 128)
            text[52::53] = b'\n' * lines
            self.write(f'{i}.txt', bytes(text))
        self.assertNoAlarm()

    def test_near_misses_beside_a_token(self):
        """They neither hide it nor are found because of it."""
        token = tokens.azure_pat('among others')
        misses = '\n'.join(list(LEGACY.values()) + list(PRESENT.values()))
        self.write('a', f'{misses}\n{token}\n{misses}\n')
        report = self.scan('--show-secrets')
        self.assertEqual([f['secret'] for f in report['findings']], [token])


def token_with(character):
    """A token that has it among its check digits, which are base64."""
    return next(token for token in map(tokens.azure_pat, map(str, range(999)))
                if character in token[80:])


class Glued(PatrolTestCase):

    def assertFinds(self, token, text):
        self.write('file', text)
        report = self.scan('--show-secrets')
        self.assertEqual(
            [(f['secret'], f['confidence']) for f in report['findings']],
            [(token, 'certain')], text)

    def test_digits_behind(self):
        token = tokens.azure_pat_base62()
        self.assertFinds(token, f'pat: {token}123\n')

    def test_written_line_ends_of_a_notebook(self):
        for token in (tokens.azure_pat(), tokens.azure_legacy_pat()):
            with self.subTest(length=len(token)):
                self.assertFinds(
                    token, f'"source": ["pat:\\n{token}\\n", "print(1)\\n"]\n')

    def test_percent_encoded_user_info(self):
        for token in (tokens.azure_pat_base62(), tokens.azure_legacy_pat()):
            with self.subTest(length=len(token)):
                self.assertFinds(token, 'next=https%3A%2F%2Fbuild%3A'
                                        f'{token}%40dev.azure.com%2Fcontoso\n')

    def test_plus_and_slash_among_the_digits(self):
        for character in '+/':
            token = token_with(character)
            for text in (token, f'"{token}"', f'https://u:{token}@host.example',
                         f'{token}/_git/web', f'{token}+x'):
                with self.subTest(text.replace(token, '…'), digit=character):
                    self.assertFinds(token, f'a {text}\n')

    def test_plus_and_slash_as_a_url_escapes_them(self):
        for character, escape in (('+', '%2B'), ('/', '%2F')):
            token = token_with(character)
            with self.subTest(escape):
                self.assertFinds(token, 'https://u:' + token.replace(
                    character, escape) + '@dev.azure.com/contoso\n')


if __name__ == '__main__':
    unittest.main()
