#!/usr/bin/env python3
"""Archives: what is in them is found; what cannot be read is said; and what
was made to exhaust whoever reads it ends soon."""

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import unittest
import zipfile
import zlib

import quine
import tokens
from patrol_test_case import (IS_SMALL, PATIENCE, PROGRAM, PatrolTestCase,
                              locations_of)

TOKEN = tokens.github_pat()
TEXT = f'first line\n  key = "{TOKEN}"\n'
MOST_MEMORY = 50 << 10  # KiB; most is the program itself
# Runs a program and prints the memory that it took. A process starts with the
# peak of the one that started it, so this must be a small one.
MEASURE = """
import os, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
sys.stderr.write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def zip_of(members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, 'w', method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tar_of(members, form=tarfile.PAX_FORMAT):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode='w', format=form) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            data = content.encode() if isinstance(content, str) else content
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def ar_of(members):
    out = b'!<arch>\n'
    for name, data in members.items():
        out += (f'{name:16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n'
                .encode() + data + b'\n' * (len(data) % 2))
    return out


def deb_of(members):
    return ar_of({'debian-binary': b'2.0\n',
                  'control.tar.gz': gzip.compress(tar_of({'./control': 'x'})),
                  'data.tar.xz': lzma.compress(tar_of(members))})


def gzipped_zeros(size):
    """As gzip.compress(bytes(size)) would, without so much memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b''.join([packer.compress(block) for _ in range(size >> 20)] +
                    [packer.flush()])


class ArchiveTestCase(PatrolTestCase):

    def scanned(self, name, content, *flags):
        """The report on one file, and its exit status in self.status."""
        path = self.write(name, content)
        done = self.run_patrol('scan', '--format', 'json', '--quiet', *flags,
                               str(path.name))
        self.status = done.returncode
        return json.loads(done.stdout)

    def assertMembers(self, report, *members):
        """Of the places where something was found; all on line 2, column 10."""
        places = locations_of(report)
        self.assertEqual(sorted(place.get('member') for place in places),
                         sorted(members))
        for place in places:
            self.assertEqual((place['line'], place['column'], place['offset']),
                             (2, 10, 20))

    def assertUnread(self, report, member, reason):
        """That alone; the scan is partial."""
        self.assertEqual(report['scan']['status'], 'partial')
        [entry] = report['scan']['unread']
        self.assertEqual(entry.get('member'), member)
        self.assertIn(reason, entry['reason'])


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


class Broken(ArchiveTestCase):

    def test_what_stood_before_the_cut_is_found(self):
        noise = os.urandom(20_000)
        for name, whole in (('a.zip', zip_of({'f': TEXT, 'g': noise})),
                            ('a.tar', tar_of({'f': TEXT, 'g': noise}))):
            with self.subTest(name):
                report = self.scanned(name, whole[:10_000])
                self.assertMembers(report, 'f')
                self.assertUnread(report, 'g', 'the rest of it was not read')
                self.assertEqual(self.status, 1)

    def test_cut_at_every_byte(self):
        """Never complete while something is missing, and never a crash."""
        tar = gzip.compress(tar_of({'f': 'x' * 600}))
        for at in range(20, len(tar) - 8, 7):
            report = self.scanned('a.tar.gz', tar[:at])
            self.assertEqual(report['scan']['status'], 'partial', at)
            self.assertEqual(self.status, 3)

    def test_damage_anywhere(self):
        whole = zip_of({'f': TEXT, 'g': TEXT * 3})
        for at in range(4, len(whole), 3 if IS_SMALL else 1):
            broken = bytearray(whole)
            broken[at] ^= 0x55
            self.write('a.zip', bytes(broken))
            self.assertIn(self.run_patrol('scan').returncode, (0, 1, 3), at)

    def test_wrong_check_sum(self):
        broken = bytearray(zip_of({'f': TEXT, 'g': TEXT}))
        broken[14] ^= 1  # the CRC in the first header
        report = self.scanned('a.zip', bytes(broken))
        self.assertMembers(report, 'f', 'g')
        self.assertUnread(report, 'f', 'CRC')

    def test_lying_size(self):
        for size in (3, 0x7FFFFFFF):
            broken = bytearray(zip_of({'f': TEXT}))
            broken[22:26] = struct.pack('<I', size)  # uncompressed
            report = self.scanned('a.zip', bytes(broken))
            self.assertMembers(report, 'f')
            self.assertUnread(report, 'f', 'wrong size')

    def test_size_beyond_the_end(self):
        tar = bytearray(tar_of({'f': TEXT}, tarfile.USTAR_FORMAT))
        tar[124:135] = b'77777777777'  # 8 GiB
        tar[148:156] = b'        '
        tar[148:155] = b'%06o\0' % sum(tar[:512])
        report = self.scanned('a.tar', bytes(tar))
        self.assertMembers(report, 'f')
        self.assertUnread(report, 'f', 'runcated')

    def test_encrypted_member_is_skipped(self):
        packed = bytearray(zip_of({'f': os.urandom(100), 'g': TEXT}))
        packed[6] |= 1
        report = self.scanned('a.zip', bytes(packed))
        self.assertMembers(report, 'g')
        self.assertEqual(report['scan']['status'], 'complete')
        self.assertEqual(report['scan']['skipped'],
                         [{'path': 'a.zip', 'member': 'f',
                           'reason': 'encrypted'}])

    def test_empty_archives(self):
        for content in (zip_of({}), gzip.compress(b''), lzma.compress(b''),
                        bz2.compress(b''), tar_of({'empty': ''})):
            report = self.scanned('a', content)
            self.assertEqual(report['scan']['status'], 'complete')
            self.assertEqual(self.status, 0)

    def test_links_and_folders_hold_nothing(self):
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode='w') as archive:
            for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE,
                         tarfile.CHRTYPE, tarfile.FIFOTYPE):
                entry = tarfile.TarInfo('n' + kind.decode())
                entry.type, entry.linkname = kind, '/etc/passwd'
                archive.addfile(entry)
        report = self.scanned('a.tar', stream.getvalue())
        self.assertEqual((self.status, report['scan']['files'],
                          report['scan']['skipped_count']), (0, 0, 0))


class Bombs(ArchiveTestCase):

    EXPANDS = 'limit: an archive that expands too much'

    def scanned(self, name, content, *flags):
        """In bounded memory; its time is bounded by PATIENCE."""
        path = self.write(name, content)
        done = subprocess.run(
            [sys.executable, '-c', MEASURE, PROGRAM, 'scan', '--format=json',
             '--quiet', *flags, path.name], check=False, cwd=self.tree,
            env=self.environment, capture_output=True, timeout=PATIENCE)
        self.status = done.returncode
        if not IS_SMALL:  # a sanitizer's shadow memory counts, too
            self.assertLess(int(done.stderr), MOST_MEMORY)
        return json.loads(done.stdout)

    def test_zeros(self):
        report = self.scanned('zeros.gz', gzipped_zeros(1 << 29))
        self.assertUnread(report, 'zeros', self.EXPANDS)
        self.assertEqual(self.status, 3)

    def test_zip_that_holds_itself(self):
        itself = quine.quine_zip()
        with zipfile.ZipFile(io.BytesIO(itself)) as archive:
            self.assertEqual(archive.read('itself.zip'), itself)
        report = self.scanned('itself.zip', itself)
        self.assertEqual(report['scan']['status'], 'complete')
        self.assertEqual(report['scan']['skipped_count'], 1)
        report = self.scanned('itself.zip', itself, '--max-archive-depth=1000')
        self.assertUnread(report, '!'.join(['itself.zip'] * 16),
                          'limit: more than 16 archives in archives')

    def test_fifty_levels(self):
        for pack in (gzip.compress, lambda data: zip_of({'a.zip': data}),
                     lambda data: gzip.compress(tar_of({'a': data}))):
            content = TEXT.encode()
            for _ in range(50):
                content = pack(content)
            report = self.scanned('deep', content, '--max-archive-depth=1000')
            [entry] = report['scan']['unread']
            self.assertEqual(entry['reason'],
                             'limit: more than 16 archives in archives')

    def test_branching(self):
        """42.zip: sixteen zips in each of sixteen zips, five times over, and
        a large file in each of the last. Then text: it must not be lost."""
        inner = zip_of({'0.dll': bytes(32 << 20)})
        for _ in range(4):
            inner = zip_of({f'{i}.zip': inner for i in range(16)})
        bomb = zip_of({'first': TEXT} | {f'{i}.zip': inner for i in range(16)})
        report = self.scanned('42.zip', bomb, '--max-archive-depth=1000')
        self.assertMembers(report, 'first')
        self.assertUnread(report, '0.zip!0.zip!0.zip!0.zip!0.zip!0.dll',
                          self.EXPANDS)

    def test_members_that_overlap(self):
        """One member that a thousand entries of the directory point to is read
        once: David Fifield's kind of bomb does not go off."""
        packed = zip_of({'f': bytes(10 << 20)})
        end = packed.rindex(b'PK\5\6')
        start = packed.index(b'PK\1\2')
        count = 1000
        bomb = (packed[:start] + packed[start:end] * count + b'PK\5\6' +
                struct.pack('<HHHHIIH', 0, 0, count, count,
                            (end - start) * count, start, 0))
        with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
            self.assertEqual(len(archive.infolist()), count)
        report = self.scanned('a.zip', bomb)
        self.assertEqual(report['scan']['bytes'], 10 << 20)
        self.assertEqual(report['scan']['status'], 'complete')

    def test_very_many_empty_members(self):
        header = tar_of({'f': ''}, tarfile.USTAR_FORMAT)[:512]
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        block = header * 1000
        blocks = 50 if IS_SMALL else 1100
        bomb = b''.join([packer.compress(block) for _ in range(blocks)] +
                        [packer.compress(bytes(1024)), packer.flush()])
        report = self.scanned('a.tar.gz', bomb)
        if IS_SMALL:
            self.assertEqual(report['scan']['files'], 50_000)
        else:
            self.assertUnread(report, None, 'limit: too many members')

    def test_many_archives_in_an_archive(self):
        empty = zip_of({'f': ''})
        middle = zip_of({str(i): empty for i in range(200)})
        bomb = zip_of({str(i): middle for i in range(200)})
        report = self.scanned('a.zip', bomb, '--max-archive-depth=3')
        [entry] = report['scan']['unread']
        self.assertIn('limit: too many members', entry['reason'])

    def test_window_of_four_gigabytes(self):
        """The header of an .xz says how much memory is needed to unpack it."""
        packed = bytearray(lzma.compress(TEXT.encode(), preset=0))
        header = slice(12, 12 + (packed[12] + 1) * 4)
        packed[packed.index(b'\x21\x01', 12) + 2] = 40
        packed[header.stop - 4:header.stop] = struct.pack(
            '<I', zlib.crc32(packed[header][:-4]))
        report = self.scanned('a.xz', bytes(packed))
        self.assertUnread(report, None, 'needs too much memory')

    def test_the_scan_goes_on_behind_a_bomb(self):
        self.write('a.gz', gzipped_zeros(1 << 28))
        self.write('b.txt', TEXT)
        report = self.scan('--jobs=1')
        self.assertEqual([p['path'] for p in locations_of(report)], ['b.txt'])

    def test_time_out_ends_an_archive(self):
        noise = os.urandom(100_000)
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        slow = b''.join([packer.compress(noise + bytes(1 << 20))
                         for _ in range(300)] +
                        [packer.flush()])
        report = self.scanned('slow.gz', slow, '--timeout=0.1')
        self.assertEqual(report['scan']['status'], 'partial')
        self.assertIn('time-out',
                      [entry['reason'] for entry in report['scan']['unread']])


if __name__ == '__main__':
    unittest.main()
