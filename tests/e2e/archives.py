"""Archives to scan, and what every test of them starts from."""

import gzip
import io
import json
import lzma
import tarfile
import zipfile

import tokens
from patrol_test_case import PatrolTestCase, locations_of

TOKEN = tokens.github_pat()
TEXT = f'first line\n  key = "{TOKEN}"\n'


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
