"""What every end-to-end test starts from: the program, and a scratch folder.

PATROL names the program. Each test gets a folder of its own, with these in it:

    tree/   what is scanned; the program runs in it
    out/    for reports
    home/   HOME, empty: no configuration of whoever runs the tests is seen

Tests run as root (in a container) and as anybody else. Root reads any file, so
whatever is about missing permissions runs the program as bound_by_modes().
"""

import ctypes
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

PROGRAM = os.path.abspath(os.environ['PATROL'])
# Set where the program is built with sanitizers, which make it 20 times slower.
IS_SMALL = bool(os.environ.get('PATROL_SMALL'))
# Long enough for a loaded machine: it ends a test that hangs, no more.
PATIENCE = 120


def _environment(home):
    kept = ('PATH', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'TSAN_OPTIONS')
    values = {name: os.environ[name] for name in kept if name in os.environ}
    return values | {'HOME': str(home), 'LANG': 'C.UTF-8'}


def _drop_file_privileges():
    """The user stays root, but reads no more than a file's mode lets its owner.

    What is not in the bounding set is lost at the next exec (capabilities(7)).
    """
    drop, override, read_search = 24, 1, 2  # PR_CAPBSET_DROP, CAP_DAC_...
    for capability in (override, read_search):
        if ctypes.CDLL(None, use_errno=True).prctl(drop, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), 'cannot drop a capability')


class PatrolTestCase(unittest.TestCase):

    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix='patrol-e2e-'))
        self.addCleanup(shutil.rmtree, self.scratch, ignore_errors=True)
        self.scratch.chmod(0o755)
        self.tree, self.out, self.home = (
            self.scratch / name for name in ('tree', 'out', 'home'))
        for folder in (self.tree, self.out, self.home):
            folder.mkdir()
        self.environment = _environment(self.home)

    # Files.

    def write(self, name, content):
        """A file of the tree; its folders are made. Returns its path."""
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def socket_at(self, path):
        """A socket in the file system. Its path may be a long one."""
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        before = os.getcwd()
        os.chdir(path.parent)
        try:
            listener.bind(path.name)
        finally:
            os.chdir(before)

    # Running.

    def run_patrol(self, *arguments, env=None, **options):
        """Runs the program in the tree; `env` is added to its environment.

        Returns a CompletedProcess; its output is bytes.
        """
        settings = {'stdin': subprocess.DEVNULL, 'timeout': PATIENCE,
                    'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE,
                    'cwd': self.tree} | options
        if 'input' in options:
            del settings['stdin']
        return subprocess.run([PROGRAM, *arguments], check=False,
                              env=self.environment | (env or {}), **settings)

    def start_patrol(self, *arguments, **options):
        """The same, but still running: a Popen, killed when the test ends."""
        settings = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE,
                    'stderr': subprocess.PIPE, 'cwd': self.tree,
                    'env': self.environment} | options
        process = subprocess.Popen([PROGRAM, *arguments], **settings)
        self.addCleanup(self._reap, process)
        return process

    def scan(self, *arguments, **options):
        """`patrol scan --format json`: the report, whatever the exit status."""
        done = self.run_patrol('scan', '--format', 'json', *arguments,
                               **options)
        self.assertNotEqual(done.stdout, b'', done.stderr)
        return json.loads(done.stdout)

    @staticmethod
    def bound_by_modes():
        """Options of run_patrol(): file modes hold, even for root."""
        if os.geteuid() != 0:
            return {}
        return {'preexec_fn': _drop_file_privileges}

    # Looking.

    def assertExits(self, status, done):
        self.assertEqual(done.returncode, status, done.stderr)

    def assertOneLine(self, text, *parts):
        """Exactly one line, with all of `parts` in it."""
        self.assertRegex(text, rb'\Apatrol: [^\n]+\n\Z')
        for part in parts:
            self.assertIn(part.encode(), text)

    def assertRefused(self, done, *parts):
        """Exit status 2, one line with all of `parts`, and no report."""
        self.assertExits(2, done)
        self.assertOneLine(done.stderr, *parts)
        self.assertEqual(done.stdout, b'')

    def assertPlaces(self, report, *places):
        """Every finding's places, as (path, line, column), sorted."""
        self.assertEqual(places_of(report), sorted(places))

    @staticmethod
    def _reap(process):
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()


def locations_of(report):
    return [location for finding in report['findings']
            for location in finding['locations']]


def places_of(report):
    return sorted((location['path'], location['line'], location['column'])
                  for location in locations_of(report))


def reasons_of(entries):
    """Of report['scan']['skipped'] or ['unread']: path to reason."""
    return {entry['path']: entry['reason'] for entry in entries}
