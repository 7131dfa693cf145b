#!/usr/bin/env python3
"""Which configuration counts, and what one of the scanned tree may not do."""

import json
import os
import random
import string
import unittest

import tokens
from patrol_test_case import PatrolTestCase
from repositories import run_git


def key(seed):
    letters = string.ascii_lowercase + string.digits
    return 'ctk' + '_' + ''.join(random.Random(seed).choices(letters, k=24))


RULE = """
[[rules]]
id = "contoso-key"
regex = '''ctk_[a-z0-9]{24}'''
"""
QUIET = "[[allowlists]]\npaths = ['''.''']\n"


class ConfigDiscoveryTest(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat('a')
        self.write('a', f'{key(1)}\n{self.token}\n')

    def found(self, *arguments, command='scan'):
        done = self.run_patrol(command, '--show-secrets', '--format', 'json',
                               *arguments)
        self.errors = done.stderr.decode()
        self.assertIn(done.returncode, (0, 1), self.errors)
        report = json.loads(done.stdout)
        self.suppressed = report['scan']['suppressed_by_repository']
        return {finding['secret'] for finding in report['findings']}

    def git(self, *arguments):
        return run_git(self.tree, self.home, *arguments).decode()

    def commit_all(self):
        self.git('init', '-q')
        self.git('add', '-A')
        self.git('commit', '-qm', 'all')

    # Which one.

    def test_one_of_the_tree_adds_to_the_catalogue_and_says_so(self):
        for name in ('.patrol.toml', '.gitleaks.toml'):
            with self.subTest(name):
                path = self.write(name, RULE)
                self.assertEqual(self.found(), {key(1), self.token})
                self.assertIn(f'{name}: 1 rule of its own', self.errors)
                path.unlink()

    def test_patrols_own_comes_before_gitleaks(self):
        self.write('.gitleaks.toml', QUIET)
        self.write('.patrol.toml', RULE)
        self.assertEqual(self.found(), {key(1), self.token})

    def test_that_of_the_flag_comes_before_the_variables(self):
        self.write('.patrol.toml', QUIET)
        (self.out / 'c.toml').write_text(RULE)
        (self.out / 'quiet.toml').write_text(QUIET)
        self.environment['PATROL_CONFIG'] = str(self.out / 'quiet.toml')
        self.assertEqual(self.found('--config', str(self.out / 'c.toml')),
                         {key(1)})

    def test_that_of_the_variable_comes_before_the_trees(self):
        self.write('.patrol.toml', QUIET)
        (self.out / 'c.toml').write_text(RULE)
        self.environment['PATROL_CONFIG'] = str(self.out / 'c.toml')
        self.assertEqual(self.found(), {key(1)})

    def test_that_of_the_user_counts_where_there_is_no_other(self):
        own = self.home / '.config' / 'patrol' / 'config.toml'
        own.parent.mkdir(parents=True)
        own.write_text(RULE)
        self.assertEqual(self.found(), {key(1), self.token})
        self.write('.patrol.toml', '')
        self.assertEqual(self.found(), {self.token})

    def test_that_of_the_work_tree_counts_for_a_folder_in_it(self):
        self.write('.patrol.toml', RULE)
        self.write('deep/in/b', key(2))
        self.commit_all()
        self.assertEqual(self.found('deep/in'), {key(2)})
        self.assertEqual(self.found('deep/in/b'), {key(2)})

    def test_that_of_a_repository_counts_for_all_that_read_it(self):
        self.write('.patrol.toml', RULE)
        self.commit_all()
        self.assertEqual(self.found(command='history'), {key(1), self.token})
        self.write('b', key(2))
        self.git('add', 'b')
        self.assertEqual(self.found(command='staged'), {key(2)})

    def test_that_of_a_bare_repository_is_its_heads(self):
        self.write('.patrol.toml', RULE)
        self.commit_all()
        self.git('clone', '-q', '--bare', '.', str(self.out / 'bare.git'))
        self.assertEqual(
            self.found(str(self.out / 'bare.git'), command='history'),
            {key(1), self.token})

    def test_ci_goes_by_the_commit_before(self):
        self.commit_all()
        base = self.git('rev-parse', 'HEAD').strip()
        self.write('.patrol.toml', QUIET)
        self.write('b', tokens.github_pat('b'))
        self.git('add', '-A')
        self.git('commit', '-qm', 'quiet')
        self.assertEqual(self.found('--base', base, command='ci'),
                         {tokens.github_pat('b')})

    # What that of the tree may not.

    def test_no_config_ignores_that_of_the_tree(self):
        self.write('.patrol.toml', QUIET)
        self.assertEqual(self.found('--no-config'), {self.token})

    def test_what_it_allows_is_counted(self):
        self.write('.patrol.toml', QUIET)
        self.assertEqual(self.found(), set())
        self.assertEqual(self.suppressed, 1)

    def test_what_it_disables_is_counted(self):
        self.write('.patrol.toml',
                   '[extend]\nuseDefault = true\ndisabledRules = '
                   '["github-pat"]\n')
        self.assertEqual(self.found(), set())
        self.assertEqual(self.suppressed, 1)

    def test_it_extends_nothing_outside_of_the_tree(self):
        (self.scratch / 'outside.toml').write_text(RULE)
        os.symlink(self.scratch / 'outside.toml', self.tree / 'link.toml')
        for path in ('../outside.toml', str(self.scratch / 'outside.toml'),
                     'link.toml'):
            with self.subTest(path):
                self.write('.patrol.toml', f"[extend]\npath = '{path}'\n")
                done = self.run_patrol('scan')
                self.assertExits(2, done)
                self.assertIn(b'leads out of the tree', done.stderr)

    def test_it_is_no_link_that_leads_outside(self):
        (self.scratch / 'outside.toml').write_text(QUIET)
        os.symlink(self.scratch / 'outside.toml', self.tree / '.patrol.toml')
        done = self.run_patrol('scan')
        self.assertExits(2, done)
        self.assertIn(b'leads out of the tree', done.stderr)

    def test_what_it_says_of_hosts_is_ignored_and_told(self):
        self.write('.patrol.toml',
                   'allowed_hosts = ["evil.example"]\n[verification]\n'
                   'ca = "x"\n')
        self.assertEqual(self.found(), {self.token})
        self.assertIn('allowed_hosts', self.errors)
        self.assertIn('verification', self.errors)

    def test_one_that_is_wrong_ends_the_scan(self):
        self.write('.patrol.toml', 'rules = 1\n')
        done = self.run_patrol('scan')
        self.assertExits(2, done)
        self.assertIn(b'.patrol.toml:1', done.stderr)
        self.assertIn(b'--no-config', done.stderr)

    def test_a_rule_named_as_one_of_the_catalogue_stands_beside_it(self):
        self.write('.gitleaks.toml',
                   RULE.replace('contoso-key', 'github-pat') +
                   f"[[rules.allowlists]]\nregexes = ['''{key(2)}''']\n"
                   f"[[rules.allowlists]]\nregexes = ['''{self.token}''']\n")
        self.write('b', key(2))
        self.assertEqual(self.found(), {key(1)})
        self.assertEqual(self.suppressed, 2)


if __name__ == '__main__':
    unittest.main()
