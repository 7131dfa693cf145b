#!/usr/bin/env python3
"""patrol as git's hooks: installed, and run by git itself."""

import unittest

from hook_cases import HookTestCase


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

if __name__ == '__main__':
    unittest.main()
