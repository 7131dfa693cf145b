#!/usr/bin/env python3
"""`patrol ci`: what a CI is told, and what nobody else can tell it."""

import os
import re
import unittest

import tokens
from ci_runs import GONE, NEW, OLD, CiRunTestCase

PULL = '+refs/pull/7/merge:refs/remotes/pull/7/merge'
# In a log each of them would be a command.
COMMANDS = (' ::error::pwned', '::set-env name=pwned::x', '\t::add-mask::pwned',
            '\u00a0::error::pwned', '\u3000\u2003::stop-commands::pwned',
            '##[error]pwned', '##vso[task.setvariable variable=pwned]x',
            'a ##VSO[task.complete result=Succeeded]pwned', '##\u200b[x]pwned',
            'a\r::error::pwned', 'b\n##vso[task.complete]pwned')
OWN = {'github': rb'::(error|warning|notice) [^:\n]*title=[^:\n]*::.*',
       'azure': rb'##vso\[task\.(logissue|uploadsummary)[^\]\n]*\].*'}


def obeyed(output):
    """The lines that GitHub's runner or Azure's agent takes for commands: as
    .NET trims, and anywhere in a line."""
    lines = re.split(rb'\r\n|\r|\n', output)
    return [line for line in lines
            if line.decode(errors='replace').strip().startswith('::')
            or re.search(rb'##(vso)?\[', line, re.IGNORECASE)]


class FeedbackTest(CiRunTestCase):

    def setUp(self):
        super().setUp()
        self.check_out_all(self.merge, PULL)
        self.summary = self.out / 'summary.md'

    def on_github(self, *arguments, **options):
        return self.ci(self.github_pull_request(
            GITHUB_STEP_SUMMARY=str(self.summary)), *arguments, **options)

    def on_azure(self, *arguments, **options):
        return self.ci(self.azure_pull_request(
            AGENT_TEMPDIRECTORY=str(self.out)), *arguments, **options)

    def test_github_gets_annotations_after_the_report(self):
        lines = self.on_github(status=1).stdout.decode().splitlines()
        self.assertTrue(lines[0].startswith('critical  GitHub'), lines)
        self.assertEqual(
            [line[:40] for line in lines if line.startswith('::')],
            ['::error title=GitHub personal access tok',
             '::error file=new.txt,line=2,endLine=2,co'])

    def test_azure_gets_issues_and_the_path_of_a_summary(self):
        lines = self.on_azure(status=1).stdout.decode().splitlines()
        issues = [line for line in lines if 'task.logissue' in line]
        self.assertEqual(len(issues), 2)
        self.assertIn('sourcepath=new.txt;linenumber=2;', issues[1])
        prefix = '##vso[task.uploadsummary]'
        self.assertTrue(lines[-1].startswith(prefix), lines)
        with open(lines[-1].removeprefix(prefix), encoding='utf-8') as file:
            self.assertIn('## patrol: 2 findings', file.read())

    def test_github_summary_is_appended(self):
        self.summary.write_text('before\n')
        self.on_github(status=1)
        text = self.summary.read_text()
        self.assertTrue(text.startswith('before\n## patrol: 2 findings'), text)

    def test_github_summary_that_would_be_too_long_is_left_out_aloud(self):
        self.summary.write_bytes(b'x' * (1 << 20))
        done = self.on_github(status=1)
        self.assertIn(b'summary: left out', done.stderr)
        self.assertEqual(self.summary.stat().st_size, 1 << 20)

    def test_a_summary_that_cannot_be_written_changes_no_exit_status(self):
        self.summary.mkdir()
        done = self.on_github(status=1)
        self.assertIn(b'cannot write the summary', done.stderr)
        done = self.ci(self.azure_pull_request(
            AGENT_TEMPDIRECTORY=str(self.out / 'nowhere')), status=1)
        self.assertIn(b'patrol: warning: ', done.stderr)

    def test_nothing_found_needs_no_annotation(self):
        for run, own in ((self.on_github, b'::'), (self.on_azure, b'logissue')):
            done = run('--base', 'HEAD', '--head', 'HEAD', '--only',
                       'azure-devops-pat', status=0)
            self.assertNotIn(own, done.stdout)

    def test_what_is_incomplete_is_annotated(self):
        self.git('update-ref', 'refs/remotes/origin/HEAD', self.start)
        variables = self.github_pull_request(GITHUB_EVENT_PATH='/nowhere')
        done = self.ci(variables, status=1)
        self.assertIn(b'::warning title=patrol::incomplete', done.stdout)

    def test_a_report_for_programs_stays_one(self):
        for format_name in ('json', 'sarif', 'junit'):
            for run in (self.on_github, self.on_azure):
                done = run('--format', format_name, status=1)
                self.assertEqual(obeyed(done.stdout), [])
        done = self.on_github('--format', 'github', status=1)
        self.assertEqual(done.stdout.count(b'file=new.txt'), 1)

    def test_a_report_in_a_file_leaves_the_log_to_annotations(self):
        done = self.on_github('--format', 'json', '--output',
                              str(self.out / 'own.json'), status=1)
        self.assertTrue(done.stdout.startswith(b'::error '), done.stdout)

    def test_other_systems_get_the_report_alone(self):
        done = self.ci({'JENKINS_URL': 'x', 'CHANGE_TARGET': 'main'}, status=1)
        self.assertEqual(obeyed(done.stdout), [])
        self.assertTrue(done.stdout.startswith(b'critical  '), done.stdout)

    def test_no_secret_is_annotated_whatever_is_asked_for(self):
        for run in (self.on_github, self.on_azure):
            own = b'\n'.join(obeyed(run('--show-secrets').stdout))
            self.assertNotEqual(own, b'')
            for secret in (OLD, GONE, NEW):
                self.assertNotIn(secret.encode(), own)
        for page in (self.summary, *self.out.glob('patrol-summary-*.md')):
            for secret in (OLD, GONE, NEW):
                self.assertNotIn(secret, page.read_text())

    def test_what_is_going_on_is_said(self):
        done = self.on_github(status=1)
        self.assertIn(f'patrol: GitHub Actions, pull request: the commits '
                      f'{self.target[:12]}..{self.kept[:12]}\n',
                      done.stderr.decode())
        self.assertNotIn(b'pull request', self.on_github('--quiet').stderr)


class InjectionTest(CiRunTestCase):

    def setUp(self):
        super().setUp()
        self.at_origin('checkout', '-q', 'topic')
        for i, name in enumerate(COMMANDS):
            path = os.path.join(os.fsencode(self.origin), name.encode())
            with open(path, 'w', encoding='utf-8') as file:
                file.write(f'{name}\n{name} {tokens.github_pat(name)} {name}\n')
            self.at_origin('add', '-A')
            self.at_origin(
                '-c', 'user.name=' + re.sub('[\r\n]', ' ', name), 'commit',
                '-q', '-m', f'{name} {tokens.github_pat(f"message {i}")}')
        self.kept = self.at_origin('rev-parse', 'HEAD')
        self.check_out(self.kept, '+refs/heads/*:refs/remotes/origin/*')
        # One that is lost, so that it is named on standard error.
        blob = self.git('rev-parse', f'HEAD:{COMMANDS[0]}')
        (self.tree / '.git/objects' / blob[:2] / blob[2:]).unlink()

    def assertOnlyOwn(self, system, done):
        self.assertEqual(obeyed(done.stderr), [])
        for line in obeyed(done.stdout):
            self.assertRegex(line, rb'\A' + OWN[system] + rb'\Z')
            self.assertEqual(len(obeyed(line)), 1)
            self.assertEqual(line.lower().count(b'##vso['),
                             int(system == 'azure'))

    def runs(self):
        yield 'github', self.github_pull_request(
            GITHUB_STEP_SUMMARY=str(self.out / 's.md'))
        yield 'azure', self.azure_pull_request(
            BUILD_SOURCEVERSION=self.kept, AGENT_TEMPDIRECTORY=str(self.out))

    def test_by_names_contents_authors_and_messages(self):
        for system, variables in self.runs():
            for arguments in ((), ('--mode', 'tree'), ('--mode', 'history'),
                              ('--verbose', '--stats'), ('--base', 'nowhere')):
                with self.subTest(system=system, arguments=arguments):
                    done = self.run_patrol('ci', *arguments, env=variables)
                    self.assertOnlyOwn(system, done)

    def test_by_any_format_in_the_log(self):
        for system, variables in self.runs():
            for format_name in ('json', 'jsonl', 'sarif', 'gitlab', 'gitleaks',
                                'junit', 'csv', 'markdown'):
                with self.subTest(system=system, format=format_name):
                    done = self.run_patrol('ci', '--format', format_name,
                                           env=variables)
                    self.assertEqual(obeyed(done.stdout + done.stderr), [])

    def test_by_the_variables(self):
        for name in COMMANDS:
            for system, variables in (
                    ('azure', self.azure_pull_request(
                        SYSTEM_PULLREQUEST_TARGETBRANCH=name)),
                    ('github', self.github_push(name, name, name)),
                    ('github', self.github_pull_request(
                        GITHUB_EVENT_PATH=name, GITHUB_STEP_SUMMARY=name))):
                with self.subTest(system=system, name=name):
                    self.assertOnlyOwn(system, self.run_patrol(
                        'ci', env=variables))


if __name__ == '__main__':
    unittest.main()
