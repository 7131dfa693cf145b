#!/usr/bin/env python3
"""What `git commit` would record: read from the index, compared with HEAD."""

import io
import json
import os
import shlex
import subprocess
import unittest
import zipfile

import tokens
from patrol_test_case import (PROGRAM, PatrolTestCase, locations_of, places_of,
                              reasons_of)

IDENTITY = ['-c', 'user.name=A', '-c', 'user.email=a@example.org',
            '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main',
            '-c', 'advice.detachedHead=false']


class Staged(PatrolTestCase):
    HASH = 'sha1'

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()
        self.other = tokens.github_pat('another')
        self.environment |= {'GIT_CONFIG_NOSYSTEM': '1'}
        self.git('init', '--quiet', f'--object-format={self.HASH}')

    def git(self, *arguments, cwd=None, check=True, **options):
        return subprocess.run(['git', *IDENTITY, *arguments], check=check,
                              cwd=cwd or self.tree, capture_output=True,
                              env=self.environment, **options).stdout

    def add(self, path, content):
        self.write(path, content)
        self.git('add', '--', path)

    def commit(self, message='x'):
        self.git('commit', '--quiet', '--allow-empty', '--message', message)

    def staged(self, *arguments, status=None, **options):
        """`patrol staged --format json`: the report."""
        done = self.run_patrol('staged', '--format', 'json', *arguments,
                               **options)
        self.assertNotEqual(done.stdout, b'', done.stderr)
        if status is not None:
            self.assertExits(status, done)
        return json.loads(done.stdout)

    def assertStaged(self, *places, arguments=(), **options):
        """These places, and the scan is complete."""
        report = self.staged(*arguments, **options)
        self.assertEqual(places_of(report), sorted(places))
        self.assertEqual(report['scan']['status'], 'complete', report['scan'])
        return report

    def hook(self, name='pre-commit'):
        """Installs one that writes its report to out/."""
        path = self.tree / '.git/hooks' / name
        path.parent.mkdir(exist_ok=True)
        program = shlex.quote(PROGRAM)
        report = shlex.quote(str(self.out / 'report'))
        path.write_text(f'#!/bin/sh\nexec {program} staged --format json'
                        f' --output {report}\n')
        path.chmod(0o755)

    def places_of_hook(self):
        return places_of(json.loads((self.out / 'report').read_text()))


class StagedTest(Staged):

    def test_nothing(self):
        self.write('a', self.token)
        report = self.assertStaged()
        self.assertEqual(report['scan']['mode'], 'staged')
        self.assertEqual(report['scan']['files'], 0)

    def test_first_commit(self):
        self.add('a', 'x\n')
        self.add('dir/b', f'x = {self.token}\n')
        report = self.assertStaged(('dir/b', 1, 5), status=1)
        self.assertEqual(report['scan']['files'], 2)
        self.assertEqual(locations_of(report)[0]['kind'], 'blob')

    def test_what_the_commit_adds_and_not_the_work_tree(self):
        self.add('a', 'x\n')
        self.commit()
        self.add('a', f'x\n{self.token}\n')
        self.write('a', f'{self.other}\n')
        self.write('untracked', self.other)
        self.assertStaged(('a', 2, 1))

    def test_unstaged_change(self):
        self.add('a', 'x\n')
        self.commit()
        self.write('a', self.token)
        self.assertStaged(status=0)

    def test_line_that_was_there_before(self):
        self.add('a', f'{self.token}\n')
        self.commit()
        self.add('a', f'new line\n{self.token}\n')
        self.assertStaged(status=0)
        self.assertStaged(('a', 2, 1), arguments=['--whole-files'], status=1)

    def test_line_that_changed_around_the_secret(self):
        self.add('a', f'a = {self.token}\n')
        self.commit()
        self.add('a', f'b = {self.token}\n')
        self.assertStaged(('a', 1, 5))

    def test_old_secret_beside_a_new_one(self):
        self.add('a', f'{self.token}\n')
        self.commit()
        self.add('a', f'{self.token}\n{self.other}\n')
        self.assertStaged(('a', 2, 1))

    def test_secret_of_several_lines(self):
        key = subprocess.run(['openssl', 'genrsa', '-traditional', '1024'],
                             capture_output=True, check=True).stdout.decode()
        self.add('a', key)
        report = self.staged(status=1)
        self.assertEqual(places_of(report)[0][0], 'a')
        self.commit()
        self.add('a', f'# moved\n{key}')
        self.assertStaged(status=0)

    def test_line_ends_that_changed(self):
        self.add('a', f'x\r\n{self.token}\r\n')
        self.commit()
        self.add('a', f'x\n{self.token}\n')
        self.assertStaged(status=0)

    def test_file_with_crlf(self):
        self.add('a', f'x\r\n{self.token}\r\n')
        self.assertStaged(('a', 2, 1))

    def test_utf16_file(self):
        self.add('a', f'{self.token}\n'.encode('utf-16'))
        self.commit()
        self.add('a', f'{self.token}\n{self.other}\n'.encode('utf-16'))
        self.assertStaged(('a', 2, 1))

    def test_binary_file(self):
        self.add('a', b'\0\1\2' * 100 + f'\n{self.token}\n'.encode())
        report = self.assertStaged(('a', 2, 1))
        self.assertEqual(reasons_of(report['scan']['skipped']),
                         {'a': 'binary'})

    def test_archive(self):
        def packed(text):
            file = io.BytesIO()
            with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as archive:
                archive.writestr('inner', text + '\n' * 500)
            return file.getvalue()
        self.add('a.zip', packed(self.token))
        self.commit()
        self.add('a.zip', packed(f'{self.token}\nmore'))
        report = self.assertStaged(('a.zip', 1, 1))
        self.assertEqual(locations_of(report)[0]['member'], 'inner')
        self.assertStaged(arguments=['--max-archive-depth', '0'])

    def test_renamed_file(self):
        self.add('a', self.token)
        self.commit()
        self.git('mv', 'a', 'b')
        self.assertStaged(status=0)
        self.assertStaged(('b', 1, 1), arguments=['--whole-files'])

    def test_renamed_folder(self):
        self.add('a/deep/file', self.token)
        self.commit()
        self.git('mv', 'a', 'b')
        self.assertStaged(status=0)

    def test_copied_file(self):
        self.add('a', self.token)
        self.commit()
        self.add('b', self.token)
        self.assertStaged(status=0)

    def test_two_new_files_with_the_same_content(self):
        self.commit()
        self.add('a', self.token)
        self.add('b', self.token)
        self.assertStaged(('a', 1, 1), ('b', 1, 1))

    def test_file_with_another_mode(self):
        self.add('a', self.token)
        self.commit()
        self.git('update-index', '--chmod=+x', 'a')
        report = self.assertStaged(arguments=['--whole-files'], status=0)
        self.assertEqual(report['scan']['files'], 0)

    def test_deleted_file(self):
        self.add('a', self.token)
        self.commit()
        self.git('rm', '--quiet', 'a')
        self.assertStaged(status=0)

    def test_file_that_takes_the_place_of_a_folder(self):
        self.add('a/b', 'x\n')
        self.commit()
        self.git('rm', '--quiet', '-r', 'a')
        self.add('a', self.token)
        self.assertStaged(('a', 1, 1))

    def test_symbolic_link(self):
        os.symlink(self.token, self.tree / 'link')
        self.git('add', 'link')
        self.assertStaged(('link', 1, 1))

    def test_intent_to_add(self):
        self.write('a', self.token)
        self.git('add', '--intent-to-add', 'a')
        self.assertStaged(status=0)
        self.git('add', 'a')
        self.assertStaged(('a', 1, 1))

    def test_assumed_unchanged_and_outside_the_work_tree(self):
        self.commit()
        self.add('a', self.token)
        self.add('b', self.token)
        self.git('update-index', '--assume-unchanged', 'a')
        self.git('update-index', '--skip-worktree', 'b')
        self.assertStaged(('a', 1, 1), ('b', 1, 1))

    def test_merge_of_a_side_that_holds_one(self):
        self.add('ours', '1\n')
        self.add('both', 'a\n\n\n\n\n\nb\n')
        self.commit()
        self.git('checkout', '--quiet', '-b', 'side')
        self.add('theirs', self.token)
        self.add('both', f'{self.token}\n\n\n\n\n\nb\n')
        self.commit()
        self.git('checkout', '--quiet', 'main')
        self.add('both', 'a\n\n\n\n\n\nc\n')
        self.commit()
        self.git('merge', '--quiet', '--no-commit', 'side')
        self.assertStaged()
        self.add('new', self.other)
        self.assertStaged(('new', 1, 1))
        self.assertStaged(('both', 1, 1), ('new', 1, 1), ('theirs', 1, 1),
                          arguments=['--whole-files'])

    def test_merge_in_conflict(self):
        self.add('a', 'base\n')
        self.commit()
        self.git('checkout', '--quiet', '-b', 'theirs')
        self.add('a', f'{self.token}\n')
        self.commit()
        self.git('checkout', '--quiet', 'main')
        self.add('a', f'{self.other}\n')
        self.commit()
        self.git('merge', 'theirs', check=False)
        self.assertNotEqual(self.git('ls-files', '--unmerged'), b'')
        report = self.assertStaged(('a', 1, 1))
        self.assertEqual(len(report['findings']), 1)  # theirs; ours is in HEAD
        self.write('a', 'solved\n')
        self.git('add', 'a')
        self.assertStaged(status=0)

    def test_submodule(self):
        self.commit()
        commit = self.git('rev-parse', 'HEAD').decode().strip()
        self.git('update-index', '--add', '--cacheinfo',
                 f'160000,{commit},module')
        report = self.assertStaged(status=0)
        self.assertEqual(reasons_of(report['scan']['skipped']),
                         {'module': 'submodule'})

    def test_large_file_is_skipped_where_the_user_says_so(self):
        self.add('a', self.token + '\n' * 5000)
        report = self.assertStaged(arguments=['--max-file-size', '4096'])
        self.assertEqual(reasons_of(report['scan']['skipped']),
                         {'a': 'larger than --max-file-size'})

    def test_detached_head(self):
        self.add('a', 'x\n')
        self.commit()
        self.git('checkout', '--quiet', '--detach')
        self.add('a', self.token)
        self.assertStaged(('a', 1, 1))

    def test_packed_repository(self):
        for i in range(20):
            self.add('a', ''.join(f'line {n * i}\n' for n in range(200)))
            self.add(f'dir{i}/b', f'{i}')
            self.commit()
        self.git('gc', '--quiet')
        self.add('a', self.git('show', 'HEAD:a').decode() + self.token)
        self.assertStaged(('a', 201, 1))

    def test_subfolder(self):
        self.add('sub/a', self.token)
        self.assertStaged(('sub/a', 1, 1), cwd=self.tree / 'sub')

    def test_repository_that_is_named(self):
        self.add('a', self.token)
        self.assertStaged(('a', 1, 1), arguments=[str(self.tree)],
                          cwd=self.home)

    def test_repository_that_is_named_has_its_own_index(self):
        self.add('a', self.token)
        self.assertStaged(('a', 1, 1), arguments=[str(self.tree)],
                          env={'GIT_INDEX_FILE': '/nowhere'}, cwd=self.home)

    def test_no_repository(self):
        done = self.run_patrol('staged', cwd=self.home)
        self.assertRefused(done, '.')

    def test_linked_work_tree(self):
        self.add('a', 'x\n')
        self.commit()
        linked = self.scratch / 'linked'
        self.git('worktree', 'add', '--quiet', str(linked))
        (linked / 'a').write_text(self.token)
        self.git('add', 'a', cwd=linked)
        self.assertStaged(('a', 1, 1), cwd=linked)
        self.assertStaged()

    def test_same_report_for_any_number_of_threads(self):
        for i in range(100):
            self.write(f'{i}', f'{self.token}\n{tokens.github_pat(str(i))}')
        self.git('add', '.')
        reports = [self.staged('--jobs', jobs) for jobs in ('1', '4')]
        for report in reports:
            del report['scan']['started'], report['scan']['duration_ms']
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(len(locations_of(reports[0])), 200)


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


class NothingIsExecutedTest(Staged):

    def test_programs_that_the_repository_names(self):
        witness = self.out / 'witness'
        command = f'touch {shlex.quote(str(witness))}; cat'
        self.add('.gitattributes', '* diff=evil filter=evil\n')
        self.add('a', 'x\n')
        self.commit()
        self.add('a', self.token)
        for name in ('diff.evil.textconv', 'diff.evil.command',
                     'filter.evil.clean', 'filter.evil.smudge',
                     'filter.evil.process', 'core.fsmonitor', 'diff.external',
                     'core.pager', 'core.sshCommand', 'core.editor'):
            self.git('config', name, command)
        self.hook('post-index-change')
        index = (self.tree / '.git/index').read_bytes()
        self.assertStaged(('a', 1, 1))
        self.assertFalse(witness.exists())
        self.assertFalse((self.out / 'report').exists())
        self.assertEqual((self.tree / '.git/index').read_bytes(), index)


del Staged  # has no tests of its own

if __name__ == '__main__':
    unittest.main()
