#!/usr/bin/env python3
"""--format json and jsonl as other people's programs read them."""

import json
import re
import unittest

import tokens
from patrol_test_case import PatrolTestCase

TOP = ['schema', 'tool', 'scan', 'findings']
TOOL = ['name', 'version', 'rules', 'rules_digest']
SCAN = ['mode', 'target', 'status', 'started', 'duration_ms', 'files', 'blobs',
        'commits', 'bytes', 'skipped_count', 'unread_count',
        'suppressed_count', 'suppressed_by_repository', 'skipped', 'unread']
FINDING = ['fingerprint', 'rule', 'name', 'severity', 'confidence', 'secret',
           'secret_length', 'checksum', 'facts', 'companions', 'verification',
           'remediation', 'locations']
LOCATION = ['path', 'kind', 'line', 'column', 'end_line', 'end_column',
            'offset', 'length', 'decoded_from', 'confidence']


class JsonReport(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.pat = tokens.azure_pat()
        self.legacy = tokens.azure_legacy_pat()
        self.write('ci/build.yml', f'a: b\nkey: {self.pat}\n')
        self.write('src/a.py', f'X = "{self.legacy}"\nY = "{self.pat}"\n')
        self.write('image.png', b'\x89PNG\0')

    def text(self, *arguments, **options):
        return self.run_patrol('scan', *arguments, **options).stdout.decode()

    def test_keys_are_those_of_the_contract_in_its_order(self):
        report = json.loads(self.text('--format', 'json'),
                            object_pairs_hook=list)
        self.assertEqual([key for key, _ in report], TOP)
        report = dict(report)
        self.assertEqual([key for key, _ in report['tool']], TOOL)
        self.assertEqual([key for key, _ in report['scan']], SCAN)
        self.assertEqual(len(report['findings']), 2)
        for finding in report['findings']:
            self.assertEqual([key for key, _ in finding], FINDING)
            for location in dict(finding)['locations']:
                self.assertEqual([key for key, _ in location], LOCATION)

    def test_scan_says_what_was_read(self):
        scan = self.scan()['scan']
        size = sum(file.stat().st_size for file in self.tree.rglob('*')
                   if file.is_file())
        self.assertEqual(
            {key: scan[key] for key in ('mode', 'target', 'status', 'files',
                                        'bytes', 'skipped', 'unread')},
            {'mode': 'files', 'target': '.', 'status': 'complete', 'files': 2,
             'bytes': size, 'unread': [],
             'skipped': [{'path': 'image.png', 'reason': 'binary'}]})

    def test_finding_says_what_was_found(self):
        finding = self.scan('ci')['findings'][0]
        self.assertEqual(
            {key: finding[key] for key in FINDING[1:8] if key != 'name'},
            {'rule': 'azure-devops-pat', 'severity': 'critical',
             'confidence': 'certain', 'checksum': 'valid',
             'secret': self.pat[:4] + '…' + self.pat[-4:],
             'secret_length': 84})
        self.assertRegex(finding['fingerprint'], r'\A[0-9a-f]{32}\Z')
        self.assertEqual(finding['verification'], {'status': 'unverified'})
        self.assertEqual(finding['companions'], [])
        self.assertTrue(finding['remediation']['text'])

    def test_location_is_where_the_token_stands(self):
        self.assertEqual(self.scan('ci')['findings'][0]['locations'], [
            {'path': 'build.yml', 'kind': 'blob', 'line': 2, 'column': 6,
             'end_line': 2, 'end_column': 90, 'offset': 10, 'length': 84,
             'decoded_from': [], 'confidence': 'certain'}])

    def test_one_secret_is_one_finding_with_all_its_places(self):
        findings = self.scan()['findings']
        self.assertEqual(
            [(finding['rule'],
              [place['path'] for place in finding['locations']])
             for finding in findings],
            [('azure-devops-pat', ['ci/build.yml', 'src/a.py']),
             ('azure-devops-pat-legacy', ['src/a.py'])])

    def test_fingerprint_outlives_moves(self):
        before = self.scan('ci')['findings'][0]['fingerprint']
        self.write('moved.txt', '\n\n\n  ' + self.pat)
        after = self.scan('moved.txt')['findings'][0]['fingerprint']
        self.assertEqual(before, after)

    def test_paths_are_relative_to_the_folder_that_is_named(self):
        for path in ('ci', './ci/', str(self.tree / 'ci')):
            with self.subTest(path):
                self.assertPlaces(self.scan(path), ('build.yml', 2, 6))

    def test_paths_keep_their_folder_where_several_are_named(self):
        self.assertPlaces(self.scan('src', './ci/'), ('ci/build.yml', 2, 6),
                          ('src/a.py', 1, 6), ('src/a.py', 2, 6))

    def test_same_bytes_for_any_jobs_and_each_run(self):
        for i in range(200):
            self.write(f'{i % 7}/{i}.txt',
                       tokens.github_pat(str(i % 50)) + '\n' + self.pat)
        texts = set()
        for arguments in (['--jobs', '1'], ['--jobs', '2'], ['--jobs', '8'],
                          [], []):
            text = self.text('--format', 'json', *arguments,
                             env={'SOURCE_DATE_EPOCH': '1700000000'})
            texts.add(re.sub('"duration_ms": [0-9]+', '"duration_ms": 0', text))
        self.assertEqual(len(texts), 1)
        self.assertIn('"started": "2023-11-14T22:13:20Z"', texts.pop())

    def test_start_is_now_without_a_source_date(self):
        self.assertRegex(self.scan()['scan']['started'],
                         r'\A20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z')

    def test_source_date_that_is_none_is_not_used(self):
        scan = self.scan(env={'SOURCE_DATE_EPOCH': 'yesterday'})['scan']
        self.assertNotEqual(scan['started'][:4], '1970')

    def test_jsonl_has_the_same_objects_a_line_each(self):
        whole = self.scan()
        head, *findings, summary = map(
            json.loads, self.text('--format', 'jsonl').splitlines())
        self.assertEqual(head['type'], 'scan')
        self.assertEqual(head['tool'], whole['tool'])
        self.assertEqual([finding.pop('type') for finding in findings],
                         ['finding', 'finding'])
        self.assertEqual(findings, whole['findings'])
        self.assertEqual(summary.pop('type'), 'summary')
        for varying in ('started', 'duration_ms'):
            del summary[varying], whole['scan'][varying]
        self.assertEqual(summary, whole['scan'])

    def test_jsonl_has_the_type_first(self):
        for line in self.text('--format', 'jsonl').splitlines():
            self.assertTrue(line.startswith('{"type":"'), line)

    def test_human_one_names_what_a_reader_needs(self):
        text = self.text()
        for part in ('critical', 'Azure DevOps personal access token',
                     'azure-devops-pat', 'ci/build.yml:2:6',
                     'its check digits hold', 'fingerprint'):
            self.assertIn(part, text)

    def test_show_secrets_shows_them_whole(self):
        for output_format in ('human', 'json', 'jsonl'):
            with self.subTest(output_format):
                text = self.text('--show-secrets', '--format', output_format)
                self.assertIn(self.pat, text)
                self.assertIn(self.legacy, text)


if __name__ == '__main__':
    unittest.main()
