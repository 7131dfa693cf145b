"""What tests of verification start from: providers, and a scan that asks."""

import json

from patrol_test_case import PatrolTestCase
from providers import HOSTS, Providers


class VerificationTestCase(PatrolTestCase):

    hosts = HOSTS  # that answer

    def setUp(self):
        super().setUp()
        folder = self.scratch / 'providers'
        folder.mkdir()
        self.providers = Providers(folder, self.hosts)
        self.addCleanup(self.providers.close)
        self.environment['HTTPS_PROXY'] = self.providers.proxy

    def flags(self):
        return ('--ca-file', str(self.providers.ca_file))

    def verified(self, *arguments, command='scan', statuses=(0, 1), **options):
        """The report of a scan that asked."""
        asks = () if command in ('verify', 'revoke') else ('--verify',)
        done = self.run_patrol(command, *asks, *self.flags(), '--format',
                               'json', *arguments, **options)
        self.errors = done.stderr.decode()
        self.assertIn(done.returncode, statuses, self.errors)
        return json.loads(done.stdout)

    def verdict(self, *arguments, **options):
        """That on the only finding."""
        findings = self.verified(*arguments, **options)['findings']
        self.assertEqual(len(findings), 1, findings)
        return findings[0]['verification']

    def verdict_of_revocation(self, *arguments):
        """That of `patrol revoke`, on the only finding of a scan."""
        report = self.scratch / 'report.json'
        report.write_text(json.dumps(self.scan()))
        return self.verdict(str(report), '--yes', *arguments, command='revoke')

    def status(self, *arguments, **options):
        return self.verdict(*arguments, **options)['status']

    def assertSentNowhereBut(self, secret, host):
        """In whatever form: as it is, in base64, percent-encoded."""
        for request in self.providers.requests:
            if request.host != host:
                self.assertNotIn(secret.encode(), request.everything())
