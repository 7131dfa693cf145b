#!/usr/bin/env python3
"""What a file may consist of, and the line and column of what is found."""

import unittest

import tokens
from patrol_test_case import PatrolTestCase, locations_of

PIECE = 1 << 20  # bytes; a file is scanned in pieces of about this size


class FileContent(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()

    def assertFoundAt(self, content, line, column):
        """Once, there, and the bytes at `offset` are those that were found."""
        self.write('file', content)
        report = self.scan()
        self.assertPlaces(report, ('file', line, column))
        self.assertEqual(report['scan']['status'], 'complete')
        return locations_of(report)[0]

    def assertClean(self, content):
        self.write('file', content)
        done = self.run_patrol('scan')
        self.assertExits(0, done)

    # Little, or nothing.

    def test_empty_file(self):
        self.assertClean(b'')

    def test_one_byte(self):
        for byte in (b'g', b'\n', b'\0', b'\xff'):
            with self.subTest(byte):
                self.assertClean(byte)

    def test_nothing_but_zeros(self):
        self.assertClean(bytes(100_000))

    def test_beginning_of_a_token(self):
        for length in range(1, len(self.token)):
            with self.subTest(length):
                self.write(str(length), self.token[:length])
        self.assertExits(0, self.run_patrol('scan'))

    # Line ends.

    def test_token_alone_without_a_final_newline(self):
        self.assertFoundAt(self.token, 1, 1)

    def test_last_line_without_a_newline(self):
        self.assertFoundAt('a\nb\n' + self.token, 3, 1)

    def test_unix_lines(self):
        self.assertFoundAt(f'a\n\n  {self.token}\n', 3, 3)

    def test_windows_lines(self):
        self.assertFoundAt(f'a\r\n\r\n  {self.token}\r\n', 3, 3)

    def test_old_mac_lines(self):
        self.assertFoundAt(f'a\r\r  {self.token}\r', 3, 3)

    def test_mixed_lines(self):
        self.assertFoundAt(f'a\rb\nc\r\n{self.token}', 4, 1)

    # Encodings. Columns count characters.

    def test_utf8(self):
        self.assertFoundAt(f'é€\U0001f600 {self.token}', 1, 5)

    def test_utf8_with_a_byte_order_mark(self):
        place = self.assertFoundAt(b'\xef\xbb\xbf' + self.token.encode(), 1, 1)
        self.assertEqual(place['offset'], 3)

    def test_bytes_that_are_no_utf8(self):
        # 0x80 looks as if it continued a code point, and fills no column.
        self.assertFoundAt(b'\xfd\xff\xfe\x80 ' + self.token.encode(), 1, 5)

    def test_latin_1(self):
        self.assertFoundAt('é '.encode('latin-1') + self.token.encode(), 1, 3)

    def test_utf16(self):
        text = f'Schlüssel:\r\n  {self.token}\r\n'
        for order in ('utf-16-le', 'utf-16-be'):
            for mark in ('\ufeff', ''):
                with self.subTest(f'{order} {len(mark)}'):
                    content = (mark + text).encode(order)
                    place = self.assertFoundAt(content, 2, 3)
                    at, length = place['offset'], place['length']
                    self.assertEqual(
                        content[at:at + length].decode(order), self.token)
                    self.assertEqual(place['decoded_from'],
                                     [order.replace('16-', '16')])

    def test_utf16_cut_in_the_middle_of_a_character(self):
        self.assertFoundAt(('\ufeff' + self.token + ' ').encode('utf-16-le') +
                           b'x', 1, 1)

    def test_utf16_longer_than_a_piece(self):
        text = 'line\n' * (PIECE // 5) + self.token
        self.assertFoundAt(('\ufeff' + text).encode('utf-16-le'),
                           PIECE // 5 + 1, 1)

    # Binary files.

    def test_token_in_a_binary_file(self):
        self.write('file', b'\x7fELF\0\0\0' + self.token.encode() + bytes(50))
        report = self.scan()
        self.assertEqual([finding['rule'] for finding in report['findings']],
                         ['github-pat'])
        self.assertEqual(report['scan']['skipped'],
                         [{'path': 'file', 'reason': 'binary'}])

    def test_token_behind_a_late_zero(self):
        self.assertFoundAt(b'text\n' * 5000 + b'\0\n' + self.token.encode(),
                           5002, 1)

    # Large ones.

    def test_token_at_every_offset_around_a_border(self):
        for shift in range(-50, 20, 3):
            self.write(f'{shift:+}', 'x' * (PIECE + shift - 1) + ' ' +
                       self.token + ' y')
        report = self.scan()
        self.assertEqual(len(report['findings']), 1)
        self.assertPlaces(report, *((f'{shift:+}', 1, PIECE + shift + 1)
                                    for shift in range(-50, 20, 3)))

    def test_lines_of_many_pieces_are_counted_on(self):
        lines = 700_000
        self.assertFoundAt('12345\n' * lines + 'é ' + self.token, lines + 1, 3)

    def test_tokens_in_many_pieces_are_one_finding(self):
        block = self.token + '\n' + 'x' * (PIECE // 3) + '\n'
        self.write('file', block * 12)
        report = self.scan()
        self.assertEqual(len(report['findings']), 1)
        self.assertPlaces(report, *(('file', 1 + 2 * i, 1) for i in range(12)))

    def test_token_at_the_end_of_every_size_near_a_page(self):
        for size in range(4090, 4102):
            self.write(str(size), ' ' * (size - len(self.token)) + self.token)
        self.assertEqual(len(locations_of(self.scan())), 12)

    # What glues to a token.

    def test_what_may_stand_around_a_token(self):
        around = {'quotes': '"{}"', 'xml': '<a>{}</a>', 'url': 'https://{}@h/',
                  'escape': '\\n{}\\n', 'assignment': 'A={}', 'comma': '{},',
                  'backtick': '`{}`', 'json': '{{"a":"{}"}}'}
        for kind, form in around.items():
            self.write(kind, form.format(self.token))
        self.assertPlaces(self.scan(), *(
            (kind, 1, form.format('|').index('|') + 1)
            for kind, form in around.items()))

    def test_ten_thousand_secrets_in_one_file_are_the_limit(self):
        self.write('file', '\n'.join(tokens.github_pat(str(i))
                                     for i in range(10_050)))
        report = self.scan()
        self.assertEqual(len(report['findings']), 10_000)
        self.assertEqual(report['scan']['status'], 'partial')
        self.assertEqual(
            [entry['reason'] for entry in report['scan']['unread']],
            ['limit: more than 10000 secrets in one file'])


if __name__ == '__main__':
    unittest.main()
