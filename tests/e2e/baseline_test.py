#!/usr/bin/env python3
"""Baselines: what is known is counted and not shown; what is new is shown."""

import json
import random
import string
import unittest

import tokens
from patrol_test_case import PatrolTestCase
from repositories import run_git

FILE = '.patrol-baseline'


class BaselineTest(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.known = tokens.github_pat('known')
        self.new = tokens.github_pat('new')
        self.write('src/a', f'x = "{self.known}"\n')

    def baseline(self, action, *arguments, status=0):
        done = self.run_patrol('baseline', action, *arguments)
        self.assertExits(status, done)
        self.assertEqual(done.stdout, b'')
        return done.stderr.decode()

    def lines(self):
        return [line for line in (self.tree / FILE).read_text().splitlines()
                if not line.startswith('#')]

    def paths(self, *arguments):
        report = self.scan('--show-secrets', *arguments)
        return {(location['path'], finding['secret'])
                for finding in report['findings']
                for location in finding['locations']}

    def test_a_scan_reports_what_is_new(self):
        self.baseline('create')
        self.write('src/b', f'x = "{self.known}"\ny = "{self.new}"\n')
        self.assertEqual(self.paths('--baseline', FILE),
                         {('src/b', self.new)})

    def test_what_is_known_is_counted(self):
        self.baseline('create')
        done = self.run_patrol('scan', '--format', 'json', '--baseline', FILE)
        self.assertExits(0, done)
        scan = json.loads(done.stdout)['scan']
        self.assertEqual((scan['suppressed_count'],
                          scan['suppressed_by_repository']), (1, 0))

    def test_with_paths_a_secret_elsewhere_is_new(self):
        self.baseline('create', '--with-paths')
        self.write('src/b', f'x = "{self.known}"\n')
        self.assertEqual(self.paths('--baseline', FILE),
                         {('src/b', self.known)})

    def test_says_nothing_of_a_secret(self):
        drawn = random.Random('password')
        password = ''.join(drawn.choices(string.ascii_letters + string.digits,
                                         k=24))
        self.write('b.py', f'db_password = "{password}"\n')
        self.baseline('create')
        text = (self.tree / FILE).read_text()
        self.assertEqual(len(self.lines()), 2)
        for secret in (self.known, password):
            self.assertNotIn(secret, text)

    def test_is_written_alike_each_time(self):
        self.write('b', f'x = "{self.new}"\n')
        self.baseline('create')
        first = (self.tree / FILE).read_bytes()
        (self.tree / FILE).unlink()
        self.baseline('create', '--jobs', '2')
        self.assertEqual((self.tree / FILE).read_bytes(), first)

    def test_create_leaves_a_baseline_that_is_there(self):
        self.baseline('create')
        before = (self.tree / FILE).read_bytes()
        self.write('b', f'x = "{self.new}"\n')
        self.assertIn('patrol baseline update',
                      self.baseline('create', status=2))
        self.assertEqual((self.tree / FILE).read_bytes(), before)

    def test_update_adds_what_is_new_and_says_what_is_gone(self):
        self.baseline('create')
        old = self.lines()
        self.write('src/a', f'x = "{self.new}"\n')
        told = self.baseline('update')
        self.assertIn('1 new', told)
        self.assertIn('1 known secret not found any more', told)
        self.assertEqual(len(self.lines()), 2)
        self.assertLess(set(old), set(self.lines()))
        self.assertEqual(self.lines(), sorted(self.lines()))

    def test_prune_takes_out_what_is_gone_and_adds_nothing(self):
        self.write('b', f'x = "{tokens.github_pat("gone")}"\n')
        self.baseline('create')
        self.write('b', f'x = "{self.new}"\n')
        self.assertIn('1 taken out', self.baseline('prune'))
        self.assertEqual(len(self.lines()), 1)
        self.assertEqual(self.paths('--baseline', FILE), {('b', self.new)})

    def test_prune_takes_nothing_out_where_not_all_was_read(self):
        self.baseline('create')
        self.write('src/a', 'clean\n')
        archive = b'\x1f\x8b\x08\0' + bytes(20)
        self.write('broken.gz', archive)
        self.baseline('prune', status=3)
        self.assertEqual(len(self.lines()), 1)

    def test_update_and_prune_need_a_baseline(self):
        for action in ('update', 'prune'):
            self.assertIn(FILE, self.baseline(action, status=2))

    def test_a_baseline_of_a_history(self):
        run_git(self.tree, self.home, 'init', '-q')
        for content in (f'x = "{self.new}"\n', 'clean\n'):
            self.write('src/b', content)
            run_git(self.tree, self.home, 'add', '-A')
            run_git(self.tree, self.home, 'commit', '-q', '-m', 'message')
        self.run_patrol('history', '--no-cache', '--format', 'json',
                        '--output', '../out/audit.json')
        self.baseline('create', '--from', '../out/audit.json')
        self.assertEqual(len(self.lines()), 2)
        done = self.run_patrol('history', '--no-cache', '--baseline', FILE)
        self.assertExits(0, done)

    def test_other_tools_baselines(self):
        self.write('known.json', json.dumps(
            [{'RuleID': 'r', 'Secret': self.known, 'File': 'src/a'}]))
        self.assertEqual(self.paths('src', '--baseline', 'known.json'), set())
        before = (self.tree / 'known.json').read_bytes()
        self.baseline('update', '--file', 'known.json', status=2)
        self.assertEqual((self.tree / 'known.json').read_bytes(), before)

    def test_a_baseline_that_is_none_is_an_error(self):
        self.write('known', 'this is no baseline\n')
        for name in ('known', 'missing'):
            done = self.run_patrol('scan', '--baseline', name)
            self.assertExits(2, done)
            self.assertIn(name.encode(), done.stderr)
            self.assertEqual(done.stdout, b'')

    def test_staged_and_hooks_heed_it(self):
        run_git(self.tree, self.home, 'init', '-q')
        self.baseline('create')
        run_git(self.tree, self.home, 'add', '-A')
        done = self.run_patrol('staged', '--baseline', FILE)
        self.assertExits(0, done)
        done = self.run_patrol('hook', 'run', 'pre-commit', '--baseline', FILE)
        self.assertExits(0, done)


if __name__ == '__main__':
    unittest.main()
