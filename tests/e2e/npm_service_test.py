#!/usr/bin/env python3
"""Tokens of npm, asked of a real registry: Verdaccio, behind TLS."""

import base64
import pathlib
import shutil
import tempfile
import unittest

from http_servers import Verdaccio
from servers import USER, draw_password
from verification_cases import VerificationTestCase

HOST = 'npm.fabrikam-retail.net'


class NpmRegistryTest(VerificationTestCase):

    hosts = (HOST,)

    def setUp(self):
        super().setUp()
        folder = pathlib.Path(tempfile.mkdtemp(prefix='patrol-server-'))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.registry = Verdaccio(folder / 'registry')
        self.addCleanup(self.registry.stop)
        self.providers.answer(HOST, '*', self.registry.hand_on)

    def ask(self, token, key='_authToken', allowed=HOST):
        self.write('.npmrc', f'registry=https://{HOST}/\n'
                             f'//{HOST}/:{key}={token}\n')
        return self.verdict('--allow-host', allowed)

    def assertLive(self, verdict):
        self.assertEqual((verdict['status'], verdict.get('account')),
                         ('live', USER), verdict)

    def test_the_token_of_a_login_is_live(self):
        self.assertLive(self.ask(self.registry.token))

    def test_a_token_that_the_user_made_is_live(self):
        self.assertLive(self.ask(self.registry.make_token()))

    def test_a_token_in_quotes_is_live(self):
        self.assertLive(self.ask(f'"{self.registry.token}"'))

    def test_a_wrong_token_is_dead(self):
        wrong = self.registry.token.swapcase()
        self.assertEqual(self.ask(wrong)['status'], 'dead')

    def test_a_token_is_dead_once_the_password_was_changed(self):
        self.registry.change_password(draw_password()[::-1])
        self.assertEqual(self.ask(self.registry.token)['status'], 'dead')

    def login(self, password):
        return base64.b64encode(f'{USER}:{password}'.encode()).decode()

    def test_a_login_is_live(self):
        self.assertLive(self.ask(self.login(draw_password()), '_auth'))

    def test_a_wrong_login_is_dead(self):
        verdict = self.ask(self.login(draw_password()[::-1]), '_auth')
        self.assertEqual(verdict['status'], 'dead')

    def test_a_token_that_the_registry_keeps_is_not_called_revoked(self):
        """Verdaccio removes a token by its key alone, which it does not tell."""
        token = self.registry.make_token()
        self.write('.npmrc', f'//{HOST}/:_authToken={token}\n')
        verdict = self.verdict_of_revocation('--allow-host', HOST)
        self.assertEqual(verdict['status'], 'live')
        self.assertTrue(verdict['detail'].startswith('not revoked: HTTP '))

    def test_a_registry_that_is_stopped_is_unknown(self):
        token = self.registry.token
        self.registry.stop()
        self.assertEqual(self.ask(token)['status'], 'unknown')

    def test_a_registry_that_the_user_did_not_allow_is_not_connected_to(self):
        verdict = self.ask(self.registry.token, allowed='other.example.org')
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('--allow-host', verdict['detail'])
        self.assertEqual(self.providers.tunnels, [])


if __name__ == '__main__':
    unittest.main()
