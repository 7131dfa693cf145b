#!/usr/bin/env python3
"""Signals: the scan stops, a valid partial report is written, no temporary
file stays, and the program ends by that signal, as a shell expects."""

import json
import os
import signal
import subprocess
import threading
import time
import unittest

import tokens
from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase


class Feeder:
    """Writes a token's line, then text for as long as somebody reads it."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self.written = 0  # bytes
        self._thread = threading.Thread(target=self._feed)
        self._thread.start()

    def wait_for(self, count):
        """Until `count` bytes were written: the reader is at work."""
        end = time.monotonic() + PATIENCE
        while self.written < count and time.monotonic() < end:
            time.sleep(0.01)

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
        feeder.wait_for(4_000_000)
        return process

    def start_starved(self, *arguments, **options):
        """A scan of a pipe that nobody writes to, and the pipe's other end."""
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        process = self.start_patrol('scan', '--format', 'json', *arguments,
                                    '-', stdin=reading, **options)
        os.close(reading)
        self.wait_until_handled(process)
        return process, writing

    @staticmethod
    def wait_until_handled(process, number=signal.SIGINT):
        """Until the program has its own handler for the signal."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with open(f'/proc/{process.pid}/status', encoding='ascii') as file:
                caught = [line for line in file if line.startswith('SigCgt')]
            if int(caught[0].split()[1], 16) >> (number - 1) & 1:
                return
            time.sleep(0.01)

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
        script = '"$0" scan - & child=$!; read go; kill -INT $child; wait $child'
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        # A shell's background job has SIGINT ignored unless it is interactive,
        # so the job is started by one that restores it.
        shell = subprocess.Popen(
            ['bash', '-c', 'trap - INT; exec 3<&0; '
             f'(exec python3 -c "import os,signal,sys;'
             'signal.signal(signal.SIGINT, signal.SIG_DFL);'
             'os.dup2(3, 0); os.execv(sys.argv[1], sys.argv[1:])"'
             ' "$0" scan -) & child=$!; sleep 1; kill -INT $child; wait $child',
             PROGRAM], stdin=reading, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=self.environment)
        os.close(reading)
        self.addCleanup(self._reap, shell)
        shell.communicate(timeout=PATIENCE)
        self.assertEqual(shell.returncode, 130)

    def test_interrupt_while_waiting_for_input(self):
        process, _ = self.start_starved()
        process.send_signal(signal.SIGINT)
        report, log = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, -signal.SIGINT, log)
        self.assertPartial(report, 'interrupted')

    def test_what_came_before_the_wait_is_reported(self):
        process, writing = self.start_starved()
        os.write(writing, tokens.github_pat().encode() + b'\n')
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
        self.wait_until_handled(process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
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
