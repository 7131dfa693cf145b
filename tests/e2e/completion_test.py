#!/usr/bin/env python3
"""The command line, completed by the shells themselves; and the manual."""

import shutil
import subprocess
import unittest

from patrol_test_case import PATIENCE, PatrolTestCase


class CompletionTestCase(PatrolTestCase):
    SHELL = ''

    def setUp(self):
        super().setUp()
        done = self.run_patrol('completion', self.SHELL)
        self.assertExits(0, done)
        self.script = self.out / 'script'
        self.script.write_bytes(done.stdout)

    def shell(self, code):
        done = subprocess.run([self.SHELL, '-c', code], cwd=self.tree,
                              env=self.environment, capture_output=True,
                              timeout=PATIENCE, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        return done.stdout.decode().split('\n')[:-1]


class BashTest(CompletionTestCase):
    SHELL = 'bash'

    def complete(self, *words):
        quoted = ' '.join(f"'{word}'" for word in words)
        return self.shell(f'. {self.script}; COMP_WORDS=({quoted}); '
                          f'COMP_CWORD={len(words) - 1}; _patrol; '
                          'printf "%s\\n" "${COMPREPLY[@]}"')

    def test_commands(self):
        self.assertEqual(self.complete('patrol', 'st'), ['staged'])
        self.assertEqual(self.complete('patrol', 'rules', 'sh'), ['show'])

    def test_flags(self):
        self.assertEqual(self.complete('patrol', 'history', '--bra'),
                         ['--branch'])
        self.assertEqual(self.complete('patrol', 'scan', '--bra'), [''])

    def test_words_behind_a_flag(self):
        self.assertEqual(self.complete('patrol', 'scan', '--format', 'js'),
                         ['json', 'jsonl'])

    def test_names_of_hooks(self):
        self.assertEqual(self.complete('patrol', 'hook', 'install', 'pre-c'),
                         ['pre-commit'])

    def test_files(self):
        self.write('report.json', '')
        self.assertEqual(self.complete('patrol', 'report', 'rep'),
                         ['report.json'])


@unittest.skipUnless(shutil.which('fish'), 'fish is installed for --services')
class FishTest(CompletionTestCase):
    SHELL = 'fish'

    def complete(self, line):
        return [found.split('\t')[0] for found in self.shell(
            f'source {self.script}; complete -C "{line}"')]

    def test_commands(self):
        self.assertEqual(self.complete('patrol st'), ['staged'])

    def test_words_behind_a_flag(self):
        self.assertEqual(self.complete('patrol scan --format js'),
                         ['json', 'jsonl'])


@unittest.skipUnless(shutil.which('zsh'), 'zsh is installed for --services')
class ZshTest(CompletionTestCase):
    SHELL = 'zsh'

    def test_loads(self):
        self.assertEqual(self.shell(
            'autoload -U compinit; compinit -u -d ./dump; '
            f'source {self.script}; print $_comps[patrol]'), ['_patrol'])


class OtherShellTest(PatrolTestCase):

    def test_one_that_is_not_known(self):
        self.assertRefused(self.run_patrol('completion', 'tcsh'), 'tcsh',
                           'bash|zsh|fish')


class ManualTest(PatrolTestCase):

    def test_has_every_command_and_its_flags(self):
        done = self.run_patrol('manual')
        self.assertExits(0, done)
        text = done.stdout.decode()
        for command in ('scan', 'history', 'staged', 'ci', 'hook run',
                        'report', 'rules show', 'doctor'):
            self.assertIn(f'.SS patrol {command}\n', text)
        self.assertIn('\\fB\\-\\-no\\-ignore\\fR', text)


if __name__ == '__main__':
    unittest.main()
