#!/usr/bin/env python3
"""Every carrier, in every wrapping, with every format of token.

All files of a test lie in one tree and are scanned at once. For each: its token
is found, whole and alone, by the right rule, where it stands, decoded from what
it is wrapped in. Tokens differ from file to file, so none vouches for another.
"""

import base64
import itertools
import unittest

import tokens
from carriers import ANONYMOUS, CARRIERS, PLACE, in_kubernetes
from patrol_test_case import IS_SMALL, PatrolTestCase
from wrappings import ENCODED, JOINED, PLAIN

FORMATS = {
    'base62 digits': (tokens.azure_pat_base62, 'azure-devops-pat'),
    'base64 digits': (tokens.azure_pat, 'azure-devops-pat'),
    'of a user': (tokens.azure_legacy_pat, 'azure-devops-pat-legacy'),
    'of an application': (
        lambda seed: tokens.azure_legacy_pat(seed, 0x1019F92E),
        'azure-devops-pat-legacy'),
}

# Built with sanitizers, the program is given every seventh file.
STEP = 7 if IS_SMALL else 1


def combinations(*tables):
    product = itertools.product(*(table.items() for table in tables))
    return itertools.islice(product, 0, None, STEP)


class Matrix(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.expected = {}  # path -> (token, rule, span, decoded_from, name)

    def plant(self, name, text, wrapped, token, rule, decoded_from):
        """A file with `wrapped` in the place; what must be found in it."""
        before, after = text.split(PLACE)
        path = f'{len(self.expected)}/{name}'
        self.write(path, before + wrapped + after)
        begin = len(before.encode())
        span = (begin, begin + len(wrapped.encode()))
        self.expected[path] = (token, rule, span, decoded_from)

    def assertAllFound(self):
        report = self.scan('--show-secrets', '--no-ignore')
        self.assertEqual(report['scan']['status'], 'complete')
        found = {}
        for finding in report['findings']:
            for place in finding['locations']:
                found.setdefault(place['path'], []).append((finding, place))
        for path, expected in self.expected.items():
            with self.subTest(path, text=(self.tree / path).read_text()):
                self.assertFound(found.get(path, []), path, *expected)

    def assertFound(self, found, path, token, rule, span, decoded_from):
        # Assignments may be seen by generic rules in what surrounds a token.
        certain = [(finding, place) for finding, place in found
                   if finding['confidence'] == 'certain']
        self.assertEqual([finding['secret'] for finding, _ in certain],
                         [token])
        finding, place = certain[0]
        self.assertEqual(len(found), 1, [f['rule'] for f, _ in found])
        self.assertEqual(finding['rule'], rule)
        self.assertEqual(place['decoded_from'], decoded_from)
        begin, end = place['offset'], place['offset'] + place['length']
        self.assertLessEqual(span[0], begin)
        self.assertLessEqual(end, span[1])
        self.assertGreaterEqual(end - begin, len(token))
        content = (self.tree / path).read_bytes()
        self.assertEqual(place['line'], content[:begin].count(b'\n') + 1)

    def test_plain(self):
        for (carrier, (name, text)), (_, wrap), (_, (make, rule)) in (
                combinations(CARRIERS, PLAIN, FORMATS)):
            token = make(f'{carrier} {len(self.expected)}')
            self.plant(name, text, wrap(token), token, rule, [])
        self.assertAllFound()

    def test_facts_of_the_carrier(self):
        """Organisation, project and feed, also from around the base64."""
        tokens_of = {}
        for carrier, (name, text) in CARRIERS.items():
            for wrap in (lambda t: t, ENCODED['base64 :T'][0]):
                token = tokens.azure_pat(f'facts {len(tokens_of)}')
                tokens_of[token] = carrier
                self.write(f'{len(tokens_of)}/{name}',
                           text.replace(PLACE, wrap(token)))
        report = self.scan('--show-secrets', '--no-ignore')
        found = {f['secret']: f['facts'] for f in report['findings']}
        self.assertEqual(found.keys(), tokens_of.keys())
        for token, carrier in tokens_of.items():
            with self.subTest(carrier):
                facts, text = found[token], CARRIERS[carrier][1]
                organization = None if carrier in ANONYMOUS else 'contoso'
                self.assertEqual(facts.get('organization'), organization)
                self.assertEqual(facts.get('project'),
                                 'web' if '/web/' in text else None)
                has_feed = '_packaging/feed' in text or carrier in (
                    'Maven', 'Gradle')
                self.assertEqual(facts.get('feed'),
                                 'feed' if has_feed else None)

    def test_encoded(self):
        for (carrier, (name, text)), (_, (wrap, decoders)), (_, (make, rule)) \
                in combinations(CARRIERS, ENCODED, FORMATS):
            token = make(f'{carrier} {len(self.expected)}')
            self.plant(name, text, wrap(token), token, rule, decoders)
        self.assertAllFound()

    def test_joined_literals(self):
        text = f'auth({PLACE});\n'
        for (_, join), quote, (_, (make, rule)) in itertools.product(
                JOINED.items(), '"\'', FORMATS.items()):
            token = make(f'joined {len(self.expected)}')
            wrapped = quote + join(token, quote) + quote
            decoders = ['backslash-escapes' if '\\' in wrapped
                        else 'joined-literals']
            self.plant('code', text, wrapped, token, rule, decoders)
        self.assertAllFound()

    def test_three_deep(self):
        """Every three wrappings of base64, hex and escapes, one in another."""
        layers = {name: ENCODED[name] for name in (
            'base64', 'base64 :T', 'base64 unpadded', 'base64 URL-safe',
            'base64 in other text', 'PowerShell', 'hex', 'percent, all',
            'json, all', 'entities, hex')}
        for (_, inner), (_, middle), (_, outer) in (
                combinations(layers, layers, layers)):
            token = tokens.azure_pat(f'deep {len(self.expected)}')
            wrapped = outer[0](middle[0](inner[0](token)))
            self.plant('code', f'x = "{PLACE}"\n', wrapped, token,
                       'azure-devops-pat', outer[1] + middle[1] + inner[1])
        self.assertAllFound()

    def test_carrier_in_a_kubernetes_secret(self):
        """An .npmrc holds base64, and the secret holds the .npmrc in base64."""
        for (carrier, (name, text)), (_, (make, rule)) in combinations(
                CARRIERS, FORMATS):
            token = make(f'kubernetes {carrier} {len(self.expected)}')
            password = base64.b64encode(token.encode()).decode()
            whole = in_kubernetes(name, text.replace(PLACE, password))
            begin = whole.rindex(' ') + 1
            self.plant('secret.yaml', whole[:begin] + PLACE + '\n',
                       whole[begin:-1], token, rule, ['base64', 'base64'])
        self.assertAllFound()


if __name__ == '__main__':
    unittest.main()
