#!/usr/bin/env python3
"""Signals: the scan stops, a valid partial report is written, no temporary
file stays, and the program ends by that signal, as a shell expects."""

import fcntl
import json
import os
import pathlib
import signal
import subprocess
import sys
import termios
import threading
import time
import unittest

import tokens
from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase


def bytes_in(pipe):
    """How many bytes nobody has read yet."""
    count = bytearray(4)
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return int.from_bytes(count, sys.byteorder)


class Feeder:
    """Writes a token's line, then text for as long as somebody reads it."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self.written = 0  # bytes
        self._thread = threading.Thread(target=self._feed)
        self._thread.start()

    def join(self):
        self._thread.join()

    def _feed(self):
        piece = tokens.github_pat().encode() + b'\n'
        try:
            while True:
                self.written += os.write(self._descriptor, piece)
                piece = b'text without end\n' * 1000
        except BrokenPipeError:
            os.close(self._descriptor)


class Signals(PatrolTestCase):

    def start_fed(self, *arguments, **options):
        """A scan of standard input, whose data does not end."""
        reading, writing = os.pipe()
        process = self.start_patrol('scan', '--format', 'json', *arguments,
                                    '-', stdin=reading, **options)
        os.close(reading)
        feeder = Feeder(writing)
        self.addCleanup(feeder.join)
        self.addCleanup(self._reap, process)
        self.wait_until(lambda: feeder.written > 4_000_000)
        return process

    def start_starved(self, *arguments, **options):
        """A scan of a pipe that nobody writes to, and the pipe's other end."""
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        process = self.start_patrol('scan', '--format', 'json', *arguments,
                                    '-', stdin=reading, **options)
        os.close(reading)
        self.wait_until_handled(process.pid)
        return process, writing

    def wait_until(self, is_so):
        end = time.monotonic() + PATIENCE
        while not is_so():
            self.assertLess(time.monotonic(), end, 'waited in vain')
            time.sleep(0.01)

    def wait_until_handled(self, pid, number=signal.SIGINT):
        """Until the program has its own handler for the signal."""
        def is_handled():
            with open(f'/proc/{pid}/status', encoding='ascii') as file:
                caught = [line for line in file if line.startswith('SigCgt')]
            return int(caught[0].split()[1], 16) >> (number - 1) & 1
        self.wait_until(is_handled)

    def program_below(self, pid):
        """The program that a shell has started: no longer the fork of the
        shell, which handles signals of its own and forgets them."""
        path = pathlib.Path(f'/proc/{pid}/task/{pid}/children')
        self.wait_until(path.read_text)
        child = int(path.read_text())
        name = pathlib.Path(f'/proc/{child}/comm')
        self.wait_until(lambda: name.read_text() == 'patrol\n')
        return child

    def assertPartial(self, text, *reasons):
        scan = json.loads(text)['scan']
        self.assertEqual(scan['status'], 'partial')
        said = [entry['reason'] for entry in scan['unread']]
        for reason in reasons:
            self.assertIn(reason, said)

    def test_interrupt_and_terminate_leave_a_partial_report(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                process = self.start_fed()
                process.send_signal(number)
                report, log = process.communicate(timeout=PATIENCE)
                self.assertEqual(process.returncode, -number, log)
                self.assertPartial(report, 'interrupted')
                self.assertIn(b'incomplete', log)

    def test_what_was_found_before_is_reported(self):
        process = self.start_fed()
        process.send_signal(signal.SIGINT)
        report = json.loads(process.communicate(timeout=PATIENCE)[0])
        self.assertPlaces(report, ('-', 1, 1))

    def test_report_file_is_whole_and_alone(self):
        process = self.start_fed('--output', f'{self.out}/report.json')
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(os.listdir(self.out), ['report.json'])
        self.assertPartial((self.out / 'report.json').read_text())

    def test_shell_sees_130(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        shell = subprocess.Popen(
            ['sh', '-c', '"$0" scan -; echo "status $?"', PROGRAM],
            stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment)
        os.close(reading)
        self.addCleanup(self._reap, shell)
        program = self.program_below(shell.pid)
        self.wait_until_handled(program)
        os.kill(program, signal.SIGINT)
        self.assertIn(b'status 130', shell.communicate(timeout=PATIENCE)[0])

    def test_interrupt_while_waiting_for_input(self):
        process, _ = self.start_starved()
        process.send_signal(signal.SIGINT)
        report, log = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, -signal.SIGINT, log)
        self.assertPartial(report, 'interrupted')

    def test_what_came_before_the_wait_is_reported(self):
        process, writing = self.start_starved()
        os.write(writing, tokens.github_pat().encode() + b'\n')
        self.wait_until(lambda: bytes_in(writing) == 0)
        process.send_signal(signal.SIGINT)
        report = json.loads(process.communicate(timeout=PATIENCE)[0])
        self.assertPlaces(report, ('-', 1, 1))

    def test_time_out_while_waiting_for_input(self):
        process, _ = self.start_starved('--timeout', '0.3')
        report, log = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 3, log)
        self.assertPartial(report, 'time-out')

    def test_time_out_while_waiting_for_the_writer_of_a_fifo(self):
        os.mkfifo(self.tree / 'fifo')
        done = self.run_patrol('scan', '--format', 'json', '--timeout', '0.3',
                               'fifo')
        self.assertExits(3, done)
        self.assertPartial(done.stdout, 'time-out')

    def test_second_signal_ends_at_once(self):
        # A reader that does not read keeps the report from being written.
        for i in range(3000):
            self.write(f'{i}', tokens.github_pat(f'{i}'))
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        process = self.start_patrol('scan', '--format', 'json', stdout=writing)
        os.close(writing)
        self.wait_until(lambda: bytes_in(reading) > 50_000)
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE), 130)

    def test_hang_up_is_ignored_under_nohup(self):
        process, writing = self.start_starved(
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, -signal.SIGTERM)


if __name__ == '__main__':
    unittest.main()
