#!/usr/bin/env python3
"""A rule file with an error: exit status 2 before anything is scanned, and one
line that names the file, the line, the rule and the field."""

import os
import unittest

from patrol_test_case import PatrolTestCase

GOOD = """[[rules]]
id = "own-token"
regex = '''own_[0-9a-f]{16}'''
"""


class BrokenRules(PatrolTestCase):

    def refuse(self, text, *parts):
        """`text` as a rule file is refused by all who read it, naming `parts`.
        """
        file = self.out / 'own.toml'
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        for command in (['scan', '--rules'], ['rules', 'check'],
                        ['rules', 'compile'], ['rules', 'list', '--rules']):
            with self.subTest(command):
                self.assertRefused(self.run_patrol(*command, str(file)),
                                   *parts)

    def place(self, line):
        return f'{self.out}/own.toml:{line}'

    def test_text_that_is_no_toml(self):
        self.refuse(GOOD + 'severity = \n', self.place(4))

    def test_bytes_that_are_no_text(self):
        self.refuse(b'[[rules]]\nid = "\xff\xfe"\n', self.place(2))

    def test_empty_file(self):
        self.refuse('', f'{self.out}/own.toml')

    def test_unknown_field_and_what_was_meant(self):
        self.refuse(GOOD + 'severty = "low"\n', self.place(4),
                    'rule own-token', 'severty', 'severity')

    def test_field_of_the_wrong_type(self):
        self.refuse(GOOD + 'severity = 3\n', self.place(4), 'rule own-token',
                    'severity', 'an integer, not a string')

    def test_word_that_is_no_severity(self):
        self.refuse(GOOD + 'severity = "huge"\n', self.place(4),
                    'rule own-token', 'severity', 'huge')

    def test_regex_that_does_not_compile(self):
        self.refuse(GOOD.replace('{16}', '{16}('), 'rule own-token', 'regex')

    def test_regex_with_look_around(self):
        self.refuse(GOOD.replace('own_', '(?<!x)own_'), 'rule own-token',
                    'regex')

    def test_regex_that_matches_nothing_at_all(self):
        self.refuse(GOOD.replace('own_[0-9a-f]{16}', ''), self.place(3),
                    'rule own-token', 'regex')

    def test_regex_without_a_bound(self):
        self.refuse(GOOD.replace('{16}', '+'), self.place(3), 'rule own-token',
                    'regex')

    def test_group_that_is_not_there(self):
        self.refuse(GOOD + 'secretGroup = 2\n', self.place(4),
                    'rule own-token', 'secretGroup')

    def test_unknown_checksum(self):
        self.refuse(GOOD + 'checksum = "crc1"\n', self.place(4),
                    'rule own-token', 'checksum', 'crc1')

    def test_rule_without_a_regex(self):
        self.refuse('[[rules]]\nid = "own-token"\n', self.place(1),
                    'rule own-token', 'regex')

    def test_rule_without_an_id(self):
        self.refuse("[[rules]]\nregex = '''own_[0-9a-f]{16}'''\n",
                    self.place(1), 'id')

    def test_two_rules_of_one_name(self):
        self.refuse(GOOD + GOOD, self.place(4), 'rule own-token', 'id')

    def test_id_that_the_catalogue_has(self):
        self.refuse(GOOD.replace('own-token', 'github-pat'),
                    f'{self.out}/own.toml', 'github-pat')

    def test_file_that_does_not_exist(self):
        done = self.run_patrol('scan', '--rules', 'missing.toml')
        self.assertRefused(done, 'missing.toml', 'No such file or directory')

    def test_folder_without_rule_files(self):
        done = self.run_patrol('scan', '--rules', str(self.out))
        self.assertRefused(done, str(self.out), '*.toml')

    def test_fifo_does_not_hang(self):
        os.mkfifo(self.out / 'own.toml')
        done = self.run_patrol('scan', '--rules', f'{self.out}/own.toml')
        self.assertRefused(done, 'own.toml', 'is not a regular file')

    def test_file_of_more_than_10_mb(self):
        with open(self.out / 'own.toml', 'wb') as file:
            file.truncate(11_000_000)
        done = self.run_patrol('scan', '--rules', f'{self.out}/own.toml')
        self.assertRefused(done, 'own.toml', 'larger than 10 MB')

    def test_unreadable_file(self):
        file = self.out / 'own.toml'
        file.write_text(GOOD)
        file.chmod(0)
        done = self.run_patrol('scan', '--rules', str(file),
                               **self.bound_by_modes())
        self.assertRefused(done, 'own.toml', 'Permission denied')


if __name__ == '__main__':
    unittest.main()
