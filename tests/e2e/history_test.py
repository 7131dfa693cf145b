#!/usr/bin/env python3
"""`patrol history` against what git says, on histories of every shape."""

import base64
import json
import random
import time
import unittest
import urllib.parse

import tokens
from history_cases import HistoryTestCase, zip_of
from patrol_test_case import IS_SMALL


def signed_url(expires):
    """An account's signature of Azure Storage that nobody issued."""
    drawn = random.Random('signature').randbytes(32)
    until = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(expires))
    query = urllib.parse.urlencode({
        'sv': '2022-11-02', 'ss': 'b', 'sp': 'rwdl', 'se': until,
        'sig': base64.b64encode(drawn).decode()})
    return f'https://orders.blob.core.windows.net/in?{query}'


class RandomHistoryTest(HistoryTestCase):
    """Histories with merges, evil merges, roots, moves and returns."""

    PATHS = ('a.py', 'b/a.py', 'b/c/d.txt', 'b/c/e.txt', 'f')

    def stream(self, chance, secrets, count):
        """A stream for fast-import: commits whose files are drawn."""
        lines = []
        contents = [self.content(chance, secrets) for _ in range(12)]
        for mark in range(1, count + 1):
            parents = chance.sample(range(max(1, mark - 6), mark),
                                    min(mark - 1, chance.choice((0, 1, 1, 1, 1,
                                                                 2, 2, 3))))
            if mark > 1 and not parents and chance.random() < 0.7:
                parents = [mark - 1]
            date = 1_000_000_000 + chance.randrange(40) * 1000
            lines.append(f'commit refs/heads/c{mark}\nmark :{mark}\n'
                         f'author A <a@example.com> {date} +0000\n'
                         f'committer A <a@example.com> {date} +0000\n'
                         f'data 1\nm\n')
            if parents:
                lines.append(f'from :{parents[0]}\n')
                lines += [f'merge :{parent}\n' for parent in parents[1:]]
            for path in self.PATHS:
                what = chance.randrange(8)
                if what == 0 and parents:
                    lines.append(f'D {path}\n')
                elif what < 3:
                    text = chance.choice(contents)
                    if chance.random() < 0.5:
                        text += f'line {chance.randrange(1000)};\n'
                    lines.append(f'M 644 inline {path}\n'
                                 f'data {len(text)}\n{text}\n')
            lines.append('\n')
        return ''.join(lines)

    @staticmethod
    def content(chance, secrets):
        lines = [f'int value_{chance.randrange(30)} = {i};\n'
                 for i in range(chance.randrange(60))]
        for secret in chance.sample(secrets, chance.randrange(3)):
            lines.insert(chance.randrange(len(lines) + 1),
                         f'token = "{secret}";\n')
        return ''.join(lines)

    def test_says_who_brought_each_secret_in_and_who_took_it_out(self):
        secrets = [tokens.github_pat(f'history {i}') for i in range(4)]
        for seed in range(2 if IS_SMALL else 6):
            with self.subTest(seed=seed):
                chance = random.Random(seed)
                self.tree = self.scratch / f'random{seed}'
                self.tree.mkdir()
                self.git('init', '-q')
                self.git('fast-import', '--quiet', '--force', '--depth=50',
                         input=self.stream(chance, secrets, 40).encode())
                self.git('symbolic-ref', 'HEAD', 'refs/heads/c40')
                for mark in chance.sample(range(1, 40), 30):
                    self.git('update-ref', '-d', f'refs/heads/c{mark}')
                if seed % 3 == 1:
                    self.git('repack', '-q', '-a', '-d', '-f', '-k',
                             '--depth=50')
                if seed % 3 == 2:
                    pack = next((self.tree / '.git/objects/pack').glob(
                        '*.pack'))
                    data = pack.read_bytes()
                    for file in pack.parent.iterdir():
                        file.unlink()
                    self.git('unpack-objects', '-q', input=data)
                self.assertTruth(secrets)


class HistoryTest(HistoryTestCase):

    def setUp(self):
        super().setUp()
        self.git('init', '-q')
        self.secret = tokens.github_pat('history')

    def test_finds_what_was_deleted(self):
        brought = self.commit('one', 1000, a__b=f'x = "{self.secret}"\n')
        (self.tree / 'a/b').unlink()
        took = self.commit('two', 2000, c='nothing\n')
        report = self.history('--show-secrets', status=1)
        (location,) = report['findings'][0]['locations']
        self.assertEqual(location['path'], 'a/b')
        self.assertEqual(location['kind'], 'blob')
        self.assertEqual((location['line'], location['column']), (1, 6))
        self.assertEqual(location['commit'], brought)
        self.assertEqual(location['author'], 'A U Thor')
        self.assertEqual(location['email'], 'author@example.com')
        self.assertEqual(location['date'], '1970-01-01T00:16:40Z')
        self.assertFalse(location['at_head'])
        self.assertEqual(location['removed_commit'], took)
        self.assertEqual(location['removed_date'], '1970-01-01T00:33:20Z')

    def test_doubts_what_had_expired_when_it_was_committed(self):
        expires = 1_700_000_000
        signature = signed_url(expires)
        found = {}
        for name, date in (('before', expires - 1000),
                           ('same day', expires + 1000),
                           ('after', expires + 100_000)):
            self.git('init', '-q', name)
            folder = self.tree / name
            self.write(f'{name}/a.txt', f'url = "{signature}"\n')
            self.git('add', '-A', folder=folder)
            self.git('commit', '-q', '-m', 'm', date=date, folder=folder)
            report = self.history('--min-confidence', 'low', folder)
            found[name] = [f['confidence'] for f in report['findings']]
        self.assertEqual(found, {'before': ['high'], 'same day': ['high'],
                                 'after': ['low']})

    def test_does_not_doubt_what_was_only_rebased_after_it_expired(self):
        expires = 1_700_000_000
        self.git('init', '-q')
        self.write('a.txt', f'url = "{signed_url(expires)}"\n')
        self.git('add', '-A')
        late = {'GIT_AUTHOR_DATE': f'@{expires - 1000} +0000',
                'GIT_COMMITTER_DATE': f'@{expires + 100_000} +0000'}
        self.git('commit', '-q', '-m', 'm', env=late)
        report = self.history('--min-confidence', 'low')
        self.assertEqual([f['confidence'] for f in report['findings']],
                         ['high'])

    def test_finds_nothing_where_nothing_is(self):
        self.commit('one', 1000, a='nothing\n')
        report = self.history(status=0)
        self.assertEqual(report['scan']['mode'], 'history')
        self.assertEqual(report['scan']['status'], 'complete')
        self.assertEqual(report['scan']['commits'], 1)
        self.assertEqual(report['scan']['blobs'], 1)

    def test_takes_an_empty_repository(self):
        report = self.history(status=0)
        self.assertEqual(report['scan']['status'], 'complete')

    def test_finds_what_stands_in_a_stash_and_in_a_dropped_one(self):
        self.commit('one', 1000, a='nothing\n')
        self.write('a', f'x = "{self.secret}"\n')
        self.git('stash', '-q')
        self.assertEqual(len(self.history()['findings']), 1)
        self.git('stash', 'drop', '-q')
        self.assertEqual(len(self.history()['findings']), 1)
        self.assertEqual(len(self.history('--reachable')['findings']), 0)

    def test_finds_what_was_amended_away(self):
        self.commit('one', 1000, a=f'x = "{self.secret}"\n')
        self.write('a', 'nothing\n')
        self.git('commit', '-q', '-a', '--amend', '-m', 'one', date=2000)
        self.assertEqual(len(self.history()['findings']), 1)

    def test_finds_what_only_a_merge_brought_in(self):
        self.commit('one', 1000, a='1\n')
        self.git('checkout', '-q', '-b', 'side')
        self.commit('two', 2000, b='2\n')
        self.git('checkout', '-q', 'main')
        self.commit('three', 3000, c='3\n')
        self.git('merge', '-q', '--no-commit', 'side', date=4000)
        merge = self.commit('merged', 4000, a=f'x = "{self.secret}"\n')
        (location,) = self.history()['findings'][0]['locations']
        self.assertEqual(location['commit'], merge)

    def test_finds_what_stands_in_messages_and_names(self):
        other = tokens.github_pat('other')
        third = tokens.github_pat('third')
        commit = self.commit(f'one\n\nuse {self.secret} here', 1000, a='1\n')
        self.git('-c', f'user.name={third}', 'tag', '-a', '-m',
                 f'a tag: {other}', 'v1', date=2000)
        report = self.history('--show-secrets', status=1)
        found = {finding['secret']: finding['locations'][0]
                 for finding in report['findings']}
        message = found[self.secret]
        self.assertEqual(message['kind'], 'commit-message')
        self.assertEqual(message['path'], '')
        self.assertEqual((message['line'], message['column']), (3, 5))
        self.assertEqual(message['commit'], commit)
        self.assertEqual(found[other]['kind'], 'tag-message')
        self.assertEqual(found[third]['kind'], 'identity')

    def test_finds_what_stands_in_a_note(self):
        self.commit('one', 1000, a='1\n')
        self.git('notes', 'add', '-m', f'token {self.secret}', date=2000)
        (location,) = self.history()['findings'][0]['locations']
        self.assertEqual(location['kind'], 'note')

    def test_finds_a_blob_that_no_commit_has(self):
        self.commit('one', 1000, a='1\n')
        self.git('hash-object', '-w', '--stdin',
                 input=f'x = "{self.secret}"\n'.encode())
        (location,) = self.history()['findings'][0]['locations']
        self.assertEqual(location['path'], '')
        self.assertNotIn('commit', location)

    def test_looks_into_archives(self):
        self.commit('one', 1000, a__zip=zip_of(
            {'inner/file': f'x = "{self.secret}"\n'}))
        (location,) = self.history()['findings'][0]['locations']
        self.assertEqual((location['path'], location['member']),
                         ('a/zip', 'inner/file'))

    def test_tells_what_was_dropped(self):
        placeholder = 'ghp' + '_' + 36 * 'X'
        self.commit('one', 1000, a=f'x = "{placeholder}"\n')
        blob = self.git('rev-parse', 'HEAD:a').decode().strip()
        done = self.run_patrol('history', '--verbose', '--no-cache')
        self.assertIn(f'dropped {blob}:1:6: github-pat', done.stderr.decode())

    def test_shows_no_secret(self):
        self.commit(f'see {self.secret}', 1000,
                    **{self.secret: f'x = "{self.secret}"\n'})
        for form in ('human', 'json', 'jsonl'):
            done = self.run_patrol('history', '--format', form, '--verbose')
            self.assertExits(1, done)
            self.assertNotIn(self.secret.encode(), done.stdout + done.stderr)

    def test_reads_repositories_of_every_kind(self):
        for kind in ('sha1', 'sha256'):
            with self.subTest(kind=kind):
                self.tree = self.scratch / kind
                self.tree.mkdir()
                self.git('init', '-q', f'--object-format={kind}')
                self.commit('one', 1000, a=f'x = "{self.secret}"\n')
                self.commit('two', 2000, a='no\n', b='2\n')
                self.assertTruth([self.secret])
                self.git('repack', '-q', '-a', '-d')
                self.assertTruth([self.secret])
                self.git('clone', '-q', '--bare', '.', '../bare-' + kind)
                self.tree = self.scratch / ('bare-' + kind)
                self.assertTruth([self.secret])

    def test_reads_what_alternates_hold(self):
        self.commit('one', 1000, a=f'x = "{self.secret}"\n')
        self.git('clone', '-q', '--shared', '.', '../shared')
        self.tree = self.scratch / 'shared'
        self.assertTruth([self.secret])

    def test_reads_several_packs_and_loose_objects(self):
        for i in range(5):
            self.commit(str(i), 1000 + i, a=f'{i}\n' * 50 + self.secret)
            if i % 2:
                self.git('repack', '-q', '-d')
        self.assertTruth([self.secret])

    def test_reads_the_history_of_all_linked_work_trees(self):
        self.commit('one', 1000, a='1\n')
        self.git('worktree', 'add', '-q', '../linked')
        self.tree = self.scratch / 'linked'
        self.commit('two', 2000, b=f'x = "{self.secret}"\n')
        self.git('checkout', '-q', '--detach')
        self.assertTruth([self.secret])

    def test_a_repository_that_is_named_is_that_one(self):
        other = self.scratch / 'other'
        self.git('init', '-q', str(other))
        self.commit('one', 1000, a=f'x = "{self.secret}"\n')
        environment = {'GIT_DIR': str(other / '.git')}
        report = self.history('--no-cache', str(self.tree), status=1,
                              env=environment)
        self.assertEqual(report['scan']['commits'], 1)
        self.assertEqual(self.history('--no-cache', env=environment)['scan']
                         ['commits'], 0)

    def test_is_refused_where_no_repository_is(self):
        done = self.run_patrol('history', str(self.out))
        self.assertRefused(done, str(self.out))


class SelectedHistoryTest(HistoryTestCase):
    """--range, --branch, --since."""

    def setUp(self):
        super().setUp()
        self.git('init', '-q')
        self.old, self.new, self.gone, self.side = (
            tokens.github_pat(name) for name in ('old', 'new', 'gone', 'side'))
        self.commit('one', 1000, a=f'x = "{self.old}"\n', b='1\n')
        self.git('checkout', '-q', '-b', 'side')
        self.commit('aside', 1500, s=f'x = "{self.side}"\n')
        self.git('checkout', '-q', 'main')
        self.commit('two', 2000, b=f'x = "{self.gone}"\n')
        self.commit('three', 3000, b='1\n')
        self.commit('four', 4000, c=f'x = "{self.new}"\n',
                    a=f'x = "{self.old}"\ny\n')

    def secrets(self, *arguments):
        report = self.history('--show-secrets', *arguments)
        return {finding['secret'] for finding in report['findings']}

    def test_a_range_has_what_its_commits_brought_in(self):
        self.assertEqual(self.secrets('--range', 'HEAD~3..HEAD'),
                         {self.new, self.gone})
        self.assertEqual(self.secrets('--range', 'HEAD~1..HEAD'), {self.new})
        self.assertEqual(self.secrets('--range', 'main..side'), {self.side})
        self.assertEqual(self.secrets('--range', 'HEAD..HEAD'), set())

    def test_a_range_says_what_the_whole_history_says(self):
        whole = self.places(self.history('--show-secrets'))
        part = self.places(self.history('--show-secrets', '--range',
                                        'HEAD~3..HEAD'))
        self.assertEqual(part, {key: whole[key] for key in part})
        self.assertEqual(len(part), 2)

    def test_a_range_of_no_commits_is_refused(self):
        done = self.run_patrol('history', '--range', 'nothing..HEAD')
        self.assertRefused(done, 'nothing')

    def test_a_branch_has_what_it_reaches(self):
        self.assertEqual(self.secrets('--branch', 'side'),
                         {self.old, self.side})
        self.assertEqual(self.secrets('--branch', 'main'),
                         {self.old, self.new, self.gone})

    def test_since_has_what_came_in_later(self):
        self.assertEqual(self.secrets('--since', '1970-01-01T00:50:00Z'),
                         {self.new})

if __name__ == '__main__':
    unittest.main()
