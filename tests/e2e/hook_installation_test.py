#!/usr/bin/env python3
"""`patrol hook install`: beside whatever is there, and gone again."""

import os
import unittest

from hook_cases import HookTestCase
from patrol_test_case import PROGRAM


class InstallationTest(HookTestCase):

    def setUp(self):
        super().setUp()
        self.hooks = self.tree / '.git/hooks'
        self.add('new', self.leak)

    def plant(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path

    def uninstall(self, *arguments, **options):
        done = self.run_patrol('hook', 'uninstall', *arguments, **options)
        self.assertExits(0, done)
        return done.stdout.decode()

    def test_a_hook_that_was_there_goes_first(self):
        self.plant(self.hooks / 'pre-commit', '#!/bin/sh\necho before >&2\n')
        self.assertIn('is called first', self.install())
        text = self.assertStops('commit', '-qm', 'x')
        self.assertLess(text.index('before'), text.index('patrol'))

    def test_a_hook_that_was_there_and_fails_stops_git(self):
        self.plant(self.hooks / 'pre-commit', '#!/bin/sh\nexit 3\n')
        self.install()
        self.write('new', 'clean\n')
        self.git('add', 'new')
        self.assertStops('commit', '-qm', 'x', says='')

    def test_both_hooks_of_a_push_are_told_the_same(self):
        remote = self.scratch / 'remote.git'
        self.git('init', '-q', '--bare', str(remote))
        self.plant(self.hooks / 'pre-push',
                   f'#!/bin/sh\ncat >{self.out}/told\n')
        self.install('pre-push')
        self.git('commit', '-qm', 'x')
        self.assertStops('push', '-q', str(remote), 'main')
        self.assertIn('refs/heads/main', (self.out / 'told').read_text())

    def test_twice_is_once(self):
        before = self.plant(self.hooks / 'pre-commit', '#!/bin/sh\n')
        self.install()
        self.assertIn('written anew', self.install())
        chained = self.hooks / 'pre-commit.chained'
        self.assertEqual(chained.read_text(), '#!/bin/sh\n')
        self.uninstall()
        self.assertEqual(before.read_text(), '#!/bin/sh\n')
        self.assertFalse(chained.exists())

    def test_uninstalling_leaves_what_is_not_ours(self):
        self.plant(self.hooks / 'pre-commit', '#!/bin/sh\n')
        self.assertIn("none of patrol's", self.uninstall())
        self.assertTrue((self.hooks / 'pre-commit').exists())

    def test_uninstalling_leaves_nothing(self):
        self.install('pre-commit', 'pre-push', 'commit-msg')
        self.uninstall('pre-commit', 'pre-push', 'commit-msg')
        self.assertEqual([path for path in self.hooks.iterdir()
                          if not path.name.endswith('.sample')], [])
        self.assertPasses('commit', '-qm', 'x')

    def test_a_folder_of_hooks_in_the_work_tree(self):
        self.git('config', 'core.hooksPath', '.githooks')
        self.install()
        self.assertTrue((self.tree / '.githooks/pre-commit').exists())
        self.assertStops('commit', '-qm', 'x')

    def test_from_a_subfolder(self):
        self.git('config', 'core.hooksPath', '.githooks')
        (self.tree / 'folder').mkdir()
        self.install(cwd=self.tree / 'folder')
        self.assertTrue((self.tree / '.githooks/pre-commit').exists())

    def test_in_a_linked_work_tree(self):
        self.git('commit', '-qm', 'x', '--allow-empty')
        linked = self.scratch / 'linked'
        self.git('worktree', 'add', '-q', str(linked))
        self.install(cwd=linked)
        self.assertTrue((self.hooks / 'pre-commit').exists())

    def test_a_repository_of_husky(self):
        self.git('config', 'core.hooksPath', '.husky/_')
        generated = '#!/usr/bin/env sh\nn=$(basename "$0")\n' \
                    'sh -e "$(dirname "$0")/../$n" "$@"\n'
        self.plant(self.tree / '.husky/_/pre-commit', generated)
        own = self.plant(self.tree / '.husky/pre-commit', 'echo before >&2\n')
        self.install()
        self.assertEqual(own.read_text(),
                         'echo before >&2\n'
                         'patrol hook run pre-commit "$@"  # patrol hook\n')
        self.assertIn('calls patrol already', self.install())
        self.assertIn('before', self.assertStops('commit', '-qm', 'x'))
        self.uninstall()
        self.assertEqual(own.read_text(), 'echo before >&2\n')

    def test_a_repository_of_lefthook(self):
        self.write('lefthook.yml', 'pre-commit: {}\n')
        done = self.run_patrol('hook', 'install')
        self.assertRefused(done, 'lefthook', 'patrol hook run')

    def test_for_all_repositories(self):
        self.install('--global')
        self.assertStops('commit', '-qm', 'x')
        self.plant(self.hooks / 'pre-commit', '#!/bin/sh\necho own >&2\n')
        self.assertIn('own', self.assertStops('commit', '-qm', 'x'))
        self.uninstall('--global')
        self.assertPasses('commit', '-qm', 'x')

    def test_a_global_folder_that_is_named_already(self):
        folder = self.home / 'hooks'
        self.git('config', '--global', 'core.hooksPath', '~/hooks')
        self.install('--global')
        self.assertTrue((folder / 'pre-commit').exists())

    def test_a_program_that_is_not_on_the_path(self):
        (self.scratch / 'bin/patrol').unlink()
        self.install()
        text = (self.hooks / 'pre-commit').read_text()
        self.assertIn(f"patrol='{os.path.realpath(PROGRAM)}'", text)
        self.assertStops('commit', '-qm', 'x')

    def test_outside_of_a_repository(self):
        done = self.run_patrol('hook', 'install', cwd=self.scratch)
        self.assertRefused(done, 'git')

    def test_a_hook_that_there_is_not(self):
        self.assertRefused(self.run_patrol('hook', 'install', 'pre-dinner'),
                           'pre-dinner')
        self.assertRefused(self.run_patrol('hook', 'run', 'pre-dinner'),
                           'pre-dinner')

if __name__ == '__main__':
    unittest.main()
