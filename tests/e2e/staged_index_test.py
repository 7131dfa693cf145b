#!/usr/bin/env python3
"""`patrol staged` reads the index in every form, and the one that git names."""

import unittest

from patrol_test_case import reasons_of
from staged_cases import Staged


class FormsOfTheIndexTest(Staged):

    def repository(self):
        """A file in each of ten folders, and a secret staged in one."""
        for i in range(10):
            self.write(f'dir{i}/file', f'{i}\n')
        self.write('top', 'x\n')
        self.git('add', '.')
        self.commit()

    def test_version_4(self):
        self.repository()
        self.git('update-index', '--index-version', '4')
        self.add('dir5/file', self.token)
        self.assertStaged(('dir5/file', 1, 1))

    def test_split(self):
        self.repository()
        self.git('update-index', '--split-index')
        self.add('dir5/file', self.token)
        self.add('dir5/new', self.other)
        self.git('rm', '--quiet', 'dir6/file')
        self.assertTrue(list((self.tree / '.git').glob('sharedindex.*')))
        self.assertStaged(('dir5/file', 1, 1), ('dir5/new', 1, 1))

    def test_split_whose_other_half_is_missing(self):
        self.repository()
        self.git('update-index', '--split-index')
        for shared in (self.tree / '.git').glob('sharedindex.*'):
            shared.unlink()
        report = self.staged(status=3)
        self.assertEqual(report['scan']['status'], 'partial')
        self.assertIn('sharedindex.', report['scan']['unread'][0]['reason'])

    def test_sparse(self):
        self.repository()
        self.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'dir1')
        self.assertIn(b'sdir', (self.tree / '.git/index').read_bytes())
        self.add('dir1/file', self.token)
        self.assertStaged(('dir1/file', 1, 1))

    def test_sparse_with_a_folder_that_changed(self):
        self.repository()
        self.git('checkout', '--quiet', '-b', 'other')
        self.add('dir5/file', self.token)
        self.add('dir6/new', self.other)
        self.commit()
        self.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'dir1')
        self.git('reset', '--quiet', '--soft', 'main')
        self.assertIn(b'sdir', (self.tree / '.git/index').read_bytes())
        self.assertStaged(('dir5/file', 1, 1), ('dir6/new', 1, 1))

    def test_corrupt(self):
        self.repository()
        (self.tree / '.git/index').write_bytes(b'DIRC' + b'\0' * 40)
        report = self.staged(status=3)
        self.assertIn('index', report['scan']['unread'][0]['reason'])

    def test_missing(self):
        self.repository()
        (self.tree / '.git/index').unlink()
        self.assertStaged(status=0)

    def test_staged_object_that_is_missing(self):
        self.repository()
        self.add('dir5/file', self.token)
        blob = self.git('rev-parse', ':dir5/file').decode().strip()
        (self.tree / '.git/objects' / blob[:2] / blob[2:]).unlink()
        report = self.staged(status=3)
        self.assertEqual(reasons_of(report['scan']['unread']),
                         {'dir5/file': 'missing'})

    def test_tree_of_head_that_is_missing(self):
        self.repository()
        self.add('dir5/file', self.token)
        tree = self.git('rev-parse', 'HEAD:dir5').decode().strip()
        (self.tree / '.git/objects' / tree[:2] / tree[2:]).unlink()
        self.assertStaged(('dir5/file', 1, 1))


class Sha256Test(Staged):
    HASH = 'sha256'

    def test_staged_file(self):
        self.add('dir/a', f'{self.token}\n')
        self.add('b', 'x\n')
        self.commit()
        self.git('gc', '--quiet')
        self.add('dir/a', f'{self.token}\n{self.other}\n')
        self.assertStaged(('dir/a', 2, 1))


class HookTest(Staged):
    """What git tells its hooks by variables."""

    def setUp(self):
        super().setUp()
        self.add('a', 'x\n')
        self.add('sub/b', 'x\n')
        self.commit()
        self.hook()

    def try_commit(self, *arguments, cwd=None):
        self.git('commit', '--quiet', '--message', 'x', *arguments, cwd=cwd,
                 check=False)
        return self.places_of_hook()

    def test_commit(self):
        self.add('a', self.token)
        self.assertEqual(self.try_commit(), [('a', 1, 1)])
        self.assertEqual(self.git('rev-list', '--count', 'HEAD'), b'1\n')

    def test_commit_that_is_clean(self):
        self.add('a', 'y\n')
        self.assertEqual(self.try_commit(), [])
        self.assertEqual(self.git('rev-list', '--count', 'HEAD'), b'2\n')

    def test_commit_of_all(self):
        self.write('a', self.token)
        self.assertEqual(self.try_commit('--all'), [('a', 1, 1)])

    def test_commit_of_one_path(self):
        self.add('a', self.token)
        self.write('sub/b', self.other)
        self.assertEqual(self.try_commit('--', 'sub/b'), [('sub/b', 1, 1)])

    def test_commit_in_a_subfolder(self):
        self.write('sub/b', self.token)
        self.assertEqual(self.try_commit('--', 'b', cwd=self.tree / 'sub'),
                         [('sub/b', 1, 1)])

    def test_commit_that_is_amended(self):
        self.add('a', self.token)
        self.assertEqual(self.try_commit('--amend'), [('a', 1, 1)])

    def test_commit_in_a_linked_work_tree(self):
        linked = self.scratch / 'linked'
        self.git('worktree', 'add', '--quiet', str(linked))
        (linked / 'a').write_text(self.token)
        (linked / 'sub/b').write_text(self.other)
        self.assertEqual(self.try_commit('--', 'a', cwd=linked), [('a', 1, 1)])

if __name__ == '__main__':
    unittest.main()
