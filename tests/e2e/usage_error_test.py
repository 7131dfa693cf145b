#!/usr/bin/env python3
"""The user's errors: exit status 2, one line that says what is wrong, and no
report, since nothing was scanned."""

import os
import unittest

import tokens
from patrol_test_case import PatrolTestCase


class UsageError(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.write('leak', tokens.github_pat())

    def test_unknown_flag(self):
        self.assertRefused(self.run_patrol('scan', '--nope'), '--nope')

    def test_unknown_command(self):
        self.assertRefused(self.run_patrol('nope'), 'nope')

    def test_unknown_rules_command(self):
        self.assertRefused(self.run_patrol('rules', 'nope'), 'nope')

    def test_no_command(self):
        self.assertRefused(self.run_patrol(), '--help')

    def test_escape_sequence_in_an_unknown_flag(self):
        done = self.run_patrol('scan', '--no\x1b[31m\nsuch')
        self.assertRefused(done, '--no')
        self.assertNotIn(b'\x1b', done.stderr)

    def test_unknown_rule(self):
        for flag in ('--only', '--skip'):
            with self.subTest(flag):
                self.assertRefused(self.run_patrol('scan', flag, 'no-rule'),
                                   'no-rule', 'patrol rules list')

    def test_unknown_rule_among_known_ones(self):
        done = self.run_patrol('scan', '--only', 'github-pat,no-rule')
        self.assertRefused(done, 'no-rule')

    def test_unknown_format(self):
        self.assertRefused(self.run_patrol('scan', '--format', 'yaml'),
                           '--format', 'yaml', 'human|json|jsonl')

    def test_unknown_format_of_a_further_report(self):
        done = self.run_patrol('scan', '--report', f'yaml:{self.out}/r')
        self.assertRefused(done, '--report', 'yaml')

    def test_values_that_are_none(self):
        for flag, value in (('--jobs', '0'), ('--jobs', '-1'),
                            ('--timeout', 'soon'), ('--timeout', '-1'),
                            ('--exit-code', '128'), ('--fail-on', 'worst'),
                            ('--min-confidence', 'sure'),
                            ('--min-severity', 'bad'), ('--color', 'blue'),
                            ('--progress', 'yes'), ('--max-file-size', 'big'),
                            ('--max-file-size', '-1'), ('--report', 'json'),
                            ('--report', 'json:')):
            with self.subTest(f'{flag} {value}'):
                self.assertRefused(self.run_patrol('scan', flag, value), flag)

    def test_values_that_are_none_of_a_history(self):
        for flag, value in (('--since', 'soon'), ('--since', '2026-02-30'),
                            ('--range', 'main'), ('--range', 'a...b'),
                            ('--max-file-size', 'big')):
            with self.subTest(f'{flag} {value}'):
                self.assertRefused(self.run_patrol('history', flag, value),
                                   flag)

    def test_range_beside_what_else_chooses_commits(self):
        for flag in (['--branch', 'main'], ['--reachable'],
                     ['--since', '2026-07-01']):
            with self.subTest(flag):
                done = self.run_patrol('history', '--range', 'a..b', *flag)
                self.assertRefused(done, '--range', flag[0])

    def test_flag_without_its_value(self):
        for flag in ('--only', '--format', '--output', '--report', '--rules'):
            with self.subTest(flag):
                self.assertRefused(self.run_patrol('scan', flag), flag)

    def test_path_that_does_not_exist(self):
        self.assertRefused(self.run_patrol('scan', 'missing'), 'missing',
                           'No such file or directory')

    def test_missing_path_after_a_good_one(self):
        self.assertRefused(self.run_patrol('scan', '.', 'missing'), 'missing')

    def test_dangling_link_named_on_the_command_line(self):
        (self.tree / 'link').symlink_to('missing')
        self.assertRefused(self.run_patrol('scan', 'link'), 'link')

    def test_looping_link_named_on_the_command_line(self):
        (self.tree / 'loop').symlink_to('loop')
        self.assertRefused(self.run_patrol('scan', 'loop'), 'loop')

    def test_empty_path(self):
        self.assertRefused(self.run_patrol('scan', ''))

    def test_path_with_escapes_is_shown_harmlessly(self):
        done = self.run_patrol('scan', 'no\x1b[2J\nsuch')
        self.assertRefused(done, r'no\x1b[2J\nsuch')

    def test_current_folder_that_was_deleted(self):
        gone = self.scratch / 'gone'
        gone.mkdir()
        done = self.run_patrol(
            'scan', cwd=gone,
            preexec_fn=lambda: os.rmdir(gone))
        self.assertRefused(done, 'No such file or directory')

    def test_unreadable_folder_named_on_the_command_line(self):
        folder = self.tree / 'locked'
        folder.mkdir(mode=0)
        self.addCleanup(folder.chmod, 0o700)
        done = self.run_patrol('scan', 'locked', **self.bound_by_modes())
        self.assertRefused(done, 'locked', 'Permission denied')

    def test_report_paths_that_are_no_files(self):
        (self.out / 'folder').mkdir()
        (self.out / 'target').write_text('before')
        (self.out / 'link').symlink_to('target')
        os.mkfifo(self.out / 'fifo')
        for name, why in (('folder', 'is a folder'),
                          ('link', 'is a symbolic link'),
                          ('fifo', 'is a pipe, a socket or a device'),
                          ('folder/', 'is a folder'),
                          ('missing/report', 'No such file or directory'),
                          ('target/report', 'Not a directory')):
            for flag, prefix in (('--output', ''), ('--report', 'json:')):
                with self.subTest(f'{flag} {name}'):
                    done = self.run_patrol('scan', flag,
                                           f'{prefix}{self.out}/{name}')
                    self.assertRefused(done, name, why)
        self.assertEqual((self.out / 'target').read_text(), 'before')

    def test_report_in_a_folder_that_takes_none(self):
        self.out.chmod(0o500)
        done = self.run_patrol('scan', '--output', f'{self.out}/r',
                               **self.bound_by_modes())
        self.assertRefused(done, f'{self.out}/r', 'Permission denied')

    def test_help_is_no_error(self):
        for arguments in (['--help'], ['scan', '--help'], ['help', 'scan'],
                          ['history', '--help'], ['help', 'staged'],
                          ['rules', 'show', '--help']):
            with self.subTest(arguments):
                done = self.run_patrol(*arguments)
                self.assertExits(0, done)
                self.assertIn(b'Usage:', done.stdout)
                self.assertEqual(done.stderr, b'')

    def test_help_has_the_flags_by_category(self):
        text = self.run_patrol('scan', '--help').stdout.decode()
        places = [text.find(word) for word in
                  ('What is scanned:', '--no-ignore', 'Rules:', '--only',
                   'Report:', '--format', 'Exit status:', '--fail-on',
                   'Running:', '--jobs')]
        self.assertNotIn(-1, places)
        self.assertEqual(places, sorted(places))

    def test_version_is_no_error(self):
        done = self.run_patrol('--version')
        self.assertExits(0, done)
        self.assertRegex(done.stdout, rb'\Apatrol \d+\.\d+\.\d+ .*\n\Z')


if __name__ == '__main__':
    unittest.main()
