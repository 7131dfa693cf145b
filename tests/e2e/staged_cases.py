"""What tests of `patrol staged` have in common."""

import json
import shlex
import subprocess

import tokens
from patrol_test_case import PROGRAM, PatrolTestCase, places_of


IDENTITY = ['-c', 'user.name=A', '-c', 'user.email=a@example.org',
            '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main',
            '-c', 'advice.detachedHead=false']


class Staged(PatrolTestCase):
    HASH = 'sha1'

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()
        self.other = tokens.github_pat('another')
        self.environment |= {'GIT_CONFIG_NOSYSTEM': '1'}
        self.git('init', '--quiet', f'--object-format={self.HASH}')

    def git(self, *arguments, cwd=None, check=True, **options):
        return subprocess.run(['git', *IDENTITY, *arguments], check=check,
                              cwd=cwd or self.tree, capture_output=True,
                              env=self.environment, **options).stdout

    def add(self, path, content):
        self.write(path, content)
        self.git('add', '--', path)

    def commit(self, message='x'):
        self.git('commit', '--quiet', '--allow-empty', '--message', message)

    def staged(self, *arguments, status=None, **options):
        """`patrol staged --format json`: the report."""
        done = self.run_patrol('staged', '--format', 'json', *arguments,
                               **options)
        self.assertNotEqual(done.stdout, b'', done.stderr)
        if status is not None:
            self.assertExits(status, done)
        return json.loads(done.stdout)

    def assertStaged(self, *places, arguments=(), **options):
        """These places, and the scan is complete."""
        report = self.staged(*arguments, **options)
        self.assertEqual(places_of(report), sorted(places))
        self.assertEqual(report['scan']['status'], 'complete', report['scan'])
        return report

    def hook(self, name='pre-commit'):
        """Installs one that writes its report to out/."""
        path = self.tree / '.git/hooks' / name
        path.parent.mkdir(exist_ok=True)
        program = shlex.quote(PROGRAM)
        report = shlex.quote(str(self.out / 'report'))
        path.write_text(f'#!/bin/sh\nexec {program} staged --format json'
                        f' --output {report}\n')
        path.chmod(0o755)

    def places_of_hook(self):
        return places_of(json.loads((self.out / 'report').read_text()))
