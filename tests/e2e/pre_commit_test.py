#!/usr/bin/env python3
"""The hooks of .pre-commit-hooks.yaml, run by the pre-commit framework."""

import pathlib
import shutil
import subprocess
import unittest

from hook_cases import HookTestCase
from patrol_test_case import PATIENCE

HOOKS = pathlib.Path(__file__).resolve().parents[2] / '.pre-commit-hooks.yaml'


class PreCommitFrameworkTest(HookTestCase):
    """The framework clones the repository that the hooks are in: a copy."""

    def setUp(self):
        super().setUp()
        self.source = self.scratch / 'source'
        self.source.mkdir()
        shutil.copy(HOOKS, self.source)
        self.git('init', '-q', cwd=self.source)
        self.git('add', '-A', cwd=self.source)
        self.git('commit', '-qm', 'hooks', cwd=self.source)
        revision = self.head(self.source).decode().strip()
        self.write('.pre-commit-config.yaml',
                   f'repos:\n- repo: {self.source}\n  rev: {revision}\n'
                   f'  hooks:\n  - id: patrol\n  - id: patrol-push\n'
                   f'    stages: [push]\n  - id: patrol-all\n')
        self.git('add', '-A')
        self.git('commit', '-qm', 'configuration')
        for kind in ('pre-commit', 'pre-push'):
            self.framework('install', '-t', kind)

    def framework(self, *arguments):
        return subprocess.run(['pre-commit', *arguments], cwd=self.tree,
                              env=self.environment, capture_output=True,
                              timeout=PATIENCE, check=False)

    def test_a_commit(self):
        self.add('new', self.leak)
        self.assertStops('commit', '-m', 'second')
        self.add('new', 'clean\n')
        self.assertPasses('commit', '-m', 'second')

    def test_a_push(self):
        remote = self.scratch / 'remote.git'
        self.git('init', '-q', '--bare', str(remote))
        self.git('remote', 'add', 'origin', str(remote))
        self.assertPasses('push', 'origin', 'main')
        self.add('new', self.leak)
        self.git('commit', '-q', '--no-verify', '-m', 'second')
        done = self.git('push', 'origin', 'main', check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b'nothing was pushed', done.stdout + done.stderr)

    def test_all_files(self):
        self.add('new', self.leak)
        self.git('commit', '-q', '--no-verify', '-m', 'second')
        done = self.framework('run', '--all-files')
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(b'nothing is staged', self.framework(
            'run', '--all-files', '--verbose').stdout)
        done = self.framework('run', '--all-files', '--hook-stage', 'manual',
                              'patrol-all')
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b'github-pat', done.stdout)


if __name__ == '__main__':
    unittest.main()
