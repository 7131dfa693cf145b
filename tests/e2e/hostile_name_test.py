#!/usr/bin/env python3
"""File names are the attacker's. None of them may forge a line of a report,
steer a terminal, hide text, or make a report unreadable."""

import base64
import json
import os
import unittest

import tokens
from patrol_test_case import PatrolTestCase, locations_of

NAMES = {
    'newline': b'a\nb',
    'carriage return': b'a\rb',
    'tab': b'a\tb',
    'escape': b'a\x1b[31m\x1b]0;title\x07b',
    'bidi override': 'a\u202egnp.b'.encode(),
    'zero width': 'a\u200bb'.encode(),
    'c1 control': b'a\xc2\x9b31mb',
    'bad utf-8': b'a\xff\xfe\x80b',
    'cut utf-8': b'a\xe2\x82',
    'overlong utf-8': b'a\xc0\xafb',
    'surrogate': b'a\xed\xa0\x80b',
    'quotes': b'a"\'\\b',
    'leading dash': b'--output',
    'colon and bang': b'a:1:2!b',
    'azure command': b'##vso[task.setvariable variable=a]b',
    'github command': b'::error::b',
    'percent': b'%s%n%41',
    'html': b'<script>&amp;',
    'spaces': b'  a  ',
    'longest': b'n' * 255,
    'emoji': '\U0001f600 \u00e9'.encode(),
}
# Bytes that no output may hold unescaped.
STEERING = [b'\x1b', b'\r', b'\x07', b'\xc2\x9b', '\u202e'.encode(),
            '\u200b'.encode(), b'\xff', b'\xed\xa0\x80', b'##vso[', b'##[',
            b'\n::']


class HostileName(PatrolTestCase):

    def setUp(self):
        super().setUp()
        for kind, name in NAMES.items():
            path = os.path.join(os.fsencode(self.tree), name)
            with open(path, 'w', encoding='ascii') as file:
                file.write(tokens.github_pat(kind))

    def test_every_file_is_scanned(self):
        self.assertEqual(len(self.scan()['findings']), len(NAMES))

    def test_no_output_holds_what_steers(self):
        for output_format in ('human', 'json', 'jsonl'):
            done = self.run_patrol('scan', '--verbose', '--stats',
                                   '--format', output_format)
            for bytes_ in STEERING:
                with self.subTest(f'{output_format} {bytes_}'):
                    self.assertNotIn(bytes_, b'\n' + done.stdout)
                    self.assertNotIn(bytes_, b'\n' + done.stderr)

    def test_unreadable_ones_are_named_harmlessly(self):
        for name in NAMES.values():
            os.chmod(os.path.join(os.fsencode(self.tree), name), 0)
        done = self.run_patrol('scan', **self.bound_by_modes())
        self.assertExits(3, done)
        for bytes_ in STEERING:
            with self.subTest(bytes_):
                self.assertNotIn(bytes_, b'\n' + done.stderr)

    def test_human_report_keeps_its_lines(self):
        text = self.run_patrol('scan').stdout.decode()
        self.assertIn(r'a\nb:1:1', text)
        self.assertIn(r'a\x1b[31m', text)
        self.assertIn(r'a\u{202e}gnp.b:1:1', text)
        self.assertIn(r'a\xff\xfe\x80b:1:1', text)

    def test_json_gives_back_every_name(self):
        report = self.scan()
        names = {name_of(location) for location in locations_of(report)}
        self.assertEqual(names, set(NAMES.values()))

    def test_jsonl_gives_back_every_name_a_line_each(self):
        done = self.run_patrol('scan', '--format', 'jsonl')
        objects = [json.loads(line) for line in done.stdout.split(b'\n')[:-1]]
        names = {name_of(location) for finding in objects[1:-1]
                 for location in finding['locations']}
        self.assertEqual(names, set(NAMES.values()))

    def test_base64_is_given_for_names_that_are_no_utf8_alone(self):
        for location in locations_of(self.scan()):
            is_utf8 = '\ufffd' not in location['path']
            self.assertEqual('path_b64' not in location, is_utf8, location)

    def test_name_as_a_path_on_the_command_line(self):
        for kind, name in NAMES.items():
            with self.subTest(kind):
                report = self.scan(b'./' + name)
                self.assertEqual(len(report['findings']), 1)


def name_of(location):
    if 'path_b64' in location:
        return base64.b64decode(location['path_b64'])
    return location['path'].encode()


if __name__ == '__main__':
    unittest.main()
