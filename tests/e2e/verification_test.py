#!/usr/bin/env python3
"""Which secrets still work: what is asked, of whom, and what answers mean."""

import gzip
import json
import random
import string
import time
import unittest

import tokens
from providers import Answer, Providers, make_authority
from repositories import run_git
from verification_cases import VerificationTestCase

GITHUB = 'api.github.com'


class VerificationTest(VerificationTestCase):

    def setUp(self):
        super().setUp()
        self.token = tokens.github_pat()
        self.write('a', f'token = "{self.token}"\n')

    def answer(self, *arguments, **headers):
        self.providers.answer(GITHUB, '/user', *arguments, **headers)

    # What is asked, and what it means.

    def test_a_live_token_is_told_with_account_scopes_and_expiry(self):
        self.answer(200, {'login': 'ada'}, X_OAuth_Scopes='repo, gist',
                    github_authentication_token_expiration='2027-01-01')
        verdict = self.verdict()
        self.assertRegex(verdict.pop('checked'), r'^20\d\d-\d\d-\d\dT')
        self.assertEqual(verdict, {
            'status': 'live', 'detail': 'HTTP 200', 'account': 'ada',
            'scopes': ['repo', 'gist'], 'expires': '2027-01-01'})
        request, = self.providers.requests
        self.assertEqual(request.headers['authorization'],
                         f'Bearer {self.token}')
        self.assertRegex(request.headers['user-agent'], r'^patrol/\d')

    def test_401_is_dead(self):
        self.answer(401, {'message': 'Bad credentials'})
        self.assertEqual(self.status(), 'dead')

    def test_what_the_recipe_does_not_know_is_unknown(self):
        for status in (403, 404, 429, 500, 503, 301):
            with self.subTest(status):
                self.answer(status, b'', Retry_After='0')
                self.assertEqual(self.status(), 'unknown')

    def test_a_text_in_the_answer_counts_before_the_status_alone(self):
        drawn = random.Random(1)
        alphabet = string.ascii_letters + string.digits
        token = '-'.join(('xox' + 'b', *(
            ''.join(drawn.choices(letters, k=length)) for letters, length in
            ((string.digits[1:], 12), (string.digits[1:], 13),
             (alphabet, 24)))))
        self.write('a', f'x = "{token}"\n')
        for body, status in ((b'{"ok":true,"url":"https://t.slack.com/"}',
                              'live'),
                             (b'{"ok":false,"error":"token_revoked"}', 'dead'),
                             (b'{"ok":false,"error":"ratelimited"}',
                              'unknown')):
            with self.subTest(body):
                self.providers.answer('slack.com', '/api/auth.test', 200, body)
                self.assertEqual(self.status(), status)

    def test_nobody_is_asked_unless_told_to(self):
        self.answer(200)
        self.scan()
        self.assertEqual(self.providers.tunnels, [])

    def test_a_secret_is_asked_about_once_wherever_it_stands(self):
        self.answer(200, {'login': 'ada'})
        for i in range(50):
            self.write(f'f{i}', self.token)
        self.assertEqual(self.status(), 'live')
        self.assertEqual(len(self.providers.requests), 1)

    def test_a_secret_that_nobody_can_be_asked_about_is_unverified(self):
        key = 'AGE-SECRET-KEY-1' + 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L' * 2
        self.write('a', key[:74])
        for finding in self.verified()['findings']:
            self.assertEqual(finding['verification']['status'], 'unverified')
        self.assertEqual(self.providers.requests, [])

    # Servers that do not behave.

    def test_a_slow_answer_is_unknown_in_bounded_time(self):
        self.answer(lambda request: time.sleep(60))
        begin = time.monotonic()
        self.assertEqual(self.status(), 'unknown')
        self.assertLess(time.monotonic() - begin, 40)

    def test_a_huge_answer_is_not_read(self):
        def pour(request):
            request.connection.sendall(b'HTTP/1.1 200 OK\r\n\r\n')
            for _ in range(10_000):
                request.connection.sendall(b'x' * 65536)
        self.answer(pour)
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['detail']),
                         ('unknown', 'the answer is too long'))

    def test_endless_headers_are_not_read(self):
        def pour(request):
            request.connection.sendall(b'HTTP/1.1 200 OK\r\n')
            for i in range(100_000):
                request.connection.sendall(b'X-%d: %s\r\n' % (i, b'y' * 200))
        self.answer(pour)
        self.assertEqual(self.status(), 'unknown')

    def test_a_gzip_bomb_is_not_unpacked(self):
        bomb = gzip.compress(b'{"login":"' + b'a' * 50_000_000)
        self.answer(200, bomb, Content_Encoding='gzip')
        verdict = self.verdict()
        self.assertEqual(verdict['status'], 'live')
        self.assertNotIn('account', verdict)

    def test_a_broken_answer_is_unknown(self):
        for data in (b'', b'\x00\x01\x02', b'HTTP/1.1 2',
                     b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{'):
            with self.subTest(data):
                self.answer(
                    lambda request, d=data: request.connection.sendall(d))
                self.assertEqual(self.status(), 'unknown')

    def test_broken_json_has_no_account(self):
        for body in (b'{"login":', b'[' * 100_000, b'\xff', b'{"login":{}}',
                     b'"' * 9):
            with self.subTest(body[:9]):
                self.answer(200, body)
                self.assertNotIn('account', self.verdict())

    def test_a_long_account_is_cut(self):
        self.answer(200, {'login': 'a' * 5000})
        self.assertEqual(len(self.verdict()['account']), 200)

    def test_a_certificate_of_nobody_is_refused(self):
        folder = self.scratch / 'others'
        folder.mkdir()
        make_authority(folder)
        done = self.run_patrol('scan', '--verify', '--ca-file',
                               str(folder / 'ca.pem'), '--format', 'json')
        verdict = json.loads(done.stdout)['findings'][0]['verification']
        self.assertEqual(verdict['status'], 'unknown')
        self.assertEqual(self.providers.requests, [])

    def test_a_certificate_for_another_host_is_refused(self):
        self.providers.close()
        folder = self.scratch / 'elsewhere'
        folder.mkdir()
        self.providers = Providers(folder)
        make_authority(folder, hosts=('example.org',))
        self.providers._context.load_cert_chain(folder / 'server.pem')
        self.providers.ca_file = folder / 'ca.pem'
        self.environment['HTTPS_PROXY'] = self.providers.proxy
        self.addCleanup(self.providers.close)
        self.answer(200)
        self.assertEqual(self.status(), 'unknown')
        self.assertEqual(self.providers.requests, [])

    def test_without_a_network_the_scan_is_as_it_was(self):
        self.providers.close()
        self.environment['HTTPS_PROXY'] = 'http://127.0.0.1:9'
        before = self.scan()
        report = self.verified(statuses=(1,))
        for finding in report['findings']:
            self.assertEqual(finding['verification']['status'], 'unknown')
            finding['verification'] = {'status': 'unverified'}
        self.assertEqual(report['findings'], before['findings'])

    def test_a_private_address_is_not_asked(self):
        """Without a proxy the name resolves to loopback."""
        del self.environment['HTTPS_PROXY']
        self.write('a', 'own-1234')
        config = self.scratch / 'c.toml'
        config.write_text("""
[[rules]]
id = "x"
regex = '''own-[0-9]+'''
[rules.verify]
url = "https://localhost/"
live = ["200"]
""")
        verdict = self.verdict('--config', str(config))
        self.assertEqual(verdict['status'], 'unknown')
        self.assertIn('private', verdict['detail'])

    # Hosts.

    def gitlab(self, *arguments):
        config = self.scratch / 'c.toml'
        config.write_text("""
[[rules]]
id = "x"
regex = '''ownpat_[a-z0-9]{20}'''
[rules.verify]
url = "https://gitlab.example.org/api/v4/user"
headers = ["PRIVATE-TOKEN: {secret}"]
live = ["200"]
dead = ["401"]
account = "/username"
""")
        self.write('a', 'ownpat_' + 'abcdefghij0123456789')
        return self.verdict('--config', str(config), *arguments)

    def test_a_users_own_recipe_is_followed(self):
        self.providers.answer('gitlab.example.org', '/api/v4/user', 200,
                              {'username': 'ada'})
        self.assertEqual(self.gitlab()['account'], 'ada')

    def test_a_secret_goes_to_its_own_host_alone(self):
        other = tokens.azure_pat()
        self.write('b', f'https://dev.azure.com/contoso/\nx = {other}\n')
        self.answer(200, {'login': 'ada'})
        self.providers.answer('dev.azure.com', '*', 401)
        self.verified()
        self.assertEqual({request.host for request in self.providers.requests},
                         {GITHUB, 'dev.azure.com'})
        self.assertSentNowhereBut(self.token, GITHUB)
        self.assertSentNowhereBut(other, 'dev.azure.com')

    def test_a_configuration_of_the_tree_sends_nothing_anywhere(self):
        self.write('.patrol.toml', """
allowed_hosts = ["evil.example"]
[[rules]]
id = "mine"
regex = '''token = "(.*)"'''
[rules.verify]
url = "https://gitlab.example.org/steal"
live = ["200"]
[[rules]]
id = "github-pat"
[rules.verify]
url = "https://gitlab.example.org/steal"
live = ["200"]
""")
        self.answer(200, {'login': 'ada'})
        self.verified()
        self.assertEqual(self.providers.to('gitlab.example.org'), [])
        self.assertIn('verify: is ignored', self.errors)
        self.assertIn('allowed_hosts', self.errors)

    # What becomes of it.

    def two(self):
        dead = tokens.github_pat('dead')
        self.write('b', dead)
        self.answer(lambda request: Answer(
            200 if self.token in request.headers['authorization'] else 401,
            {'login': 'ada'}))

    def test_only_live_shows_nothing_else(self):
        self.two()
        report = self.verified('--only-live')
        self.assertEqual([finding['verification']['status']
                          for finding in report['findings']], ['live'])

    def test_fail_on_live_fails_for_nothing_else(self):
        self.answer(401)
        self.verified('--fail-on', 'live', statuses=(0,))
        self.answer(200, {'login': 'ada'})
        self.verified('--fail-on', 'live', statuses=(1,))

    def test_a_person_reads_it(self):
        self.answer(200, {'login': 'ada'}, X_OAuth_Scopes='repo')
        done = self.run_patrol('scan', '--verify', *self.flags())
        text = done.stdout.decode()
        self.assertIn('verified     live: HTTP 200', text)
        self.assertIn('account      ada', text)
        self.assertIn('scopes       repo', text)

    def test_the_audit_log_has_a_line_for_each_request_and_no_secret(self):
        self.two()
        log = self.out / 'audit.jsonl'
        for _ in range(2):
            self.verified('--audit-log', str(log))
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        self.assertEqual(len(lines), 4)
        self.assertEqual(set(lines[0]), {'time', 'rule', 'fingerprint', 'host',
                                         'method', 'answer'})
        self.assertEqual({line['answer'] for line in lines},
                         {'HTTP 200', 'HTTP 401'})
        self.assertNotIn(self.token, log.read_text())
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)

    def test_an_audit_log_that_cannot_be_written_asks_nobody(self):
        done = self.run_patrol('scan', '--verify', '--audit-log',
                               str(self.out / 'none' / 'log'))
        self.assertExits(2, done)
        self.assertEqual(self.providers.tunnels, [])

    def test_many_places_of_few_secrets_are_few_requests(self):
        secrets = [tokens.github_pat(f's{i}') for i in range(100)]
        for i in range(20):
            self.write(f'f{i}', '\n'.join(secrets))
        (self.tree / 'a').unlink()
        self.answer(200, {'login': 'ada'})
        report = self.verified()
        self.assertEqual(len(report['findings']), 100)
        self.assertEqual(len(self.providers.requests), 100)

    # patrol verify.

    def stored(self, *command):
        report = self.out / 'report.json'
        self.run_patrol(*command, '--format', 'json', '--output', str(report))
        self.assertNotIn(self.token, report.read_text())
        return str(report)

    def test_verify_reads_the_secrets_of_a_report_again(self):
        report = self.stored('scan')
        self.answer(200, {'login': 'ada'})
        verdict = self.verdict(report, command='verify', statuses=(1,))
        self.assertEqual((verdict['status'], verdict['account']),
                         ('live', 'ada'))

    def test_verify_finds_them_where_repo_says(self):
        report = self.stored('scan')
        moved = self.scratch / 'moved'
        self.tree.rename(moved)
        self.tree.mkdir()
        self.answer(401)
        self.assertEqual(self.status(report, '--repo', str(moved),
                                     command='verify'), 'dead')

    def test_what_is_gone_is_unknown(self):
        report = self.stored('scan')
        self.write('a', tokens.github_pat('another'))
        verdict = self.verdict(report, command='verify')
        self.assertEqual(verdict['status'], 'unknown')
        self.assertEqual(self.providers.requests, [])

    def test_verify_reads_blobs_of_a_history(self):
        def git(*arguments):
            run_git(self.tree, self.home, *arguments)
        git('init', '-q')
        git('add', 'a')
        git('commit', '-qm', 'one')
        git('rm', '-q', 'a')
        git('commit', '-qm', 'two')
        report = self.stored('history')
        self.answer(200, {'login': 'ada'})
        self.assertEqual(self.status(report, command='verify'), 'live')

    def test_verify_takes_a_token_from_standard_input(self):
        self.answer(200, {'login': 'ada'})
        self.assertEqual(self.status(command='verify',
                                     input=self.token.encode()), 'live')

    def test_a_report_keeps_what_was_said(self):
        self.answer(200, {'login': 'ada'}, X_OAuth_Scopes='repo')
        report = self.out / 'r.json'
        self.run_patrol('scan', '--verify', *self.flags(), '--format', 'json',
                        '--output', str(report))
        again = self.run_patrol('report', str(report), '--format', 'json')
        self.assertEqual(json.loads(again.stdout)['findings'],
                         json.loads(report.read_text())['findings'])


if __name__ == '__main__':
    unittest.main()
