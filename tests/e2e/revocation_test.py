#!/usr/bin/env python3
"""patrol revoke: what it says it will do, whether it may, and what it does."""

import json
import os
import pty
import re
import select
import subprocess
import unittest

import tokens
from patrol_test_case import PATIENCE, PROGRAM
from providers import Answer
from repositories import run_git
from verification_cases import VerificationTestCase

GITHUB = 'api.github.com'
REVOKE = '/credentials/revoke'


def vault_token():
    return 'hv' + 's.' + tokens.random_base62('vault', 24)


def okta_token():
    return '0' + '0' + tokens.random_base62('okta', 40)


class RevocationTestCase(VerificationTestCase):

    def setUp(self):
        super().setUp()
        self.report = self.scratch / 'report.json'

    def scanned(self, *arguments):
        report = self.scan(*arguments)
        self.report.write_text(json.dumps(report))
        return report

    def revoke(self, *arguments, **options):
        """(exit status, report, standard error)"""
        done = self.run_patrol('revoke', str(self.report), *self.flags(),
                               '--format', 'json', *arguments, **options)
        report = json.loads(done.stdout) if done.stdout else None
        return done.returncode, report, done.stderr.decode()

    def revoked(self, *arguments, **options):
        """(exit status, verdict on the only finding)"""
        status, report, errors = self.revoke('--yes', *arguments, **options)
        self.assertIsNotNone(report, errors)
        finding, = report['findings']
        return status, finding['verification']


class RevocationTest(RevocationTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()
        self.write('src/a.env', f'GITHUB_TOKEN={self.token}\n')
        self.scanned()
        self.providers.answer(GITHUB, REVOKE, 202)

    # What is done.

    def test_it_is_revoked_and_then_dead(self):
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status'], verdict['detail']),
                         (0, 'dead', 'revoked: HTTP 202'))

    def test_github_is_told_without_an_account(self):
        self.revoked()
        request, = self.providers.requests
        self.assertEqual((request.method, request.host, request.path),
                         ('POST', GITHUB, REVOKE))
        self.assertEqual(json.loads(request.body),
                         {'credentials': [self.token]})
        self.assertNotIn('authorization', request.headers)

    def test_what_the_provider_does_not_take_is_not_revoked(self):
        for answer in (422, 403, 500):
            with self.subTest(answer):
                self.providers.answer(GITHUB, REVOKE, answer)
                status, verdict = self.revoked()
                self.assertEqual((status, verdict['status']), (1, 'unknown'))

    def test_a_secret_is_revoked_once_wherever_it_stands(self):
        for i in range(20):
            self.write(f'f{i}', self.token)
        self.scanned()
        self.revoked()
        self.assertEqual(len(self.providers.requests), 1)

    def test_github_is_told_of_all_its_tokens_at_once(self):
        others = [tokens.github_pat(str(i)) for i in range(30)]
        for i, token in enumerate(others):
            self.write(f'f{i}', token)
        self.scanned()
        log = self.scratch / 'log'
        status, report, _ = self.revoke('--yes', '--audit-log', str(log))
        self.assertEqual(status, 0)
        request, = self.providers.requests
        self.assertEqual(sorted(json.loads(request.body)['credentials']),
                         sorted([*others, self.token]))
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        self.assertEqual({line['fingerprint'] for line in lines},
                         {finding['fingerprint']
                          for finding in report['findings']})
        self.assertEqual(len(lines), 31)

    def test_a_token_on_standard_input_is_revoked(self):
        done = self.run_patrol('revoke', '--yes', *self.flags(), '--format',
                               'json', input=self.token.encode())
        self.assertExits(0, done)
        finding, = json.loads(done.stdout)['findings']
        self.assertEqual(finding['verification']['detail'],
                         'revoked: HTTP 202')

    def test_a_secret_of_a_history_is_read_from_its_blob(self):
        for command in (('init', '-q'), ('add', '-A'),
                        ('commit', '-q', '-m', 'add'),
                        ('rm', '-q', 'src/a.env'),
                        ('commit', '-q', '-m', 'remove')):
            run_git(self.tree, self.home, *command)
        done = self.run_patrol('history', '--format', 'json')
        self.report.write_bytes(done.stdout)
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status']), (0, 'dead'))

    def test_a_secret_that_is_gone_is_unknown(self):
        self.write('src/a.env', 'nothing\n')
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status']), (1, 'unknown'))
        self.assertEqual(self.providers.requests, [])

    def test_only_the_chosen_finding_is_revoked(self):
        other = tokens.github_pat('other')
        self.write('b', other)
        report = self.scanned()
        chosen = next(finding['fingerprint'] for finding in report['findings']
                      if finding['locations'][0]['path'] == 'b')
        status, verdict = self.revoked('--finding', chosen)
        self.assertEqual((status, verdict['status']), (0, 'dead'))
        request, = self.providers.requests
        self.assertEqual(json.loads(request.body), {'credentials': [other]})

    def test_only_live_revokes_what_the_report_says_works(self):
        report = self.scanned()
        for status, count in (('dead', 0), ('live', 1)):
            with self.subTest(status):
                report['findings'][0]['verification'] = {'status': status}
                self.report.write_text(json.dumps(report))
                self.assertEqual(self.revoke('--yes', '--only-live')[0], 0)
                self.assertEqual(len(self.providers.requests), count)

    def test_what_has_no_meaning_here_is_refused(self):
        for arguments in (('--verify', str(self.report)), ('--only-live',)):
            with self.subTest(arguments):
                done = self.run_patrol('revoke', '--yes', *arguments)
                self.assertExits(2, done)
        self.assertEqual(self.providers.tunnels, [])

    def test_a_finding_that_is_not_there_is_an_error(self):
        status, report, errors = self.revoke('--yes', '--finding', 'f' * 32)
        self.assertEqual((status, report), (2, None))
        self.assertIn('f' * 32, errors)
        self.assertEqual(self.providers.requests, [])

    def test_what_no_provider_revokes_is_named_with_the_way_to_do_it(self):
        key = 'AGE-SECRET-KEY-1' + 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L' * 2
        self.write('src/a.env', key[:74])
        self.scanned()
        status, report, errors = self.revoke('--yes')
        self.assertEqual(status, 1)
        self.assertIn('Not by patrol:', errors)
        for finding in report['findings']:
            self.assertIn('not revoked', finding['verification']['detail'])

    # What is said, and kept.

    def test_no_secret_is_shown_or_logged(self):
        log = self.scratch / 'log'
        status, report, errors = self.revoke('--yes', '--audit-log', str(log))
        self.assertEqual(status, 0)
        for text in (json.dumps(report), errors, log.read_text()):
            self.assertNotIn(self.token, text)
        line = json.loads(log.read_text())
        self.assertEqual((line['host'], line['method'], line['answer']),
                         (GITHUB, 'POST', 'HTTP 202'))

    def test_the_plan_names_token_place_and_request(self):
        _, _, errors = self.revoke('--yes')
        self.assertIn('cannot be taken back', errors)
        self.assertRegex(errors, r'GitHub personal access token.*ghp_….*: '
                                 f'POST {GITHUB}')
        self.assertIn('src/a.env:1:14', errors)

    # Whether it may.

    def test_without_a_terminal_and_yes_nothing_is_done(self):
        status, report, errors = self.revoke(start_new_session=True)
        self.assertEqual((status, report), (2, None))
        self.assertIn('--yes', errors)
        self.assertEqual(self.providers.tunnels, [])

    def at_terminal(self, answer):
        """Its exit status, where a person types that."""
        controller, terminal = pty.openpty()
        process = subprocess.Popen(
            [PROGRAM, 'revoke', str(self.report), *self.flags(), '--format',
             'json'], stdin=terminal, stdout=subprocess.PIPE, stderr=terminal,
            cwd=self.tree, env=self.environment, start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)))
        os.close(terminal)
        self.screen = b''
        while b'Type yes: ' not in self.screen:
            ready, _, _ = select.select([controller], [], [], PATIENCE)
            self.assertTrue(ready, self.screen)
            self.screen += os.read(controller, 4096)
        self.assertEqual(self.providers.tunnels, [])
        os.write(controller, answer)
        process.communicate(timeout=PATIENCE)
        os.close(controller)
        return process.returncode

    def test_yes_at_the_terminal_revokes(self):
        self.assertEqual(self.at_terminal(b'yes\n'), 0)
        self.assertEqual(len(self.providers.requests), 1)
        self.assertIn(b'Revoke this secret?', self.screen)

    def test_anything_else_at_the_terminal_revokes_nothing(self):
        for answer in (b'y\n', b'\n', b'no\n', b'yes please\n'):
            with self.subTest(answer):
                self.assertEqual(self.at_terminal(answer), 2)
                self.assertEqual(self.providers.tunnels, [])

    def test_an_interrupt_at_the_question_revokes_nothing(self):
        self.assertNotEqual(self.at_terminal(b'\x03'), 0)
        self.assertEqual(self.providers.tunnels, [])

    def test_a_configuration_of_the_tree_revokes_nothing_anywhere(self):
        self.write('.patrol.toml', """
[[rules]]
id = "github-pat"
[rules.revoke]
method = "POST"
url = "https://gitlab.example.org/steal"
done = ["200"]
""")
        done = self.run_patrol('scan')
        self.assertIn(b'revoke: is ignored', done.stderr)
        status, _ = self.revoked()
        self.assertEqual(status, 0)
        self.assertEqual(self.providers.to('gitlab.example.org'), [])

    def test_a_users_own_recipe_is_followed(self):
        config = self.scratch / 'c.toml'
        config.write_text("""
[[rules]]
id = "own"
regex = '''ownpat_[a-z0-9]{20}'''
[rules.revoke]
method = "DELETE"
url = "https://gitlab.example.org/api/v4/token"
headers = ["PRIVATE-TOKEN: {secret}"]
done = ["204"]
""")
        self.write('src/a.env', 'ownpat_' + 'abcdefghij0123456789')
        self.scanned('--config', str(config))
        self.providers.answer('gitlab.example.org', '/api/v4/token', 204)
        status, verdict = self.revoked('--config', str(config))
        self.assertEqual((status, verdict['detail']),
                         (0, 'revoked: HTTP 204'))


class OwnServerTest(RevocationTestCase):
    """Tokens whose server stands beside them."""

    hosts = ('vault.fabrikam-retail.net', 'fabrikam-retail.okta.com',
             'npm.fabrikam-retail.net')

    def test_vault(self):
        host = self.hosts[0]
        self.write('a', f'VAULT_ADDR=https://{host}\n'
                        f'VAULT_TOKEN={vault_token()}\n')
        self.scanned()
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status']), (1, 'unverified'))
        self.assertIn('--allow-host', verdict['detail'])
        self.assertEqual(self.providers.tunnels, [])

        path = '/v1/auth/token/'
        self.providers.answer(host, path + 'lookup-self', 200,
                              {'data': {'display_name': 'ci',
                                        'policies': ['deploy']}})
        self.providers.answer(host, path + 'revoke-self', 204)
        verdict = self.verdict('--allow-host', host)
        self.assertEqual((verdict['status'], verdict['account'],
                          verdict['scopes']), ('live', 'ci', ['deploy']))
        status, verdict = self.revoked('--allow-host', host)
        self.assertEqual((status, verdict['detail']),
                         (0, f'revoked: HTTP 204 from {host}'))
        request = self.providers.requests[-1]
        self.assertEqual(request.headers['x-vault-token'], vault_token())

    def test_okta(self):
        host = self.hosts[1]
        self.write('a', f"curl -H 'Authorization: SSWS {okta_token()}' "
                        f'https://{host}/api/v1/users\n')
        self.scanned()
        self.providers.answer(host, '/api/v1/users/me', 401,
                              {'errorCode': 'E0000011'})
        self.assertEqual(self.status('--allow-host', host), 'dead')
        self.providers.answer(host, '/api/v1/api-tokens/current', 200)
        status, verdict = self.revoked('--allow-host', host)
        self.assertEqual((status, verdict['detail']),
                         (0, f'revoked: HTTP 200 from {host}'))
        self.assertEqual(self.providers.requests[-1].method, 'DELETE')

    def npm(self, whoami):
        host = self.hosts[2]
        token = 'NpmToken.' + tokens.random_base62('npm', 36)
        self.write('.npmrc', f'//{host}/team/:_authToken={token}\n')
        self.scanned()
        self.providers.answer(host, f'/team/-/npm/v1/tokens/token/{token}', 200)
        self.providers.answer(host, '/team/-/whoami', *whoami)
        return self.revoked('--allow-host', host)

    def test_npm_is_asked_whether_it_is_gone(self):
        status, verdict = self.npm((401,))
        self.assertEqual((status, verdict['status'], verdict['detail']),
                         (0, 'dead', 'revoked: HTTP 200, then HTTP 401'))
        self.assertEqual([request.method
                          for request in self.providers.requests],
                         ['DELETE', 'GET'])

    def test_npm_that_says_yes_and_does_nothing_is_not_believed(self):
        status, verdict = self.npm((200, {'username': 'ada'}))
        self.assertEqual((status, verdict['status'], verdict['detail']),
                         (1, 'live', 'not revoked: HTTP 200, then HTTP 200'))


class AzureDevOpsRevocationTest(RevocationTestCase):

    ADMIN = 'eyJh' + tokens.random_base62('admin', 60)
    OWNER = 'aad.QWRh'
    VSSPS = 'vssps.dev.azure.com'
    LIST = f'/contoso/_apis/tokenadmin/personalaccesstokens/{OWNER}'
    REVOKE = '/contoso/_apis/tokenadmin/revocations'
    ID = '1b2c3d4e-0000-4000-8000-000000000001'

    def setUp(self):
        super().setUp()
        self.token = tokens.azure_pat()
        self.write('a', f'https://dev.azure.com/contoso/x\nt = {self.token}\n')
        finding, = self.scanned()['findings']
        self.created = finding['facts']['created']
        self.environment['PATROL_ENTRA_TOKEN'] = self.ADMIN
        self.providers.answer(
            'dev.azure.com', '/contoso/_apis/connectionData', 200,
            {'authenticatedUser': {'id': self.ID,
                                   'subjectDescriptor': self.OWNER}})
        self.providers.answer(self.VSSPS, self.REVOKE, 204)

    def pat(self, name='build', created=None, to='2999-01-01T00:00:00Z',
            identity=ID):
        return {'displayName': name, 'authorizationId': identity,
                'validFrom': (created or self.created) + '-03T10:00:00.123Z',
                'validTo': to}

    def list(self, *pats):
        self.providers.answer(self.VSSPS, self.LIST, 200,
                              {'value': list(pats), 'continuationToken': ''})

    def test_the_only_token_that_it_can_be_is_revoked(self):
        self.list(self.pat(), self.pat('older', '2019-01'),
                  self.pat('over', to='2020-01-01T00:00:00Z'))
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status'], verdict['detail']),
                         (0, 'dead', 'revoked: HTTP 204, build'))
        *_, request = self.providers.requests
        self.assertEqual((request.method, json.loads(request.body)),
                         ('POST', [{'authorizationId': self.ID}]))
        self.assertIn('isPublic=false', request.path)

    def test_where_several_can_be_it_none_is_revoked(self):
        self.list(self.pat('one'), self.pat('two'))
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status']), (1, 'unknown'))
        self.assertIn('one, two', verdict['detail'])
        self.assertEqual([request.method
                          for request in self.providers.requests],
                         ['GET', 'GET'])

    def test_all_pages_of_the_list_are_read(self):
        def page(request):
            if 'continuationToken=next' in request.path:
                return Answer(200, {'value': [self.pat()]})
            return Answer(200, {'value': [self.pat('older', '2019-01')],
                                'continuationToken': 'next'})
        self.providers.answer(self.VSSPS, self.LIST, page)
        status, _ = self.revoked()
        self.assertEqual(status, 0)

    def test_a_list_without_it_revokes_nothing(self):
        self.list(self.pat(created='2019-01'))
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status']), (1, 'unknown'))

    def test_an_administrator_who_may_not_revokes_nothing(self):
        for answer in (401, 403):
            with self.subTest(answer):
                self.providers.answer(self.VSSPS, self.LIST, answer)
                status, verdict = self.revoked()
                self.assertEqual((status, verdict['status']), (1, 'unknown'))
                self.assertIn('administrator', verdict['detail'])

    def test_a_refusal_to_revoke_is_told(self):
        self.list(self.pat())
        self.providers.answer(self.VSSPS, self.REVOKE, 403)
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status'], verdict['detail']),
                         (1, 'unknown', 'not revoked: HTTP 403'))

    def test_an_expired_token_needs_no_revoking(self):
        self.providers.answer(
            'dev.azure.com', '/contoso/_apis/connectionData', 401,
            {'message': 'The Personal Access Token used has expired.'})
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['detail']), (0, 'expired'))

    def test_without_an_administrators_token_nobody_is_asked(self):
        del self.environment['PATROL_ENTRA_TOKEN']
        status, verdict = self.revoked()
        self.assertEqual((status, verdict['status']), (1, 'unverified'))
        self.assertIn('PATROL_ENTRA_TOKEN', verdict['detail'])
        self.assertEqual(self.providers.tunnels, [])

    def test_each_token_goes_where_it_belongs(self):
        self.list(self.pat())
        self.revoked()
        for request in self.providers.to('dev.azure.com'):
            self.assertNotIn(self.ADMIN.encode(), request.everything())
        self.assertSentNowhereBut(self.token, 'dev.azure.com')

    def test_an_id_that_is_none_is_sent_nowhere(self):
        self.list(self.pat(identity='x"},{"authorizationId":"y'))
        status, _ = self.revoked()
        self.assertEqual(status, 1)
        self.assertFalse(any(re.search('revocations', request.path)
                             for request in self.providers.requests))


if __name__ == '__main__':
    unittest.main()
