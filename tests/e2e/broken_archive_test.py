#!/usr/bin/env python3
"""Archives that are damaged, cut short or hold nothing: what can be read is,
and what cannot is said."""

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import unittest

from archives import TEXT, ArchiveTestCase, tar_of, zip_of
from patrol_test_case import IS_SMALL


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


if __name__ == '__main__':
    unittest.main()
