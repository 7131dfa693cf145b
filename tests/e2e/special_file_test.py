#!/usr/bin/env python3
"""What stands in a tree beside regular files, and files that cannot be read.

Nothing of it may hang the scan, lead it out of the tree or be lost in silence:
links and devices are skipped and counted, what cannot be read is named.
"""

import os
import unittest

import tokens
from patrol_test_case import PatrolTestCase, reasons_of


class SpecialFile(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.write('leak', tokens.github_pat() + '\n')

    def assertSkipped(self, path, reason):
        report = self.scan()
        self.assertEqual(reasons_of(report['scan']['skipped']).get(path),
                         reason)
        self.assertEqual(report['scan']['status'], 'complete')
        self.assertPlaces(report, ('leak', 1, 1))

    def assertUnread(self, path, reason, report):
        self.assertEqual(reasons_of(report['scan']['unread']), {path: reason})
        self.assertEqual(report['scan']['status'], 'partial')
        self.assertPlaces(report, ('leak', 1, 1))

    def link(self, name, target):
        (self.tree / name).symlink_to(target)

    def test_link_to_a_file_is_not_followed(self):
        self.link('link', 'leak')
        self.assertSkipped('link', 'symbolic link')

    def test_link_to_a_folder_above_is_not_followed(self):
        self.link('link', '..')
        self.assertSkipped('link', 'symbolic link')

    def test_link_out_of_the_tree_is_not_followed(self):
        (self.out / 'other').write_text(tokens.azure_pat())
        self.link('link', self.out)
        self.assertSkipped('link', 'symbolic link')

    def test_dangling_link(self):
        self.link('link', 'missing')
        self.assertSkipped('link', 'symbolic link')

    def test_link_to_itself(self):
        self.link('link', 'link')
        self.assertSkipped('link', 'symbolic link')

    def test_link_to_an_endless_device(self):
        self.link('link', '/dev/zero')
        self.assertSkipped('link', 'symbolic link')

    def test_fifo(self):
        os.mkfifo(self.tree / 'fifo')
        self.assertSkipped('fifo', 'not a regular file')

    def test_socket(self):
        self.socket_at(self.tree / 'socket')
        self.assertSkipped('socket', 'not a regular file')

    def test_link_that_is_named_is_followed(self):
        self.link('link', 'leak')
        self.assertPlaces(self.scan('link'), ('link', 1, 1))

    def test_link_to_a_folder_that_is_named_is_followed(self):
        (self.scratch / 'link').symlink_to(self.tree)
        self.assertPlaces(self.scan(str(self.scratch / 'link')),
                          ('leak', 1, 1))

    def test_socket_that_is_named_is_unread(self):
        self.socket_at(self.tree / 'socket')
        report = self.scan('socket')
        self.assertEqual(len(report['scan']['unread']), 1)
        self.assertEqual(report['scan']['status'], 'partial')

    def test_file_that_is_named_through_a_process_substitution(self):
        reading, writing = os.pipe()
        os.write(writing, tokens.github_pat().encode())
        os.close(writing)
        report = self.scan(f'/dev/fd/{reading}', pass_fds=[reading])
        os.close(reading)
        self.assertPlaces(report, (f'/dev/fd/{reading}', 1, 1))

    def test_unreadable_file_is_named(self):
        self.write('a/locked', 'text').chmod(0)
        self.assertUnread('a/locked', 'Permission denied',
                          self.scan(**self.bound_by_modes()))

    def test_unreadable_folder_is_named(self):
        self.write('a/locked/file', 'text')
        folder = self.tree / 'a/locked'
        folder.chmod(0)
        self.addCleanup(folder.chmod, 0o700)
        self.assertUnread('a/locked', 'Permission denied',
                          self.scan(**self.bound_by_modes()))

    def test_folder_that_lists_and_does_not_open(self):
        self.write('a/file', 'text')
        folder = self.tree / 'a'
        folder.chmod(0o400)
        self.addCleanup(folder.chmod, 0o700)
        self.assertUnread('a/file', 'Permission denied',
                          self.scan(**self.bound_by_modes()))

    def test_hard_links_are_two_places_of_one_finding(self):
        os.link(self.tree / 'leak', self.tree / 'again')
        report = self.scan()
        self.assertEqual(len(report['findings']), 1)
        self.assertPlaces(report, ('again', 1, 1), ('leak', 1, 1))

    def test_file_that_claims_to_be_empty(self):
        report = self.scan('/proc/self/status')
        self.assertGreater(report['scan']['bytes'], 100)
        self.assertEqual(report['scan']['status'], 'complete')

    def test_file_named_twice_is_one_place(self):
        self.assertPlaces(self.scan('leak', './leak'), ('leak', 1, 1))

    def test_files_and_folders_side_by_side(self):
        self.write('a/b', tokens.github_pat())
        self.write('c', tokens.github_pat())
        self.assertPlaces(self.scan('a', 'c'), ('a/b', 1, 1), ('c', 1, 1))

    def test_larger_file_than_wanted(self):
        self.write('large', tokens.github_pat() + ' ' * 2000)
        report = self.scan('--max-file-size', '1KB')
        self.assertPlaces(report, ('leak', 1, 1))
        self.assertEqual(reasons_of(report['scan']['skipped']),
                         {'large': 'larger than --max-file-size'})

    def test_file_of_just_the_size_that_is_wanted(self):
        self.assertPlaces(self.scan('--max-file-size', '41'), ('leak', 1, 1))
        self.assertPlaces(self.scan('--max-file-size', '40'))

    def test_sparse_file_of_a_terabyte_is_left_at_the_time_out(self):
        with open(self.tree / 'sparse', 'wb') as file:
            file.truncate(1 << 40)
        report = self.scan('--timeout', '0.5')
        self.assertIn('time-out', [entry['reason'] for entry in
                                   report['scan']['unread']])
        self.assertPlaces(report, ('leak', 1, 1))


if __name__ == '__main__':
    unittest.main()
