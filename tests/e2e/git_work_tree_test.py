#!/usr/bin/env python3
"""In a git work tree: what is tracked, and what git does not ignore."""

import json
import os
import subprocess
import unittest

import tokens
from patrol_test_case import PatrolTestCase, places_of, reasons_of


class GitWorkTree(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()
        self.git('init', '--quiet')

    def git(self, *arguments, cwd=None):
        identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.org',
                    '-c', 'protocol.file.allow=always',
                    '-c', 'commit.gpgsign=false']
        subprocess.run(['git', *identity, *arguments], check=True,
                       cwd=cwd or self.tree, capture_output=True,
                       env=self.environment | {'GIT_CONFIG_NOSYSTEM': '1'})

    def leak(self, *paths):
        for path in paths:
            self.write(path, self.token)

    def assertScans(self, *paths, arguments=(), **options):
        """Of the files with a token, just these."""
        report = self.scan(*arguments, **options)
        self.assertEqual([path for path, _, _ in places_of(report)],
                         sorted(paths))
        return report

    def test_untracked_file(self):
        self.leak('new')
        self.assertScans('new')

    def test_ignored_file_is_skipped_and_counted(self):
        self.leak('a.log', 'b')
        self.write('.gitignore', '*.log\n')
        report = self.assertScans('b')
        self.assertEqual(reasons_of(report['scan']['skipped']),
                         {'a.log': 'ignored by git'})
        self.assertEqual(report['scan']['status'], 'complete')

    def test_ignored_file_that_is_tracked(self):
        self.leak('a.log', 'b.log')
        self.write('.gitignore', '*.log\n')
        self.git('add', '--force', 'a.log')
        self.assertScans('a.log')

    def test_tracked_file_in_an_ignored_folder(self):
        self.leak('out/a', 'out/b')
        self.write('.gitignore', 'out/\n')
        self.git('add', '--force', 'out/a')
        self.assertScans('out/a')

    def test_ignore_rules_can_be_disregarded(self):
        self.leak('a.log', 'out/b')
        self.write('.gitignore', '*.log\nout/\n')
        self.assertScans('a.log', 'out/b', arguments=['--no-ignore'])

    def test_ignored_file_that_is_named(self):
        self.leak('a.log')
        self.write('.gitignore', '*.log\n')
        self.assertScans('a.log', arguments=['a.log'])

    def test_ignored_folder_that_is_named(self):
        self.leak('out/a')
        self.write('.gitignore', 'out\n')
        self.assertScans('a', arguments=['out'])

    def test_folder_of_a_work_tree_that_is_named(self):
        self.leak('src/a.log', 'src/b')
        self.write('.gitignore', '*.log\n')
        self.assertScans('b', arguments=['src'])

    def test_ignore_file_of_a_subfolder(self):
        self.leak('src/a.log', 'b.log')
        self.write('src/.gitignore', '*.log\n')
        self.assertScans('b.log')

    def test_rule_that_takes_one_back(self):
        self.leak('a.log', 'keep.log')
        self.write('.gitignore', '*.log\n!keep.log\n')
        self.assertScans('keep.log')

    def test_exclude_file_of_the_repository(self):
        self.leak('a.log', 'b')
        self.write('.git/info/exclude', '*.log\n')
        self.assertScans('b')

    def test_exclude_file_of_the_user(self):
        self.leak('a.log', 'b')
        (self.home / '.config/git').mkdir(parents=True)
        (self.home / '.config/git/ignore').write_text('*.log\n')
        self.assertScans('b')

    def test_configuration_of_the_repository(self):
        self.git('config', 'remote.origin.url',
                 f'https://x:{self.token}@example.org/r')
        report = self.scan()
        self.assertEqual([path for path, _, _ in places_of(report)],
                         ['.git/config'])

    def test_other_files_of_the_repository_are_not_scanned(self):
        self.leak('.git/description', '.git/hooks/own')
        self.assertScans()

    def test_configuration_of_a_submodule(self):
        self.add_submodule()
        self.git('config', 'remote.origin.url',
                 f'https://x:{self.token}@example.org/r',
                 cwd=self.tree / 'module')
        self.assertScans('.git/modules/module/config')

    def test_work_tree_of_a_submodule(self):
        self.add_submodule()
        self.leak('module/new', 'module/a.log')
        self.write('module/.gitignore', '*.log\n')
        self.assertScans('module/new')

    def test_repository_within_the_work_tree(self):
        self.write('other/.gitignore', '*.tmp\n')
        self.leak('other/a', 'other/b.tmp')
        self.git('init', '--quiet', cwd=self.tree / 'other')
        self.assertScans('other/a')

    def test_linked_work_tree(self):
        self.git('commit', '--quiet', '--allow-empty', '--message', 'a')
        linked = self.scratch / 'linked'
        self.git('worktree', 'add', '--quiet', str(linked))
        (linked / '.gitignore').write_text('*.log\n')
        (linked / 'a.log').write_text(self.token)
        (linked / 'b').write_text(self.token)
        self.assertScans('b', cwd=linked)

    def test_folder_without_a_repository_is_scanned_whole(self):
        self.leak('a.log')
        self.write('.gitignore', '*.log\n')
        (self.tree / '.git').rename(self.scratch / 'gone')
        self.assertScans('a.log')

    def test_repository_that_is_broken_is_scanned_whole_with_a_warning(self):
        self.leak('a.log')
        self.write('.gitignore', '*.log\n')
        self.write('.git/config', '[core\n')
        self.assertScans('a.log')
        done = self.run_patrol('scan')
        self.assertIn(b'patrol: warning: ', done.stderr)
        self.assertIn(b'ignored files are scanned too', done.stderr)

    def test_broken_index_is_scanned_whole_with_a_warning(self):
        self.leak('a.log')
        self.write('.gitignore', '*.log\n')
        self.write('.git/index', b'DIRC' + bytes(40))
        self.assertScans('a.log')
        self.assertIn(b'warning', self.run_patrol('scan').stderr)

    def test_fifo_in_the_place_of_what_git_reads(self):
        for path in ('.git/config', '.git/index', '.gitignore', '.git/HEAD',
                     '.git/gitdir', '.git/commondir', '.git/info/exclude'):
            with self.subTest(path):
                kept = self.tree / path
                before = kept.read_bytes() if kept.exists() else None
                kept.unlink(missing_ok=True)
                os.mkfifo(kept)
                self.leak('a')
                self.assertIn('a', [place[0] for place in
                                    places_of(self.scan())])
                kept.unlink()
                if before is not None:
                    kept.write_bytes(before)

    def test_git_file_that_is_a_fifo(self):
        (self.tree / '.git').rename(self.scratch / 'gone')
        os.mkfifo(self.tree / '.git')
        self.leak('a')
        self.assertScans('a')

    def test_git_file_that_leads_nowhere(self):
        (self.tree / '.git').rename(self.scratch / 'gone')
        self.write('.git', 'gitdir: /missing\n')
        self.leak('a')
        self.assertScans('a')

    def test_work_tree_that_is_elsewhere_by_configuration(self):
        (self.out / 'secret').write_text(tokens.azure_pat())
        self.git('config', 'core.worktree', str(self.out))
        self.leak('a')
        self.assertScans('a')

    def add_submodule(self):
        module = self.scratch / 'origin'
        module.mkdir()
        self.git('init', '--quiet', cwd=module)
        self.git('commit', '--quiet', '--allow-empty', '--message', 'a',
                 cwd=module)
        self.git('submodule', '--quiet', 'add', str(module), 'module')

    def test_without_libgit2_all_is_scanned_and_said_so(self):
        self.leak('a.log', 'b')
        self.write('.gitignore', '*.log\n')
        broken = self.scratch / 'broken'
        broken.mkdir()
        for minor in range(20):  # whichever it was built for
            (broken / f'libgit2.so.1.{minor}').touch()
        done = self.run_patrol('scan', '--format', 'json',
                               env={'LD_LIBRARY_PATH': str(broken)})
        self.assertEqual([path for path, _, _ in
                          places_of(json.loads(done.stdout))], ['a.log', 'b'])
        self.assertIn(b'git repository cannot be read: ', done.stderr)
        self.assertIn(b'libgit2.so', done.stderr)


if __name__ == '__main__':
    unittest.main()
