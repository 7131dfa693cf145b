#!/usr/bin/env python3
"""The templates for CI systems, as far as a machine without one can run them:
their YAML is read, and their scripts run under the variables and in the clone
that the CI would give them."""

import os
import pathlib
import re
import shlex
import subprocess
import unittest

import yaml

from ci_runs import CiRunTestCase
from patrol_test_case import PROGRAM

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PULL = '+refs/pull/7/merge:refs/remotes/pull/7/merge'
# What a CI puts into a script's text before a shell sees it. A stranger's words
# would be code there.
PASTED = re.compile(r'\$\{\{|\$\[\[|\$\([A-Za-z.]+\)')


class TemplateTestCase(CiRunTestCase):

    def setUp(self):
        super().setUp()
        self.check_out_all(self.merge, PULL)
        self.bin = self.scratch / 'bin'
        self.bin.mkdir()
        self.environment['PATH'] = f'{self.bin}:{os.environ["PATH"]}'
        self.source = self.scratch / 'source'
        self.set_up_source()

    def install_patrol(self):
        (self.bin / 'patrol').symlink_to(PROGRAM)

    def set_up_source(self):
        """Sources of patrol that are built by saying so."""
        for name in ('scanner', 'patterns'):
            (self.source / name).mkdir(parents=True)
            (self.source / name / 'a').write_text('a')
        (self.source / 'CMakeLists.txt').write_text('a')
        run = self.source / 'run'
        run.write_text(
            '#!/bin/sh\n[ "$*" = build ] || exit 9\n'
            'built=$(dirname "$0")/build/release && mkdir -p "$built" &&\n'
            f'ln -sf {shlex.quote(PROGRAM)} "$built/patrol"\n')
        run.chmod(0o755)

    def stand_in(self, name, text='exit 0'):
        path = self.bin / name
        path.write_text(f'#!/bin/sh\n{text}\n')
        path.chmod(0o755)

    def bash(self, script, variables, *flags):
        return subprocess.run(
            ['bash', '--noprofile', '--norc', *flags, '-c', script],
            cwd=self.tree, env=self.environment | variables, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)

    def assertScriptsArePlain(self, scripts):
        self.assertTrue(scripts)
        for script in scripts:
            self.assertIsNone(PASTED.search(script), script)


class GithubActionTest(TemplateTestCase):

    def setUp(self):
        super().setUp()
        self.action = yaml.safe_load((ROOT / 'action.yml').read_text())
        self.steps = self.action['runs']['steps']
        self.output = self.out / 'output'
        self.output.touch()

    def run_step(self, name, **inputs):
        """The step of that id or name, with its expressions filled in."""
        (step,) = [s for s in self.steps if name in (s.get('id'), s['name'])]
        values = {f'inputs.{key}': str(value['default'])
                  for key, value in self.action['inputs'].items()}
        values |= {f'inputs.{key.replace("_", "-")}': value
                   for key, value in inputs.items()}
        values |= {'github.action_path': str(self.source),
                   'runner.temp': str(self.out),
                   'steps.program.outputs.path': self.outputs().get('path', '')}
        filled = {key: re.sub(r'\$\{\{ *([\w.-]+) *\}\}',
                              lambda found: values[found[1]], text)
                  for key, text in step['env'].items()}
        return self.bash(step['run'], self.github_pull_request(
            GITHUB_OUTPUT=str(self.output),
            GITHUB_STEP_SUMMARY=str(self.out / 'summary')) | filled,
            '-e', '-o', 'pipefail')

    def outputs(self):
        return dict(line.split('=', 1)
                    for line in self.output.read_text().splitlines())

    def test_pastes_nothing_into_scripts(self):
        self.assertScriptsArePlain([s['run'] for s in self.steps if 'run' in s])
        for step in self.steps:
            self.assertEqual(step.get('shell'),
                             'bash' if 'run' in step else None)

    def test_uses_every_input(self):
        used = set(re.findall(r'inputs\.([\w-]+)', str(self.steps)))
        self.assertEqual(used, set(self.action['inputs']))

    def test_scans_with_the_patrol_that_is_there(self):
        self.install_patrol()
        self.assertExits(0, self.run_step('program'))
        self.assertEqual(self.outputs(), {'path': str(self.bin / 'patrol')})
        done = self.run_step('scan')
        self.assertExits(1, done)
        self.assertIn(b'::error ', done.stdout)
        self.assertEqual(self.outputs()['exit-code'], '1')
        self.assertIn('2 findings', (self.out / 'summary').read_text())

    def test_builds_its_own_where_none_is_there(self):
        self.stand_in('ccache')
        self.assertExits(0, self.run_step('program'))
        self.assertRegex(self.outputs()['version'], r'\A[0-9a-f]{16}\Z')
        self.assertExits(0, self.run_step('Build patrol'))
        self.assertExits(1, self.run_step('scan'))

    def test_hands_its_inputs_over(self):
        self.install_patrol()
        self.run_step('program')
        done = self.run_step('scan', mode='tree', fail_on='critical',
                             report='sarif:a b.sarif')
        self.assertExits(1, done)
        self.assertTrue((self.tree / 'a b.sarif').exists())
        self.assertIn(self.merge[:12], done.stderr.decode())
        done = self.run_step('scan', base='HEAD~1', head='HEAD')
        self.assertIn(f'{self.target[:12]}..{self.merge[:12]}',
                      done.stderr.decode())

    def test_takes_hostile_inputs_for_words(self):
        self.install_patrol()
        self.run_step('program')
        for words in ('$(touch pwned)', '"; touch pwned; "', '--exit-zero'):
            for name in ('mode', 'base', 'fail_on', 'report'):
                self.assertExits(2, self.run_step('scan', **{name: words}))
        self.assertFalse((self.tree / 'pwned').exists())


class AzureTemplateTest(TemplateTestCase):

    def setUp(self):
        super().setUp()
        self.template = yaml.safe_load(
            (ROOT / 'templates/patrol.yml').read_text())
        self.steps = []
        self.add_steps(self.template['steps'])

    def add_steps(self, steps):
        """Those below a condition as well."""
        for step in steps:
            (key, value), *_ = step.items()
            if key.startswith('${{'):
                self.add_steps(value)
            else:
                self.steps.append(step)

    def run_step(self, name, **parameters):
        (step,) = [s for s in self.steps if s.get('displayName') == name]
        values = {f'${{{{ parameters.{p["name"]} }}}}': str(p['default'])
                  for p in self.template['parameters']}
        values |= {f'${{{{ parameters.{key} }}}}': value
                   for key, value in parameters.items()}
        values |= {'$(Pipeline.Workspace)/patrol-ccache': str(self.out),
                   '$(Pipeline.Workspace)/patrol': str(self.source),
                   '$(Build.ArtifactStagingDirectory)': str(self.out)}
        filled = {}
        for key, text in step['env'].items():
            for pattern, value in values.items():
                text = text.replace(pattern, value)
            filled[key] = text
        return self.bash(step['bash'], self.azure_pull_request(
            AGENT_TEMPDIRECTORY=str(self.out)) | filled)

    def test_pastes_nothing_into_scripts(self):
        self.assertScriptsArePlain(
            [s['bash'] for s in self.steps if 'bash' in s])

    def test_uses_every_parameter(self):
        text = (ROOT / 'templates/patrol.yml').read_text()
        for parameter in self.template['parameters']:
            self.assertIn('parameters.' + parameter['name'], text)

    def test_clones_everything(self):
        (checkout,) = [s for s in self.steps if s.get('checkout') == 'self']
        self.assertEqual(checkout['fetchDepth'], 0)

    def test_builds_and_scans(self):
        self.stand_in('ccache')
        self.assertExits(0, self.run_step('Build patrol'))
        done = self.run_step('Scan with patrol')
        self.assertExits(1, done)
        self.assertIn(b'##vso[task.logissue type=error', done.stdout)
        for name in ('patrol.sarif', 'patrol.xml'):
            self.assertTrue((self.out / 'patrol' / name).exists(), name)

    def test_scans_with_the_patrol_of_the_agent(self):
        self.install_patrol()
        done = self.run_step('Scan with patrol', build='False', mode='tree',
                             failOn='critical')
        self.assertExits(1, done)
        self.assertIn(b'the files of', done.stderr)


class GitlabComponentTest(TemplateTestCase):

    def setUp(self):
        super().setUp()
        text = (ROOT / 'templates/patrol/template.yml').read_text()
        header, self.body = yaml.safe_load_all(text)
        self.inputs = header['spec']['inputs']
        self.job = self.body['patrol']

    def run_job(self, **inputs):
        values = {key: str(value['default'])
                  for key, value in self.inputs.items()}
        values |= {key.replace('_', '-'): value
                   for key, value in inputs.items()}
        variables = {
            key: re.sub(r'\$\[\[ inputs\.([\w-]+) \]\]',
                        lambda found: values[found[1]], text)
            for key, text in self.job['variables'].items()}
        script = '\n'.join(self.job['script']).replace(
            '/tmp/patrol', str(self.out / 'cloned'))
        return self.bash(script, variables | self.gitlab(
            'merge_request_event', CI_COMMIT_SHA=self.kept,
            CI_MERGE_REQUEST_DIFF_BASE_SHA=self.start,
            CI_PROJECT_DIR=str(self.tree)), '-eo', 'pipefail')

    def test_pastes_nothing_into_scripts(self):
        self.assertScriptsArePlain(self.job['script'])

    def test_uses_every_input(self):
        used = set(re.findall(r'inputs\.([\w-]+)', str(self.body)))
        self.assertEqual(used, set(self.inputs))

    def test_scans_with_the_patrol_of_the_image(self):
        self.install_patrol()
        done = self.run_job()
        self.assertExits(1, done)
        self.assertIn(b'2 findings', done.stderr)
        for report in self.job['artifacts']['reports'].values():
            self.assertTrue((self.tree / report).exists(), report)

    def test_clones_and_builds_where_there_is_none(self):
        self.stand_in('apt-get')
        self.git('init', '-q', folder=self.source)
        self.git('add', '-A', folder=self.source)
        self.git('commit', '-q', '-m', 'source', folder=self.source)
        done = self.run_job(source='file://' + str(self.source), mode='tree')
        self.assertExits(1, done)
        self.assertIn(b'the files of', done.stderr)

    def test_without_patrol_and_source_it_fails(self):
        self.stand_in('apt-get')
        self.assertNotIn(self.run_job().returncode, (0, 1))


if __name__ == '__main__':
    unittest.main()
