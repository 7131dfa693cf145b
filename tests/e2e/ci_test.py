#!/usr/bin/env python3
"""`patrol ci`: what is scanned, in each CI's clones and under its variables."""

import unittest

from ci_runs import GONE, MAIN, NEW, OLD, ZEROS, CiRunTestCase

PULL = '+refs/pull/7/merge:refs/remotes/pull/7/merge'


class PullRequestTest(CiRunTestCase):
    """Found is what its commits brought in, also where one of them took it out
    again, and nothing that the target has."""

    def assertPullRequest(self, variables):
        self.ci(variables, status=1)
        self.assertFound(GONE, NEW)
        self.assertComplete()

    def test_of_github(self):
        self.check_out_all(self.merge, PULL)
        self.assertPullRequest(self.github_pull_request())

    def test_of_github_in_a_merge_queue(self):
        self.check_out_all(self.merge, PULL)
        self.assertPullRequest(self.github('merge_group', {
            'merge_group': {'base_sha': self.target,
                            'head_sha': self.merge}}))

    def test_of_azure(self):
        self.check_out_all(self.merge, PULL)
        self.assertPullRequest(self.azure_pull_request())

    def test_of_azure_built_at_its_source(self):
        self.check_out_all(self.kept)
        self.assertPullRequest(
            self.azure_pull_request(BUILD_SOURCEVERSION=self.kept))

    def test_of_azure_that_names_the_target_short(self):
        self.check_out_all(self.kept)
        self.assertPullRequest(self.azure_pull_request(
            BUILD_SOURCEVERSION=self.kept,
            SYSTEM_PULLREQUEST_TARGETBRANCH='main'))

    def test_of_gitlab(self):
        self.check_out_all(self.kept)
        self.assertPullRequest(self.gitlab(
            'merge_request_event', CI_COMMIT_SHA=self.kept,
            CI_COMMIT_BEFORE_SHA=ZEROS,
            CI_MERGE_REQUEST_DIFF_BASE_SHA=self.start,
            CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=''))

    def test_of_gitlab_with_merged_results(self):
        self.check_out_all(self.merge, PULL)
        self.assertPullRequest(self.gitlab(
            'merge_request_event', CI_COMMIT_SHA=self.merge,
            CI_MERGE_REQUEST_DIFF_BASE_SHA=self.start,
            CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=self.kept))

    def bitbucket(self):
        return {'BITBUCKET_BUILD_NUMBER': '12', 'BITBUCKET_PR_ID': '7',
                'BITBUCKET_COMMIT': self.kept,
                'BITBUCKET_PR_DESTINATION_BRANCH': 'main',
                'BITBUCKET_PR_DESTINATION_COMMIT': self.target[:12]}

    def test_of_bitbucket(self):
        self.check_out_all(self.kept)
        self.assertPullRequest(self.bitbucket())

    def test_whose_branch_is_called_like_its_base(self):
        self.check_out_all(self.kept)
        for prefix in ('heads', 'tags', 'remotes/origin'):
            for name in (self.target[:12], self.target):
                self.git('update-ref', f'refs/{prefix}/{name}', self.kept)
        self.assertPullRequest(self.bitbucket())

    def test_of_jenkins(self):
        self.check_out_all(self.kept)
        self.assertPullRequest({
            'JENKINS_URL': 'https://ci.example.com/', 'CHANGE_ID': '7',
            'CHANGE_TARGET': 'main', 'GIT_COMMIT': self.kept})

    def test_of_jenkins_merged_there(self):
        self.check_out_all(self.merge, PULL)
        self.assertPullRequest({
            'JENKINS_URL': 'https://ci.example.com/', 'CHANGE_ID': '7',
            'CHANGE_TARGET': 'main'})

    def test_of_circleci(self):
        self.check_out_all(self.kept)
        self.git('symbolic-ref', 'refs/remotes/origin/HEAD',
                 'refs/remotes/origin/main')
        self.assertPullRequest({
            'CIRCLECI': 'true', 'CIRCLE_SHA1': self.kept,
            'CIRCLE_PULL_REQUEST': 'https://example.com/pull/7'})


class PushTest(CiRunTestCase):

    def test_is_what_came_after_the_commit_before(self):
        self.check_out_all(self.kept)
        self.ci(self.github_push(self.added, self.kept, 'topic'), status=1)
        self.assertFound(NEW)
        self.assertComplete()

    def test_of_a_new_branch_is_what_the_default_branch_has_not(self):
        self.check_out_all(self.kept)
        for variables in (
                self.github_push(ZEROS, self.kept, 'topic'),
                self.gitlab('push', CI_COMMIT_SHA=self.kept,
                            CI_COMMIT_BEFORE_SHA=ZEROS,
                            CI_COMMIT_REF_NAME='topic')):
            self.ci(variables, status=1)
            self.assertFound(GONE, NEW)
            self.assertComplete()

    def test_of_the_first_branch_is_all_that_it_reaches(self):
        self.check_out(self.kept, '+refs/heads/topic:refs/remotes/origin/main')
        self.ci(self.github_push(ZEROS, self.kept, 'main'), status=1)
        self.assertFound(OLD, GONE, NEW)
        self.assertComplete()

    def test_of_a_new_branch_alone_is_all_that_it_reaches(self):
        self.check_out(self.kept, '+refs/heads/topic:refs/remotes/origin/topic')
        self.ci(self.github_push(ZEROS, self.kept, 'topic'), status=1)
        self.assertFound(OLD, GONE, NEW)
        self.assertComplete()

    def test_that_was_forced_is_what_the_default_branch_has_not(self):
        self.check_out_all(self.kept)
        self.ci(self.github_push(40 * 'd', self.kept, 'topic'), status=1)
        self.assertFound(GONE, NEW)
        self.assertComplete()

    def test_that_was_forced_to_the_default_branch_is_incomplete(self):
        self.check_out_all(self.target)
        done = self.ci(self.github_push(40 * 'd', self.target, 'main'),
                       status=1)
        self.assertFound(OLD, MAIN)
        self.assertEqual(self.report['scan']['status'], 'partial')
        self.assertNotIn(b'shallow', done.stderr)

    def test_of_jenkins_is_since_the_build_before(self):
        self.check_out_all(self.kept)
        self.ci({'JENKINS_URL': 'x', 'GIT_COMMIT': self.kept,
                 'GIT_PREVIOUS_COMMIT': self.removed}, status=1)
        self.assertFound(NEW)

    def test_that_is_built_again_is_not_a_scan_of_nothing(self):
        self.check_out_all(self.kept)
        self.ci({'JENKINS_URL': 'x', 'GIT_COMMIT': self.kept,
                 'GIT_PREVIOUS_COMMIT': self.kept}, status=1)
        self.assertFound(OLD, NEW)
        self.assertComplete()

    def test_of_azure_is_all_files(self):
        self.check_out_all(self.kept)
        self.ci(self.azure('IndividualCI', self.kept), status=1)
        self.assertFound(OLD, NEW)
        self.assertComplete()


class AllFilesTest(CiRunTestCase):

    def test_are_scanned_where_nothing_is_new(self):
        self.check_out_all(self.kept)
        for variables in ({}, self.github('schedule', {}),
                          self.gitlab('schedule', CI_COMMIT_SHA=self.kept,
                                      CI_COMMIT_BEFORE_SHA=ZEROS),
                          self.azure('Schedule', self.kept),
                          {'CIRCLECI': 'true', 'CIRCLE_SHA1': self.kept}):
            with self.subTest(variables=variables):
                self.ci(variables, status=1)
                self.assertFound(OLD, NEW)
                self.assertComplete()

    def test_are_those_of_the_commit(self):
        self.check_out_all(self.kept)
        self.write('built/new.txt', GONE)
        self.write('old.txt', 'nothing')
        self.git('config', 'http.extraheader', 'AUTHORIZATION: bearer ' + MAIN)
        self.ci({}, status=1)
        self.assertFound(OLD, NEW)
        (location,) = self.report['findings'][0]['locations']
        self.assertNotIn('commit', location)

    def test_leave_submodules_out_and_say_so(self):
        self.check_out_all(self.start)
        self.git('update-index', '--add', '--cacheinfo',
                 '160000,' + self.kept + ',sub')
        self.git('commit', '-q', '-m', 'submodule')
        self.ci({}, '--allow-partial')
        self.assertComplete()
        self.assertEqual(self.report['scan']['skipped'],
                         [{'path': 'sub', 'reason': 'submodule'}])


class ShallowTest(CiRunTestCase):
    """Never quiet: the files of HEAD, exit status 3 if nothing is in them, and
    what would help."""

    CURES = {'github': 'fetch-depth: 0', 'azure': 'fetchDepth: 0',
             'gitlab': 'GIT_DEPTH: "0"'}

    def pull_request(self, system):
        return {
            'github': self.github_pull_request, 'azure': self.azure_pull_request,
            'gitlab': lambda: self.gitlab(
                'merge_request_event', CI_COMMIT_SHA=self.merge,
                CI_MERGE_REQUEST_DIFF_BASE_SHA=self.start,
                CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=self.kept)}[system]()

    def test_clone_of_one_commit_gets_all_files_scanned(self):
        self.check_out(self.merge, PULL, depth=1)
        for system, cure in self.CURES.items():
            with self.subTest(system=system):
                done = self.ci(self.pull_request(system), status=1)
                self.assertFound(OLD, MAIN, NEW)
                self.assertShallow(done, cure)

    def test_clone_without_a_finding_is_not_clean(self):
        self.at_origin('checkout', '-q', '--detach')
        self.merge = self.commit('clean', old='x', main='x')
        self.check_out(self.merge, self.merge, depth=1)
        for system, cure in self.CURES.items():
            with self.subTest(system=system):
                done = self.ci(self.pull_request(system), status=3)
                self.assertShallow(done, cure)
        self.ci(self.pull_request('github'), '--allow-partial', status=0)

    def test_clone_that_ends_within_the_range_is_incomplete(self):
        self.check_out(self.kept, '+refs/heads/*:refs/remotes/origin/*',
                       depth=2)
        self.git('fetch', '-q', '--depth=1', 'origin', self.start)
        done = self.ci(self.pull_request('gitlab'), status=1)
        self.assertShallow(done, self.CURES['gitlab'])

    def test_clone_that_is_deep_enough_is_complete(self):
        self.check_out(self.merge, PULL, depth=5)
        self.ci(self.pull_request('azure'), status=1)
        self.assertFound(GONE, NEW)
        self.assertComplete()

    def test_clone_in_which_bitbucket_has_no_destination(self):
        self.check_out(self.kept, self.kept, depth=1)
        done = self.ci({'BITBUCKET_BUILD_NUMBER': '12', 'BITBUCKET_PR_ID': '7',
                        'BITBUCKET_COMMIT': self.kept,
                        'BITBUCKET_PR_DESTINATION_COMMIT': self.target[:12]},
                       status=1)
        self.assertShallow(done, 'depth: full')

    def test_clone_of_a_new_branch(self):
        self.check_out(self.kept, '+refs/heads/topic:refs/remotes/origin/topic',
                       depth=1)
        done = self.ci(self.github_push(ZEROS, self.kept, 'topic'), status=1)
        self.assertShallow(done, 'fetch-depth: 0')

    def test_clone_has_not_the_commit_that_a_flag_names(self):
        self.check_out(self.kept, self.kept, depth=1)
        done = self.ci({}, '--base', self.start, status=1)
        self.assertFound(OLD, NEW)
        self.assertShallow(done, 'fetch the whole history')


class FlagTest(CiRunTestCase):

    def test_base_and_head_are_stronger_than_the_ci(self):
        self.check_out_all(self.merge, PULL)
        self.ci(self.github_pull_request(), '--base', self.start, '--head',
                'origin/main', status=1)
        self.assertFound(MAIN)

    def test_base_is_up_to_head(self):
        self.check_out_all(self.kept)
        self.ci({}, '--base', 'HEAD~1', status=1)
        self.assertFound(NEW)

    def test_an_empty_base_is_none(self):
        self.check_out_all(self.merge, PULL)
        self.ci(self.github_pull_request(), '--base', '', '--head', '',
                status=1)
        self.assertFound(GONE, NEW)

    def test_mode_tree_is_all_files(self):
        self.check_out_all(self.merge, PULL)
        self.ci(self.github_pull_request(), '--mode', 'tree', status=1)
        self.assertFound(OLD, MAIN, NEW)

    def test_mode_history_is_all_there_ever_was(self):
        self.check_out_all(self.merge, PULL)
        self.ci(self.github_pull_request(), '--mode', 'history', status=1)
        self.assertFound(OLD, MAIN, GONE, NEW)

    def test_mode_diff_needs_something_new(self):
        self.check_out_all(self.kept)
        self.assertRefused(self.run_patrol('ci', '--mode', 'diff'), '--base')
        self.assertRefused(
            self.run_patrol('ci', '--mode', 'diff',
                            env=self.azure('IndividualCI', self.kept)),
            '--base')
        self.ci(self.github_push(self.added, self.kept, 'topic'), '--mode',
                'diff', status=1)
        self.assertFound(NEW)

    def test_base_that_is_not_there_is_a_slip(self):
        self.check_out_all(self.kept)
        self.assertRefused(self.run_patrol('ci', '--base', 'nowhere'),
                           'nowhere')

    def test_base_has_no_use_for_all_files(self):
        self.check_out_all(self.kept)
        self.assertRefused(
            self.run_patrol('ci', '--mode', 'tree', '--base', 'HEAD~1'),
            '--base')

    def test_head_needs_a_base(self):
        self.assertRefused(self.run_patrol('ci', '--head', 'HEAD'), '--base')

    def test_a_folder_that_is_no_repository(self):
        self.assertRefused(self.run_patrol('ci'))

    def test_a_repository_without_a_commit(self):
        self.git('init', '-q')
        self.assertRefused(self.run_patrol('ci'), 'HEAD')


class HostileWordsTest(CiRunTestCase):
    """What a CI says may be what a stranger chose."""

    WORDS = ('main; touch pwned', '$(touch pwned)', '--exit-zero', '../../x',
             'main^2', 'HEAD', ':/kept', 'main@{0}', '\x1b]0;x\a', 'é' * 5000,
             'refs/heads/main\n::error::x', '')

    def assertHeld(self, variables):
        """Incomplete, aloud, and nothing was run or obeyed."""
        done = self.ci(variables)
        self.assertEqual(self.report['scan']['status'], 'partial')
        self.assertExits(1, done)
        self.assertFalse((self.tree / 'pwned').exists())
        self.assertNotIn(b'\x1b', done.stdout + done.stderr)
        for line in done.stderr.splitlines():
            self.assertFalse(line.strip().startswith(b'::'), line)

    def test_branches_are_looked_for_and_nothing_else(self):
        self.check_out_all(self.kept)
        for word in self.WORDS:
            with self.subTest(word=word[:40]):
                self.assertHeld(self.azure_pull_request(
                    BUILD_SOURCEVERSION=self.kept,
                    SYSTEM_PULLREQUEST_TARGETBRANCH=word))

    def test_ids_are_hexadecimal_digits(self):
        self.check_out_all(self.kept)
        for word in (*self.WORDS, 'main', 'abc', 65 * 'a', 12 * 'a'):
            with self.subTest(word=word[:40]):
                self.assertHeld(self.gitlab(
                    'merge_request_event', CI_COMMIT_SHA=self.kept,
                    CI_MERGE_REQUEST_DIFF_BASE_SHA=word))

    def test_an_event_that_cannot_be_read_is_incomplete(self):
        self.check_out_all(self.kept)
        event = self.out / 'event.json'
        for content in (b'', b'[' * 100_000, b'\xff', b'{"pull_request": []}'):
            variables = self.github_pull_request()
            event.write_bytes(content)
            self.assertHeld(variables)
        self.assertHeld(self.github_pull_request(GITHUB_EVENT_PATH='/nowhere'))


if __name__ == '__main__':
    unittest.main()
