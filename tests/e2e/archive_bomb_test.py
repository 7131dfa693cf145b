#!/usr/bin/env python3
"""Archives made to exhaust whoever reads them: their scan ends soon, in little
memory, and says what it did not read."""

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
from archives import TEXT, ArchiveTestCase, tar_of, zip_of
from patrol_test_case import IS_SMALL, PATIENCE, PROGRAM, locations_of

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


def gzipped_zeros(size):
    """As gzip.compress(bytes(size)) would, without so much memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b''.join([packer.compress(block) for _ in range(size >> 20)] +
                    [packer.flush()])


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
