#!/usr/bin/env python3
"""Rules of the user's own: found, cached, and the cache believed only while it
is beyond doubt."""

import os
import stat
import unittest

import tokens
from patrol_test_case import PatrolTestCase

RULE = """[[rules]]
id = "own-token"
regex = '''own_[0-9a-f]{24}'''
aliases = ["OWN1"]
"""


class UserRules(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.rules = self.out / 'own.toml'
        self.rules.write_text(RULE)
        self.cache = self.scratch / 'cache'
        self.environment['XDG_CACHE_HOME'] = str(self.cache)
        self.token = ''.join(('own_', '5e1f70c29ab8', '4d36f21c90e7'))
        self.write('leak', f'key = {self.token}\n')

    def files(self):
        """Of the cache: the sealing key and the databases."""
        return sorted(path for path in self.cache.rglob('*') if path.is_file())

    def database(self):
        return max(self.files(), key=lambda path: path.stat().st_size)

    def assertFinds(self, **options):
        done = self.run_patrol('scan', '--rules', str(self.rules), **options)
        self.assertExits(1, done)
        self.assertIn(b'own-token', done.stdout)
        self.assertIn(b'leak:1:7', done.stdout)
        self.assertNotIn(b'warning', done.stderr)

    def compile(self):
        self.assertExits(0, self.run_patrol('rules', 'compile',
                                            str(self.rules)))

    def test_token_is_found_without_a_cache(self):
        self.assertFinds()

    def test_token_is_found_with_the_cache(self):
        self.compile()
        before = {path: path.stat().st_mtime_ns for path in self.files()}
        self.assertFinds()
        self.assertEqual(
            {path: path.stat().st_mtime_ns for path in self.files()}, before)

    def test_scan_fills_the_cache_too(self):
        self.assertFinds()
        self.assertGreater(self.database().stat().st_size, 1_000)

    def test_cache_is_for_its_owner_alone(self):
        self.compile()
        for path in self.files():
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)
        folder = self.database().parent
        self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)

    def test_cache_holds_nothing_of_what_was_scanned(self):
        self.write(f'named-{self.token}/x', tokens.github_pat())
        self.assertFinds()
        for path in self.files():
            content = path.read_bytes()
            for part in (self.token, tokens.github_pat(), 'leak', 'named-',
                         str(self.tree)):
                self.assertFalse(part.encode() in content, path)

    def test_cache_lies_under_home_without_xdg(self):
        self.environment.pop('XDG_CACHE_HOME')
        self.assertFinds()
        self.assertTrue((self.home / '.cache/patrol/databases').is_dir())

    def test_tree_is_left_as_it_was(self):
        self.assertFinds()
        self.assertEqual(os.listdir(self.tree), ['leak'])

    def test_neither_cache_nor_home(self):
        self.environment.pop('XDG_CACHE_HOME')
        self.environment.pop('HOME')
        self.assertFinds()

    def test_cache_that_cannot_be_written(self):
        self.cache.mkdir(mode=0o500)
        self.assertFinds(**self.bound_by_modes())
        self.assertEqual(self.files(), [])

    def test_cache_that_is_a_file(self):
        self.cache.write_text('')
        self.assertFinds()

    def test_database_that_was_changed(self):
        self.compile()
        path = self.database()
        good = path.read_bytes()
        middle = len(good) // 2
        for bad in (b'', good[:100], good[:-1], good + b'x', b'\0' * len(good),
                    good[:middle] + bytes([good[middle] ^ 1]) +
                    good[middle + 1:]):
            with self.subTest(size=len(bad)):
                path.write_bytes(bad)
                self.assertFinds()
                self.assertEqual(path.read_bytes()[:16], good[:16])

    def test_database_that_others_may_write(self):
        self.compile()
        self.database().chmod(0o666)
        self.assertFinds()

    def test_sealing_key_that_was_changed(self):
        self.compile()
        key = min(self.files(), key=lambda path: path.stat().st_size)
        key.write_bytes(b'k' * key.stat().st_size)
        self.assertFinds()

    def test_database_of_other_rules_is_not_used(self):
        self.compile()
        self.rules.write_text(RULE.replace('own_', 'new_'))
        done = self.run_patrol('scan', '--rules', str(self.rules))
        self.assertExits(0, done)

    def test_catalogue_is_still_looked_for(self):
        self.write('other', tokens.github_pat())
        done = self.run_patrol('scan', '--rules', str(self.rules))
        self.assertIn(b'github-pat', done.stdout)

    def test_own_rule_alone(self):
        self.write('other', tokens.github_pat())
        for name in ('own-token', 'OWN1'):
            with self.subTest(name):
                done = self.run_patrol('scan', '--rules', str(self.rules),
                                       '--only', name)
                self.assertIn(b'own-token', done.stdout)
                self.assertNotIn(b'github-pat', done.stdout)

    def test_folder_of_rules(self):
        self.rules.write_text('')
        self.rules.unlink()
        (self.out / 'b.toml').write_text(RULE)
        (self.out / 'a.toml').write_text(RULE.replace('own', 'new')
                                         .replace('OWN', 'NEW'))
        (self.out / 'notes.txt').write_text('no rules')
        self.rules = self.out
        self.assertFinds()

    def test_two_files_of_rules(self):
        other = self.out / 'other.toml'
        other.write_text(RULE.replace('own', 'new').replace('OWN', 'NEW'))
        self.write('b', 'new_' + self.token[4:])
        done = self.run_patrol('scan', '--rules', str(self.rules), '--rules',
                               str(other))
        self.assertIn(b'own-token', done.stdout)
        self.assertIn(b'new-token', done.stdout)

    def test_many_scans_at_once_share_the_cache(self):
        running = [self.start_patrol('scan', '--rules', str(self.rules))
                   for _ in range(6)]
        for process in running:
            output, log = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, log)
            self.assertIn(b'own-token', output)
        self.assertEqual([path for path in self.files()
                          if path.name.startswith('tmp-')], [])


if __name__ == '__main__':
    unittest.main()
