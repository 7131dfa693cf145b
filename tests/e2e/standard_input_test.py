#!/usr/bin/env python3
"""`patrol scan -`: standard input, whatever it is."""

import os
import subprocess
import unittest

import tokens
from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase


class StandardInput(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()

    def test_token_in_a_pipe(self):
        report = self.scan('-', input=f'a\n {self.token}\n'.encode())
        self.assertEqual(report['scan']['mode'], 'stdin')
        self.assertEqual(report['scan']['target'], '-')
        self.assertPlaces(report, ('-', 2, 2))

    def test_token_in_a_file(self):
        with open(self.write('file', self.token), 'rb') as file:
            self.assertPlaces(self.scan('-', stdin=file), ('-', 1, 1))

    def test_rest_of_a_file_that_was_read_in_part(self):
        path = self.write('file', self.token + '\n' + self.token)
        with open(path, 'rb', buffering=0) as file:
            file.read(41)
            self.assertPlaces(self.scan('-', stdin=file), ('-', 1, 1))

    def test_token_that_comes_in_pieces(self):
        done = subprocess.run(
            ['sh', '-c', f'(printf {self.token[:9]}; sleep 0.1;'
             f' printf {self.token[9:]}) | "$0" scan -', PROGRAM],
            check=False, capture_output=True, timeout=PATIENCE,
            env=self.environment)
        self.assertExits(1, done)
        self.assertIn(b'    -:1:1\n', done.stdout)

    def test_nothing_at_all_is_clean(self):
        for size in (0, 1):
            with self.subTest(size):
                done = self.run_patrol('scan', '-', input=b'\n' * size)
                self.assertExits(0, done)

    def test_closed_one_is_unread(self):
        self.write('leak', self.token)
        for arguments in (['-'], ['-', '.'], ['.', '-']):
            with self.subTest(arguments):
                report = self.scan(*arguments, stdin=None,
                                   preexec_fn=lambda: os.close(0))
                self.assertEqual(report['scan']['unread'],
                                 [{'path': '-', 'reason': 'it is closed'}])

    def test_folder_as_standard_input_is_unread(self):
        folder = os.open(self.tree, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        scan = self.scan('-', stdin=folder)['scan']
        self.assertEqual(scan['unread'],
                         [{'path': '-', 'reason': 'Is a directory'}])

    def test_non_blocking_pipe(self):
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        process = self.start_patrol('scan', '-', stdin=reading)
        os.close(reading)
        os.write(writing, self.token.encode())
        os.close(writing)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 1)

    def test_beside_a_folder(self):
        self.write('leak', self.token)
        report = self.scan('-', '.', input=self.token.encode())
        self.assertEqual(report['scan']['mode'], 'files')
        self.assertPlaces(report, ('-', 1, 1), ('leak', 1, 1))

    def test_file_called_dash(self):
        self.write('-', self.token)
        self.assertPlaces(self.scan('./-'), ('-', 1, 1))
        self.assertPlaces(self.scan('-'))

    def test_zeros_are_binary(self):
        report = self.scan('-', input=bytes(9000) + self.token.encode())
        self.assertEqual(report['scan']['skipped'],
                         [{'path': '-', 'reason': 'binary'}])
        self.assertPlaces(report, ('-', 1, 9001))


if __name__ == '__main__':
    unittest.main()
