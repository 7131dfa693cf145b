#!/usr/bin/env python3
"""Every format of other programs' making, on what its reader could choke on.

Each is read as its reader reads it: JSON, XML and CSV by a parser, the commands
of CI runners by the rules of their documentation.
"""

import csv
import io
import json
import re
import unittest
import urllib.parse
from xml.etree import ElementTree

import tokens
from hostile_name_test import STEERING
from reported_trees import FORMATS, MORE_NAMES, NAMES, ReportedTreesTestCase

# What a format is for: each at the start of a line.
OWN_COMMANDS = {
    'github': rb'^::(error|warning|notice) ',
    'azure': rb'^##vso\[task\.logissue ',
}


class EveryFormat(ReportedTreesTestCase):

    def test_holds_no_secret(self):
        for output_format in FORMATS:
            with self.subTest(output_format):
                for what, report in self.samples(output_format):
                    for secret in self.secrets:
                        self.assertNotIn(secret.encode(), report, what)

    def test_holds_nothing_that_a_terminal_or_a_runner_obeys(self):
        for output_format in FORMATS:
            own = OWN_COMMANDS.get(output_format, rb'(?!)')
            for what, report in self.samples(output_format):
                rest = re.sub(own, b'', report, flags=re.MULTILINE)
                for bytes_ in STEERING:
                    with self.subTest(f'{output_format} {what} {bytes_}'):
                        self.assertNotIn(bytes_, b'\n' + rest)

    def test_shows_secrets_when_asked_but_for_sarif(self):
        self.write('a.txt', tokens.github_pat())
        for output_format in FORMATS:
            with self.subTest(output_format):
                report = self.report(output_format, '--show-secrets')
                self.assertEqual(tokens.github_pat().encode() in report,
                                 output_format != 'sarif')

    def test_is_the_same_for_any_jobs(self):
        self.make_hostile_tree()
        for output_format in FORMATS:
            texts = {re.sub(rb'(time|endTimeUtc|end_time)"?[=:] ?"[^"]*"', b'',
                            self.report(output_format, '--jobs', jobs, env={
                                'SOURCE_DATE_EPOCH': '1700000000'}))
                     for jobs in ('1', '8')}
            self.assertEqual(len(texts), 1, output_format)

    def test_may_be_written_beside_another(self):
        self.write('a.txt', tokens.github_pat())
        arguments = [f'--report={name}:{self.out / name}' for name in FORMATS]
        self.assertExits(1, self.run_patrol('scan', *arguments))
        for name in FORMATS:
            self.assertGreater((self.out / name).stat().st_size, 100, name)


class Sarif(ReportedTreesTestCase):

    def run_of(self, *arguments, **options):
        return json.loads(self.report('sarif', *arguments, **options)
                          )['runs'][0]

    def test_gives_back_every_name(self):
        self.make_hostile_tree()
        names = {urllib.parse.unquote_to_bytes(
                     place['physicalLocation']['artifactLocation']['uri'])
                 for result in self.run_of()['results']
                 for place in result['locations']}
        self.assertLessEqual(set((NAMES | MORE_NAMES).values()), names)

    def test_hashes_lines_as_github_does(self):
        text = 'a\r\n  b \tc\r\n\r\n' + 'same\n' * 3 + '\u00e9\U0001f600\r'
        lines = [3, 7, 30, 31]
        for line in lines:
            text += '\n' * (line - text.count('\n') - 1)
            text += f'key{line} = {tokens.github_pat(str(line))}\n'
        text += 'x' * 150
        self.write('a.txt', text)
        found = {result['locations'][0]['physicalLocation']['region']
                 ['startLine']: result['partialFingerprints']
                 ['primaryLocationLineHash']
                 for result in self.run_of()['results']}
        self.assertEqual(len(found), len(lines))
        expected = slow_line_hashes(text)
        self.assertEqual(found, {line: expected[line] for line in found})

    def test_hashes_nothing_of_a_history(self):
        self.make_hostile_history()
        for result in self.run_of(command='history')['results']:
            self.assertEqual(set(result['partialFingerprints']), {'patrol/v1'})

    def test_names_files_from_the_working_folder(self):
        self.write('ci/build.yml', tokens.github_pat())
        for target in ('ci', './ci/', str(self.tree / 'ci'), 'ci/build.yml'):
            place = self.run_of(target)['results'][0]['locations'][0]
            self.assertEqual(place['physicalLocation']['artifactLocation']
                             ['uri'], 'ci/build.yml', target)

    def test_says_what_was_not_read(self):
        self.make_unread()
        invocation = self.run_of(**self.bound_by_modes())['invocations'][0]
        self.assertFalse(invocation['executionSuccessful'])
        self.assertEqual(len(invocation['toolExecutionNotifications']), 2)

    def test_tells_of_a_history_who_and_when(self):
        self.make_hostile_history()
        places = [place['properties']
                  for result in self.run_of(command='history')['results']
                  for place in result['locations']]
        self.assertEqual(len([p for p in places if 'removed_commit' in p]), 2)
        self.assertTrue(all(re.fullmatch('[0-9a-f]{40}', p['commit'])
                            for p in places))


class Gitleaks(ReportedTreesTestCase):

    def test_gives_back_every_name_that_is_utf8(self):
        self.make_hostile_tree()
        names = {entry['File'].encode()
                 for entry in json.loads(self.report('gitleaks'))}
        for name in (NAMES | MORE_NAMES).values():
            if b'\xef\xbf\xbd' not in name.decode(errors='replace').encode():
                self.assertIn(name, names)

    def test_has_an_entry_a_place(self):
        self.make_hostile_history()
        entries = json.loads(self.report('gitleaks', command='history'))
        self.assertEqual(len(entries), len(NAMES | MORE_NAMES) + 4 + 2)
        for entry in entries:
            self.assertTrue(entry['Fingerprint'].startswith(
                entry['Commit'] + ':' + entry['File']))


class Csv(ReportedTreesTestCase):

    def test_has_a_record_a_place_and_no_formula(self):
        self.make_hostile_history()
        text = self.report('csv', command='history').decode()
        records = list(csv.DictReader(io.StringIO(text), strict=True))
        self.assertEqual(len(records), len(NAMES | MORE_NAMES) + 4 + 2)
        for record in records:
            self.assertNotIn(None, record)
            for field in record.values():
                self.assertNotRegex(field, r'^\s*[=+\-@|%\t\r\n]')


class Junit(ReportedTreesTestCase):

    def test_counts_what_it_holds(self):
        for what, report in self.samples('junit'):
            suite = ElementTree.fromstring(report).find('testsuite')
            for attribute, tag in (('tests', 'testcase'),
                                   ('failures', 'testcase/failure'),
                                   ('errors', 'testcase/error')):
                self.assertEqual(int(suite.get(attribute)),
                                 len(suite.findall(tag)), what)


class Markdown(ReportedTreesTestCase):

    def test_has_no_character_of_a_name_that_means_something(self):
        for _, report in self.samples('markdown'):
            for cell in re.findall('<code>(.*?)</code>', report.decode()):
                plain = re.sub('&#[0-9]+;', '', cell)
                self.assertNotRegex(plain, r'[][`|<>&@*()!#\\~:]')

    def test_keeps_its_rows(self):
        self.make_hostile_tree()
        rows = self.report('markdown').decode().splitlines()
        self.assertEqual(rows.count('| severity | secret | where | what to do'
                                    ' |'), 1)
        findings = rows[rows.index('| --- | --- | --- | --- |') + 1:]
        self.assertEqual(len(findings), len(NAMES | MORE_NAMES) + 2)
        for row in findings:
            self.assertEqual(row.count('|'), 5)


class Github(ReportedTreesTestCase):

    def commands(self, **options):
        """As the runner reads them: (type, properties, message)."""
        for line in self.report('github', **options).decode().splitlines():
            head, message = line[2:].split('::', 1)
            kind, properties = head.split(' ', 1)
            yield kind, dict(p.split('=', 1)
                             for p in properties.split(',')), message

    def test_gives_ten_of_a_type_at_most(self):
        self.make_hostile_tree()
        kinds = [kind for kind, *_ in self.commands()]
        self.assertEqual(kinds, ['error'] * 10 + ['notice'])

    def test_names_files_as_they_are_called(self):
        for name in MORE_NAMES.values():
            if b'\xef' not in name:
                self.write_secret(name, repr(name))
        files = {unescaped(properties['file'], {'%25': '%', '%3A': ':',
                                                '%2C': ','})
                 for _, properties, _ in self.commands()}
        self.assertEqual(files, {name.decode() for name in MORE_NAMES.values()
                                 if b'\xef' not in name})

    def test_warns_where_the_scan_is_incomplete(self):
        self.make_unread()
        [(kind, _, message), nothing] = [
            *self.commands_and_rest(**self.bound_by_modes())]
        self.assertEqual(kind, 'warning')
        self.assertIn('incomplete: 1 not read', message)
        self.assertEqual(nothing, 'No findings in what was read.')

    def commands_and_rest(self, **options):
        text = self.report('github', **options).decode().splitlines()
        kind, message = text[0][2:].split(' title=patrol::')
        yield kind, None, message
        yield from text[1:]


class Azure(ReportedTreesTestCase):

    def test_names_files_as_they_are_called(self):
        names = {name for name in MORE_NAMES.values() if b'\xef' not in name}
        for name in names:
            self.write_secret(name, repr(name))
        found = set()
        for line in self.report('azure').decode().splitlines():
            # As the agent does: up to the first ], properties by ;.
            head = line[len('##vso[task.logissue '):line.index(']')]
            properties = dict(p.split('=', 1) for p in head.split(';'))
            found.add(unescaped(properties['sourcepath'],
                                {'%AZP25': '%', '%3B': ';', '%5D': ']'}))
            self.assertEqual(properties['code'], 'github-pat')
        self.assertEqual(found, {name.decode() for name in names})


def unescaped(text, table):
    return re.sub('|'.join(table), lambda match: table[match[0]], text)


def slow_line_hashes(text):
    """Line -> hash, each line hashed by itself (scanner/report/line_hash.h)."""
    text = re.sub('\r\n|\r|\n', '\n', text)  # no blank between two line ends
    data = text.replace(' ', '').replace('\t', '').encode('utf-16-le')
    units = [int.from_bytes(data[i:i + 2], 'little')
             for i in range(0, len(data), 2)] + [0xFFFF] + [0] * 100
    starts = [0] + [i + 1 for i, unit in enumerate(units) if unit == ord('\n')]
    seen, hashes = {}, {}
    for line, start in enumerate(starts, 1):
        value = 0
        for unit in units[start:start + 100]:
            value = (value * 37 + unit) % 2**64
        seen[value] = seen.get(value, 0) + 1
        hashes[line] = f'{value:x}:{seen[value]}'
    return hashes


if __name__ == '__main__':
    unittest.main()
