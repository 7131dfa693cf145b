#!/usr/bin/env python3
"""Every feature of gitleaks' configuration, each by what it makes of findings.

Secrets are drawn here and have forms that no rule of the catalogue knows, so
that what is found was found by the configuration.
"""

import base64
import random
import string
import unittest

import tokens
from patrol_test_case import PatrolTestCase
from repositories import run_git


def drawn(seed, length=24, letters=string.ascii_lowercase + string.digits):
    return ''.join(random.Random(seed).choices(letters, k=length))


def key(seed):
    """'ctk' and 24 letters and digits, of a provider that is none."""
    return 'ctk' + '_' + drawn(seed)


RULE = """
[[rules]]
id = "contoso-key"
description = "Contoso key"
regex = '''ctk_[a-z0-9]{24}'''
"""


class ConfigSchemaTest(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.config = self.scratch / 'gitleaks.toml'

    def configure(self, text):
        self.config.write_text(text)

    def report(self, *arguments):
        return self.scan('--show-secrets', '--config', str(self.config),
                         *arguments)

    def found(self, *arguments):
        """{(rule, secret, path), …}"""
        return {(finding['rule'], finding['secret'], location['path'])
                for finding in self.report(*arguments)['findings']
                for location in finding['locations']}

    def secrets(self, *arguments):
        return {secret for _, secret, _ in self.found(*arguments)}

    def refused(self):
        done = self.run_patrol('scan', '--config', str(self.config))
        self.assertExits(2, done)
        return done.stderr.decode()

    # Rules.

    def test_a_rule_finds_its_regex(self):
        self.configure(RULE)
        self.write('a', f'x {key(1)} y')
        self.assertEqual(self.found(), {('contoso-key', key(1), 'a')})

    def test_what_looks_like_a_placeholder_counts(self):
        self.configure("[[rules]]\nid = 'x'\nregex = 'pass[a-z]{4}'\n")
        self.write('a', 'password')
        self.assertEqual(self.secrets(), {'password'})

    def test_without_useDefault_the_catalogue_is_replaced(self):
        self.configure(RULE)
        self.write('a', tokens.github_pat())
        self.assertEqual(self.found(), set())

    def test_useDefault_adds_the_catalogue(self):
        self.configure('[extend]\nuseDefault = true\n' + RULE)
        self.write('a', tokens.github_pat() + '\n' + key(1))
        self.assertEqual(self.secrets(), {tokens.github_pat(), key(1)})

    def test_keys_count_in_any_case(self):
        self.configure("[[RULES]]\nID = 'x'\nRegex = '(a)(b+)'\n"
                       'secretgroup = 2\n')
        self.write('a', 'abbb')
        self.assertEqual(self.secrets(), {'bbb'})

    def test_secretGroup_is_the_secret(self):
        self.configure("[[rules]]\nid = 'x'\nregex = '(k)=([0-9]+)'\n"
                       'secretGroup = 2\n')
        self.write('a', 'k=123456')
        self.assertEqual(self.secrets(), {'123456'})

    def test_the_first_group_that_is_not_empty_is_the_secret(self):
        self.configure("[[rules]]\nid = 'x'\n"
                       "regex = '(q*)k=(a+)?([0-9]+)'\n")
        self.write('a', 'k=123456')
        self.assertEqual(self.secrets(), {'123456'})

    def test_without_a_group_the_match_is_the_secret(self):
        self.configure("[[rules]]\nid = 'x'\nregex = 'k=[0-9]+'\n")
        self.write('a', 'k=123456')
        self.assertEqual(self.secrets(), {'k=123456'})

    def test_a_name_of_a_group_in_the_way_of_go(self):
        self.configure("[[rules]]\nid = 'x'\nregex = 'k=(?<n>[0-9]+)'\n")
        self.write('a', 'k=123456')
        self.assertEqual(self.secrets(), {'123456'})

    def test_entropy_must_be_exceeded(self):
        # 'aabb' has exactly one bit a character.
        self.configure("[[rules]]\nid = 'x'\nregex = 'k=([a-z]+)'\n"
                       'entropy = 1.0\n')
        self.write('a', 'k=aabb\nk=aabbc\n')
        self.assertEqual(self.secrets(), {'aabbc'})

    def test_an_unbounded_regex_runs(self):
        long = drawn(7, 3000)
        self.configure("[[rules]]\nid = 'x'\n"
                       "regex = '(?s)BEGIN(.+?)END'\n")
        self.write('a', f'BEGIN{long}END BEGIN\n1\n2\nEND')
        self.assertEqual(self.secrets(), {long, '\n1\n2\n'})

    def test_a_regex_without_a_literal_runs(self):
        self.configure("[[rules]]\nid = 'x'\nregex = '[a-z]{4}[0-9]{4,}'\n")
        self.write('a', '... abcd1234567 ...')
        self.assertEqual(self.secrets(), {'abcd1234567'})

    def test_matches_do_not_overlap(self):
        self.configure("[[rules]]\nid = 'x'\nregex = '[0-9]{4}'\n")
        self.write('a', '12345678')
        self.assertEqual(self.secrets(), {'1234', '5678'})

    def test_a_class_of_unicode_is_of_characters(self):
        self.configure("[[rules]]\nid = 'x'\nregex = '''k=(\\pL{4})'''\n")
        self.write('a', 'k=äöüß1')
        self.assertEqual(self.secrets(), {'äöüß'})

    def test_a_keyword_lets_a_rule_run_wherever_it_stands(self):
        self.configure(RULE + 'keywords = ["Contoso", "other"]\n')
        self.write('with', key(1) + '\n' * 1000 + '# CONTOSO')
        self.write('without', key(2))
        self.assertEqual(self.secrets(), {key(1)})

    def test_a_keyword_megabytes_behind_counts(self):
        self.configure(RULE + 'keywords = ["contoso"]\n')
        filler = 'lorem ipsum\n' * 300_000
        self.write('with', key(1) + '\n' + filler + 'contoso')
        self.write('before', 'contoso\n' + filler + key(3))
        self.write('without', key(2) + '\n' + filler)
        self.assertEqual(self.secrets(), {key(1), key(3)})

    def test_a_keyword_may_stand_in_what_is_decoded(self):
        self.configure(RULE + 'keywords = ["ctk_"]\n')
        self.write('a', base64.b64encode(key(1).encode()).decode())
        self.assertEqual(self.secrets(), {key(1)})

    def test_a_path_bounds_where_a_rule_looks(self):
        self.configure(RULE + "path = '''\\.conf$'''\n")
        self.write('a/x.conf', key(1))
        self.write('a/x.txt', key(2))
        self.assertEqual(self.found(), {('contoso-key', key(1), 'a/x.conf')})

    def test_a_path_alone_is_a_finding(self):
        self.configure("[[rules]]\nid = 'p12'\npath = '''\\.p12$'''\n")
        self.write('a/x.p12', b'\x00\x01\x02')
        self.write('a/x.txt', 'p12')
        self.assertEqual({(rule, path) for rule, _, path in self.found()},
                         {('p12', 'a/x.p12')})

    def test_tags_reach_the_report(self):
        self.configure(RULE + 'tags = ["contoso", "internal"]\n')
        self.write('a', key(1))
        self.run_patrol('scan', '--config', str(self.config), '--format',
                        'sarif', '--output', str(self.out / 'r'))
        self.assertIn('"internal"', (self.out / 'r').read_text())

    def test_skipReport_hides_a_rule(self):
        self.configure(RULE + 'skipReport = true\n')
        self.write('a', key(1))
        self.assertEqual(self.secrets(), set())

    def test_required_rules_must_be_near(self):
        self.configure(RULE + """
[[rules.required]]
id = "contoso-id"
withinLines = 2
[[rules]]
id = "contoso-id"
regex = '''cid-[0-9]{6}'''
skipReport = true
""")
        self.write('near', f'cid-123456\n{key(1)}\n')
        self.write('far', 'cid-123456\n\n\n\n' + key(2))
        self.write('alone', key(3))
        self.assertEqual(self.secrets(), {key(1)})

    def test_required_columns_count(self):
        self.configure(RULE + """
[[rules.required]]
id = "contoso-id"
withinColumns = 40
[[rules]]
id = "contoso-id"
regex = '''cid-[0-9]{6}'''
skipReport = true
""")
        self.write('near', f'cid-123456 {key(1)}')
        self.write('far', 'cid-123456' + ' ' * 80 + key(2))
        self.assertEqual(self.secrets(), {key(1)})

    def test_a_generic_rule_yields_to_another(self):
        self.configure(RULE + "[[rules]]\nid = 'my-generic-key'\n"
                       "regex = '''key = ([a-z0-9_]{20,40})'''\n")
        self.write('a', f'key = {key(1)}')
        self.assertEqual(self.found(), {('contoso-key', key(1), 'a')})

    # Allowlists.

    def assert_allows(self, allowlist, allowed, others):
        """Of both files' secrets those of `others` alone are reported."""
        self.configure(RULE + allowlist)
        report = self.report()
        self.assertEqual(
            {finding['secret'] for finding in report['findings']}, others)
        self.assertEqual(report['scan']['suppressed_count'], len(allowed))
        self.assertEqual(report['scan']['suppressed_by_repository'], 0)

    def write_two(self):
        self.write('test/a', f'one = {key(1)}')
        self.write('src/b', f'two = {key(2)}')

    def test_a_path_is_allowed(self):
        self.write_two()
        self.assert_allows("[[rules.allowlists]]\npaths = ['''^test/''']\n",
                           {key(1)}, {key(2)})

    def test_a_secret_is_allowed(self):
        self.write_two()
        self.assert_allows(
            f"[[rules.allowlists]]\nregexes = ['''{key(1)[6:12]}''']\n",
            {key(1)}, {key(2)})

    def test_a_match_is_allowed(self):
        self.configure("[[rules]]\nid = 'x'\nregex = '[a-z]+ = (ctk\\w+)'\n"
                       "[[rules.allowlists]]\nregexTarget = 'match'\n"
                       "regexes = ['''^one''']\n")
        self.write_two()
        self.assertEqual(self.secrets(), {key(2)})

    def test_a_line_is_allowed(self):
        self.write_two()
        self.assert_allows("[[rules.allowlists]]\nregexTarget = 'line'\n"
                           "regexes = ['''^one''']\n", {key(1)}, {key(2)})

    def test_a_stopword_in_the_secret_is_allowed(self):
        self.write_two()
        self.assert_allows('[[rules.allowlists]]\n'
                           f'stopwords = ["{key(1)[6:12].upper()}"]\n',
                           {key(1)}, {key(2)})

    def test_AND_needs_all_that_is_named(self):
        self.write_two()
        both = ("[[rules.allowlists]]\ncondition = 'AND'\n"
                "paths = ['''^test/''']\nregexes = ['''%s''']\n")
        self.assert_allows(both % key(1), {key(1)}, {key(2)})
        self.assert_allows(both % key(2), set(), {key(1), key(2)})

    def test_OR_needs_one(self):
        self.write_two()
        self.assert_allows(
            "[[rules.allowlists]]\ncondition = '||'\npaths = ['''^test/''']\n"
            f"regexes = ['''{key(2)}''']\n", {key(1), key(2)}, set())

    def test_the_single_form_of_a_rule(self):
        self.write_two()
        self.assert_allows("[rules.allowlist]\npaths = ['''^test/''']\n",
                           {key(1)}, {key(2)})

    def test_the_single_form_of_all(self):
        self.write_two()
        self.assert_allows("[allowlist]\npaths = ['''^test/''']\n",
                           {key(1)}, {key(2)})

    def test_one_for_all_rules(self):
        self.write_two()
        self.assert_allows("[[allowlists]]\npaths = ['''^test/''']\n",
                           {key(1)}, {key(2)})

    def test_one_for_the_rules_that_it_names(self):
        self.configure(RULE + "[[rules]]\nid = 'number'\nregex = '#[0-9]{9}'\n"
                       "[[allowlists]]\ntargetRules = ['contoso-key']\n"
                       "paths = ['''^test/''']\n")
        self.write('test/a', f'{key(1)} #123456789')
        self.assertEqual(self.secrets(), {'#123456789'})

    def test_a_commit_is_allowed(self):
        def git(*arguments):
            return run_git(self.tree, self.home, *arguments).decode()
        git('init', '-q')
        self.write_two()
        git('add', 'test')
        git('commit', '-qm', 'one')
        commit = git('rev-parse', 'HEAD').strip()
        git('add', 'src')
        git('commit', '-qm', 'two')
        self.configure(RULE + f'[[allowlists]]\ncommits = ["{commit}"]\n')
        done = self.run_patrol('history', '--show-secrets', '--config',
                               str(self.config), '--format', 'jsonl')
        self.assertIn(key(2).encode(), done.stdout)
        self.assertNotIn(key(1).encode(), done.stdout)

    # Extension.

    def base(self, text, name='base.toml'):
        (self.tree / name).write_text(text)

    def test_a_rule_of_the_file_that_is_extended(self):
        self.base(RULE)
        self.configure('[extend]\npath = "base.toml"\n')
        self.write('a', key(1))
        self.assertEqual(self.secrets(), {key(1)})

    def test_a_regex_takes_the_place_of_the_extended_one(self):
        self.base(RULE)
        self.configure('[extend]\npath = "base.toml"\n[[rules]]\n'
                       "id = 'contoso-key'\nregex = '''ctk2_[a-z0-9]{24}'''\n")
        new = 'ctk2' + key(2)[3:]
        self.write('a', f'{key(1)} {new}')
        self.assertEqual(self.secrets(), {new})

    def test_entropy_alone_changes_nothing_else(self):
        self.base(RULE)
        self.configure('[extend]\npath = "base.toml"\n[[rules]]\n'
                       "id = 'contoso-key'\nentropy = 3.0\n")
        self.write('a', key(1) + ' ctk' + '_' + 'a' * 24)
        self.assertEqual(self.secrets(), {key(1)})

    def test_keywords_are_added(self):
        self.base(RULE + 'keywords = ["one"]\n')
        self.configure('[extend]\npath = "base.toml"\n[[rules]]\n'
                       "id = 'contoso-key'\nkeywords = ['two']\n")
        self.write_two()
        self.write('c', key(3))
        self.assertEqual(self.secrets(), {key(1), key(2)})

    def test_allowlists_are_added(self):
        self.base(RULE + "[[rules.allowlists]]\npaths = ['''^test/''']\n")
        self.configure('[extend]\npath = "base.toml"\n[[rules]]\n'
                       "id = 'contoso-key'\n"
                       "[[rules.allowlists]]\npaths = ['''^src/''']\n")
        self.write_two()
        self.write('c', key(3))
        self.assertEqual(self.secrets(), {key(3)})

    def test_a_disabled_rule_finds_nothing(self):
        self.base(RULE + "[[rules]]\nid = 'number'\nregex = '#[0-9]{9}'\n")
        self.configure('[extend]\npath = "base.toml"\n'
                       'disabledRules = ["number"]\n')
        self.write('a', f'{key(1)} #123456789')
        self.assertEqual(self.secrets(), {key(1)})

    def test_two_files_may_be_extended_in_a_row(self):
        self.base(RULE, 'c.toml')
        self.base('[extend]\npath = "c.toml"\n', 'b.toml')
        self.base('[extend]\npath = "b.toml"\n', 'a.toml')
        self.configure('[extend]\npath = "b.toml"\n')
        self.write('a', key(1))
        self.assertEqual(self.secrets(), {key(1)})
        self.configure('[extend]\npath = "a.toml"\n')
        self.assertEqual(self.secrets(), set())

    def test_a_rule_of_the_catalogue_by_another_scanners_name(self):
        """generic-api-key is generic-secret here."""
        value = drawn(9, 40, string.ascii_letters + string.digits)
        self.write('test/a', f'api_token = "{value}"\n')
        self.configure('[extend]\nuseDefault = true\n')
        self.assertEqual(self.secrets(), {value})
        self.configure('[extend]\nuseDefault = true\n'
                       'disabledRules = ["generic-api-key"]\n')
        self.assertEqual(self.secrets(), set())
        self.configure('[extend]\nuseDefault = true\n[[rules]]\n'
                       "id = 'generic-api-key'\n[[rules.allowlists]]\n"
                       "paths = ['''^test/''']\n")
        self.assertEqual(self.secrets(), set())

    # What is wrong.

    def test_faults_are_told_with_file_line_and_field(self):
        for text, told in (
                ("x = [", ':1:'),
                ("[[rules]]\nregex = 'a'\n", ':1: id: is missing'),
                ("[[rules]]\nid = 'x'\n", ':1: rule x'),
                ("[[rules]]\nid = 'x'\nregex = '('\n", 'rule x: regex'),
                ("[[rules]]\nid = 'x'\nregex = 'ab'\nsecretGroup = 2\n",
                 'rule x: secretGroup'),
                (RULE + '[[rules.allowlists]]\ndescription = "none"\n',
                 'allowlists'),
                (RULE + "[[rules.allowlists]]\npaths = ['(']\n", 'paths'),
                (RULE + "[[rules.allowlists]]\ncondition = 'XOR'\n"
                 "paths = ['a']\n", 'condition'),
                (RULE + "[allowlist]\npaths = ['a']\n[[allowlists]]\n"
                 "paths = ['b']\n", 'allowlist'),
                ("[extend]\nuseDefault = true\npath = 'a.toml'\n",
                 'both path and useDefault'),
                ("[extend]\npath = 'none.toml'\n", 'none.toml'),
                (RULE + "[[allowlists]]\ntargetRules = ['y']\npaths = ['a']\n",
                 'targetRules'),
                (RULE + "[[rules.required]]\nid = 'y'\n", 'required')):
            with self.subTest(text):
                self.configure(text)
                error = self.refused()
                self.assertIn(told, error)
                self.assertIn('gitleaks.toml', error)

    def test_unknown_keys_are_named_and_ignored(self):
        self.configure('colour = 1\n' + RULE + 'weight = 3\n')
        self.write('a', key(1))
        done = self.run_patrol('scan', '--config', str(self.config))
        self.assertExits(1, done)
        errors = done.stderr.decode()
        self.assertIn('gitleaks.toml:1: colour', errors)
        self.assertIn('rule contoso-key: weight', errors)


if __name__ == '__main__':
    unittest.main()
