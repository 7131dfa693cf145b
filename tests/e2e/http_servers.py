"""Servers on loopback that know tokens: a registry, a forge, a vault.

Each is a Server (servers.py); it speaks plain HTTP, and a test puts it behind a
provider, which speaks TLS: `providers.answer(HOST, '*', server.hand_on)`.
"""

import base64
import contextlib
import getpass
import http.client
import json
import pathlib

from providers import Answer
from servers import PATIENCE, USER, Server, draw_password

BUILD = pathlib.Path(__file__).resolve().parents[2] / 'build'
HANDED_ON = ('authorization', 'content-type', 'x-vault-token')


def basic(user, password):
    login = base64.b64encode(f'{user}:{password}'.encode()).decode()
    return {'Authorization': f'Basic {login}'}


class HttpServer(Server):

    def send(self, method, path, body=None, headers=None):
        """(status, body) of its answer."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def call(self, method, path, body=None, **headers):
        """What JSON its answer is. Raises RuntimeError unless it agreed."""
        status, answer = self.send(method, path, body and json.dumps(body), {
            'Content-Type': 'application/json'} | headers)
        if status >= 300:
            raise RuntimeError(f'{method} {path}: {status} {answer}')
        return json.loads(answer or '{}')

    def hand_on(self, request):
        """The Answer to a request that a provider was asked."""
        return Answer(*self.send(
            request.method, request.path, request.body,
            {name: value for name, value in request.headers.items()
             if name in HANDED_ON}))


class Verdaccio(HttpServer):
    """An npm registry; its account has what the test makes (`call`)."""

    _program = BUILD / 'registry' / 'node_modules' / 'verdaccio' / 'bin'

    def prepare(self):
        (self.folder / 'config.yaml').write_text(
            'storage: ./storage\n'
            'auth: {htpasswd: {file: ./htpasswd}}\n'
            "packages: {'**': {access: $authenticated}}\n"
            'web: {enable: false}\n'
            'flags: {token: true, changePassword: true}\n'
            'log: {type: stdout, format: pretty, level: warn}\n')

    def command(self):
        return ['node', str(self._program / 'verdaccio'),
                '-l', f'127.0.0.1:{self.port}',
                '-c', str(self.folder / 'config.yaml')]

    def is_ready(self):
        return self.send('GET', '/-/ping')[0] == 200

    def fill(self):
        self.token = self.call(
            'PUT', f'/-/user/org.couchdb.user:{USER}',
            {'name': USER, 'password': draw_password()})['token']

    def make_token(self):
        return self.call('POST', '/-/npm/v1/tokens', {
            'password': draw_password(), 'readonly': True,
            'cidr_whitelist': []},
            Authorization=f'Bearer {self.token}')['token']

    def change_password(self, new):
        self.call('POST', '/-/npm/v1/user',
                  {'password': {'old': draw_password(), 'new': new}},
                  Authorization=f'Bearer {self.token}')


class Gitea(HttpServer):
    """A forge; USER may make tokens with its password."""

    _folder = BUILD / 'token_servers' / 'gitea'

    def prepare(self):
        (self.folder / 'app.ini').write_text(
            f'RUN_USER = {getpass.getuser()}\n'
            'I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true\n'
            f'WORK_PATH = {self.folder}\n'
            '[server]\nHTTP_ADDR = 127.0.0.1\n'
            f'HTTP_PORT = {self.port}\nSTATIC_ROOT_PATH = {self._folder}\n'
            'DISABLE_SSH = true\nOFFLINE_MODE = true\n'
            '[database]\nDB_TYPE = sqlite3\n'
            f'PATH = {self.folder}/gitea.db\n'
            f'[security]\nINSTALL_LOCK = true\nSECRET_KEY = {"key" * 9}\n'
            '[log]\nLEVEL = warn\n[cron]\nENABLED = false\n'
            '[session]\nPROVIDER = memory\n')

    def command(self):
        return [str(self._folder / 'server'), 'web', '--config',
                str(self.folder / 'app.ini')]

    def is_ready(self):
        return self.send('GET', '/api/healthz')[0] == 200

    def fill(self):
        self.run(self._folder / 'server', '--config', self.folder / 'app.ini',
                 'admin', 'user', 'create', '--username', USER, '--password',
                 draw_password(), '--email', 'orders@fabrikam-retail.net',
                 '--must-change-password=false')

    def make_token(self, name, *scopes):
        return self.call('POST', f'/api/v1/users/{USER}/tokens',
                         {'name': name, 'scopes': list(scopes)},
                         **basic(USER, draw_password()))['sha1']

    def delete_token(self, name):
        self.call('DELETE', f'/api/v1/users/{USER}/tokens/{name}',
                  **basic(USER, draw_password()))


class Vault(HttpServer):
    """Unsealed, its storage in memory; `root` is its first token."""

    _program = BUILD / 'token_servers' / 'vault' / 'server'

    def command(self):
        return [str(self._program), 'server', '-dev', '-dev-no-store-token',
                f'-dev-listen-address=127.0.0.1:{self.port}']

    def is_ready(self):
        return self.send('GET', '/v1/sys/health')[0] == 200

    def fill(self):
        def has_root():
            log = (self.folder / 'log').read_text()
            self.root = log.partition('Root Token: ')[2].partition('\n')[0]
            return self.root
        self._await(has_root)

    def make_token(self, **wishes):
        return self.call('POST', '/v1/auth/token/create', wishes,
                         **{'X-Vault-Token': self.root})['auth']['client_token']

    def revoke(self, token):
        self.call('POST', '/v1/auth/token/revoke', {'token': token},
                  **{'X-Vault-Token': self.root})

    def seal(self):
        self.call('PUT', '/v1/sys/seal', **{'X-Vault-Token': self.root})
