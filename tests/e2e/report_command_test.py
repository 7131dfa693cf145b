#!/usr/bin/env python3
"""`patrol report`: stored reports in another format, and several as one."""

import json
import subprocess
import unittest

import reports
import tokens
from patrol_test_case import PROGRAM, PatrolTestCase, locations_of

FORMATS = ('human', 'json', 'jsonl', 'html')


class ReportCommand(PatrolTestCase):

    def store(self, name, *arguments, **options):
        """The report of a scan, in a file."""
        file = self.out / name
        self.run_patrol('scan', '--format', 'json', '--output', str(file),
                        *arguments, **options)
        return file

    def put(self, name, text):
        file = self.out / name
        file.write_text(text)
        return str(file)

    def converted(self, output_format, *files, **options):
        done = self.run_patrol('report', *map(str, files), '--format',
                               output_format, **options)
        self.assertExits(0, done)
        self.assertEqual(done.stderr, b'')
        return done.stdout

    # Converting.

    def test_report_comes_out_as_it_went_in(self):
        self.write('a b/leak', 'key = ' + tokens.github_pat() + '\n' +
                   tokens.azure_pat())
        self.write('image.png', b'\x89PNG\0')
        stored = self.store('a.json')
        self.assertEqual(self.converted('json', stored), stored.read_bytes())

    def test_history_comes_out_as_it_went_in(self):
        git = ['git', '-c', 'user.name=A', '-c', 'user.email=a@example.com']
        self.write('leak', tokens.github_pat())
        for command in (['init', '-q'], ['add', '.'],
                        ['commit', '-qm', tokens.azure_pat()],
                        ['rm', '-q', 'leak'], ['commit', '-qm', 'b']):
            subprocess.run(git + command, cwd=self.tree, check=True,
                           env=self.environment)
        stored = self.out / 'history.json'
        self.run_patrol('history', '--no-cache', '--format', 'json',
                        '--output', str(stored))
        self.assertIn('removed_commit', stored.read_text())
        self.assertEqual(self.converted('json', stored), stored.read_bytes())

    def test_formats_are_those_of_a_scan(self):
        self.write('leak', tokens.github_pat())
        env = {'SOURCE_DATE_EPOCH': '1700000000'}
        targets = [f'--report={name}:{self.out}/{name}' for name in FORMATS]
        self.run_patrol('scan', *targets, env=env)
        for name in ('json', 'jsonl', 'html'):
            with self.subTest(name):
                self.assertEqual(self.converted(name, self.out / 'json'),
                                 (self.out / name).read_bytes())
        self.assertIn(b'github-pat', self.converted('human',
                                                    self.out / 'jsonl'))

    def test_one_run_writes_several_formats(self):
        stored = self.store('a.json')
        done = self.run_patrol('report', str(stored), '--report',
                               f'jsonl:{self.out}/b', '--output',
                               f'{self.out}/c')
        self.assertExits(0, done)
        self.assertEqual(done.stdout, b'')
        self.assertTrue((self.out / 'b').read_bytes())
        self.assertEqual((self.out / 'c').read_bytes(), b'No findings.\n')

    def test_standard_input_is_a_report(self):
        stored = self.store('a.json')
        self.assertEqual(
            self.converted('json', '-', input=stored.read_bytes()),
            stored.read_bytes())

    def test_pipe_is_a_report(self):
        stored = self.store('a.json')
        done = subprocess.run(
            ['bash', '-c', '"$0" report <(cat "$1") --format json',
             PROGRAM, str(stored)], stdout=subprocess.PIPE, check=True)
        self.assertEqual(done.stdout, stored.read_bytes())

    def test_findings_and_partial_scans_do_not_fail_it(self):
        stored = self.put('a.json', json.dumps(reports.report(
            [reports.finding(0)], status='partial', unread_count=1)))
        self.assertIn(b'cloud-pat', self.converted('human', stored))

    def test_rules_that_the_catalogue_has_not_keep_their_words(self):
        stored = self.put('a.json', json.dumps(reports.report(
            [reports.finding(0, companions=[
                {'rule': 'no-such-rule', 'value': '***'}])])))
        text = self.converted('human', stored).decode()
        for part in ('critical', 'Cloud personal access token', 'cloud-pat',
                     'Revoke it in the settings', 'no-such-rule'):
            self.assertIn(part, text)

    # Secrets.

    def test_secrets_that_a_report_shows_are_redacted(self):
        secret = tokens.github_pat()
        self.write(f'{secret}.txt', f'key = {secret}\n')
        stored = self.store('a.json', '--show-secrets')
        redacted = self.store('b.json')
        self.assertIn(secret, stored.read_text())
        for name in FORMATS:
            with self.subTest(name):
                self.assertNotIn(secret.encode(), self.converted(name, stored))
        ours = json.loads(self.converted('json', stored))['findings']
        self.assertEqual(ours, json.loads(redacted.read_text())['findings'])

    def test_secrets_are_shown_if_asked_for_and_there(self):
        secret = tokens.github_pat()
        self.write('a.txt', f'key = {secret}\n')
        stored = self.store('a.json', '--show-secrets')
        done = self.run_patrol('report', '--show-secrets', '--format', 'json',
                               str(stored))
        self.assertEqual(done.stdout, stored.read_bytes())

    # Merging.

    def test_reports_of_parts_make_that_of_the_whole(self):
        shared = tokens.github_pat('shared')
        self.write('a/1', shared)
        self.write('a/2', tokens.azure_pat())
        self.write('b/3', shared)
        self.write('image.png', b'\x89PNG\0')
        whole = self.scan('a', 'b', 'image.png')
        parts = [self.store(f'{i}.json', *arguments) for i, arguments in
                 enumerate((['a/1', 'a/2'], ['b/3', 'image.png']))]
        merged = json.loads(self.converted('json', *parts))
        self.assertEqual(merged['findings'], whole['findings'])
        self.assertEqual(len(merged['findings'][0]['locations']), 2)
        for key in ('files', 'bytes', 'skipped_count', 'unread_count',
                    'status', 'skipped', 'unread'):
            self.assertEqual(merged['scan'][key], whole['scan'][key], key)
        self.assertEqual(merged['tool'], whole['tool'])
        self.assertEqual(merged['scan']['target'], 'a/1 a/2, b/3 image.png')

    def test_order_of_files_does_not_matter(self):
        files = [self.put(f'{i}.json', json.dumps(reports.report(
            [reports.finding(j) for j in range(i, i + 3)])))
            for i in range(3)]
        self.assertEqual(self.converted('json', *files),
                         self.converted('json', *reversed(files)))

    def test_report_twice_has_what_it_has_once(self):
        self.write('leak', tokens.github_pat())
        stored = self.store('a.json')
        merged = json.loads(self.converted('json', stored, stored))
        self.assertEqual(merged['findings'],
                         json.loads(stored.read_text())['findings'])
        self.assertEqual(merged['scan']['files'], 2)

    def test_one_partial_report_makes_it_partial(self):
        files = [self.put(status, json.dumps(reports.report([], status=status)))
                 for status in ('partial', 'complete')]
        merged = json.loads(self.converted('json', *files))
        self.assertEqual(merged['scan']['status'], 'partial')

    def test_merged_report_says_which_rules_it_is_of(self):
        other = reports.report([reports.finding(1)])
        other['tool'] |= {'rules': 3, 'version': '0.0.9',
                          'rules_digest': 'sha256:' + 64 * '1'}
        files = [self.put('a', json.dumps(reports.report([]))),
                 self.put('b', json.dumps(other))]
        tool = json.loads(self.converted('json', *files))['tool']
        self.assertEqual(tool['rules'], 412)
        self.assertRegex(tool['rules_digest'], r'\Asha256:[0-9a-f]{64}\Z')
        self.assertEqual(tool['version'], self.scan()['tool']['version'])

    # What is no report.

    def test_what_is_no_report_is_refused_in_one_line(self):
        good = self.put('good', json.dumps(reports.report([])))
        broken = reports.report([reports.finding(0)])
        broken['findings'][0]['locations'][0]['line'] = 'x\n\x1b[2J'
        for text, part in (
                ('', 'is not JSON'), ('no', 'is not JSON'),
                ('[]', 'is not a report of patrol'),
                ('[{"RuleID": "x"}]', 'is not a report of patrol'),
                ('{"schema": "x"}', 'schema: is not patrol-report/1'),
                ('[' * 1_000_000, 'is nested too deep'),
                ('{"a":' * 1_000_000, 'is nested too deep'),
                (json.dumps(broken),
                 'findings[0].locations[0].line: is not a number')):
            with self.subTest(text[:20]):
                bad = self.put('bad\n', text)
                done = self.run_patrol('report', good, bad)
                self.assertRefused(done, 'bad\\n: ', part)

    def test_what_cannot_be_read_is_named(self):
        self.assertRefused(self.run_patrol('report', 'missing'),
                           'missing: No such file')
        self.assertRefused(self.run_patrol('report', str(self.tree)),
                           'cannot be read')
        done = self.run_patrol('report', '-', input=b'x')
        self.assertRefused(done, 'standard input: is not JSON')

    def test_wrong_use_is_refused(self):
        self.assertRefused(self.run_patrol('report'), 'FILE')
        stored = self.put('a', json.dumps(reports.report([])))
        for arguments in (['--format', 'none'], ['--output', 'no/such/folder'],
                          ['--verify']):
            with self.subTest(arguments):
                self.assertRefused(self.run_patrol('report', stored,
                                                   *arguments))

    def test_report_of_a_newer_patrol_is_read_and_said_to_be_cut(self):
        report = reports.report([reports.finding(
            0, verification={'status': 'live', 'mood': 'good'})])
        stored = self.put('a', json.dumps(report))
        done = self.run_patrol('report', stored)
        self.assertExits(0, done)
        self.assertRegex(done.stderr, rb'\Apatrol: warning: .*more.*left out\n')

    def test_many_findings_take_no_time(self):
        stored = self.put('a', json.dumps(reports.report(
            [reports.finding(i) for i in range(20_000)])))
        report = json.loads(self.converted('json', stored, stored))
        self.assertEqual(len(locations_of(report)), 20_000)


if __name__ == '__main__':
    unittest.main()
