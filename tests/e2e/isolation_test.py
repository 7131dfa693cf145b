#!/usr/bin/env python3
"""A scan opens no connection, executes nothing of what it scans, and changes
nothing in it."""

import ctypes
import os
import pathlib
import platform
import resource
import signal
import struct
import subprocess
import sys
import unittest

import tokens
from patrol_test_case import PATIENCE, PatrolTestCase

# The number of socket(2).
SOCKET = {'x86_64': 41, 'aarch64': 198}[platform.machine()]


def no_sockets():
    """From now on socket() kills the process: a filter in the kernel.

        load the number of the call; is it socket? kill : allow
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    load, equal, give = 0x20, 0x15, 0x06
    kill, allow = 0x80000000, 0x7FFF0000
    code = b''.join(struct.pack('HBBI', *line) for line in (
        (load, 0, 0, 0), (equal, 0, 1, SOCKET), (give, 0, 0, kill),
        (give, 0, 0, allow)))
    filter_ = ctypes.create_string_buffer(code)
    program = struct.pack('HxxxxxxP', 4, ctypes.addressof(filter_))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, with_filter = 38, 22, 2
    if (libc.prctl(no_new_privileges, 1, 0, 0, 0) or
            libc.prctl(set_seccomp, with_filter, program, 0, 0)):
        raise OSError(ctypes.get_errno(), 'no seccomp filter')


class Isolation(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.write('leak', tokens.github_pat())
        self.git('init', '--quiet')
        self.git('add', 'leak')

    def git(self, *arguments):
        subprocess.run(['git', *arguments], check=True, cwd=self.tree,
                       env=self.environment)

    def test_filter_kills_who_opens_a_socket(self):
        done = subprocess.run(
            [sys.executable, '-c', 'import socket; socket.socket()'],
            check=False, preexec_fn=no_sockets, timeout=PATIENCE)
        self.assertEqual(done.returncode, -signal.SIGSYS)

    def test_no_command_opens_a_socket(self):
        for arguments, status in ((['scan'], 1), (['scan', '--verbose'], 1),
                                  (['rules', 'check'], 0), (['--version'], 0)):
            with self.subTest(arguments):
                done = self.run_patrol(*arguments, preexec_fn=no_sockets)
                self.assertExits(status, done)

    def test_nothing_of_the_repository_is_executed(self):
        marker = self.out / 'executed'
        script = self.write('evil', f'#!/bin/sh\necho "$0" >> {marker}\n')
        script.chmod(0o755)
        for hook in ('pre-commit', 'post-checkout', 'post-index-change',
                     'fsmonitor-watchman', 'reference-transaction'):
            path = self.tree / '.git/hooks' / hook
            path.parent.mkdir(exist_ok=True)
            path.write_text(script.read_text())
            path.chmod(0o755)
        self.write('.gitattributes',
                   '* diff=evil filter=evil merge=evil textconv\n')
        for key in ('core.fsmonitor', 'core.pager', 'core.editor',
                    'core.sshCommand', 'core.askPass', 'core.gitProxy',
                    'core.alternateRefsCommand', 'diff.external',
                    'diff.evil.command', 'diff.evil.textconv',
                    'filter.evil.clean', 'filter.evil.smudge',
                    'filter.evil.process', 'merge.evil.driver',
                    'credential.helper', 'gpg.program', 'pager.scan',
                    'sequence.editor', 'uploadpack.packObjectsHook'):
            self.git('config', key, str(script))
        self.git('config', 'alias.scan', f'!{script}')
        self.git('config', 'core.hooksPath', str(self.tree / '.git/hooks'))
        done = self.run_patrol('scan')
        self.assertExits(1, done)
        self.assertFalse(marker.exists(), marker.exists() and
                         marker.read_text())

    def test_program_called_git_is_not_run(self):
        marker = self.out / 'executed'
        fake = self.out / 'git'
        fake.write_text(f'#!/bin/sh\ntouch {marker}\n')
        fake.chmod(0o755)
        done = self.run_patrol('scan', env={'PATH': str(self.out)})
        self.assertExits(1, done)
        self.assertFalse(marker.exists())

    def test_rule_files_in_the_tree_are_not_read(self):
        self.write('rules.toml', 'broken = ')
        self.write('patterns/rules.toml', 'broken = ')
        self.assertExits(1, self.run_patrol('scan'))

    def test_tree_is_left_as_it_was(self):
        before = states_below(self.tree)
        self.run_patrol('scan')
        self.assertEqual(states_below(self.tree), before)
        self.assertEqual(os.listdir(self.home), [])


def states_below(folder):
    return {path: (path.lstat().st_mtime_ns, path.lstat().st_mode)
            for path in pathlib.Path(folder).rglob('*')}


if __name__ == '__main__':
    unittest.main()
