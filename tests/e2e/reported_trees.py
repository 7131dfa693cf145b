"""What the tests of report formats scan: as hostile as it gets, and nothing."""

import os

import archives
import tokens
from hostile_name_test import NAMES
from patrol_test_case import PatrolTestCase
from repositories import run_git

FORMATS = ('sarif', 'gitlab', 'gitleaks', 'junit', 'csv', 'markdown', 'github',
           'azure')
MORE_NAMES = {
    'formula': b'=cmd()',
    'markdown': b'`[a](b)|*_<img src=x>@user',
    'xml': b']]>&lt;\xef\xbf\xbe"',
    'property': b'a,line=1;code=b]c%0A%5D',
}
AUTHOR = ('=cmd() ##vso[task.complete] ::error::x | `a` \u202e "b"',
          'a@<script>|b')


class ReportedTreesTestCase(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.environment['XDG_CACHE_HOME'] = str(self.home / 'cache')
        self.secrets = []

    def write_secret(self, name, seed):
        """A file of the tree that holds a token. `name` is bytes."""
        self.secrets.append(tokens.github_pat(seed))
        path = os.path.join(os.fsencode(self.tree), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='ascii') as file:
            file.write(f'first\nkey = {self.secrets[-1]}\n')

    def make_hostile_tree(self):
        """Every hostile name, an archive, and a token in several places."""
        for kind, name in (NAMES | MORE_NAMES).items():
            self.write_secret(name, kind)
        self.secrets.append(tokens.azure_pat())
        for i in range(4):
            self.write(f'deep/{i}/a.yml', f'token: {self.secrets[-1]}\n')
        member = tokens.github_pat('member')
        self.secrets.append(member)
        self.write('a.zip', archives.zip_of(
            {'in\x1b[31m|`<b>`.txt': member.encode()}))

    def make_hostile_history(self):
        """The same, committed by a hostile author and partly removed."""
        self.make_hostile_tree()
        message = tokens.github_pat('message')
        self.secrets.append(message)
        self.git('add', '-A')
        self.git('commit', '-q', '-m', f'##vso[x]\n::error::{message}')
        for name in (b'=cmd()', b'a\nb'):
            os.remove(os.path.join(os.fsencode(self.tree), name))
        self.git('add', '-A')
        self.git('commit', '-q', '-m', 'removed')

    def git(self, *arguments):
        if not (self.tree / '.git').exists():
            run_git(self.tree, self.home, 'init', '-q')
        name, address = AUTHOR
        identity = {f'GIT_{who}_{what}': value
                    for who in ('AUTHOR', 'COMMITTER')
                    for what, value in (('NAME', name), ('EMAIL', address))}
        return run_git(self.tree, self.home, *arguments, env=identity)

    def make_unread(self):
        """A file that cannot be read where options are bound_by_modes()."""
        self.write('##vso[task.complete]\n::error::x', 'x').chmod(0)

    def report(self, output_format, *arguments, command='scan', **options):
        """What is written in that format, as bytes."""
        done = self.run_patrol(command, '--format', output_format, *arguments,
                               **options)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        return done.stdout

    def samples(self, output_format):
        """(what it is, the report) of all that a format must cope with."""
        yield 'nothing', self.report(output_format)
        self.make_hostile_history()
        yield 'history', self.report(output_format, command='history')
        yield 'files', self.report(output_format, '--no-ignore')
        self.make_unread()
        yield 'partial', self.report(output_format, **self.bound_by_modes())
