#!/usr/bin/env python3
"""Trees that are deep or wide, and a process that may do little."""

import os
import resource
import subprocess
import unittest

import tokens
from patrol_test_case import PATIENCE, PatrolTestCase


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


class LargeTree(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()

    def make_deep(self, depth, name='folder'):
        """Folders in folders, by steps: the path is longer than PATH_MAX."""
        before = os.getcwd()
        self.addCleanup(self.remove_deep, depth, name)
        try:
            os.chdir(self.tree)
            for _ in range(depth):
                os.mkdir(name)
                os.chdir(name)
            with open('leak', 'w', encoding='ascii') as file:
                file.write(self.token)
        finally:
            os.chdir(before)
        return '/'.join([name] * depth)

    def remove_deep(self, depth, name):
        """shutil.rmtree recurses, and Python's stack ends before."""
        before = os.getcwd()
        os.chdir(self.tree)
        for _ in range(depth):
            os.chdir(name)
        os.unlink('leak')
        for _ in range(depth):
            os.chdir('..')
            os.rmdir(name)
        os.chdir(before)

    def test_thousand_folders_deep(self):
        path = self.make_deep(1000)
        self.assertGreater(len(path), 4096)
        self.assertPlaces(self.scan(), (path + '/leak', 1, 1))

    def test_thousand_folders_deep_with_few_descriptors(self):
        path = self.make_deep(1000)
        self.assertPlaces(self.scan(preexec_fn=few_descriptors),
                          (path + '/leak', 1, 1))

    def test_ten_thousand_files_in_one_folder(self):
        for i in range(10_000):
            (self.tree / f'{i:05}').write_bytes(b'text\n')
        self.write('05000', self.token)
        report = self.scan()
        self.assertEqual(report['scan']['files'], 10_000)
        self.assertPlaces(report, ('05000', 1, 1))

    def test_many_folders_with_few_descriptors(self):
        for i in range(500):
            self.write(f'{i}/a/leak', self.token)
        report = self.scan('--jobs', '16', preexec_fn=few_descriptors)
        self.assertEqual(report['scan']['files'], 500)
        self.assertEqual(report['scan']['status'], 'complete')

    def test_names_of_255_bytes_down_to_path_max(self):
        path = self.make_deep(20, 'n' * 255)
        self.assertPlaces(self.scan(), (path + '/leak', 1, 1))

    def test_thousand_skipped_ones_are_listed_and_all_are_counted(self):
        for i in range(1100):
            (self.tree / f'{i:04}').symlink_to('missing')
        scan = self.scan()['scan']
        self.assertEqual(scan['skipped_count'], 1100)
        self.assertEqual([entry['path'] for entry in scan['skipped']],
                         [f'{i:04}' for i in range(1000)])

    def test_files_that_come_and_go_meanwhile(self):
        # Whatever the scan meets, it neither fails nor hangs.
        churn = ('while :; do for i in $(seq 50); do echo text > f$i; done;'
                 ' rm -f f*; done')
        with subprocess.Popen(['sh', '-c', churn], cwd=self.tree,
                              stderr=subprocess.DEVNULL) as process:
            try:
                for _ in range(20):
                    done = self.run_patrol('scan', timeout=PATIENCE)
                    self.assertIn(done.returncode, (0, 3), done.stderr)
            finally:
                process.kill()


class Environment(PatrolTestCase):
    """The program needs nothing of its environment."""

    def setUp(self):
        super().setUp()
        self.write('leak', 'Iıİi ' + tokens.github_pat())
        (self.tree / '.git').mkdir()

    def assertFound(self, **changes):
        for name, value in changes.items():
            if value is None:
                self.environment.pop(name, None)
            else:
                self.environment[name] = value
        done = self.run_patrol('scan')
        self.assertExits(1, done)
        self.assertIn(b'leak:1:6', done.stdout)
        self.assertNotIn(b'warning', done.stderr)

    def test_none_at_all(self):
        self.environment = {name: value for name, value
                            in self.environment.items()
                            if name.endswith('SAN_OPTIONS')}
        self.assertFound()

    def test_no_home(self):
        self.assertFound(HOME=None)

    def test_home_that_does_not_exist(self):
        self.assertFound(HOME='/missing')

    def test_home_that_is_relative(self):
        self.assertFound(HOME='home', XDG_CACHE_HOME='cache',
                         XDG_CONFIG_HOME='config')

    def test_temporary_folder_that_does_not_exist(self):
        self.assertFound(TMPDIR='/missing')

    def test_locale_whose_letters_differ(self):
        self.assertFound(LANG='tr_TR.UTF-8', LC_ALL='tr_TR.UTF-8')

    def test_locale_that_does_not_exist(self):
        self.assertFound(LANG='xx_XX', LC_ALL='xx_XX')

    def test_plain_locale(self):
        self.assertFound(LANG='C', LC_ALL='C')


if __name__ == '__main__':
    unittest.main()
