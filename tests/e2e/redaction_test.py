#!/usr/bin/env python3
"""No secret leaves the program unless --show-secrets is given: in no format,
not on standard error, not by way of a path, a file name or an error."""

import unittest

import tokens
from patrol_test_case import PatrolTestCase

FORMATS = ('human', 'json', 'jsonl', 'sarif', 'gitlab', 'gitleaks', 'junit',
           'csv', 'html', 'markdown', 'github', 'azure')


class Redaction(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.secrets = [tokens.github_pat(), tokens.azure_pat(),
                        tokens.azure_legacy_pat()]

    def everything(self, *arguments, **options):
        """All that a scan in each format puts out, reports in files too."""
        said = b''
        for output_format in FORMATS:
            report = self.out / output_format
            done = self.run_patrol(
                'scan', '--format', output_format, '--verbose', '--stats',
                '--progress', 'always', '--color', 'always',
                '--min-confidence', 'low', '--report',
                f'{output_format}:{report}', *arguments, **options)
            said += done.stdout + done.stderr + report.read_bytes()
        return said

    def assertNoneTold(self, said):
        """Four characters from either end may be shown, no more."""
        for secret in self.secrets:
            for part in (secret[:5], secret[-5:], secret[8:16]):
                self.assertFalse(part.encode() in said, f'{part} is told')

    def test_lines_that_hold_one(self):
        for i, secret in enumerate(self.secrets):
            self.write(f'{i}.txt', f'key = "{secret}"\n')
        said = self.everything()
        self.assertIn(b'github-pat', said)
        self.assertNoneTold(said)

    def test_line_that_holds_several(self):
        self.write('a.txt', ' '.join(self.secrets * 2) + '\n')
        self.assertNoneTold(self.everything())

    def test_secrets_that_touch(self):
        self.write('a.txt', self.secrets[0] + ':' + self.secrets[1] + ':' +
                   self.secrets[2])
        self.assertNoneTold(self.everything())

    def test_finding_whose_check_digits_fail(self):
        good = tokens.github_pat()
        wrong = good[:20] + ('A' if good[20] != 'A' else 'B') + good[21:]
        self.secrets = [wrong]
        self.write('a.txt', 'key = ' + wrong)
        said = self.everything()
        self.assertIn(b'github-pat', said)
        self.assertNoneTold(said)

    def test_name_of_a_file_that_holds_it(self):
        for secret in self.secrets:
            self.write(f'{secret}/{secret}.txt', secret)
        self.assertNoneTold(self.everything())

    def test_name_of_another_file_that_is_skipped(self):
        secret = self.secrets[0]
        self.write('a.txt', secret)
        self.write(f'{secret}.png', b'\x89PNG\0')
        self.assertNoneTold(self.everything())

    def test_name_of_another_file_that_is_unreadable(self):
        secret = self.secrets[0]
        self.write('a.txt', secret)
        self.write(secret, 'text').chmod(0)
        said = self.everything(**self.bound_by_modes())
        self.assertIn(b'Permission denied', said)
        self.assertNoneTold(said)

    def test_path_on_the_command_line(self):
        secret = self.secrets[0]
        self.write(f'{secret}/a.txt', secret)
        self.write('b.txt', secret)
        self.assertNoneTold(self.everything(secret, 'b.txt'))

    def test_name_of_a_file_whose_match_is_dropped(self):
        secret = self.secrets[0]
        self.write('a.txt', secret)
        self.write(f'{secret}.txt', 'key = gh' + 'p_' + 'x' * 36)
        self.assertNoneTold(self.everything())

    def test_name_of_a_folder_that_a_warning_names(self):
        secret = self.secrets[0]
        self.write('a.txt', secret)
        repository = self.tree / secret
        (repository / '.git').mkdir(parents=True)
        (repository / '.git' / 'HEAD').write_text('ref: refs/heads/main\n')
        (repository / '.git' / 'config').write_text('[core\n')
        for folder in ('objects', 'refs'):
            (repository / '.git' / folder).mkdir()
        said = self.everything()
        self.assertIn(b'warning', said)
        self.assertNoneTold(said)

    def test_private_key_is_told_by_its_kind_alone(self):
        lines = tokens.azure_pat('key'), tokens.azure_pat('more')
        self.secrets = list(lines)
        kind = 'RSA PRIVATE' + ' KEY'
        self.write('key.pem', f'-----BEGIN {kind}-----\n' + '\n'.join(lines) +
                   f'\n-----END {kind}-----\n')
        self.assertNoneTold(self.everything())

    def test_utf16(self):
        self.write('a.txt', ('key = ' + self.secrets[0]).encode('utf-16'))
        said = self.everything()
        self.assertIn(b'github-pat', said)
        self.assertNoneTold(said)
        self.assertNotIn(self.secrets[0][8:16].encode('utf-16-le'), said)


if __name__ == '__main__':
    unittest.main()
