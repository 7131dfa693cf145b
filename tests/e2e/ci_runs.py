"""Repositories in the shape in which CI systems check them out, and the
variables that they set.

The history that all of them are cut from:

    main    start --- target                   what others did meanwhile
               `---- added --- removed --- kept         topic
    merge   of target and kept, made by the hoster as refs/pull/7/merge

`start` holds the secret OLD, `target` MAIN, `added` GONE (which `removed` takes
out again), `kept` NEW. A pull request of topic is about GONE and NEW.
"""

import json

import tokens
from patrol_test_case import PatrolTestCase
from repositories import run_git

OLD, MAIN, GONE, NEW = (tokens.github_pat(seed) for seed in
                        ('ci old', 'ci main', 'ci gone', 'ci new'))
ZEROS = 40 * '0'


class CiRunTestCase(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.environment['XDG_CACHE_HOME'] = str(self.home / 'cache')
        self.origin = self.scratch / 'origin'
        self.origin.mkdir()
        self.date = 1_700_000_000
        self.make_history()

    # The hoster's repository.

    def git(self, *arguments, folder=None, **options):
        return run_git(folder or self.tree, self.home, *arguments,
                       **options).decode().strip()

    def at_origin(self, *arguments, **options):
        return self.git(*arguments, folder=self.origin, **options)

    def commit(self, message, **files):
        """A commit of the hoster's; a file whose content is None goes."""
        for name, content in files.items():
            path = self.origin / (name + '.txt')
            if content is None:
                path.unlink()
            else:
                path.write_text(f'first\nkey = {content}\n')
        self.at_origin('add', '-A')
        self.date += 100
        self.at_origin('commit', '-q', '--allow-empty', '-m', message,
                       date=self.date)
        return self.at_origin('rev-parse', 'HEAD')

    def make_history(self):
        self.at_origin('init', '-q')
        self.at_origin('config', 'uploadpack.allowAnySHA1InWant', 'true')
        self.start = self.commit('start', old=OLD)
        self.at_origin('checkout', '-q', '-b', 'topic')
        self.added = self.commit('added', gone=GONE)
        self.removed = self.commit('removed', gone=None)
        self.kept = self.commit('kept', new=NEW)
        self.at_origin('checkout', '-q', 'main')
        self.target = self.commit('target', main=MAIN)
        self.at_origin('checkout', '-q', '--detach')
        self.at_origin('merge', '-q', '--no-edit', 'topic',
                       date=self.date + 100)
        self.merge = self.at_origin('rev-parse', 'HEAD')
        self.at_origin('update-ref', 'refs/pull/7/merge', self.merge)
        self.at_origin('checkout', '-q', 'main')

    # The clone of a job.

    def check_out(self, commit, *refspecs, depth=None):
        """HEAD is detached at `commit`, as with all of them."""
        self.git('init', '-q')
        self.git('remote', 'add', 'origin', 'file://' + str(self.origin))
        deep = [f'--depth={depth}'] if depth else []
        self.git('fetch', '-q', '--no-tags', *deep, 'origin', *refspecs)
        self.git('checkout', '-q', '--detach', commit)

    def check_out_all(self, commit, *more):
        self.check_out(commit, '+refs/heads/*:refs/remotes/origin/*', *more)

    # Running.

    def ci(self, variables, *arguments, status=None):
        done = self.run_patrol('ci', '--report', f'json:{self.out}/r.json',
                               '--show-secrets', *arguments, env=variables)
        report_file = self.out / 'r.json'
        self.assertTrue(report_file.exists(), done.stderr)
        if status is not None:
            self.assertExits(status, done)
        self.report = json.loads(report_file.read_bytes())
        return done

    def assertFound(self, *secrets):
        self.assertEqual({f['secret'] for f in self.report['findings']},
                         set(secrets))

    def assertComplete(self):
        self.assertEqual(self.report['scan']['unread'], [])
        self.assertEqual(self.report['scan']['status'], 'complete')

    def assertShallow(self, done, cure):
        """Said in the report and, with what helps, on standard error."""
        self.assertEqual(self.report['scan']['status'], 'partial')
        reasons = [e['reason'] for e in self.report['scan']['unread']]
        self.assertTrue(any(r.startswith('shallow: ') for r in reasons),
                        reasons)
        self.assertIn(cure, done.stderr.decode())

    # Variables.

    def github(self, name, event, **more):
        path = self.out / 'event.json'
        path.write_text(json.dumps(event))
        return {'CI': 'true', 'GITHUB_ACTIONS': 'true',
                'GITHUB_EVENT_NAME': name, 'GITHUB_EVENT_PATH': str(path),
                } | more

    def github_pull_request(self, **more):
        return self.github(
            'pull_request',
            {'pull_request': {'base': {'sha': self.target, 'ref': 'main'},
                              'head': {'sha': self.kept, 'ref': 'topic'}}},
            GITHUB_SHA=self.merge, GITHUB_REF='refs/pull/7/merge', **more)

    def github_push(self, before, after, branch):
        return self.github(
            'push', {'before': before, 'after': after,
                     'ref': 'refs/heads/' + branch,
                     'repository': {'default_branch': 'main'}},
            GITHUB_SHA=after)

    def azure(self, reason, version):
        return {'TF_BUILD': 'True', 'BUILD_REASON': reason,
                'BUILD_SOURCEVERSION': version}

    def azure_pull_request(self, **more):
        return self.azure('PullRequest', self.merge) | {
            'BUILD_SOURCEBRANCH': 'refs/pull/7/merge',
            'SYSTEM_PULLREQUEST_TARGETBRANCH': 'refs/heads/main',
            'SYSTEM_PULLREQUEST_SOURCECOMMITID': self.kept} | more

    def gitlab(self, source, **more):
        return {'CI': 'true', 'GITLAB_CI': 'true',
                'CI_PIPELINE_SOURCE': source, 'CI_DEFAULT_BRANCH': 'main',
                } | more
