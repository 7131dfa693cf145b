#!/usr/bin/env python3
"""`patrol rules`: the catalogue as a person looks it up and checks it."""

import pathlib
import tomllib
import unittest

from patrol_test_case import PatrolTestCase

PATTERNS = pathlib.Path(__file__).resolve().parents[2] / 'patterns'


def catalogue():
    """The rules as they are written, by id."""
    rules = {}
    for file in sorted(PATTERNS.glob('*.toml')):
        for rule in tomllib.loads(file.read_text())['rules']:
            rules[rule['id']] = rule
    return rules


class RulesCommand(PatrolTestCase):

    def text(self, *arguments):
        done = self.run_patrol('rules', *arguments)
        self.assertExits(0, done)
        self.assertEqual(done.stderr, b'')
        return done.stdout.decode()

    def test_list_names_every_rule_a_line(self):
        listed = {line.split()[0]: line
                  for line in self.text('list').splitlines()}
        self.assertEqual(sorted(listed), sorted(catalogue()))
        for rule_id, rule in catalogue().items():
            self.assertIn(rule['severity'], listed[rule_id])
            self.assertIn(rule['name'], listed[rule_id])
            # A name may hold the words, too.
            said = listed[rule_id].removesuffix(rule['name'])
            self.assertEqual('checksum' in rule, 'check digits' in said)

    def test_list_names_added_ones_too(self):
        file = self.out / 'own.toml'
        file.write_text("[[rules]]\nid = 'own-token'\n"
                        "regex = 'own_[0-9a-f]{16}'\n")
        self.assertIn('\nown-token ',
                      '\n' + self.text('list', '--rules', str(file)))

    def test_show_tells_all_about_a_rule(self):
        for rule_id, rule in catalogue().items():
            text = self.text('show', rule_id)
            self.assertRegex(text, rf'\Aid +{rule_id}\n')
            made_of = ('value',) if 'names' in rule else ('regex',)
            for field in ('name', 'severity', *made_of):
                self.assertIn(rule[field], text)
            for reference in rule.get('references', []):
                self.assertIn(reference, text)

    def test_show_knows_aliases(self):
        for rule_id, rule in catalogue().items():
            for alias in rule.get('aliases', []):
                with self.subTest(alias):
                    self.assertEqual(self.text('show', alias),
                                     self.text('show', rule_id))

    def test_show_knows_what_microsoft_calls_the_token(self):
        self.assertIn('azure-devops-pat-legacy', self.text('show',
                                                           'SEC101/102'))

    def test_show_refuses_what_is_no_rule(self):
        self.assertRefused(self.run_patrol('rules', 'show', 'no-rule'),
                           'no-rule')

    def test_profile_counts_what_each_rule_costs(self):
        rules = self.out / 'own.toml'
        rules.write_text("[[rules]]\nid = 'own-token'\nentropy = -1\n"
                         "regex = 'own_[0-9a-f]{16}'\n")
        self.write('a', 'own_0123456789abcdef\nown_0123456789abcdeX\nown_\n')
        self.write('b', 'own_fedcba9876543210\n')
        head, *lines, end = self.text('profile', '--rules',
                                      str(rules)).splitlines()
        self.assertEqual(head.split(),
                         ['hits', 'asked', 'KB', 'matches', 'kept', 'rule'])
        rows = {line.split()[-1]: [int(cell) for cell in line.split()[:-1]]
                for line in lines}
        hits, asked, _, matches, _ = rows['own-token']
        self.assertEqual((hits, matches), (4, 2))
        self.assertTrue(2 <= asked <= 4)
        self.assertIn('rules, ', end)

    def test_profile_of_what_is_not_there_is_an_error(self):
        done = self.run_patrol('rules', 'profile', 'missing')
        self.assertExits(2, done)

    def test_check_passes_the_catalogue(self):
        self.assertEqual(self.text('check'),
                         f'{len(catalogue())} rules checked, 0 faults\n')

    def test_check_counts_the_rules_of_a_file_alone(self):
        self.assertEqual(self.text('check', self.own_rule('own_1234')),
                         '1 rules checked, 0 faults\n')

    def test_check_names_the_rule_whose_example_fails(self):
        done = self.run_patrol('rules', 'check', self.own_rule('other'))
        self.assertExits(2, done)
        self.assertIn(b'rule own-token: ', done.stdout)
        self.assertIn(b'1 rules checked, 1 faults\n', done.stdout)

    def own_rule(self, example):
        file = self.out / 'own.toml'
        random = '5e1f70c29ab84d36'
        file.write_text(f"""[[rules]]
id = "own-token"
regex = '''own_1234[0-9a-f]{{16}}'''
examples = ["{example}{random}"]
counterexamples = ["own_1234{random[1:]}"]
""")
        return str(file)


if __name__ == '__main__':
    unittest.main()
