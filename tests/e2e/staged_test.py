#!/usr/bin/env python3
"""What `git commit` would record: read from the index, compared with HEAD."""

import io
import os
import shlex
import subprocess
import unittest
import zipfile

import tokens
from patrol_test_case import locations_of, places_of, reasons_of
from staged_cases import Staged


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
