"""What tests of `patrol history` have in common."""

import io
import json
import zipfile

from patrol_test_case import PatrolTestCase
from repositories import Truth, run_git


KEYS = ('commit', 'blob', 'versions', 'at_head', 'removed_commit')


def zip_of(members):
    """The bytes of an archive; members: name -> content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w') as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


class HistoryTestCase(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.environment['XDG_CACHE_HOME'] = str(self.home / 'cache')

    def git(self, *arguments, **options):
        options.setdefault('folder', self.tree)
        folder = options.pop('folder')
        return run_git(folder, self.home, *arguments, **options)

    def history(self, *arguments, status=None, **options):
        done = self.run_patrol('history', '--format', 'json', *arguments,
                               **options)
        self.assertNotEqual(done.stdout, b'', done.stderr)
        if status is not None:
            self.assertExits(status, done)
        return json.loads(done.stdout)

    def commit(self, message, date, **files):
        for name, content in files.items():
            self.write(name.replace('__', '/'), content)
        self.git('add', '-A')
        self.git('commit', '-q', '--allow-empty', '-m', message, date=date)
        return self.git('rev-parse', 'HEAD').decode().strip()

    @staticmethod
    def places(report):
        """(path, secret) -> the keys of its location, secrets being shown."""
        return {(location['path'], finding['secret']):
                {key: location[key] for key in KEYS if key in location}
                for finding in report['findings']
                for location in finding['locations']
                if location['kind'] == 'blob'}

    def assertTruth(self, secrets, *arguments):
        """The report says what git says, however the objects are read."""
        expected = Truth(self.git, secrets).places()
        texts = set()
        for how in ((), ('--no-delta-scan',), ('--jobs', '1')):
            report = self.history('--show-secrets', '--no-cache', *how,
                                  *arguments)
            self.assertEqual(self.places(report), expected)
            self.assertEqual(report['scan']['status'], 'complete')
            report['scan'].update(started='', duration_ms=0)
            texts.add(json.dumps(report))
        self.assertEqual(len(texts), 1)
