#!/usr/bin/python3
"""Reports against the schemas of their formats (data/report/schemas).

Debian's Python by its path: the validator is a package of Debian's
(python3-jsonschema), which no other Python on the machine sees.
"""

import json
import pathlib
import subprocess
import unittest

import jsonschema

from reported_trees import ReportedTreesTestCase

DATA = pathlib.Path(__file__).resolve().parent.parent / 'data' / 'report'
SCHEMAS = DATA / 'schemas'


def validator_of(name):
    schema = json.loads((SCHEMAS / name).read_text(encoding='utf-8'))
    return jsonschema.validators.validator_for(schema)(schema)


class SchemaTestCase(ReportedTreesTestCase):

    def assertValid(self, validator, report):
        errors = [f'{list(error.path)}: {error.message[:200]}'
                  for error in validator.iter_errors(json.loads(report))]
        self.assertEqual(errors, [])

    def assertValidXml(self, report):
        done = subprocess.run(
            ['xmllint', '--noout', '--schema', SCHEMAS / 'junit.xsd', '-'],
            input=report, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())


class ReportSchema(SchemaTestCase):

    def test_sarif_is_valid(self):
        validator = validator_of('sarif-2.1.0.json')
        for what, report in self.samples('sarif'):
            with self.subTest(what):
                self.assertValid(validator, report)
        for file in DATA.glob('*.sarif'):
            with self.subTest(file.name):
                self.assertValid(validator, file.read_text(encoding='utf-8'))

    def test_sarif_in_ci_is_valid(self):
        self.make_hostile_tree()
        validator = validator_of('sarif-2.1.0.json')
        for environment in (
                {'TF_BUILD': 'True', 'BUILD_SOURCEBRANCH': 'a"b\n##vso[x]',
                 'BUILD_REPOSITORY_URI': 'https://dev.azure.com/a/b/_git/c'},
                {'GITHUB_ACTIONS': 'true', 'GITHUB_REF': 'refs/heads/\u00e9',
                 'GITHUB_SERVER_URL': 'https://github.com',
                 'GITHUB_REPOSITORY': 'a/b', 'GITHUB_SHA': '1' * 40}):
            with self.subTest(list(environment)[0]):
                self.assertValid(validator,
                                 self.report('sarif', env=environment))

    def test_gitlab_is_valid(self):
        validator = validator_of('gitlab-secret-detection.json')
        for what, report in self.samples('gitlab'):
            with self.subTest(what):
                self.assertValid(validator, report)
        for file in DATA.glob('*.gitlab.json'):
            with self.subTest(file.name):
                self.assertValid(validator, file.read_text(encoding='utf-8'))

    def test_gitlab_with_secrets_is_valid(self):
        self.make_hostile_tree()
        self.assertValid(validator_of('gitlab-secret-detection.json'),
                         self.report('gitlab', '--show-secrets'))

    def test_junit_is_valid(self):
        for what, report in self.samples('junit'):
            with self.subTest(what):
                self.assertValidXml(report)
        for file in DATA.glob('*.junit.xml'):
            with self.subTest(file.name):
                self.assertValidXml(file.read_bytes())


class Schema(SchemaTestCase):
    """A schema that takes anything proves nothing."""

    def test_sees_what_is_wrong(self):
        sarif = json.loads(self.report('sarif'))
        del sarif['runs'][0]['tool']
        gitlab = json.loads(self.report('gitlab'))
        gitlab['scan']['start_time'] += 'Z'
        for name, report in (('sarif-2.1.0.json', sarif),
                             ('gitlab-secret-detection.json', gitlab)):
            with self.assertRaises(AssertionError):
                self.assertValid(validator_of(name), json.dumps(report))
        with self.assertRaises(AssertionError):
            self.assertValidXml(self.report('junit').replace(b'timestamp',
                                                             b'when'))


if __name__ == '__main__':
    unittest.main()
