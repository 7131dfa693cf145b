#!/usr/bin/env python3
"""`patrol doctor`: what is missing or hidden."""

import unittest

from hook_cases import HookTestCase


class DoctorTest(HookTestCase):

    def doctor(self, status, **options):
        done = self.run_patrol('doctor', **options)
        self.assertExits(status, done)
        return done.stdout.decode()

    def test_a_repository_where_all_is_well(self):
        self.install()
        text = self.doctor(0)
        self.assertIn(f'pre-commit in {self.tree}/.git/hooks', text)
        self.assertNotIn('look', text)

    def test_outside_of_a_repository(self):
        self.assertIn('none here', self.doctor(0, cwd=self.scratch))

    def test_a_hook_that_is_hidden(self):
        self.install()
        self.git('config', 'core.hooksPath', '.githooks')
        self.assertIn(f'look  hooks       core.hooksPath hides '
                      f'{self.tree}/.git/hooks/pre-commit', self.doctor(1))

    def test_a_program_that_is_another_than_that_of_path(self):
        (self.scratch / 'bin/patrol').unlink()
        self.assertIn('look  program', self.doctor(1))

    def test_a_shallow_clone(self):
        for name in 'ab':
            self.add(name, name)
            self.git('commit', '-qm', name)
        shallow = self.scratch / 'shallow'
        self.git('clone', '-q', '--depth=1', f'file://{self.tree}',
                 str(shallow))
        self.assertIn('a shallow clone', self.doctor(1, cwd=shallow))

    def test_whether_anybody_can_be_asked(self):
        text = self.doctor(0, cwd=self.scratch)
        self.assertRegex(text, r'ok    asking      by libcurl; .*PostgreSQL')

    def test_without_a_place_for_a_cache(self):
        self.assertIn('look  cache', self.doctor(1, env={'HOME': ''}))


if __name__ == '__main__':
    unittest.main()
