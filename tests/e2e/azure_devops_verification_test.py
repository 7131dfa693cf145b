#!/usr/bin/env python3
"""Azure DevOps tokens, asked about: the decision table, row by row."""

import base64
import time
import unittest

import tokens
from providers import Answer
from verification_cases import VerificationTestCase

HOST = 'dev.azure.com'
GLOBAL = 'app.vssps.visualstudio.com'
ANONYMOUS = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'
EXPIRED = 'Access Denied: The Personal Access Token used has expired.'
SIGN_IN = '<html><title>Azure DevOps Services | Sign In</title></html>'


def connection(name='Ada', identity='1b2c3d4e-0000-4000-8000-000000000001',
               account='ada@example.org'):
    return {'authenticatedUser': {
        'id': identity, 'providerDisplayName': name,
        'properties': {'Account': {'$type': 'System.String',
                                   '$value': account}}}}


class BearerTokenTest(VerificationTestCase):
    """Entra's tokens for Azure DevOps, and those that it issues itself."""

    ISSUERS = ({'iss': 'app.vstoken.visualstudio.com', 'aud': 'vso:0'},
               {'iss': 'https://sts.windows.net/11111111-2222-4333-8444-'
                       '555555555555/',
                'aud': '499b84ac-1321-427f-aa17-267ca6975798'})

    def ask(self, claims, ends):
        now = int(time.time())
        token = tokens.json_web_token(
            claims | {'iat': now - 9000, 'exp': now + ends})
        self.write('a', f'SYSTEM_ACCESSTOKEN={token}\n')
        return token, self.verdict()

    def test_one_that_is_not_over_is_asked_whose_it_is(self):
        self.providers.answer(GLOBAL, '/_apis/profile/profiles/me', 200,
                              {'emailAddress': 'ada@example.org'})
        for claims in self.ISSUERS:
            with self.subTest(claims):
                token, verdict = self.ask(claims, ends=600)
                self.assertEqual((verdict['status'], verdict['account']),
                                 ('live', 'ada@example.org'))
                self.assertEqual(
                    self.providers.requests[-1].headers['authorization'],
                    'Bearer ' + token)

    def test_one_that_is_refused_is_not_called_dead(self):
        """It may be for one organisation, or of a job."""
        self.providers.answer(GLOBAL, '/_apis/profile/profiles/me', 401)
        for claims in self.ISSUERS:
            with self.subTest(claims):
                _, verdict = self.ask(claims, ends=600)
                self.assertEqual(verdict['status'], 'unknown')

    def test_one_that_is_over_is_dead_and_nobody_is_asked(self):
        for claims in self.ISSUERS:
            with self.subTest(claims):
                _, verdict = self.ask(claims, ends=-600)
                self.assertEqual((verdict['status'], verdict['detail']),
                                 ('dead', 'expired, as it says itself'))
        self.assertEqual(self.providers.requests, [])


class AzureDevOpsVerificationTest(VerificationTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.azure_pat()
        self.write('a', f'https://dev.azure.com/contoso/x\nt = {self.token}\n')

    def answer(self, *arguments, org='contoso', **headers):
        self.providers.answer(HOST, f'/{org}/_apis/connectionData', *arguments,
                              **headers)

    def test_200_with_a_user_is_live(self):
        self.answer(200, connection())
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['account'],
                          verdict['detail']),
                         ('live', 'ada@example.org', 'in contoso'))

    def test_the_token_is_sent_as_a_password_without_a_name(self):
        self.answer(200, connection())
        self.verdict()
        request, = self.providers.requests
        login = base64.b64decode(
            request.headers['authorization'].removeprefix('Basic '))
        self.assertEqual(login, b':' + self.token.encode())
        self.assertEqual(request.headers['x-tfs-fedauthredirect'], 'Suppress')
        self.assertNotIn(self.token, request.path)

    def test_200_without_a_user_is_unknown(self):
        self.answer(200, connection(identity=ANONYMOUS))
        self.assertEqual(self.status(), 'unknown')

    def test_expired_in_the_body_is_dead(self):
        self.answer(401, {'message': EXPIRED})
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['detail']),
                         ('dead', 'expired'))

    def test_expired_in_the_header_is_dead(self):
        self.answer(401, b'', X_TFS_ServiceError=EXPIRED.replace(' ', '%20'))
        self.assertEqual(self.status(), 'dead')

    def test_403_with_user_data_is_live(self):
        self.answer(403, b'', X_VSS_UserData='guid:ada@example.org')
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['account']),
                         ('live', 'ada@example.org'))
        self.assertIn('lacks a right', verdict['detail'])

    def test_401_with_user_data_is_live(self):
        self.answer(401, b'', X_VSS_UserData='guid:ada@example.org')
        self.assertEqual(self.status(), 'live')

    def test_a_page_to_sign_in_is_dead(self):
        self.answer(203, SIGN_IN, Content_Type='text/html')
        self.assertEqual(self.status(), 'dead')

    def test_a_redirect_to_sign_in_is_dead_and_not_followed(self):
        self.answer(302, b'',
                    Location='https://app.vssps.visualstudio.com/_signin')
        self.assertEqual(self.status(), 'dead')
        self.assertEqual({request.host for request in self.providers.requests},
                         {HOST})

    def test_a_redirect_to_another_host_is_not_followed(self):
        for location in ('https://169.254.169.254/', 'http://localhost/',
                         f'https://localhost:{self.providers.port}/'):
            with self.subTest(location):
                self.answer(302, b'', Location=location)
                self.status()
        self.assertEqual(set(self.providers.tunnels), {HOST + ':443'})

    def test_a_bare_401_is_unknown(self):
        self.answer(401, b'', WWW_Authenticate='Basic realm="https://tfsprod"')
        verdict = self.verdict()
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('401', verdict['detail'])

    def test_a_bare_401_of_a_token_whose_year_is_over_says_so(self):
        self.token = tokens.azure_pat(made='AB')
        self.write('a', f'https://dev.azure.com/contoso/x\nt = {self.token}\n')
        self.answer(401, b'')
        verdict = self.verdict()
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('its year ended in 2025-02, so expired unless it was '
                      'extended', verdict['detail'])

    def test_a_refused_bearer_is_unknown(self):
        self.answer(401, b'', WWW_Authenticate='Bearer authorization_uri=x',
                    X_TFS_ServiceError='TF400813%3A%20not%20authorized')
        self.assertEqual(self.status(), 'unknown')

    def test_no_such_organisation_is_unknown(self):
        self.answer(404, b'')
        self.assertEqual(self.status(), 'unknown')

    def test_a_server_that_fails_is_unknown(self):
        for status in (500, 502, 400, 418):
            with self.subTest(status):
                self.answer(status, b'')
                self.assertEqual(self.status(), 'unknown')

    def test_too_many_requests_are_waited_for(self):
        answers = [Answer(429, b'', {'Retry-After': '1'}),
                   Answer(200, connection())]
        self.answer(lambda request: answers.pop(0))
        self.assertEqual(self.status(), 'live')
        self.assertEqual(len(self.providers.requests), 2)

    def test_too_many_requests_for_too_long_are_unknown(self):
        self.answer(429, b'', Retry_After='3600')
        self.assertEqual(self.status(), 'unknown')
        self.assertEqual(len(self.providers.requests), 1)

    # Which organisation.

    def test_those_that_the_user_names_are_tried_first(self):
        self.answer(200, connection(), org='fabrikam')
        verdict = self.verdict('--azure-org', 'fabrikam')
        self.assertEqual(verdict['detail'], 'in fabrikam')
        self.assertEqual(len(self.providers.requests), 1)

    def test_the_next_is_tried_where_one_refuses(self):
        self.answer(401, b'', org='fabrikam')
        self.answer(200, connection())
        self.assertEqual(self.status('--azure-org', 'fabrikam'), 'live')

    def test_a_page_to_sign_in_of_one_says_nothing_where_another_refuses(self):
        self.answer(203, SIGN_IN, org='fabrikam')
        self.answer(401, b'')
        self.assertEqual(self.status('--azure-org', 'fabrikam'), 'unknown')

    def test_what_is_no_name_of_one_is_not_asked(self):
        self.answer(200, connection())
        self.status('--azure-org', '../../evil', '--azure-org', '-x')
        self.assertEqual(
            [request.path.partition('?')[0]
             for request in self.providers.requests],
            ['/contoso/_apis/connectionData'])

    def test_without_one_the_global_endpoint_is_asked(self):
        self.write('a', f'azure token = {self.token}\n')
        self.providers.answer(GLOBAL, '/_apis/profile/profiles/me', 200, {
            'id': '1b2c', 'displayName': 'Ada',
            'emailAddress': 'ada@example.org'})
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['account']),
                         ('live', 'ada@example.org'))

    def test_of_a_global_token_the_organisations_are_told(self):
        self.write('a', f'azure token = {self.token}\n')
        self.providers.answer(GLOBAL, '/_apis/profile/profiles/me', 200, {
            'id': '1b2c', 'emailAddress': 'ada@example.org'})
        self.providers.answer(GLOBAL, '/_apis/accounts', 200, {
            'value': [{'accountName': 'contoso'}, {'accountName': 'fabrikam'},
                      {'accountName': 'no/name'}]})
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['detail']),
                         ('live', 'in all organisations of its owner: '
                                  'contoso, fabrikam'))
        self.assertIn('memberId=1b2c&', self.providers.requests[-1].path)

    def test_where_that_refuses_the_token_may_be_of_one(self):
        self.write('a', f'azure token = {self.token}\n')
        self.providers.answer(GLOBAL, '/_apis/profile/profiles/me', 401)
        verdict = self.verdict()
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('--azure-org', verdict['detail'])

    # What it may do.

    def test_scopes_are_probed_where_asked_for(self):
        self.answer(200, connection())
        self.providers.answer(HOST, '/contoso/_apis/projects', 200,
                              {'value': [{'name': 'My Project'}]})
        self.providers.answer(HOST, '/contoso/_apis/git/repositories', 401)
        self.providers.answer(
            HOST, '/contoso/My%20Project/_apis/build/builds', 403, b'',
            X_VSS_UserData='guid:ada')
        verdict = self.verdict('--scopes')
        self.assertEqual((verdict['status'], verdict['scopes']),
                         ('live', ['project', 'build']))
        for request in self.providers.requests:
            self.assertEqual(request.method, 'GET')

    def test_scopes_are_not_probed_otherwise(self):
        self.answer(200, connection())
        self.status()
        self.assertEqual(len(self.providers.requests), 1)


if __name__ == '__main__':
    unittest.main()
