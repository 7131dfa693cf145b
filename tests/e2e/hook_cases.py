"""What tests of hooks have in common."""

import subprocess

import tokens
from patrol_test_case import PATIENCE, PROGRAM, PatrolTestCase


IDENTITY = ['-c', 'user.name=A', '-c', 'user.email=a@example.org',
            '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main',
            '-c', 'advice.detachedHead=false',
            '-c', 'protocol.file.allow=always']


class HookTestCase(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat('hooks')
        self.leak = f'x = "{self.token}"\n'
        programs = self.scratch / 'bin'
        programs.mkdir()
        (programs / 'patrol').symlink_to(PROGRAM)
        self.environment |= {
            'GIT_CONFIG_NOSYSTEM': '1',
            'PATH': f'{programs}:{self.environment["PATH"]}'}
        self.git('init', '--quiet')

    def git(self, *arguments, cwd=None, check=True, env=None, **options):
        return subprocess.run(['git', *IDENTITY, *arguments], check=check,
                              cwd=cwd or self.tree, capture_output=True,
                              timeout=PATIENCE,
                              env=self.environment | (env or {}), **options)

    def install(self, *names, **options):
        done = self.run_patrol('hook', 'install', *names, **options)
        self.assertExits(0, done)
        return done.stdout.decode()

    def add(self, path, content):
        self.write(path, content)
        self.git('add', '--', path)

    def head(self, cwd=None):
        return self.git('rev-parse', '-q', '--verify', 'HEAD', cwd=cwd,
                        check=False).stdout

    def assertStops(self, *arguments, says='github-pat', **options):
        """git fails, says why without the secret, and nothing has moved."""
        cwd = options.get('cwd')
        before = self.head(cwd)
        done = self.git(*arguments, check=False, **options)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertIn(says.encode(), done.stderr)
        self.assertNotIn(self.token.encode(), done.stderr + done.stdout)
        self.assertEqual(self.head(cwd), before)
        return done.stderr.decode()

    def assertPasses(self, *arguments, **options):
        done = self.git(*arguments, check=False, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode()
