"""Git repositories for tests, and what git says is in them.

A repository is made by the real git in the test's folder, without anybody's
configuration. Histories of any shape are written with fast-import.
"""

import os
import subprocess

GIT = ['git', '-c', 'init.defaultBranch=main', '-c', 'user.name=A U Thor',
       '-c', 'user.email=author@example.com', '-c', 'commit.gpgSign=false',
       '-c', 'core.hooksPath=/dev/null', '-c', 'protocol.file.allow=always',
       '-c', 'gc.auto=0']


def run_git(folder, home, *arguments, date=None, **options):
    """Standard output of git, as bytes. `date`: of what is committed."""
    environment = {'PATH': os.environ['PATH'], 'HOME': str(home),
                   'GIT_CONFIG_NOSYSTEM': '1', 'LANG': 'C.UTF-8'}
    if date is not None:
        stamp = f'@{date} +0000'
        environment |= {'GIT_AUTHOR_DATE': stamp, 'GIT_COMMITTER_DATE': stamp}
    environment |= options.pop('env', {})
    done = subprocess.run([*GIT, *arguments], cwd=folder, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f'git {arguments}: {done.stderr.decode()}')
    return done.stdout


class Truth:
    """Where secrets came in and went, found out the slow and obvious way.

    For each commit there is, git lists the tree; pairs of a path and a secret
    are compared with those of all parents.
    """

    def __init__(self, git, secrets):
        self.git, self.secrets = git, secrets
        self.blobs, self.trees, self.parents, self.dates = {}, {}, {}, {}
        for commit in self.objects('commit'):
            self._read(commit)
        head = subprocess.run(
            [*GIT, 'rev-parse', '-q', '--verify', 'HEAD^{commit}'],
            cwd=git('rev-parse', '--absolute-git-dir').decode().strip(),
            stdout=subprocess.PIPE, check=False).stdout.decode().strip()
        self.head = head or None
        self.of_head = set(git('rev-list', head).decode().split()
                           if head else [])

    def objects(self, kind):
        listing = self.git('cat-file', '--batch-all-objects', '--unordered',
                           '--batch-check=%(objecttype) %(objectname)')
        return sorted(line.split()[1] for line in listing.decode().splitlines()
                      if line.split()[0] == kind)

    def _read(self, commit):
        fields = self.git('show', '-s', '--format=%ct %P', commit)
        date, *parents = fields.decode().split()
        self.dates[commit], self.parents[commit] = int(date), parents
        tree = {}
        for entry in self.git('ls-tree', '-r', '-z', commit).split(b'\0'):
            if not entry:
                continue
            about, path = entry.split(b'\t', 1)
            _, kind, blob = about.decode().split()
            if kind == 'blob':
                tree[path.decode()] = blob
        self.trees[commit] = tree

    def secrets_of(self, blob):
        if blob not in self.blobs:
            content = self.git('cat-file', 'blob', blob)
            self.blobs[blob] = {s for s in self.secrets
                                if s.encode() in content}
        return self.blobs[blob]

    def pairs(self, commit):
        return {(path, secret)
                for path, blob in self.trees.get(commit, {}).items()
                for secret in self.secrets_of(blob)}

    def places(self):
        """(path, secret) -> what a report must say of it."""
        brought, took, versions, from_all = {}, {}, {}, set()
        for commit, tree in self.trees.items():
            own = self.pairs(commit)
            before = set().union(*(self.pairs(p) for p in
                                   self.parents[commit]), set())
            for pair in own - before:
                brought.setdefault(pair, []).append(commit)
            for pair in before - own:
                took.setdefault(pair, []).append(commit)
                if all(pair in self.pairs(p) for p in self.parents[commit]):
                    from_all.add((pair, commit))
            for path, secret in own:
                versions.setdefault((path, secret), set()).add(tree[path])
        at_head = self.pairs(self.head) if self.head else set()
        places = {}
        for pair, commits in brought.items():
            commit = min(commits, key=lambda c: (self.dates[c], c))
            place = {'commit': commit, 'blob': self.trees[commit][pair[0]],
                     'versions': len(versions[pair]),
                     'at_head': pair in at_head}
            if pair not in at_head and pair in took:
                place['removed_commit'] = min(
                    took[pair], key=lambda c: (c not in self.of_head,
                                               (pair, c) not in from_all,
                                               -self.dates[c], c))
            places[pair] = place
        return places
