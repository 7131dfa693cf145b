#!/usr/bin/env python3
"""Reports that are written to files: whole or not at all, for their owner."""

import json
import os
import resource
import signal
import stat
import unittest

import tokens
from patrol_test_case import PatrolTestCase


class ReportFile(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.write('leak', tokens.github_pat())
        self.report = self.out / 'report'

    def test_a_dash_is_standard_output_for_further_reports_too(self):
        done = self.run_patrol('scan', '--output', str(self.report),
                               '--report', 'jsonl:-')
        self.assertTrue(done.stdout.startswith(b'{"type":"scan"'))
        self.assertFalse((self.tree / '-').exists())

    def test_output_takes_the_report_from_standard_output(self):
        done = self.run_patrol('scan', '--format', 'json', '--output',
                               str(self.report))
        self.assertExits(1, done)
        self.assertEqual(done.stdout, b'')
        self.assertEqual(json.loads(self.report.read_text())['schema'],
                         'patrol-report/1')

    def test_output_to_a_dash_is_standard_output(self):
        done = self.run_patrol('scan', '--format', 'json', '--output', '-')
        self.assertEqual(json.loads(done.stdout)['schema'], 'patrol-report/1')
        self.assertEqual(os.listdir(self.tree), ['leak'])

    def test_further_reports_come_beside_standard_output(self):
        done = self.run_patrol(
            'scan', '--report', f'json:{self.out}/a', '--report',
            f'jsonl:{self.out}/b', '--report', f'human:{self.out}/c')
        self.assertIn(b'github-pat', done.stdout)
        self.assertEqual((self.out / 'a').read_bytes()[:2], b'{\n')
        self.assertEqual((self.out / 'b').read_bytes()[:2], b'{"')
        self.assertEqual((self.out / 'c').read_bytes(), done.stdout)
        self.assertEqual(sorted(os.listdir(self.out)), ['a', 'b', 'c'])

    def test_further_report_comes_beside_output(self):
        done = self.run_patrol('scan', '--report', f'json:{self.out}/a',
                               '--output', f'{self.out}/b')
        self.assertEqual(done.stdout, b'')
        self.assertEqual(sorted(os.listdir(self.out)), ['a', 'b'])

    def test_colon_in_the_name_of_a_file(self):
        self.run_patrol('scan', '--report', f'json:{self.out}/a:b')
        self.assertEqual(os.listdir(self.out), ['a:b'])

    def test_file_is_for_its_owner_alone(self):
        self.run_patrol('scan', '--output', str(self.report), umask=0)
        self.assertEqual(stat.S_IMODE(self.report.stat().st_mode), 0o600)

    def test_file_that_is_replaced_is_for_its_owner_alone_too(self):
        self.report.write_text('old')
        self.report.chmod(0o666)
        self.run_patrol('scan', '--output', str(self.report))
        self.assertEqual(stat.S_IMODE(self.report.stat().st_mode), 0o600)
        self.assertNotEqual(self.report.read_text(), 'old')
        self.assertEqual(os.listdir(self.out), ['report'])

    def test_name_in_the_current_folder(self):
        self.run_patrol('scan', '--output', 'report', 'leak')
        self.assertTrue((self.tree / 'report').is_file())

    def test_old_report_stays_when_nothing_could_be_scanned(self):
        self.report.write_text('old')
        for arguments in (['missing'], ['--only', 'no-rule'],
                          ['--rules', 'missing.toml'],
                          ['--report', 'json:missing/folder']):
            with self.subTest(arguments):
                done = self.run_patrol('scan', '--output', str(self.report),
                                       *arguments)
                self.assertExits(2, done)
                self.assertEqual(self.report.read_text(), 'old')
                self.assertEqual(os.listdir(self.out), ['report'])

    def test_old_report_stays_when_the_new_one_does_not_fit(self):
        self.report.write_text('old')
        done = self.run_patrol(
            'scan', '--output', str(self.report), preexec_fn=no_large_files)
        self.assertExits(2, done)
        self.assertOneLine(done.stderr, str(self.report), 'File too large')
        self.assertEqual(self.report.read_text(), 'old')
        self.assertEqual(os.listdir(self.out), ['report'])

    def test_report_inside_the_tree_is_not_scanned(self):
        # It is written after the scan, and holds no secret for the next one.
        for _ in range(2):
            self.run_patrol('scan', '--format', 'json', '--output', 'report')
            report = json.loads((self.tree / 'report').read_text())
            self.assertPlaces(report, ('leak', 1, 1))


def no_large_files():
    """Python ignores SIGXFSZ, and so would what it starts."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


if __name__ == '__main__':
    unittest.main()
