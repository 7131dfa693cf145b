#!/usr/bin/env python3
"""One line of 5 GB: read to its end, in the memory that a small file needs."""

import fcntl
import json
import os
import subprocess
import unittest

import tokens
from patrol_test_case import IS_SMALL, PatrolTestCase

PIECE = b'words, and more words; ' * 40_000
PIECES = (300_000_000 if IS_SMALL else 5_000_000_000) // len(PIECE)
MOST_MEMORY = 200 << 10  # KiB


class LongLine(PatrolTestCase):

    def feed(self, process, token):
        pipe = process.stdin
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
        for _ in range(PIECES):
            pipe.write(PIECE)
        pipe.write(token.encode())
        pipe.close()

    def test_token_at_its_end_is_found_in_bounded_memory(self):
        token = tokens.github_pat()
        process = self.start_patrol(
            'scan', '--format', 'json', '--output', f'{self.out}/report', '-',
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self.feed(process, token)
        _, status, usage = os.wait4(process.pid, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 1)
        report = json.loads((self.out / 'report').read_text())
        length = PIECES * len(PIECE)
        self.assertPlaces(report, ('-', 1, length + 1))
        self.assertEqual(report['scan']['bytes'], length + len(token))
        if not IS_SMALL:  # a sanitizer's shadow memory counts, too
            self.assertLess(usage.ru_maxrss, MOST_MEMORY)


if __name__ == '__main__':
    unittest.main()
