#!/usr/bin/env python3
"""Standard output that takes less than the report, or none of it."""

import os
import subprocess
import unittest

import tokens
from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase


class StandardOutput(PatrolTestCase):

    def leak(self, count):
        """So many findings; a thousand of them are a report of 1 MB."""
        self.write('leaks', '\n'.join(tokens.github_pat(str(i))
                                      for i in range(count)) + '\n')

    def run_shell(self, script, **options):
        return subprocess.run(['bash', '-c', script, PROGRAM], check=False,
                              capture_output=True, timeout=PATIENCE,
                              cwd=self.tree, env=self.environment, **options)

    def test_report_alone_goes_there(self):
        self.leak(1)
        done = self.run_patrol('scan', '--format', 'jsonl', '--verbose',
                               '--stats', '--progress', 'always')
        self.assertEqual({line[:1] for line in done.stdout.splitlines()},
                         {b'{'})
        self.assertIn(b'1 finding', done.stderr)

    def test_reader_that_goes_away_is_no_error(self):
        self.leak(1000)
        for output_format in ('human', 'json', 'jsonl'):
            with self.subTest(output_format):
                done = self.run_shell(
                    f'"$0" scan --format {output_format} | head -1;'
                    ' exit ${PIPESTATUS[0]}')
                self.assertExits(1, done)
                self.assertEqual(len(done.stdout.splitlines()), 1)
                self.assertNotIn(b'patrol:', done.stderr)

    def test_reader_of_the_catalogue_that_goes_away_is_no_error(self):
        done = self.run_shell('"$0" rules list | head -0;'
                              ' exit ${PIPESTATUS[0]}')
        self.assertExits(0, done)
        self.assertEqual(done.stderr, b'')

    def test_disk_that_is_full(self):
        self.leak(1)
        with open('/dev/full', 'wb') as full:
            done = self.run_patrol('scan', stdout=full)
        self.assertExits(2, done)
        self.assertOneLine(done.stderr, 'standard output',
                           'No space left on device')

    def test_disk_that_is_full_under_the_catalogue(self):
        with open('/dev/full', 'wb') as full:
            done = self.run_patrol('rules', 'list', stdout=full)
        self.assertExits(2, done)
        self.assertOneLine(done.stderr, 'No space left on device')

    def test_disk_that_is_full_under_help(self):
        for flag in ('--help', '--version'):
            with self.subTest(flag), open('/dev/full', 'wb') as full:
                done = self.run_patrol(flag, stdout=full)
                self.assertExits(2, done)
                self.assertOneLine(done.stderr, 'No space left on device')

    def test_closed_one_is_an_error(self):
        self.leak(1)
        done = self.run_shell('"$0" scan >&-')
        self.assertExits(2, done)
        self.assertOneLine(done.stderr, 'standard output')

    def test_closed_one_does_not_touch_other_files(self):
        self.leak(1)
        report = self.out / 'report.json'
        done = self.run_shell(
            f'"$0" scan --format json --output {report} >&- 2>&- <&-')
        self.assertExits(1, done)
        self.assertEqual(report.read_bytes()[:1], b'{')
        self.assertEqual(os.listdir(self.tree), ['leaks'])
        self.assertNotIn(b'finding in', report.read_bytes())

    def test_slow_reader_gets_all(self):
        self.leak(1000)
        done = self.run_shell('"$0" scan --format jsonl | (sleep 0.3; cat)')
        self.assertEqual(len(done.stdout.splitlines()), 1002)


if __name__ == '__main__':
    unittest.main()
