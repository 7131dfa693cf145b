#!/usr/bin/env python3
"""Archives: what is in them is found, and its place is named."""

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import unittest
import zipfile

from archives import TEXT, TOKEN, ArchiveTestCase, deb_of, tar_of, zip_of
from patrol_test_case import locations_of


class Formats(ArchiveTestCase):

    def test_zips_of_all_methods(self):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED,
                       zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            with self.subTest(method):
                report = self.scanned('a.zip', zip_of({'in/file': TEXT}, method))
                self.assertMembers(report, 'in/file')
                self.assertEqual(report['scan']['status'], 'complete')
                self.assertEqual(report['scan']['skipped'], [])

    def test_zip_written_to_a_pipe(self):
        """Sizes stand behind the data, not in front of it."""
        class Pipe(io.RawIOBase):
            written = b''

            def writable(self):
                return True

            def write(self, data):
                self.written += bytes(data)
                return len(data)

        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            pipe = Pipe()
            with zipfile.ZipFile(pipe, 'w', method) as archive:
                archive.writestr('one', TEXT)
                archive.writestr('two', TEXT)
            with self.subTest(method):
                self.assertMembers(self.scanned('a.zip', pipe.written),
                                   'one', 'two')

    def test_name_of_an_archive_does_not_matter(self):
        for name in ('app.jar', 'a.nupkg', 'text.docx', 'a.txt', 'noname'):
            with self.subTest(name):
                self.assertMembers(self.scanned(name, zip_of({'f': TEXT})), 'f')

    def test_text_called_zip_is_a_text(self):
        self.assertMembers(self.scanned('a.zip', TEXT), None)

    def test_tars(self):
        for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT,
                     tarfile.PAX_FORMAT):
            with self.subTest(form):
                long = 'folder/' * 30 + 'file'
                names = ('f',) if form == tarfile.USTAR_FORMAT else ('f', long)
                self.assertMembers(
                    self.scanned('a.tar', tar_of(dict.fromkeys(names, TEXT),
                                                 form)), *names)

    def test_compressed_tar_is_one_archive(self):
        tar = tar_of({'dir/file': TEXT})
        for packed in (gzip.compress(tar), bz2.compress(tar),
                       lzma.compress(tar)):
            report = self.scanned('a.tar.any', packed, '--max-archive-depth=1')
            self.assertMembers(report, 'dir/file')

    def test_compressed_file(self):
        data = TEXT.encode()
        for ending, packed in (('gz', gzip.compress(data)),
                               ('bz2', bz2.compress(data)),
                               ('xz', lzma.compress(data))):
            with self.subTest(ending):
                self.assertMembers(self.scanned('app.log.' + ending, packed),
                                   'app.log')
                self.assertMembers(self.scanned('packed', packed), 'content')

    def test_gzip_of_several_parts(self):
        parts = gzip.compress(b'first line\n') + gzip.compress(
            TEXT.encode()[len('first line\n'):])
        self.assertMembers(self.scanned('a.gz', parts), 'a')

    def test_deb(self):
        report = self.scanned('p.deb', deb_of({'./etc/conf': TEXT}))
        self.assertMembers(report, 'data.tar.xz!./etc/conf')
        self.assertEqual(report['scan']['status'], 'complete')

    def test_office_documents(self):
        for name, member in (('a.docx', 'word/document.xml'),
                             ('a.xlsx', 'xl/sharedStrings.xml'),
                             ('a.odt', 'content.xml')):
            report = self.scanned(name, zip_of({'[Content_Types].xml': '<x/>',
                                                member: TEXT}))
            self.assertMembers(report, member)

    def test_utf16_in_an_archive(self):
        report = self.scanned('a.zip', zip_of({'f': TEXT.encode('utf-16')}))
        [place] = locations_of(report)
        self.assertEqual((place['member'], place['line'], place['column']),
                         ('f', 2, 10))

    def test_archive_on_standard_input(self):
        done = self.run_patrol('scan', '--format=json', '-q', '-',
                               input=gzip.compress(tar_of({'f': TEXT})))
        [place] = locations_of(json.loads(done.stdout))
        self.assertEqual((place['path'], place['member']), ('-', 'f'))

    def test_large_member_is_read_in_pieces(self):
        text = 'x' * 79 + '\n'
        text = text * 40_000 + TOKEN
        report = self.scanned('a.zip', zip_of({'f': text}))
        [place] = locations_of(report)
        self.assertEqual((place['line'], place['column']), (40_001, 1))


class Names(ArchiveTestCase):

    def test_human_report_joins_path_and_member(self):
        self.write('lib.jar', zip_of({'dir/f': TEXT}))
        self.assertIn(b'\n    lib.jar!dir/f:2:10\n',
                      self.run_patrol('scan').stdout)

    def test_names_beyond_ascii(self):
        for name in ('ü/€.txt', '鍵'):
            self.assertMembers(self.scanned('a.zip', zip_of({name: TEXT})), name)
            self.assertMembers(self.scanned('a.tar', tar_of({name: TEXT})), name)

    def test_name_that_is_no_utf8(self):
        tar = tar_of({'nxme': TEXT}, tarfile.USTAR_FORMAT)
        header = bytearray(tar[:512].replace(b'nxme', b'n\xffme'))
        header[148:156] = b'        '
        header[148:155] = b'%06o\0' % sum(header)
        report = self.scanned('a.tar', bytes(header) + tar[512:])
        [place] = locations_of(report)
        self.assertEqual(place['member'], 'n\ufffdme')
        self.assertEqual(place['member_b64'], 'bv9tZQ==')

    def test_hostile_names(self):
        """They name no place to write to, and move no cursor."""
        names = ('../../escape', '/etc/absolute', 'a\x1b]0;x\x07b', 'c\nd')
        self.write('a.tar', tar_of(dict.fromkeys(names, TEXT)))
        done = self.run_patrol('scan')
        self.assertNotIn(b'\x1b', done.stdout + done.stderr)
        self.assertIn(b'a.tar!../../escape:2:10', done.stdout)
        self.assertEqual(sorted(os.listdir(self.scratch)),
                         ['home', 'out', 'tree'])
        self.assertEqual(os.listdir(self.tree), ['a.tar'])

    def test_secret_in_a_name_is_redacted(self):
        done = self.run_patrol('scan', '--format=json',
                               cwd=self.write('t/a.zip', zip_of(
                                   {f'{TOKEN}.txt': TEXT})).parent)
        self.assertNotIn(TOKEN.encode(), done.stdout + done.stderr)

    def test_endless_name_is_cut(self):
        report = self.scanned('a.tar', tar_of({'n' * 100_000: TEXT}))
        [place] = locations_of(report)
        self.assertEqual(place['member'], 'n' * 1024 + '...')

    def test_same_name_twice_is_two_places_in_one(self):
        tar = (tar_of({'f': TEXT}, tarfile.USTAR_FORMAT)[:1024] +
               tar_of({'f': 'moved\n' + TEXT}, tarfile.USTAR_FORMAT))
        lines = [place['line']
                 for place in locations_of(self.scanned('a.tar', tar))]
        self.assertEqual(lines, [2, 3])

    def test_places_are_sorted_by_path_and_member(self):
        self.write('b.zip', zip_of({'z': TEXT, 'a': 'x\n' + TEXT}))
        self.write('a', TEXT)
        self.write('c', TEXT)
        self.assertEqual([(p['path'], p.get('member'))
                          for p in locations_of(self.scan())],
                         [('a', None), ('b.zip', 'a'), ('b.zip', 'z'),
                          ('c', None)])


class Depth(ArchiveTestCase):

    NESTED = zip_of({'one': TEXT, 'in.zip': zip_of(
        {'two': TEXT, 'in.zip': zip_of({'three': TEXT})})})

    def test_default_is_two(self):
        report = self.scanned('a.zip', self.NESTED)
        self.assertMembers(report, 'one', 'in.zip!two')
        self.assertEqual(report['scan']['status'], 'complete')
        self.assertEqual(
            report['scan']['skipped'],
            [{'path': 'a.zip', 'member': 'in.zip!in.zip',
              'reason': 'archive deeper than --max-archive-depth'}])

    def test_deeper_if_asked_for(self):
        self.assertMembers(
            self.scanned('a.zip', self.NESTED, '--max-archive-depth=3'),
            'one', 'in.zip!two', 'in.zip!in.zip!three')

    def test_zero_opens_none(self):
        """Then an archive is a binary file like others."""
        packed = zip_of({'f': TEXT}, zipfile.ZIP_STORED)
        report = self.scanned('a.zip', packed, '--max-archive-depth=0')
        self.assertEqual(report['scan']['skipped'],
                         [{'path': 'a.zip', 'reason': 'binary'}])
        [place] = locations_of(report)
        self.assertNotIn('member', place)

    def test_no_number_is_refused(self):
        for number in ('-1', 'many', '1001'):
            self.assertRefused(self.run_patrol(
                'scan', '--max-archive-depth', number), '--max-archive-depth')


if __name__ == '__main__':
    unittest.main()
