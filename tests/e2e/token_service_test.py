#!/usr/bin/env python3
"""Tokens of servers of one's own, asked of real ones: Gitea and Vault, behind
TLS, where the address beside the token says."""

import pathlib
import shutil
import tempfile
import unittest

from http_servers import Gitea, Vault
from servers import USER
from verification_cases import VerificationTestCase


class TokenServiceTestCase(VerificationTestCase):
    """One server for all tests of a class; `kind` is its class."""

    kind = None
    host = None
    variables = None  # that hold its address and a token

    @classmethod
    def setUpClass(cls):
        cls.hosts = (cls.host,)
        folder = pathlib.Path(tempfile.mkdtemp(prefix='patrol-server-'))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.server = cls.kind(folder / 'server')
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        super().setUp()
        self.providers.answer(self.host, '*', self.server.hand_on)

    def write_token(self, token):
        address, variable = self.variables
        self.write('.env', f'{address}=https://{self.host}\n'
                           f'{variable}={token}\n')

    def ask(self, token):
        self.write_token(token)
        return self.verdict('--allow-host', self.host)

    def assertVerdict(self, verdict, status, account=None, detail=None):
        self.assertEqual(
            (verdict['status'], verdict.get('account')), (status, account),
            verdict)
        if detail:
            self.assertIn(detail, verdict['detail'])

    def revoked(self, token):
        self.write_token(token)
        return self.verdict_of_revocation('--allow-host', self.host)


class GiteaTest(TokenServiceTestCase):

    kind = Gitea
    host = 'git.fabrikam-retail.net'
    variables = ('GITEA_SERVER_URL', 'GITEA_TOKEN')

    def test_a_token_is_live_and_its_owner_named(self):
        token = self.server.make_token('reader', 'read:user')
        self.assertVerdict(self.ask(token), 'live', USER,
                           f'HTTP 200 from {self.host}')

    def test_a_token_for_everything_is_live(self):
        self.assertVerdict(self.ask(self.server.make_token('all', 'all')),
                           'live', USER)

    def test_a_token_that_may_not_read_its_owner_is_restricted(self):
        token = self.server.make_token('issues', 'read:issue')
        self.assertVerdict(self.ask(token), 'restricted')

    def test_a_wrong_token_is_dead(self):
        token = self.server.make_token('wrong', 'all')
        self.assertVerdict(self.ask(token[::-1]), 'dead')

    def test_a_token_is_dead_once_it_was_deleted(self):
        token = self.server.make_token('gone', 'all')
        self.server.delete_token('gone')
        self.assertVerdict(self.ask(token), 'dead')


class VaultTest(TokenServiceTestCase):

    kind = Vault
    host = 'vault.fabrikam-retail.net'
    variables = ('VAULT_ADDR', 'VAULT_TOKEN')

    def test_the_root_token_is_live_and_said_to_be_it(self):
        verdict = self.ask(self.server.root)
        self.assertVerdict(verdict, 'live', 'root')
        self.assertEqual(verdict['scopes'], ['root'])
        self.assertNotIn('expires', verdict)

    def test_a_token_is_live_with_its_policies_and_its_end(self):
        token = self.server.make_token(ttl='1h', display_name='ci',
                                       policies=['default'])
        verdict = self.ask(token)
        self.assertVerdict(verdict, 'live', 'token-ci')
        self.assertEqual(verdict['scopes'], ['default'])
        self.assertRegex(verdict['expires'], r'^20\d\d-\d\d-\d\dT')

    def test_a_batch_token_is_live(self):
        token = self.server.make_token(type='batch', ttl='1h',
                                       policies=['default'])
        self.assertVerdict(self.ask(token), 'live', 'token')

    def test_a_token_that_may_not_ask_about_itself_is_not_called_dead(self):
        self.server.call('PUT', '/v1/sys/policies/acl/none',
                         {'policy': 'path "x/*" { capabilities = ["read"] }'},
                         **{'X-Vault-Token': self.server.root})
        token = self.server.make_token(policies=['none'],
                                       no_default_policy=True)
        self.assertVerdict(self.ask(token), 'unknown')

    def test_a_wrong_token_is_dead(self):
        head, dot, rest = self.server.make_token(ttl='1h').partition('.')
        self.assertVerdict(self.ask(head + dot + rest.swapcase()), 'dead')

    def test_a_token_is_dead_once_it_was_revoked(self):
        token = self.server.make_token(ttl='1h')
        self.server.revoke(token)
        self.assertVerdict(self.ask(token), 'dead')

    def test_patrol_revokes_a_token(self):
        token = self.server.make_token(ttl='1h')
        self.assertVerdict(self.revoked(token), 'dead', detail='revoked: ')
        self.assertVerdict(self.ask(token), 'dead')

    def test_a_vault_that_is_sealed_is_unknown(self):
        sealed = Vault(self.scratch / 'sealed')
        self.addCleanup(sealed.stop)
        token = sealed.root
        sealed.seal()
        self.providers.answer(self.host, '*', sealed.hand_on)
        self.assertVerdict(self.ask(token), 'unknown')


if __name__ == '__main__':
    unittest.main()
