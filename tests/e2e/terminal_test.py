#!/usr/bin/env python3
"""Colour and the progress line: for a terminal, and where somebody asks."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
import unittest

import tokens
from patrol_test_case import PATIENCE, PatrolTestCase

COLOR = b'\x1b['
WIPE = b'\r\x1b[K'


class Terminal(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.write('leak', 'key = ' + tokens.github_pat() + '\n')
        self.environment['TERM'] = 'xterm'

    def on_terminal(self, *arguments, columns=80, feed_seconds=0, **env):
        """What a scan writes to a terminal that both its outputs are.

        feed_seconds: it reads standard input, which ends after so long.
        """
        screen, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ,
                    struct.pack('HHHH', 25, columns, 0, 0))
        process = self.start_patrol(
            'scan', *arguments, stdin=subprocess.PIPE, stdout=terminal,
            stderr=terminal, env=self.environment | env)
        os.close(terminal)
        end = time.monotonic() + feed_seconds
        shown = b''
        while True:
            if process.stdin and time.monotonic() >= end:
                process.stdin.close()
                process.stdin = None
            if not select.select([screen], [], [], 0.05)[0]:
                continue
            try:
                shown += os.read(screen, 65536)
            except OSError:  # EIO: the other side is closed
                break
        os.close(screen)
        process.wait(PATIENCE)
        return shown

    def test_pipe_gets_no_colour(self):
        done = self.run_patrol('scan')
        self.assertNotIn(COLOR, done.stdout + done.stderr)

    def test_terminal_gets_colour(self):
        self.assertIn(COLOR, self.on_terminal())

    def test_pipe_gets_colour_where_it_is_asked_for(self):
        done = self.run_patrol('scan', '--color', 'always')
        self.assertIn(COLOR, done.stdout)
        self.assertIn(COLOR, done.stderr)

    def test_terminal_gets_none_where_it_is_not_wanted(self):
        self.assertNotIn(COLOR, self.on_terminal('--color', 'never'))

    def test_variables(self):
        for env, is_terminal, is_coloured in (
                ({'NO_COLOR': '1'}, True, False),
                ({'NO_COLOR': ''}, True, True),
                ({'CLICOLOR': '0'}, True, False),
                ({'TERM': 'dumb'}, True, False),
                ({'CLICOLOR_FORCE': '1'}, False, True),
                ({'CLICOLOR_FORCE': '0'}, False, False),
                ({'CLICOLOR_FORCE': '1', 'NO_COLOR': '1'}, False, False)):
            with self.subTest(env):
                if is_terminal:
                    shown = self.on_terminal(**env)
                else:
                    shown = self.run_patrol('scan', env=env).stdout
                self.assertEqual(COLOR in shown, is_coloured)

    def test_flag_beats_variables(self):
        done = self.run_patrol('scan', '--color', 'always',
                               env={'NO_COLOR': '1'})
        self.assertIn(COLOR, done.stdout)

    def test_json_is_never_coloured(self):
        done = self.run_patrol('scan', '--color', 'always', '--format', 'json')
        self.assertNotIn(COLOR, done.stdout)

    def test_report_in_a_file_is_never_coloured(self):
        self.run_patrol('scan', '--color', 'always', '--output',
                        f'{self.out}/report')
        self.assertNotIn(COLOR, (self.out / 'report').read_bytes())

    def test_lines_fit_the_terminal(self):
        self.write('leak', 'x = 1; ' * 50 + tokens.github_pat() + ' y' * 90)
        for columns in (60, 100):
            with self.subTest(columns):
                shown = self.on_terminal('--color', 'never', columns=columns)
                widest = max(len(line) for line in shown.decode().splitlines()
                             if 'https://' not in line)
                self.assertLessEqual(widest, columns)

    def test_long_scan_shows_progress_and_wipes_it(self):
        shown = self.on_terminal('-', '--color', 'never', feed_seconds=0.9)
        self.assertIn(WIPE + b'0 files, ', shown)
        *_, last = shown.split(WIPE)
        self.assertIn(b'No findings.', last)

    def test_short_scan_shows_none(self):
        self.assertNotIn(WIPE, self.on_terminal())

    def test_progress_is_not_for_pipes_logs_and_the_quiet(self):
        for arguments, env in ((['--progress', 'never'], {}),
                               (['--quiet'], {}), ([], {'CI': 'true'}),
                               ([], {'TERM': 'dumb'})):
            with self.subTest(f'{arguments} {env}'):
                shown = self.on_terminal('-', *arguments, feed_seconds=0.7,
                                         **env)
                self.assertNotIn(WIPE, shown)

    def test_progress_in_a_pipe_where_it_is_asked_for(self):
        process = self.start_patrol('scan', '-', '--progress', 'always',
                                    stdin=subprocess.PIPE)
        time.sleep(0.8)
        _, log = process.communicate(timeout=PATIENCE)
        self.assertIn(WIPE, log)

    def test_quiet_says_nothing_beside_the_report(self):
        done = self.run_patrol('scan', '--quiet')
        self.assertEqual(done.stderr, b'')
        self.assertIn(b'github-pat', done.stdout)

    def test_summary_comes_last(self):
        done = self.run_patrol('scan')
        self.assertRegex(done.stderr, rb'\A1 finding in 1 place: 1 critical\n'
                                      rb'1 file, \d+ bytes read in .*\n\Z')

    def test_verbose_tells_what_was_dropped_and_why(self):
        self.write('sample', 'key = gh' + 'p_' + 'x' * 36)
        done = self.run_patrol('scan', '--verbose')
        self.assertIn(b'dropped sample:1:7: github-pat: ', done.stderr)

    def test_stats_count_what_was_dropped(self):
        self.write('sample', 'key = gh' + 'p_' + 'x' * 36)
        done = self.run_patrol('scan', '--stats')
        self.assertRegex(done.stderr, rb'dropped, placeholder: 1\n')


if __name__ == '__main__':
    unittest.main()
