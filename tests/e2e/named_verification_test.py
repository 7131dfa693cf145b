#!/usr/bin/env python3
"""Secrets that are asked about with what stands beside them: an account, a
tenant, a collection, a date."""

import html
import json
import unittest

import tokens
from recipe_test import catalogue, example_of
from verification_cases import VerificationTestCase

GOOGLE = 'www.googleapis.com'
ENTRA = 'login.microsoftonline.com'
SERVER = 'tfs.fabrikam-retail.net'
TENANT = '5d6f0c1e-3b7a-4a52-9c40-7f5d2b8e1a93'
CLIENT = 'b1e7c2d4-88fa-4d3b-a0b5-3c9e6f7d2a10'


def entra_secret():
    return 'qrS' + '7Q~' + tokens.random_base62('entra', 31)


class GoogleKeyTest(VerificationTestCase):

    hosts = (GOOGLE,)

    def setUp(self):
        super().setUp()
        self.key_file = example_of(catalogue()['google-service-account-key'])
        self.write('key.json', self.key_file)
        facts = json.loads(self.key_file)
        self.key_id, self.account = (facts['private_key_id'],
                                     facts['client_email'])
        self.path = ('/robot/v1/metadata/x509/' +
                     self.account.replace('@', '%40'))

    def answer(self, status, *key_ids):
        self.providers.answer(
            GOOGLE, self.path, status,
            {key_id: '-----BEGIN CERTIFICATE-----' for key_id in key_ids})

    def test_a_key_that_is_listed_is_live(self):
        self.answer(200, 'f' * 40, self.key_id)
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['account']),
                         ('live', self.account))

    def test_a_key_that_is_not_listed_is_dead(self):
        self.answer(200, 'f' * 40)
        self.assertEqual(self.status(), 'dead')

    def test_other_answers_are_no_verdict(self):
        for answer in ((404,), (500,), (200,)):
            with self.subTest(answer):
                self.answer(*answer)
                self.assertEqual(self.status(), 'unknown')

    def test_nothing_of_the_key_is_sent(self):
        self.answer(200, self.key_id)
        self.verdict()
        request, = self.providers.requests
        key = json.loads(self.key_file)['private_key'].splitlines()[1]
        self.assertNotIn(key.encode(), request.everything())
        self.assertEqual((request.method, request.body), ('GET', b''))


class EntraTest(VerificationTestCase):

    hosts = (ENTRA,)

    def setUp(self):
        super().setUp()
        self.write('.env', f'AZURE_TENANT_ID={TENANT}\n'
                           f'AZURE_CLIENT_ID={CLIENT}\n'
                           f'AZURE_CLIENT_SECRET={entra_secret()}\n')

    def answer(self, status, error=None):
        body = ({'access_token': 'x'} if error is None else
                {'error': 'invalid_client',
                 'error_description': f'{error}: Invalid.'})
        self.providers.answer(ENTRA, f'/{TENANT}/oauth2/v2.0/token', status,
                              body)

    def test_what_the_answers_mean(self):
        for answer, status in (((200,), 'live'),
                               ((401, 'AADSTS7000215'), 'dead'),
                               ((401, 'AADSTS7000222'), 'dead'),
                               ((400, 'AADSTS53003'), 'restricted'),
                               ((400, 'AADSTS700016'), 'unknown'),
                               ((400, 'AADSTS90002'), 'unknown'),
                               ((503,), 'unknown')):
            with self.subTest(answer):
                self.answer(*answer)
                self.assertEqual(self.status(), status)

    def test_the_client_of_the_tenant_is_asked_for(self):
        self.answer(200)
        self.verdict()
        request, = self.providers.requests
        self.assertIn(f'client_id={CLIENT}&'.encode(), request.body)
        self.assertNotIn(entra_secret(), request.path)

    def test_the_token_that_is_answered_is_kept_nowhere(self):
        token = 'eyJ' + 'hbGciOiJub25lIn0.e30.' * 3
        self.providers.answer(ENTRA, f'/{TENANT}/oauth2/v2.0/token', 200,
                              {'access_token': token})
        report = self.verified('--show-secrets')
        self.assertNotIn(token, json.dumps(report) + self.errors)

    def test_without_a_tenant_nobody_is_asked(self):
        self.write('.env', f'AZURE_CLIENT_SECRET={entra_secret()}\n')
        verdict = self.verdict()
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('tenant', verdict['detail'])
        self.assertEqual(self.providers.tunnels, [])


class AzureDevOpsServerTest(VerificationTestCase):

    hosts = (SERVER,)

    def setUp(self):
        super().setUp()
        self.token = tokens.azure_pat()
        self.write('a', f'git clone https://{SERVER}/tfs/Shop/Web/_git/web\n'
                        f't = {self.token}\n')
        self.providers.answer(
            SERVER, '/tfs/Shop/_apis/connectionData', 200,
            {'authenticatedUser': {'id': CLIENT,
                                   'providerDisplayName': 'Ada'}})

    def test_a_collection_beside_the_token_is_asked_where_it_is_allowed(self):
        verdict = self.verdict('--allow-host', SERVER)
        self.assertEqual((verdict['status'], verdict['account'],
                          verdict['detail']),
                         ('live', 'Ada', f'in {SERVER}/tfs/Shop'))

    def test_and_nobody_otherwise(self):
        verdict = self.verdict()
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('--allow-host', verdict['detail'])
        self.assertEqual(self.providers.tunnels, [])


class OwnEndTest(VerificationTestCase):
    """Tokens that say themselves until when they are good."""

    def signature(self, end):
        signature = tokens.random_base62('signature', 43)
        self.write('a', 'https://shopdata.blob.core.windows.net/in/a.csv?'
                        f'sv=2022-11-02&st=2020-01-01T00:00:00Z&se={end}'
                        '&sr=b&sp=r&si' + 'g=' +
                        f'{signature}%3D\n')

    def test_one_that_is_over_is_dead_without_asking(self):
        self.signature('2020-02-01T00:00:00Z')
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['expires']),
                         ('dead', '2020-02-01T00:00:00Z'))
        self.assertEqual(self.providers.tunnels, [])

    def test_one_that_is_not_is_not(self):
        self.signature('2999-02-01T00:00:00Z')
        self.assertNotEqual(self.status(), 'dead')


class ReportedVerdictTest(VerificationTestCase):

    def test_reports_for_others_say_what_the_provider_said(self):
        self.write('a', tokens.github_pat())
        self.providers.answer('api.github.com', '/user', 200,
                              {'login': 'ada'})
        for form in ('sarif', 'junit', 'markdown', 'github', 'azure'):
            with self.subTest(form):
                done = self.run_patrol('scan', '--verify', *self.flags(),
                                       '--format', form)
                self.assertIn('live, HTTP 200, account ada',
                              html.unescape(done.stdout.decode()))
        report = json.loads(self.run_patrol(
            'scan', '--verify', *self.flags(), '--format', 'sarif').stdout)
        result, = report['runs'][0]['results']
        self.assertEqual(result['properties']['verification']['status'],
                         'live')


if __name__ == '__main__':
    unittest.main()
