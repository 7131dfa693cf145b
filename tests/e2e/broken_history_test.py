#!/usr/bin/env python3
"""Histories that cannot be read whole, and repositories that mean harm."""

import random
import subprocess
import unittest

import tokens
from history_cases import HistoryTestCase
from patrol_test_case import IS_SMALL


class BrokenHistoryTest(HistoryTestCase):
    """What cannot be read is said, and is not called clean."""

    def setUp(self):
        super().setUp()
        self.git('init', '-q')
        self.secret = tokens.github_pat('broken')

    def assertPartial(self, report, reason):
        self.assertEqual(report['scan']['status'], 'partial')
        self.assertGreater(report['scan']['unread_count'], 0)
        self.assertTrue(any(reason in entry['reason'] or
                            reason in entry['path']
                            for entry in report['scan']['unread']),
                        report['scan']['unread'])

    def packed(self):
        self.commit('one', 1000, a='1\n' * 1000)
        self.commit('two', 2000, a='1\n' * 1000 + '2\n')
        self.git('repack', '-q', '-a', '-d')
        pack = next((self.tree / '.git/objects/pack').glob('*.pack'))
        for file in pack.parent.iterdir():
            file.chmod(0o644)
        return pack

    def test_a_missing_object(self):
        self.commit('one', 1000, a=f'x = "{self.secret}"\n')
        blob = self.git('rev-parse', 'HEAD:a').decode().strip()
        (self.tree / '.git/objects' / blob[:2] / blob[2:]).unlink()
        self.assertPartial(self.history(status=3), 'missing')

    def test_a_damaged_object(self):
        self.commit('one', 1000, a='1\n')
        blob = self.git('rev-parse', 'HEAD:a').decode().strip()
        path = self.tree / '.git/objects' / blob[:2] / blob[2:]
        path.chmod(0o644)
        path.write_bytes(b'\0' + path.read_bytes()[1:])
        self.assertPartial(self.history(status=3), blob)

    def test_a_damaged_pack(self):
        pack = self.packed()
        data = pack.read_bytes()
        chance = random.Random(5)
        for _ in range(20 if IS_SMALL else 60):
            broken = bytearray(data)
            broken[chance.randrange(12, len(data))] ^= 1 << chance.randrange(8)
            pack.write_bytes(broken)
            self.assertPartial(self.history(status=3, env={
                'XDG_CACHE_HOME': str(self.out)}), '')

    def test_a_pack_that_is_cut_off(self):
        pack = self.packed()
        data = pack.read_bytes()
        for size in (0, 8, 40, len(data) - 1):
            pack.write_bytes(data[:size])
            self.assertPartial(self.history(status=3), '')

    def test_a_pack_without_its_index(self):
        pack = self.packed()
        pack.with_suffix('.idx').unlink()
        self.assertPartial(self.history(status=3), 'index')

    def test_packs_that_only_a_multi_pack_index_lists(self):
        self.packed()
        self.commit('two', 2000, b=f'x = "{self.secret}"\n')
        self.git('repack', '-q', '-d')
        self.git('multi-pack-index', 'write')
        packs = self.tree / '.git/objects/pack'
        indexes = list(packs.glob('*.idx'))
        self.assertEqual(len(indexes), 2)
        expected = self.history('--no-cache', status=1)
        for index in indexes:
            index.unlink()
        report = self.history('--no-cache', status=1)
        self.assertEqual(report['findings'], expected['findings'])
        for summary in (report['scan'], expected['scan']):
            summary.update(started='', duration_ms=0)
        self.assertEqual(report['scan'], expected['scan'])
        ranged = self.history('--range', 'HEAD~1..HEAD', status=1)
        self.assertEqual(len(ranged['findings']), 1)

    def test_a_multi_pack_index_that_is_damaged(self):
        pack = self.packed()
        self.git('multi-pack-index', 'write')
        pack.with_suffix('.idx').unlink()
        path = self.tree / '.git/objects/pack/multi-pack-index'
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:40])
        self.assertPartial(self.history(status=3), 'index')

    def test_a_damaged_copy_beside_a_good_one(self):
        pack = self.packed()
        self.git('unpack-objects', '-q', '-r', input=pack.read_bytes(),
                 env={'GIT_OBJECT_DIRECTORY': str(self.out)})
        subprocess.run(['cp', '-r', str(self.out) + '/.',
                        str(self.tree / '.git/objects')], check=True)
        data = bytearray(pack.read_bytes())
        data[60] ^= 255
        pack.write_bytes(data)
        report = self.history(status=0)
        self.assertEqual(report['scan']['status'], 'complete')

    def test_a_shallow_clone(self):
        self.commit('one', 1000, a=f'x = "{self.secret}"\n')
        self.commit('two', 2000, a=f'x = "{self.secret}"\ny\n')
        self.git('clone', '-q', '--depth=1', 'file://' + str(self.tree),
                 '../shallow')
        self.tree = self.scratch / 'shallow'
        report = self.history(status=1)
        self.assertPartial(report, 'shallow')
        (location,) = report['findings'][0]['locations']
        self.assertTrue(location['shallow'])

    def test_a_partial_clone(self):
        self.commit('one', 1000, a='1\n')
        self.git('config', 'uploadpack.allowFilter', 'true')
        self.git('clone', '-q', '--bare', '--filter=blob:none',
                 'file://' + str(self.tree), '../partial')
        self.tree = self.scratch / 'partial'
        self.assertPartial(self.history(status=3), 'missing')


class HostileRepositoryTest(HistoryTestCase):

    def test_nothing_of_the_repository_is_executed(self):
        trap = self.out / 'trap'
        trap.write_text(f'#!/bin/sh\ntouch {self.out}/sprung\n')
        trap.chmod(0o755)
        self.git('init', '-q')
        self.write('.gitattributes', '* diff=x filter=x\n')
        self.commit('one', 1000, a='1\n')
        for key in ('core.fsmonitor', 'core.pager', 'core.sshCommand',
                    'core.editor', 'core.askPass', 'diff.external',
                    'diff.x.textconv', 'diff.x.command', 'filter.x.clean',
                    'filter.x.smudge', 'filter.x.process', 'alias.history',
                    'alias.rev-list', 'gpg.program', 'uploadpack.packObjectsHook',
                    'core.alternateRefsCommand', 'pager.log'):
            self.git('config', key, str(trap))
        for hook in ('post-checkout', 'pre-commit', 'reference-transaction',
                     'post-index-change'):
            path = self.tree / '.git/hooks' / hook
            path.parent.mkdir(exist_ok=True)
            path.write_text(trap.read_text())
            path.chmod(0o755)
        for arguments in ((), ('--range', 'HEAD'), ('--reachable',)):
            self.run_patrol('history', '.', *arguments)
        self.assertFalse((self.out / 'sprung').exists())

if __name__ == '__main__':
    unittest.main()
