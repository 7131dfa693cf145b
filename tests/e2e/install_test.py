#!/usr/bin/env python3
"""What `cmake --install` puts where: a program that runs, and its texts."""

import gzip
import os
import subprocess
import unittest

from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase

BUILD = os.path.dirname(PROGRAM)


class InstallTest(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.prefix = self.scratch / 'prefix'
        subprocess.run(['cmake', '--install', BUILD, '--prefix', self.prefix],
                       check=True, capture_output=True, timeout=PATIENCE)

    def test_the_program_runs(self):
        done = subprocess.run([self.prefix / 'bin/patrol', '--version'],
                              check=True, capture_output=True)
        self.assertIn(b'patrol ', done.stdout)

    def test_the_manual_is_there(self):
        page = (self.prefix / 'share/man/man1/patrol.1.gz').read_bytes()
        self.assertIn(b'.TH PATROL 1', gzip.decompress(page))

    def test_completions_are_where_shells_look(self):
        share = self.prefix / 'share'
        for path in ('bash-completion/completions/patrol',
                     'zsh/vendor-completions/_patrol',
                     'fish/vendor_completions.d/patrol.fish'):
            self.assertIn('patrol', (share / path).read_text())

    def test_the_licence_is_there(self):
        self.assertTrue((self.prefix / 'share/doc/patrol/copyright').exists())


if __name__ == '__main__':
    unittest.main()
