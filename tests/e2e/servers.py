"""Databases and queues on loopback, started by a test and torn down with it.
(http_servers.py has those that speak HTTP.)

    server = Postgresql(folder)     runs, once the constructor returns
    server.port
    server.stop()

Each runs in a folder of its own, most as a user that is not root, since they
refuse that, and has one account: USER, who may use DATABASE and not CLOSED.

Databases are found by a name, since patrol takes passwords for loopback for samples:
libnss_wrapper answers HOST with 127.0.0.1 (`name_environment`).
"""

import base64
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

HOST = 'db.fabrikam-retail.net'
USER = 'orders_app'
DATABASE = 'orders'
CLOSED = 'payroll'
TRUSTED = 'anybody'  # PostgreSQL lets it in without a password
PATIENCE = 120  # it ends a test that hangs, no more


def draw_password():
    """Put together here, so that no line of this file is a leak."""
    return 'mZ4t' + 'Rw81-kQp2x.L7'


def name_environment(folder):
    """Variables with which a program finds HOST on loopback."""
    hosts = pathlib.Path(folder) / 'hosts'
    hosts.write_text(f'127.0.0.1 {HOST}\n')
    library = next(pathlib.Path('/usr/lib').glob('*/libnss_wrapper.so'))
    return {'LD_PRELOAD': str(library), 'NSS_WRAPPER_HOSTS': str(hosts)}


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        return listener.getsockname()[1]


def as_user(name):
    """Options of subprocess for whom to be; None: whoever runs the test."""
    if os.geteuid() != 0 or name is None:
        return {}
    return {'user': name, 'group': name, 'extra_groups': []}


class Server:
    """One process. `tls`: a folder with server.crt and server.key, or None."""

    owner = None

    def __init__(self, folder, tls=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.port = free_port()
        self.tls = tls and self._copy(tls)
        self._give_away()
        self.prepare()
        self.log = open(self.folder / 'log', 'wb')
        self.process = subprocess.Popen(
            self.command(), cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, env=self.environment(),
            start_new_session=True, **as_user(self.owner))
        try:
            self._await(self.is_ready)
            self.fill()
        except BaseException:
            self.stop()
            raise

    def prepare(self):
        """Before it runs."""

    def fill(self):
        """Makes the account."""

    def environment(self):
        return {'PATH': os.environ['PATH'], 'HOME': str(self.folder),
                'LANG': 'C.UTF-8'}

    def run(self, *command, **options):
        return subprocess.run(
            [str(word) for word in command], cwd=self.folder, check=True,
            env=self.environment(), timeout=PATIENCE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            **as_user(self.owner), **options)

    def is_ready(self):
        with socket.create_connection(('127.0.0.1', self.port)):
            return True

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _copy(self, tls):
        folder = self.folder / 'tls'
        folder.mkdir()
        for name in ('server.crt', 'server.key'):
            shutil.copy(pathlib.Path(tls) / name, folder)
            (folder / name).chmod(0o600)
        return folder

    def _give_away(self):
        if os.geteuid() == 0 and self.owner:
            for path in (self.folder, *self.folder.rglob('*')):
                shutil.chown(path, self.owner, self.owner)

    def _await(self, is_so):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if is_so():
                    return
            except (OSError, subprocess.CalledProcessError):
                pass
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(
                    (self.folder / 'log').read_text(errors='replace'))
            time.sleep(0.05)


class Postgresql(Server):

    owner = 'postgres'
    _folder = max(pathlib.Path('/usr/lib/postgresql').glob('*/bin'),
                  key=lambda path: int(path.parent.name), default=None)

    def prepare(self):
        (self.folder / 'first').write_text('first\n')
        self.run(self._folder / 'initdb', '-D', 'data', '-U', 'root_of_it',
                 '-A', 'scram-sha-256', '--pwfile', 'first', '--no-sync')
        rules = self.folder / 'data' / 'pg_hba.conf'
        rules.write_text(f'host all {TRUSTED} all trust\n' + rules.read_text())

    def command(self):
        command = [self._folder / 'postgres', '-D', 'data', '-p', self.port,
                   '-k', self.folder, '-c', 'listen_addresses=127.0.0.1',
                   '-c', 'fsync=off', '-c', 'log_connections=on']
        if self.tls:
            command += ['-c', 'ssl=on', '-c',
                        f'ssl_cert_file={self.tls}/server.crt', '-c',
                        f'ssl_key_file={self.tls}/server.key']
        return [str(word) for word in command]

    def environment(self):
        return super().environment() | {'PGPASSWORD': 'first'}

    def query(self, *commands):
        options = [word for command in commands for word in ('-c', command)]
        return self.run('psql', '-X', '-q', '-h', self.folder, '-p', self.port,
                        '-U', 'root_of_it', '-d', 'postgres', *options)

    def is_ready(self):
        return self.query('select 1')

    def fill(self):
        self.query(f"create role {USER} login password '{draw_password()}'",
                   f'create role {TRUSTED} login',
                   f'create database {DATABASE} owner {USER}',
                   f'create database {CLOSED}',
                   f'revoke connect on database {CLOSED} from public')


class Mariadb(Server):

    owner = 'mysql'

    def prepare(self):
        self.run('mariadb-install-db', '--no-defaults',
                 f'--datadir={self.folder}/data',
                 '--auth-root-authentication-method=normal',
                 '--skip-test-db')

    def command(self):
        command = [shutil.which('mariadbd', path='/usr/sbin:/usr/bin'),
                   '--no-defaults', f'--datadir={self.folder}/data',
                   f'--socket={self.folder}/socket', f'--port={self.port}',
                   '--bind-address=127.0.0.1', '--skip-name-resolve']
        if self.tls:
            command += [f'--ssl-cert={self.tls}/server.crt',
                        f'--ssl-key={self.tls}/server.key']
        return command

    def query(self, text):
        return self.run('mariadb', '--no-defaults', '-u', 'root',
                        f'--socket={self.folder}/socket', '-e', text)

    def is_ready(self):
        return self.query('select 1')

    def fill(self):
        self.query(
            f"create user '{USER}'@'127.0.0.1' identified by "
            f"'{draw_password()}'; create database {DATABASE}; "
            f'create database {CLOSED}; '
            f"grant all on {DATABASE}.* to '{USER}'@'127.0.0.1'")


class Redis(Server):

    owner = 'redis'

    def prepare(self):
        lines = ['bind 127.0.0.1', 'save ""', 'daemonize no',
                 f'dir {self.folder}', f'requirepass {draw_password()}',
                 f'user {USER} on >{draw_password()} ~* +@read +@connection',
                 f'user {CLOSED} on >{draw_password()} -@all +auth']
        if self.tls:
            lines += ['port 0', f'tls-port {self.port}', 'tls-auth-clients no',
                      f'tls-cert-file {self.tls}/server.crt',
                      f'tls-key-file {self.tls}/server.key',
                      f'tls-ca-cert-file {self.tls}/server.crt']
        else:
            lines.append(f'port {self.port}')
        (self.folder / 'redis.conf').write_text('\n'.join(lines) + '\n')

    def command(self):
        return ['redis-server', str(self.folder / 'redis.conf')]


class Ferretdb(Server):
    """Speaks MongoDB's protocol, over SQLite."""

    _program = (pathlib.Path(__file__).resolve().parents[2] / 'build' /
                'token_servers' / 'ferretdb' / 'server')

    def prepare(self):
        (self.folder / 'data').mkdir()

    def command(self):
        listen = f'--listen-addr=127.0.0.1:{self.port}'
        if self.tls:
            listen = f'--listen-tls=127.0.0.1:{self.port}'
        command = [str(self._program), '--handler=sqlite', listen,
                   f'--sqlite-url=file:{self.folder}/data/', '--debug-addr=-',
                   '--telemetry=disable', '--test-enable-new-auth']
        if self.tls:
            command += ['--listen-addr=',
                        f'--listen-tls-cert-file={self.tls}/server.crt',
                        f'--listen-tls-key-file={self.tls}/server.key']
        return command

    def environment(self):
        return super().environment() | {
            'FERRETDB_SETUP_USERNAME': USER,
            'FERRETDB_SETUP_PASSWORD': draw_password(),
            'FERRETDB_SETUP_DATABASE': DATABASE}


class Rabbitmq(Server):
    """Its account stands in a file that it reads when it starts, so that its
    tools, which take seconds each, are not needed."""

    owner = 'rabbitmq'

    def prepare(self):
        self.names_port = free_port()
        (self.folder / 'definitions.json').write_text(json.dumps({
            'vhosts': [{'name': DATABASE}, {'name': CLOSED}],
            'users': [{'name': USER, 'tags': [],
                       'password_hash': self._hash(draw_password())}],
            'permissions': [{'user': USER, 'vhost': DATABASE, 'configure': '',
                             'write': '', 'read': ''}]}))
        lines = [f'load_definitions = {self.folder}/definitions.json']
        if self.tls:
            lines += ['listeners.tcp = none',
                      f'listeners.ssl.1 = 127.0.0.1:{self.port}',
                      f'ssl_options.certfile = {self.tls}/server.crt',
                      f'ssl_options.keyfile = {self.tls}/server.key']
        else:
            lines.append(f'listeners.tcp.1 = 127.0.0.1:{self.port}')
        (self.folder / 'rabbitmq.conf').write_text('\n'.join(lines) + '\n')
        (self.folder / 'plugins').write_text('[].\n')

    def environment(self):
        return super().environment() | {
            'RABBITMQ_NODENAME': f'patrol{self.port}@localhost',
            'RABBITMQ_MNESIA_BASE': str(self.folder / 'mnesia'),
            'RABBITMQ_LOG_BASE': str(self.folder / 'logs'),
            'RABBITMQ_PID_FILE': str(self.folder / 'pid'),
            'RABBITMQ_CONFIG_FILE': str(self.folder / 'rabbitmq.conf'),
            'RABBITMQ_ENABLED_PLUGINS_FILE': str(self.folder / 'plugins'),
            'RABBITMQ_CONF_ENV_FILE': '/dev/null',
            'RABBITMQ_DIST_PORT': str(free_port()),
            # The daemon that tells Erlang's nodes from each other: one of our
            # own, which goes with the node.
            'ERL_EPMD_PORT': str(self.names_port),
            'ERL_EPMD_ADDRESS': '127.0.0.1'}

    def command(self):
        return [str(next(pathlib.Path('/usr/lib/rabbitmq/lib').glob(
            'rabbitmq_server-*/sbin/rabbitmq-server')))]

    def is_ready(self):
        """It answers with the beginning of AMQP's conversation."""
        if self.tls:
            return super().is_ready()
        with socket.create_connection(('127.0.0.1', self.port), 1) as probe:
            probe.settimeout(PATIENCE)
            probe.sendall(b'AMQP\x00\x00\x09\x01')
            return probe.recv(1) == b'\x01'

    def stop(self):
        # The script waits for Erlang, which the signal must reach.
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(PATIENCE)
        subprocess.run(['epmd', '-port', str(self.names_port), '-kill'],
                       check=False, env=self.environment(),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       **as_user(self.owner))
        super().stop()

    @staticmethod
    def _hash(password):
        salt = b'salt'
        digest = hashlib.sha256(salt + password.encode()).digest()
        return base64.b64encode(salt + digest).decode()
