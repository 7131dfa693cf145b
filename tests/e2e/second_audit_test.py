#!/usr/bin/env python3
"""A second audit reads what is new, and reports what the first would."""

import json
import random
import unittest

import tokens
from history_cases import HistoryTestCase, zip_of
from patrol_test_case import IS_SMALL


class SecondAuditTest(HistoryTestCase):
    """A second audit reads what is new, and reports what the first would."""

    def setUp(self):
        super().setUp()
        self.git('init', '-q')
        self.secret = tokens.github_pat('second')
        other = tokens.github_pat('another')
        self.commit('one', 1000, a__b=f'x = "{self.secret}"\ny = "{other}"\n',
                    binary=b'\0\1\2' * 100)
        self.commit(f'see {self.secret}', 2000, a__b=f'y = "{other}"\n')
        self.git('notes', 'add', '-m', f'note {self.secret}', date=3000)
        self.git('hash-object', '-w', '--stdin',
                 input=f'stray = "{self.secret}"\n'.encode())

    def text(self, *arguments):
        report = self.history('--show-secrets', *arguments)
        report['scan'].update(started='', duration_ms=0)
        return json.dumps(report, indent=1)

    def assertSame(self):
        fresh = self.text('--no-cache')
        self.assertEqual(self.text(), fresh)
        self.assertEqual(self.text(), fresh)

    def records(self):
        return [path for path in (self.home / 'cache').rglob('*')
                if path.is_file() and 'audits' in str(path)]

    def test_nothing_new(self):
        self.assertSame()
        self.assertTrue(self.records())

    def test_something_new(self):
        self.assertSame()
        self.commit('three', 4000, c=f'x = "{self.secret}"\n')
        self.assertSame()
        self.git('repack', '-q', '-a', '-d', '-k')
        self.assertSame()
        self.git('checkout', '-q', '--detach', 'HEAD~1')
        self.assertSame()

    def test_a_history_that_grows(self):
        chance = random.Random(8)
        secrets = [tokens.github_pat(f'growing {i}') for i in range(4)]
        texts = ['\0binary', 'version https://git-lfs.github.com/spec/v1\n',
                 'clean\n'] + [f'x = "{secret}"\n' for secret in secrets]
        self.assertSame()
        for step in range(4 if IS_SMALL else 25):
            name = chance.choice(['', 'd__']) + chance.choice('abc')
            message = chance.choice(['message', secrets[0]])
            self.commit(message, 4000 + step, **{
                name + 'n': f'{step}\n' * chance.randrange(2) +
                            chance.choice(texts)})
            if chance.random() < 0.2:
                self.git('checkout', '-q', '--detach', 'HEAD~1')
            if chance.random() < 0.2:
                self.git('repack', '-q', '-d')
            if chance.random() < 0.1:
                self.git('gc', '-q', '--prune=now')
            self.assertSame()

    def test_a_known_object_that_is_gone(self):
        self.write('stray', 'a blob of no commit\n')
        stray = self.git('hash-object', '-w', 'stray').decode().strip()
        self.assertSame()
        (self.tree / '.git/objects' / stray[:2] / stray[2:]).unlink()
        self.commit('four', 5000, c='more\n')
        self.assertSame()

    def test_of_a_branch(self):
        self.assertSame()
        self.commit('five', 6000, c=f'x = "{self.secret}"\n')
        self.git('branch', 'five')
        branch = ('--branch', 'five')
        self.assertEqual(self.text(*branch), self.text('--no-cache', *branch))

    def test_other_rules(self):
        self.assertSame()
        report = self.history('--skip', 'github-pat')
        self.assertEqual(report['findings'], [])

    def test_a_damaged_cache(self):
        fresh = self.text('--no-cache')
        self.text()
        for record in self.records():
            data = bytearray(record.read_bytes())
            data[len(data) // 2] ^= 1
            record.write_bytes(data)
        self.assertEqual(self.text(), fresh)

    def test_archives_with_binary_members(self):
        names = [f'{i}.o' for i in range(1100)]
        self.commit('three', 4000, **{
            'clean.zip': zip_of({'picture': b'\0', 'text': b'clean'}),
            'secret.zip': zip_of({'object': b'\0',
                                  'text': f'x = "{self.secret}"'}),
            'many.zip': zip_of({name: b'\0' for name in names})})
        self.assertSame()
        self.commit('four', 5000, c='new\n')
        self.assertSame()
        self.assertTrue(any(b'picture' in record.read_bytes()
                            for record in self.records()))

    def test_the_cache_holds_no_secret_of_a_member_s_name(self):
        self.commit('three', 4000, named=zip_of({f'{self.secret}.o': b'\0'}))
        self.assertSame()
        for record in self.records():
            self.assertNotIn(self.secret.encode(), record.read_bytes())

    def test_the_cache_holds_no_text(self):
        self.text()
        for record in self.records():
            data = record.read_bytes()
            for text in (self.secret, 'a/b', 'binary', 'author@example.com'):
                self.assertNotIn(text.encode(), data)

if __name__ == '__main__':
    unittest.main()
