#!/usr/bin/env python3
"""Which registry is asked about a token of npm, and what its answers mean."""

import unittest

from verification_cases import VerificationTestCase

HOST = 'npm.fabrikam-retail.net'
# Put together here, so that no line of this file is a leak.
TOKEN = 'MGFkMjU1NDUxODFh' + 'ZmMwZmExY2E0MWU0MTFhNzg0MDY6'


class NpmRegistryTest(VerificationTestCase):

    hosts = (HOST,)

    def ask(self, line=f'//{HOST}/:_authToken={TOKEN}', allowed=HOST):
        self.write('.npmrc', line + '\n')
        return self.verdict('--allow-host', allowed)

    def test_answers_mean_what_the_table_says(self):
        for status, body, meaning in (
                (200, {'username': 'ada'}, 'live'), (200, {}, 'dead'),
                (401, {}, 'dead'), (403, {}, 'unknown'), (404, '', 'unknown'),
                (200, '<html>', 'unknown'), (200, {'username': ''}, 'unknown')):
            with self.subTest((status, body)):
                self.providers.answer(HOST, '/-/whoami', status, body)
                self.assertEqual(self.ask()['status'], meaning)

    def test_a_registry_below_a_path_is_asked_there(self):
        self.providers.answer(HOST, '/repository/team/-/whoami', 200,
                              {'username': 'ada'})
        verdict = self.ask(f'//{HOST}/repository/team/:_authToken={TOKEN}')
        self.assertEqual(verdict['account'], 'ada')

    def test_a_port_is_allowed_by_itself(self):
        self.providers.answer(f'{HOST}:8443', '/-/whoami', 200,
                              {'username': 'ada'})
        line = f'//{HOST}:8443/:_authToken={TOKEN}'
        self.assertEqual(self.ask(line)['status'], 'unknown')
        self.assertEqual(self.providers.tunnels, [])
        self.assertEqual(self.ask(line, f'{HOST}:8443')['status'], 'live')

    def test_a_token_without_a_registry_is_sent_nowhere(self):
        verdict = self.ask(f'_authToken={TOKEN}')
        self.assertEqual(verdict['detail'], 'its registry is not known')
        self.assertEqual(self.providers.tunnels, [])


if __name__ == '__main__':
    unittest.main()
