#!/usr/bin/env python3
"""What the repository says is no secret: counted, and not shown.

`patrol:allow` and the markers of other scanners in the line of a secret, and
.patrolignore. How a marker looks, tests/unit/detect/inline_marker_test.cc says.
"""

import json
import random
import unittest

import tokens
from history_cases import HistoryTestCase
from patrol_test_case import IS_SMALL, PatrolTestCase, places_of
from repositories import run_git

ALLOW = '  # patrol:allow\n'


def counts_of(report):
    scan = report['scan']
    return scan['suppressed_count'], scan['suppressed_by_repository']


class Repository(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat('suppression')
        self.line = f'x = "{self.token}"'
        self.marked = self.line + ALLOW
        self.leak = self.line + '\n'
        self.environment |= {'GIT_CONFIG_NOSYSTEM': '1',
                             'XDG_CACHE_HOME': str(self.home / 'cache')}

    def git(self, *arguments, **options):
        return run_git(self.tree, self.home, *arguments, **options)

    def commit(self, name, content):
        self.write(name, content)
        self.git('add', '-A')
        self.git('commit', '-q', '-m', 'message')
        return self.git('rev-parse', 'HEAD').decode().strip()

    def report(self, *arguments, status):
        done = self.run_patrol(*arguments, '--format', 'json')
        self.assertExits(status, done)
        return json.loads(done.stdout)


class FilesTest(Repository):

    def test_what_is_marked_is_counted_and_not_shown(self):
        self.write('a', self.marked)
        report = self.report('scan', status=0)
        self.assertEqual(report['findings'], [])
        self.assertEqual(counts_of(report), (1, 1))

    def test_other_places_of_the_same_secret_are_shown(self):
        self.write('a', self.marked)
        self.write('b', self.leak)
        report = self.report('scan', status=1)
        self.assertEqual(places_of(report), [('b', 1, 6)])
        self.assertEqual(counts_of(report), (1, 1))

    def test_a_secret_is_counted_once(self):
        self.write('a', self.marked * 3)
        self.write('b', self.marked)
        self.assertEqual(counts_of(self.report('scan', status=0)), (1, 1))

    def test_what_would_not_be_shown_is_not_counted(self):
        self.write('a', self.marked)
        report = self.report('scan', '--only', 'jwt', status=0)
        self.assertEqual(counts_of(report), (0, 0))

    def test_the_marker_of_another_rule_is_none(self):
        self.write('a', self.line + '  # patrol:allow jwt\n')
        report = self.report('scan', status=1)
        self.assertEqual(counts_of(report), (0, 0))

    def test_flags_show_it_all_the_same(self):
        self.write('a', self.marked)
        for flag in ('--no-inline-allow', '--no-config'):
            report = self.report('scan', flag, status=1)
            self.assertEqual(places_of(report), [('a', 1, 6)])
            self.assertEqual(counts_of(report), (0, 0))

    def test_the_summary_says_how_many(self):
        self.write('a', self.marked)
        done = self.run_patrol('scan')
        self.assertIn(b'1 suppressed, 1 of them by files of the repository',
                      done.stderr)

    def test_verbose_says_where(self):
        self.write('a', '\n' + self.marked)
        done = self.run_patrol('scan', '--verbose')
        self.assertIn(b'dropped a:2:6: github-pat: marked in its line',
                      done.stderr)
        self.assertNotIn(self.token.encode(), done.stderr)

    def test_standard_input(self):
        done = self.run_patrol('scan', '-', input=self.marked.encode())
        self.assertExits(0, done)


class IgnoreFileTest(Repository):
    """.patrolignore, in the folder that is scanned."""

    def fingerprint(self):
        (finding,) = self.report('scan', '--no-config', status=1)['findings']
        return finding['fingerprint']

    def test_what_is_found_in_its_paths_is_counted_and_not_shown(self):
        self.write('.patrolignore', '# data\n/data/\n')
        self.write('data/deep/a', self.leak)
        report = self.report('scan', status=0)
        self.assertEqual(report['findings'], [])
        self.assertEqual(counts_of(report), (1, 1))
        self.assertEqual(report['scan']['files'], 2)

    def test_other_paths_are_shown(self):
        self.write('.patrolignore', '/data/\n')
        self.write('data/a', self.leak)
        self.write('src/data/a', self.leak)
        report = self.report('scan', status=1)
        self.assertEqual(places_of(report), [('src/data/a', 1, 6)])

    def test_a_fingerprint_counts_wherever_the_secret_stands(self):
        self.write('a', self.leak)
        self.write('.patrolignore', self.fingerprint() + '  # the manual\n')
        self.write('b/c', self.leak)
        report = self.report('scan', status=0)
        self.assertEqual(counts_of(report), (1, 1))

    def test_another_secret_is_shown(self):
        self.write('a', self.leak)
        self.write('.patrolignore', self.fingerprint() + '\n')
        self.write('b', tokens.github_pat('another'))
        self.assertEqual(places_of(self.report('scan', status=1)),
                         [('b', 1, 1)])

    def test_of_several_folders_each_has_its_own(self):
        for folder in ('one', 'two'):
            self.write(f'{folder}/data/a', self.leak)
        self.write('one/.patrolignore', '/data/\n')
        report = self.report('scan', 'one', 'two', status=1)
        self.assertEqual(places_of(report), [('two/data/a', 1, 6)])

    def test_one_in_a_folder_below_counts_for_nothing(self):
        self.write('sub/.patrolignore', '*\n')
        self.write('sub/a', self.leak)
        self.report('scan', status=1)

    def test_no_config_shows_it_all_the_same(self):
        self.write('.patrolignore', '*\n')
        self.write('a', self.leak)
        report = self.report('scan', '--no-config', status=1)
        self.assertEqual(counts_of(report), (0, 0))

    def test_one_that_leads_elsewhere_is_not_followed_and_said(self):
        elsewhere = self.out / 'patterns'
        elsewhere.write_text('*\n')
        (self.tree / '.patrolignore').symlink_to(elsewhere)
        self.write('a', self.leak)
        done = self.run_patrol('scan')
        self.assertExits(1, done)
        self.assertIn(b'.patrolignore: ', done.stderr)

    def test_staged_heeds_that_of_the_work_tree(self):
        self.git('init', '-q')
        self.write('data/a', self.leak)
        self.git('add', 'data')
        self.report('staged', status=1)
        self.write('.patrolignore', '/data/\n')
        self.assertEqual(counts_of(self.report('staged', status=0)), (1, 1))
        self.report('staged', '--no-config', status=1)


class GitleaksIgnoreTest(Repository):
    """.gitleaksignore: places, as gitleaks names them."""

    def test_a_line_of_a_file(self):
        self.write('a:b', '\n' + self.leak)
        self.write('c', self.leak)
        self.write('.gitleaksignore', '# known\na:b:github-pat:2  # why\n')
        report = self.report('scan', status=1)
        self.assertEqual(places_of(report), [('c', 1, 6)])
        self.assertEqual(counts_of(report), (1, 1))

    def test_another_line_is_shown(self):
        self.write('a', self.leak)
        for line in ('a:github-pat:2', 'b:github-pat:1', 'a', ':::',
                     'a:github-pat:1x', f'{"0" * 40}:a:github-pat:1'):
            self.write('.gitleaksignore', line + '\n')
            report = self.report('scan', status=1)
            self.assertEqual(counts_of(report), (0, 0), line)

    def test_in_a_commit_of_a_history(self):
        self.git('init', '-q')
        first = self.commit('a', self.leak)
        self.commit('b', self.leak)
        self.write('.gitleaksignore', f'{first}:a:github-pat:1\n')
        report = self.report('history', '--no-cache', status=1)
        self.assertEqual(places_of(report), [('b', 1, 6)])
        self.assertEqual(counts_of(report), (1, 1))

    def test_no_config_shows_it_all_the_same(self):
        self.write('a', self.leak)
        self.write('.gitleaksignore', 'a:github-pat:1\n')
        self.report('scan', status=0)
        self.report('scan', '--no-config', status=1)


class HistoryIgnoreFileTest(Repository):
    """What a history heeds of .patrolignore, and where it reads it."""

    def setUp(self):
        super().setUp()
        self.git('init', '-q')
        self.first = self.commit('old', 'nothing\n')

    def test_that_of_the_work_tree(self):
        self.commit('data/a', self.leak)
        self.report('history', status=1)
        self.write('.patrolignore', '/data/\n')
        for _ in range(2):  # read, then from the cache
            self.assertEqual(counts_of(self.report('history', status=0)),
                             (1, 1))
        self.report('history', '--no-config', status=1)

    def test_other_paths_are_shown(self):
        self.commit('data/a', self.leak)
        self.commit('b', self.leak)
        self.write('.patrolignore', '/data/\n')
        report = self.report('history', status=1)
        self.assertEqual(places_of(report), [('b', 1, 6)])

    def test_that_of_head_in_a_bare_repository(self):
        self.write('.patrolignore', '/data/\n')
        self.commit('data/a', self.leak)
        self.git('clone', '-q', '--bare', '.', str(self.out / 'bare'))
        report = self.report('history', str(self.out / 'bare'), status=0)
        self.assertEqual(counts_of(report), (1, 1))

    def test_ci_believes_that_of_the_commit_before(self):
        base = self.commit('.patrolignore', '/data/\n')
        self.commit('data/a', self.leak)
        report = self.report('ci', '--base', base, status=0)
        self.assertEqual(counts_of(report), (1, 1))

    def test_ci_does_not_believe_what_is_judged(self):
        self.write('.patrolignore', '*\n')
        self.commit('data/a', self.leak)
        report = self.report('ci', '--base', self.first, status=1)
        self.assertEqual(counts_of(report), (0, 0))

    def test_the_pre_push_hook_heeds_it_and_the_servers_does_not(self):
        self.write('.patrolignore', '/data/\n')
        head = self.commit('data/a', self.leak)
        line = f'refs/heads/main {head} refs/heads/main {"0" * 40}\n'
        done = self.run_patrol('hook', 'run', 'pre-push', input=line.encode())
        self.assertExits(0, done)
        self.git('update-ref', 'HEAD', self.first)
        line = f'{self.first} {head} refs/heads/main\n'
        done = self.run_patrol('hook', 'run', 'pre-receive',
                               input=line.encode())
        self.assertExits(1, done)


class CommitsTest(Repository):

    def setUp(self):
        super().setUp()
        self.git('init', '-q')
        self.first = self.commit('old', 'nothing\n')

    def test_staged(self):
        self.write('a', self.marked)
        self.git('add', 'a')
        self.assertEqual(counts_of(self.report('staged', status=0)), (1, 1))
        self.report('staged', '--no-inline-allow', status=1)

    def test_staged_a_marker_that_is_taken_away(self):
        self.commit('a', self.marked)
        self.write('a', self.leak)
        self.git('add', 'a')
        report = self.report('staged', status=1)
        self.assertEqual(places_of(report), [('a', 1, 6)])

    def test_staged_an_old_line_is_not_counted(self):
        self.commit('a', self.marked)
        self.write('a', self.marked + 'more\n')
        self.git('add', 'a')
        self.assertEqual(counts_of(self.report('staged', status=0)), (0, 0))

    def test_ci(self):
        self.commit('a', self.marked)
        for how in (['--base', self.first], ['--mode', 'tree'],
                    ['--mode', 'history']):
            report = self.report('ci', *how, status=0)
            self.assertEqual(counts_of(report), (1, 1), how)
        self.report('ci', '--base', self.first, '--no-inline-allow', status=1)

    def test_history_a_marker_that_is_taken_away_brings_the_secret_in(self):
        self.commit('a', self.marked)
        commit = self.commit('a', self.leak)
        report = self.report('history', status=1)
        (location,) = report['findings'][0]['locations']
        self.assertEqual(location['commit'], commit)
        self.assertTrue(location['at_head'])
        self.assertEqual(counts_of(report), (1, 1))

    def test_history_a_marker_that_comes_later_does_not_undo_a_leak(self):
        commit = self.commit('a', self.leak)
        marking = self.commit('a', self.marked)
        report = self.report('history', status=1)
        (location,) = report['findings'][0]['locations']
        self.assertEqual(location['commit'], commit)
        self.assertEqual(location['removed_commit'], marking)

    def test_history_of_a_range_counts_what_it_brought_in(self):
        middle = self.commit('a', self.marked)
        self.commit('b', 'nothing\n')
        report = self.report('history', '--range', f'{self.first}..{middle}',
                             status=0)
        self.assertEqual(counts_of(report), (1, 1))
        report = self.report('history', '--range', f'{middle}..HEAD', status=0)
        self.assertEqual(counts_of(report), (0, 0))

    def test_history_from_the_cache_says_the_same(self):
        self.commit('a', self.marked)
        for _ in range(3):
            self.assertEqual(counts_of(self.report('history', status=0)),
                             (1, 1))
        report = self.report('history', '--no-inline-allow', status=1)
        self.assertEqual(counts_of(report), (0, 0))
        self.commit('b', 'nothing\n')
        self.assertEqual(counts_of(self.report('history', status=0)), (1, 1))

    def test_history_in_a_message(self):
        self.git('commit', '-q', '--allow-empty', '-m', self.marked)
        self.assertEqual(counts_of(self.report('history', status=0)), (1, 1))


class DeltaTest(HistoryTestCase):

    def version(self, chance, secrets, lines):
        """`lines` with a few lines changed; markers come and go."""
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(lines))
            what = chance.randrange(4)
            if what == 0:
                lines[at] = f'int value_{chance.randrange(99)};'
            elif what == 1:
                lines[at] = f'x = "{chance.choice(secrets)}"'
            elif what == 2:
                lines[at] += chance.choice(
                    ('  # patrol:allow', ' ggignore', ' # patrol:allow jwt',
                     ' # pragma: allowlist nextline secret'))
            else:
                lines[at] = lines[at].split(' ggignore')[0].split('  #')[0]
        return '\n'.join(lines) + '\n'

    def test_versions_whose_markers_come_and_go(self):
        secrets = [tokens.github_pat(f'delta {i}') for i in range(3)]
        counted = set()
        for seed in range(2 if IS_SMALL else 6):
            chance = random.Random(seed)
            self.tree = self.scratch / f'markers{seed}'
            self.tree.mkdir()
            self.git('init', '-q')
            lines = [f'int value_{i} = {i};' for i in range(40)]
            for i in range(25):
                self.commit('m', 1000 + i,
                            a=self.version(chance, secrets, lines))
            self.git('repack', '-q', '-a', '-d', '-f', '--depth=50')
            texts = set()
            for how in ((), ('--no-delta-scan',), ('--jobs', '1')):
                report = self.history('--show-secrets', '--no-cache', *how)
                report['scan'].update(started='', duration_ms=0)
                counted.add(counts_of(report))
                texts.add(json.dumps(report))
            self.assertEqual(len(texts), 1, seed)
        self.assertGreater(max(counted)[0], 0)


del HistoryTestCase  # has no tests of its own

if __name__ == '__main__':
    unittest.main()
