"""Reports of --format json, made up for tests of what reads them.

They hold no secret: what a finding shows is redacted, and its fingerprint is
computed from its number.
"""

import copy
import hashlib

STARTED = '2026-11-23T20:00:00Z'

RULES = (
    # id, name, severity
    ('cloud-pat', 'Cloud personal access token', 'critical'),
    ('deploy-token', 'Deploy token', 'high'),
    ('chat-webhook', 'Chat webhook', 'medium'),
    ('password', 'Password in a configuration file', 'low'),
)


def commit_id(number):
    return hashlib.sha1(str(number).encode()).hexdigest()


def location(path, line=1, **more):
    return {'path': path, 'kind': 'blob', 'line': line, 'column': 8,
            'end_line': line, 'end_column': 92, 'offset': 120, 'length': 84,
            'decoded_from': [], 'confidence': 'high'} | more


def introduced(path, date, removed=None, author='Ada Lovelace', line=1,
               **more):
    """A location of a history; `date` and `removed` are days."""
    history = {'blob': commit_id(path), 'commit': commit_id(path + date),
               'author': author,
               'email': author.split()[0].lower() + '@example.com',
               'date': date + 'T12:00:00Z', 'versions': 1,
               'at_head': removed is None}
    if removed:
        history |= {'removed_commit': commit_id(removed),
                    'removed_date': removed + 'T12:00:00Z'}
    return location(path, line, **(history | more))


def finding(number, locations=None, **more):
    rule, name, severity = RULES[number % len(RULES)]
    return {'fingerprint': hashlib.md5(str(number).encode()).hexdigest(),
            'rule': rule, 'name': name, 'severity': severity,
            'confidence': 'high', 'secret': f'{number:04d}'[:4] + '…xYz9',
            'secret_length': 84, 'checksum': 'none', 'facts': {},
            'companions': [], 'verification': {'status': 'unverified'},
            'remediation': {'text': 'Revoke it in the settings, then look '
                                    'through the audit log.',
                            'url': 'https://cloud.example/settings/tokens'},
            'locations': locations or [location(f'src/{number}.txt',
                                                number + 1)]} | more


def report(findings, **scan):
    return {
        'schema': 'patrol-report/1',
        'tool': {'name': 'patrol', 'version': '0.1.0', 'rules': 412,
                 'rules_digest': 'sha256:' + 64 * '0'},
        'scan': {'mode': 'files', 'target': '.', 'status': 'complete',
                 'started': STARTED, 'duration_ms': 1432, 'files': 12345,
                 'blobs': 0, 'commits': 0, 'bytes': 98765432,
                 'skipped_count': 0, 'unread_count': 0, 'suppressed_count': 0,
                 'suppressed_by_repository': 0, 'skipped': [],
                 'unread': []} | scan,
        'findings': copy.deepcopy(findings)}
