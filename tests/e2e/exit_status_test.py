#!/usr/bin/env python3
"""What the program exits with once it has scanned: scripts go by it."""

import json
import unittest

import tokens
from patrol_test_case import PatrolTestCase


class ExitStatus(PatrolTestCase):

    def leak(self):
        self.write('leak', 'token=' + tokens.github_pat() + '\n')

    def make_unreadable(self):
        self.write('locked', 'text\n').chmod(0)

    def test_clean_tree_exits_0(self):
        self.write('a.txt', 'nothing here\n')
        done = self.run_patrol('scan')
        self.assertExits(0, done)
        self.assertEqual(done.stdout, b'No findings.\n')

    def test_empty_folder_exits_0(self):
        self.assertExits(0, self.run_patrol('scan'))

    def test_finding_exits_1(self):
        self.leak()
        self.assertExits(1, self.run_patrol('scan'))

    def test_exit_code_replaces_the_1(self):
        self.leak()
        self.assertExits(42, self.run_patrol('scan', '--exit-code', '42'))

    def test_exit_code_is_not_for_a_clean_tree(self):
        self.assertExits(0, self.run_patrol('scan', '--exit-code', '42'))

    def test_exit_zero_lets_findings_pass(self):
        self.leak()
        done = self.run_patrol('scan', '--exit-zero')
        self.assertExits(0, done)
        self.assertIn(b'github-pat', done.stdout)

    def test_fail_on_lets_less_severe_findings_pass(self):
        rules = self.out / 'own.toml'
        rules.write_text('[[rules]]\nid = "own-mild"\n'
                         "regex = '''mild_[0-9a-f]{16}'''\n"
                         'severity = "medium"\n')
        self.write('a.txt', 'mild_' + '9f3c07d2b86e4a15\n')
        options = ('scan', '--rules', str(rules), '--fail-on')
        self.assertExits(1, self.run_patrol(*options, 'medium'))
        done = self.run_patrol(*options, 'high')
        self.assertExits(0, done)
        self.assertIn(b'own-mild', done.stdout)

    def test_fail_on_critical_fails_on_a_critical_one(self):
        self.leak()
        self.assertExits(1, self.run_patrol('scan', '--fail-on', 'critical'))

    def test_finding_that_is_not_shown_does_not_fail(self):
        token = tokens.github_pat()
        wrong_digit = token[:-1] + ('A' if token[-1] != 'A' else 'B')
        self.write('a.txt', wrong_digit)
        self.assertExits(0, self.run_patrol('scan'))
        self.assertExits(1, self.run_patrol('scan', '--min-confidence', 'low'))

    def test_rule_that_is_left_out_does_not_fail(self):
        self.leak()
        self.assertExits(0, self.run_patrol('scan', '--skip', 'github-pat,generic-secret'))
        self.assertExits(0, self.run_patrol('scan', '--only', 'github-oauth'))
        self.assertExits(1, self.run_patrol('scan', '--only', 'github-pat'))

    def test_unreadable_file_exits_3(self):
        self.make_unreadable()
        done = self.run_patrol('scan', **self.bound_by_modes())
        self.assertExits(3, done)
        self.assertIn(b'locked: Permission denied', done.stderr)

    def test_allow_partial_lets_an_unreadable_file_pass(self):
        self.make_unreadable()
        done = self.run_patrol('scan', '--allow-partial',
                               **self.bound_by_modes())
        self.assertExits(0, done)
        self.assertIn(b'locked: Permission denied', done.stderr)

    def test_findings_beat_incompleteness(self):
        self.leak()
        self.make_unreadable()
        done = self.run_patrol('scan', '--format', 'json',
                               **self.bound_by_modes())
        self.assertExits(1, done)
        self.assertEqual(json.loads(done.stdout)['scan']['status'], 'partial')

    def test_exit_zero_does_not_hide_incompleteness(self):
        self.leak()
        self.make_unreadable()
        done = self.run_patrol('scan', '--exit-zero', **self.bound_by_modes())
        self.assertExits(3, done)

    def test_skipped_files_leave_the_scan_complete(self):
        self.write('image.png', b'\x89PNG\0\0\0\0')
        (self.tree / 'link').symlink_to('image.png')
        done = self.run_patrol('scan', '--format', 'json')
        self.assertExits(0, done)
        self.assertEqual(json.loads(done.stdout)['scan']['status'], 'complete')

    def test_max_file_size_is_policy_and_leaves_the_scan_complete(self):
        self.write('large', b'x' * 2000)
        self.leak()
        done = self.run_patrol('scan', '--format', 'json',
                               '--max-file-size', '1000')
        self.assertExits(1, done)
        scan = json.loads(done.stdout)['scan']
        self.assertEqual(scan['status'], 'complete')
        self.assertEqual(scan['skipped'], [
            {'path': 'large', 'reason': 'larger than --max-file-size'}])

    def test_timeout_exits_3_and_says_so(self):
        endless = self.start_patrol('scan', '--format', 'json', '--timeout',
                                    '0.2', '/dev/zero')
        report, log = endless.communicate(timeout=60)
        self.assertEqual(endless.returncode, 3, log)
        scan = json.loads(report)['scan']
        self.assertEqual(scan['status'], 'partial')
        self.assertIn('time-out', [entry['reason'] for entry in scan['unread']])
        self.assertIn(b'time-out', log)


if __name__ == '__main__':
    unittest.main()
