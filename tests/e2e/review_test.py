#!/usr/bin/env python3
"""`patrol review`: what leaked, whose it is, and what became of it."""

import csv
import io
import json
import unittest

import tokens
from repositories import run_git
from verification_cases import VerificationTestCase


class ReviewTest(VerificationTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()
        self.write('a', self.token)

    def stored(self, name, started, status=None):
        """A report, told to be of another day."""
        if status is not None:
            self.providers.answer('api.github.com', '/user', status,
                                  {'login': 'ada'}, X_OAuth_Scopes='repo')
        report = self.verified() if status is not None else self.scan()
        report['scan']['started'] = started
        path = self.out / name
        path.write_text(json.dumps(report))
        return str(path)

    def review(self, *reports, style='json'):
        done = self.run_patrol('review', '--format', style, *reports)
        self.assertExits(0, done)
        return done.stdout.decode()

    def secrets(self, *reports):
        return json.loads(self.review(*reports))['secrets']

    def test_a_secret_is_told_with_owner_scopes_and_status(self):
        secret, = self.secrets(self.stored('r', '2026-11-01T00:00:00Z', 200))
        self.assertEqual(
            (secret['owner'], secret['scopes'], secret['status'],
             secret['first seen'], secret['places']),
            ('ada', 'repo', 'live', '2026-11-01', '1'))
        self.assertIn('it may do much: repo', secret['advice'])

    def test_earlier_reports_tell_how_it_went(self):
        later = self.stored('b', '2026-11-20T00:00:00Z', 401)
        earlier = self.stored('a', '2026-11-01T00:00:00Z', 200)
        secret, = self.secrets(later, earlier)
        self.assertEqual((secret['status'], secret['so far']),
                         ('dead', '2026-11-01 live, 2026-11-20 dead'))

    def test_what_the_last_report_has_no_more_is_said(self):
        earlier = self.stored('a', '2026-11-01T00:00:00Z')
        self.write('a', 'nothing')
        later = self.stored('b', '2026-11-20T00:00:00Z')
        secret, = self.secrets(earlier, later)
        self.assertEqual(secret['status'], 'unverified, no longer found')

    def test_a_history_tells_when_it_was_committed(self):
        run_git(self.tree, self.home, 'init', '-q')
        run_git(self.tree, self.home, 'add', 'a')
        run_git(self.tree, self.home, 'commit', '-qm', 'a', date=1_700_000_000)
        report = self.out / 'h'
        self.run_patrol('history', '--format', 'json', '--output', str(report))
        secret, = self.secrets(str(report))
        self.assertEqual(secret['first seen'], '2023-11-14')

    def test_what_works_comes_first(self):
        self.write('b', tokens.github_pat('b'))
        self.write('c', tokens.azure_pat())
        report = self.stored('r', '2026-11-01T00:00:00Z', 200)
        self.assertEqual([secret['status'] for secret in self.secrets(report)],
                         ['live', 'live', 'unknown'])

    def test_no_secret_is_in_it(self):
        report = self.out / 'r'
        self.run_patrol('scan', '--show-secrets', '--format', 'json',
                        '--output', str(report))
        self.assertIn(self.token, report.read_text())
        for style in ('markdown', 'csv', 'json'):
            self.assertNotIn(self.token, self.review(str(report), style=style))

    def test_it_is_a_table_in_markdown_and_csv(self):
        report = self.stored('r', '2026-11-01T00:00:00Z', 200)
        head, rule, row = self.review(report, style='markdown').splitlines()
        self.assertEqual(head.count('|'), row.count('|'))
        self.assertIn('| ada |', row)
        rows = list(csv.DictReader(io.StringIO(
            self.review(report, style='csv'))))
        self.assertEqual([row['owner'] for row in rows], ['ada'])


if __name__ == '__main__':
    unittest.main()
