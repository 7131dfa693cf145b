#!/usr/bin/env python3
"""patrol as git's hooks: installed, and run by git itself."""

import os
import subprocess
import unittest

import tokens
from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase

IDENTITY = ['-c', 'user.name=A', '-c', 'user.email=a@example.org',
            '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main',
            '-c', 'advice.detachedHead=false',
            '-c', 'protocol.file.allow=always']


class HookTestCase(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat('hooks')
        self.leak = f'x = "{self.token}"\n'
        programs = self.scratch / 'bin'
        programs.mkdir()
        (programs / 'patrol').symlink_to(PROGRAM)
        self.environment |= {
            'GIT_CONFIG_NOSYSTEM': '1',
            'PATH': f'{programs}:{self.environment["PATH"]}'}
        self.git('init', '--quiet')

    def git(self, *arguments, cwd=None, check=True, env=None, **options):
        return subprocess.run(['git', *IDENTITY, *arguments], check=check,
                              cwd=cwd or self.tree, capture_output=True,
                              timeout=PATIENCE,
                              env=self.environment | (env or {}), **options)

    def install(self, *names, **options):
        done = self.run_patrol('hook', 'install', *names, **options)
        self.assertExits(0, done)
        return done.stdout.decode()

    def add(self, path, content):
        self.write(path, content)
        self.git('add', '--', path)

    def head(self, cwd=None):
        return self.git('rev-parse', '-q', '--verify', 'HEAD', cwd=cwd,
                        check=False).stdout

    def assertStops(self, *arguments, says='github-pat', **options):
        """git fails, says why without the secret, and nothing has moved."""
        cwd = options.get('cwd')
        before = self.head(cwd)
        done = self.git(*arguments, check=False, **options)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertIn(says.encode(), done.stderr)
        self.assertNotIn(self.token.encode(), done.stderr + done.stdout)
        self.assertEqual(self.head(cwd), before)
        return done.stderr.decode()

    def assertPasses(self, *arguments, **options):
        done = self.git(*arguments, check=False, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode()


class PreCommitTest(HookTestCase):

    def setUp(self):
        super().setUp()
        self.add('old', 'one\n')
        self.git('commit', '-qm', 'first')
        self.install()

    def test_a_clean_commit_passes_in_silence(self):
        self.add('new', 'two\n')
        self.assertNotIn('patrol', self.assertPasses('commit', '-qm', 'second'))

    def test_a_secret_stops_it(self):
        self.add('new', self.leak)
        text = self.assertStops('commit', '-qm', 'second')
        self.assertIn('patrol: 1 secret in what is staged: nothing was '
                      'committed\n  new:1:6  github-pat  ghp_', text)

    def test_what_its_line_marks_passes(self):
        self.add('new', f'x = "{self.token}"  # patrol:allow\n')
        self.assertPasses('commit', '-qm', 'second')

    def test_says_how_to_mark_what_is_no_secret(self):
        self.add('new', self.leak)
        self.assertIn('in a comment: patrol:allow\n',
                      self.assertStops('commit', '-qm', 'second'))

    def test_the_first_commit(self):
        self.git('checkout', '-q', '--orphan', 'other')
        self.git('rm', '-rfq', '.')
        self.add('new', self.leak)
        self.assertStops('commit', '-qm', 'first of it')

    def test_of_named_paths_only_those(self):
        self.add('leak', self.leak)
        self.add('new', 'two\n')
        self.assertPasses('commit', '-qm', 'second', '--', 'new')
        self.assertStops('commit', '-qm', 'third', '--', 'leak')

    def test_all_that_is_tracked(self):
        self.write('old', self.leak)
        self.assertStops('commit', '-qam', 'second')

    def test_parts_of_a_file(self):
        self.add('old', ''.join(f'{i}\n' for i in range(30)))
        self.git('commit', '-qm', 'second')
        self.write('old', 'new\n' + ''.join(f'{i}\n' for i in range(30)) +
                   self.leak)
        self.assertPasses('commit', '-qpm', 'third', input=b'y\nn\n')
        done = self.git('commit', '-qpm', 'fourth', check=False, input=b'y\n')
        self.assertIn(b'nothing was committed', done.stderr)

    def test_an_amended_commit(self):
        self.add('old', self.leak)
        self.assertStops('commit', '-q', '--amend', '--no-edit')

    def test_what_head_has_already_is_no_reason(self):
        self.add('old', self.leak)
        self.git('commit', '-q', '--no-verify', '-m', 'second')
        self.write('old', self.leak + 'more\n')
        self.assertPasses('commit', '-qam', 'third')

    def test_from_a_subfolder(self):
        self.add('folder/new', self.leak)
        self.assertStops('commit', '-qm', 'second', cwd=self.tree / 'folder')

    def test_in_a_linked_work_tree(self):
        linked = self.scratch / 'linked'
        self.git('worktree', 'add', '-q', str(linked))
        (linked / 'new').write_text(self.leak)
        self.git('add', 'new', cwd=linked)
        self.assertStops('commit', '-qm', 'second', cwd=linked)

    def test_in_a_submodule(self):
        source = self.scratch / 'source'
        source.mkdir()
        self.git('init', '-q', cwd=source)
        self.git('commit', '-q', '--allow-empty', '-m', 'x', cwd=source)
        self.git('submodule', 'add', '-q', str(source), 'inner')
        inner = self.tree / 'inner'
        self.install(cwd=inner)
        (inner / 'new').write_text(self.leak)
        self.git('add', 'new', cwd=inner)
        self.assertStops('commit', '-qm', 'second', cwd=inner)
        self.assertPasses('commit', '-qm', 'the submodule')

    def test_a_merge_of_what_is_on_a_side_already(self):
        self.git('checkout', '-qb', 'side')
        self.add('theirs', self.leak)
        self.git('commit', '-q', '--no-verify', '-m', 'theirs')
        self.git('checkout', '-q', 'main')
        self.add('ours', '1\n')
        self.git('commit', '-qm', 'ours')
        self.git('merge', '-q', '--no-commit', 'side')
        self.assertPasses('commit', '-qm', 'merge')

    def test_a_rebase(self):
        self.git('checkout', '-qb', 'side')
        self.add('new', 'two\n')
        self.git('commit', '-qm', 'second')
        self.git('checkout', '-q', 'main')
        self.add('ours', '1\n')
        self.git('commit', '-qm', 'ours')
        self.assertPasses('rebase', '-q', 'main', 'side')

    def test_no_verify_goes_round_it(self):
        self.add('new', self.leak)
        self.assertPasses('commit', '-q', '--no-verify', '-m', 'second')

    def test_what_cannot_be_read_is_said_and_passes(self):
        self.add('new', 'two\n')
        blob = self.git('rev-parse', ':new').stdout.decode().strip()
        (self.tree / '.git/objects' / blob[:2] / blob[2:]).unlink()
        done = self.run_patrol('hook', 'run', 'pre-commit')
        self.assertExits(0, done)
        self.assertIn(b'patrol: incomplete: 1 not read: new: missing',
                      done.stderr)

    def test_without_the_program_it_says_so_and_passes(self):
        self.add('new', self.leak)
        (self.scratch / 'bin/patrol').unlink()
        self.assertIn('nothing was scanned',
                      self.assertPasses('commit', '-qm', 'second'))

    def test_a_report_besides_the_message(self):
        self.add('new', self.leak)
        done = self.run_patrol('hook', 'run', 'pre-commit', '--report',
                               f'json:{self.out}/report')
        self.assertExits(1, done)
        self.assertEqual(done.stdout, b'')
        self.assertIn('github-pat', (self.out / 'report').read_text())


class CommitMessageTest(HookTestCase):

    def setUp(self):
        super().setUp()
        self.install('commit-msg')
        self.add('a', '1\n')

    def test_a_secret_stops_it(self):
        text = self.assertStops('commit', '-m', f'uses {self.token}')
        self.assertIn('in the commit message', text)

    def test_what_is_shown_below_the_message_does_not(self):
        self.add('b', self.leak)
        self.git('commit', '-qm', 'first')
        self.write('b', 'gone\n')
        editor = 'f() { printf "second\\n" | cat - "$1" >"$1.new" && ' \
                 'mv "$1.new" "$1"; }; f'
        self.assertPasses('commit', '-qav', env={'GIT_EDITOR': editor})


class PrePushTest(HookTestCase):

    def setUp(self):
        super().setUp()
        self.remote = self.scratch / 'remote.git'
        self.git('init', '-q', '--bare', str(self.remote))
        self.git('remote', 'add', 'origin', str(self.remote))
        self.add('a', '1\n')
        self.git('commit', '-qm', 'first')
        self.git('push', '-q', 'origin', 'main')
        self.install('pre-push')

    def commit(self, name, content):
        self.add(name, content)
        self.git('commit', '-qm', name)

    def test_a_secret_stops_it(self):
        self.commit('leak', self.leak)
        text = self.assertStops('push', '-q', 'origin', 'main')
        self.assertIn('in what is pushed: nothing was pushed', text)

    def test_what_its_line_marks_passes(self):
        self.commit('leak', f'x = "{self.token}"  # patrol:allow\n')
        self.assertPasses('push', '-q', 'origin', 'main')

    def test_one_that_was_taken_out_again_stops_it_too(self):
        self.commit('leak', self.leak)
        self.commit('leak', 'gone\n')
        self.assertStops('push', '-q', 'origin', 'main')

    def test_what_the_remote_has_already_does_not(self):
        self.commit('leak', self.leak)
        self.git('push', '-q', '--no-verify', 'origin', 'main')
        self.commit('clean', '2\n')
        self.assertPasses('push', '-q', 'origin', 'main')
        self.assertPasses('push', '-q', 'origin', 'main:refs/heads/copy')

    def test_every_reference_is_looked_at(self):
        self.git('branch', 'clean')
        self.git('checkout', '-qb', 'dirty')
        self.commit('leak', self.leak)
        self.assertStops('push', '-q', 'origin', 'clean', 'dirty')
        self.assertStops('push', '-q', 'origin', 'dirty', 'clean')
        self.assertPasses('push', '-q', 'origin', 'clean')

    def test_what_a_tag_says(self):
        self.git('tag', '-a', '-m', f'uses {self.token}', 'v1')
        self.assertStops('push', '-q', 'origin', 'v1')

    def test_a_tag_of_a_commit(self):
        self.commit('leak', self.leak)
        self.git('tag', 'v1')
        self.git('reset', '-q', '--hard', 'HEAD~1')
        self.assertStops('push', '-q', 'origin', 'v1')

    def test_a_deletion(self):
        self.git('push', '-q', 'origin', 'main:refs/heads/gone')
        self.assertPasses('push', '-q', 'origin', ':gone')

    def test_a_history_that_is_rewritten(self):
        self.commit('more', '2\n')
        self.git('push', '-q', 'origin', 'main')
        self.git('reset', '-q', '--hard', 'HEAD~1')
        self.commit('leak', self.leak)
        self.assertStops('push', '-qf', 'origin', 'main')

    def test_a_remote_that_has_no_name(self):
        self.commit('leak', self.leak)
        self.assertStops('push', '-q', str(self.remote), 'main')
        self.git('reset', '-q', '--hard', 'HEAD~1')
        self.commit('clean', '2\n')
        self.assertPasses('push', '-q', str(self.remote), 'main')

    def test_nothing_to_push(self):
        self.assertPasses('push', '-q', 'origin', 'main')

    def test_lines_that_are_not_gits_are_refused(self):
        done = self.run_patrol('hook', 'run', 'pre-push', 'origin', 'url',
                               input=b'main 12 main 34\n')
        self.assertRefused(done, 'pre-push', 'standard input')


class PreReceiveTest(HookTestCase):

    def setUp(self):
        super().setUp()
        self.remote = self.scratch / 'remote.git'
        self.git('init', '-q', '--bare', str(self.remote))
        self.git('remote', 'add', 'origin', str(self.remote))
        self.install('pre-receive', cwd=self.remote)
        self.add('a', '1\n')
        self.git('commit', '-qm', 'first')
        self.assertPasses('push', '-q', 'origin', 'main')

    def refs(self):
        return self.git('for-each-ref', cwd=self.remote).stdout

    def assertRefuses(self, *arguments):
        before = self.refs()
        text = self.assertStops('push', '-q', *arguments)
        self.assertIn('remote: patrol: 1 secret in what is pushed: the push is '
                      'refused', text)
        self.assertEqual(self.refs(), before)

    def test_a_secret_is_refused(self):
        self.add('leak', self.leak)
        self.git('commit', '-qm', 'second')
        self.assertRefuses('origin', 'main')

    def test_a_marker_counts_for_nothing(self):
        self.add('leak', f'x = "{self.token}"  # patrol:allow\n')
        self.git('commit', '-qm', 'second')
        self.assertRefuses('origin', 'main')

    def test_does_not_say_how_to_mark(self):
        self.add('leak', self.leak)
        self.git('commit', '-qm', 'second')
        self.assertNotIn('patrol:allow',
                         self.assertStops('push', '-q', 'origin', 'main'))

    def test_one_on_a_new_branch_beside_a_clean_one(self):
        self.git('branch', 'clean')
        self.git('checkout', '-qb', 'dirty')
        self.add('leak', self.leak)
        self.git('commit', '-qm', 'second')
        self.assertRefuses('origin', 'clean', 'dirty')

    def test_what_gitlabs_web_editor_shows(self):
        self.add('leak', self.leak)
        self.git('commit', '-qm', 'second')
        text = self.assertStops('push', '-q', 'origin', 'main',
                                env={'GL_PROTOCOL': 'web'})
        self.assertIn('GL-HOOK-ERR: patrol: 1 secret in what is pushed', text)

    def test_a_deletion_passes(self):
        self.git('push', '-q', 'origin', 'main:refs/heads/gone')
        self.assertPasses('push', '-q', 'origin', ':gone')

    def test_what_is_there_already_passes(self):
        hook = self.remote / 'hooks/pre-receive'
        hook.rename(self.scratch / 'kept')
        self.add('leak', self.leak)
        self.git('commit', '-qm', 'second')
        self.git('push', '-q', 'origin', 'main')
        (self.scratch / 'kept').rename(hook)
        self.assertPasses('push', '-q', 'origin', 'main:refs/heads/copy')

    def test_a_tag_of_a_file_is_refused_as_unread(self):
        self.write('loose', self.leak)
        blob = self.git('hash-object', '-w', 'loose').stdout.decode().strip()
        self.git('tag', 'blob', blob)
        self.assertStops('push', '-q', 'origin', 'blob', says='not read')

    def test_when_time_runs_out(self):
        self.add('b', 'more than can be read in a millisecond\n' * 200_000)
        self.git('commit', '-qm', 'second')
        hook = self.remote / 'hooks/pre-receive'
        script = hook.read_text()
        for policy, passes in (('', False), ('--on-timeout deny', False),
                               ('--on-timeout allow', True)):
            hook.write_text(script.replace(
                'run pre-receive "$@"',
                f'run pre-receive --time-budget 0.001 {policy} "$@"'))
            done = self.git('push', '-q', 'origin', 'main:refs/heads/x',
                            check=False)
            self.assertIn(b'time-out', done.stderr)
            self.assertEqual(done.returncode == 0, passes, done.stderr)


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
