#!/usr/bin/env python3
"""Passwords of connection strings, asked of real servers on loopback."""

import json
import pathlib
import shutil
import socket
import tempfile
import threading
import time
import unittest

import tokens
from providers import make_authority
from servers import (CLOSED, DATABASE, HOST, TRUSTED, USER, Ferretdb, Mariadb,
                     Postgresql, Rabbitmq, Redis, draw_password, free_port,
                     name_environment)
from verification_cases import VerificationTestCase

WRONG = draw_password()[::-1]


class Doorbell:
    """Counts who connects to a port; `serve` is given each connection."""

    def __init__(self, serve=lambda connection: None):
        self._serve = serve
        self._socket = socket.create_server(('127.0.0.1', 0))
        self.port = self._socket.getsockname()[1]
        self.rings = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.rings += 1
            threading.Thread(target=self._guarded, args=(connection,),
                             daemon=True).start()

    def _guarded(self, connection):
        try:
            with connection:
                self._serve(connection)
        except OSError:
            pass  # the other side went away

    def close(self):
        self._socket.close()


def say_nothing(connection):
    while connection.recv(4096):
        pass


def drip(connection):
    """What may begin an answer of any of them, a byte a second."""
    while True:
        connection.sendall(b'R')
        time.sleep(1)


class LoginTestCase(VerificationTestCase):
    """One server for all tests of a class; `kind` is its class."""

    kind = None
    scheme = None
    over_tls = False

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='patrol-server-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.folder.chmod(0o755)
        make_authority(cls.folder, hosts=(HOST,))
        cls.server = cls.kind(cls.folder / 'server',
                              cls.folder if cls.over_tls else None)
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        super().setUp()
        del self.environment['HTTPS_PROXY']
        self.environment |= name_environment(self.scratch)
        if 'ASAN_OPTIONS' in self.environment:  # it wants to be loaded first
            self.environment['ASAN_OPTIONS'] += ':verify_asan_link_order=0'
        self.authority = self.folder

    def flags(self):
        return ('--ca-file', str(self.authority / 'ca.pem'))

    def trust_others(self):
        make_authority(self.out, hosts=(HOST,))
        self.authority = self.out

    def url(self, password=None, user=USER, database=DATABASE, port=None,
            query=''):
        return (f'{self.scheme}://{user}:{password or draw_password()}@{HOST}:'
                f'{port or self.server.port}/{database}{query}')

    def ask(self, text, *arguments, port=None):
        """The verdict on the only password of `text`."""
        self.write('a', f'X = "{text}"\n')
        return self.verdict('--allow-host',
                            f'{HOST}:{port or self.server.port}', *arguments)

    def assertVerdict(self, verdict, status, detail=None, account=None):
        self.assertEqual(verdict['status'], status, verdict)
        if detail:
            self.assertRegex(verdict['detail'], detail)
        self.assertEqual(verdict.get('account'), account)


class Behaviour:
    """What holds of all of them; a class of its own is no test case."""

    account = USER

    def test_the_right_password_is_live(self):
        self.assertVerdict(self.ask(self.url()), 'live', self.product,
                           self.account)

    def test_a_wrong_password_is_dead(self):
        self.assertVerdict(self.ask(self.url(WRONG)), 'dead')

    def test_a_user_that_is_not_there_is_dead(self):
        self.assertVerdict(self.ask(self.url(WRONG, user='nobody_of_it')),
                           'dead')

    def test_a_server_that_is_stopped_is_unknown(self):
        port = free_port()
        self.assertVerdict(self.ask(self.url(port=port), port=port), 'unknown')

    def test_a_server_that_breaks_off_is_unknown(self):
        bell = Doorbell()
        self.addCleanup(bell.close)
        self.assertVerdict(self.ask(self.url(port=bell.port), port=bell.port),
                           'unknown')
        self.assertGreater(bell.rings, 0)

    def test_a_server_that_the_user_did_not_allow_is_not_connected_to(self):
        bell = Doorbell()
        self.addCleanup(bell.close)
        self.write('a', self.url(port=bell.port))
        for allowed in ((), (f'{HOST}:{bell.port + 1}',), (HOST,)):
            hosts = [word for host in allowed
                     for word in ('--allow-host', host)]
            self.assertVerdict(self.verdict(*hosts), 'unknown',
                               'asked only where --allow-host names it')
        self.assertEqual(bell.rings, 0)

    def test_the_audit_log_has_a_line_and_no_password(self):
        log = self.out / 'audit.jsonl'
        self.ask(self.url(WRONG), '--audit-log', str(log))
        entry = json.loads(log.read_text())
        self.assertEqual((entry['host'], entry['method']),
                         (f'{HOST}:{self.server.port}', 'LOGIN'))
        self.assertRegex(entry['answer'], '^refused: ')
        self.assertNotIn(WRONG, log.read_text() + self.errors)


class ClosedBehaviour(Behaviour):
    """And of those that let in an account, and to nothing."""

    closed_account = USER

    def closed_url(self):
        return self.url(database=CLOSED)

    def test_a_password_that_lets_in_nowhere_is_restricted(self):
        self.assertVerdict(self.ask(self.closed_url()), 'restricted',
                           account=self.closed_account)


class PostgresqlTest(ClosedBehaviour, LoginTestCase):

    kind = Postgresql
    scheme = 'postgresql'
    product = r'^logged in: PostgreSQL \d+\.\d+$'

    def test_a_database_that_is_not_there_is_restricted(self):
        self.assertVerdict(self.ask(self.url(database='none_of_it')),
                           'restricted', '3D000', USER)

    def test_a_server_that_asks_for_no_password_is_unknown(self):
        self.assertVerdict(self.ask(self.url(user=TRUSTED)), 'unknown',
                           'asks for no password')

    def test_variables_of_its_client_lead_it_nowhere_else(self):
        bell = Doorbell()
        self.addCleanup(bell.close)
        services = self.home / 'services'
        services.write_text(f'[x]\nhost=127.0.0.1\nport={bell.port}\n')
        self.environment |= {
            'PGHOSTADDR': '127.0.0.2', 'PGPORT': str(bell.port),
            'PGSERVICE': 'x', 'PGSERVICEFILE': str(services),
            'PGOPTIONS': '-c nonsense=1', 'PGREQUIREPEER': 'nobody'}
        self.assertVerdict(self.ask(self.url()), 'live', account=USER)
        self.assertEqual(bell.rings, 0)

    def test_no_password_is_taken_from_a_file_of_the_user(self):
        passwords = self.home / '.pgpass'
        passwords.write_text(f'*:*:*:*:{draw_password()}\n')
        passwords.chmod(0o600)
        self.assertVerdict(self.ask(self.url(WRONG)), 'dead')

    def test_what_is_encoded_in_the_url_is_decoded(self):
        encoded = draw_password().replace('-', '%2D').replace('.', '%2e')
        self.assertVerdict(self.ask(self.url(encoded)), 'live', account=USER)

    def test_a_connection_string_of_names_is_asked(self):
        self.assertVerdict(self.ask(
            f'Host={HOST};Port={self.server.port};Database={DATABASE};'
            f'Username={USER};Password={draw_password()}'), 'live',
            account=USER)

    def test_encryption_that_the_server_has_not_is_unknown(self):
        self.assertVerdict(self.ask(self.url(query='?sslmode=require')),
                           'unknown')


class PostgresqlOverTlsTest(LoginTestCase):

    kind = Postgresql
    scheme = 'postgres'
    over_tls = True

    def test_encryption_is_used_where_it_is_there(self):
        self.ask(self.url())
        self.assertIn('SSL', self.connections())

    def test_encryption_is_left_out_where_the_url_says_so(self):
        self.ask(self.url(query='?sslmode=disable'))
        self.assertNotIn('SSL', self.connections())

    def test_a_certificate_of_the_users_authority_is_trusted(self):
        self.assertVerdict(self.ask(self.url(query='?sslmode=verify-full')),
                           'live', account=USER)

    def test_a_certificate_of_nobody_is_unknown(self):
        self.trust_others()
        verdict = self.ask(self.url(query='?sslmode=verify-full'))
        self.assertVerdict(verdict, 'unknown', 'TLS')

    def test_a_wrong_password_is_dead_though_it_is_tried_unencrypted_too(self):
        self.assertVerdict(self.ask(self.url(WRONG)), 'dead')

    def setUp(self):
        super().setUp()
        self.before = len((self.server.folder / 'log').read_bytes())

    def connections(self):
        """What the server wrote of those that were let in since."""
        log = (self.server.folder / 'log').read_bytes()[self.before:]
        return ''.join(line for line in log.decode().splitlines(True)
                       if f'authorized: user={USER}' in line)


class MariadbTest(ClosedBehaviour, LoginTestCase):

    kind = Mariadb
    scheme = 'mysql'
    product = r'^logged in: MariaDB \d+\.\d+\.\d+$'

    def test_a_connection_string_of_names_is_not_taken_for_another_kind(self):
        """Server= and User= are written so for three kinds."""
        verdict = self.ask(
            f'Server={HOST};Port={self.server.port};Database={DATABASE};'
            f'Uid={USER};Password={draw_password()}')
        self.assertVerdict(verdict, 'unverified', 'of that kind')

    def test_encryption_that_must_be_verified_and_is_not_there_is_unknown(self):
        self.assertVerdict(
            self.ask(self.url(query='?ssl-mode=VERIFY_IDENTITY')), 'unknown')

    def test_a_locked_account_is_restricted(self):
        self.server.query(f"alter user '{USER}'@'127.0.0.1' account lock")
        self.addCleanup(self.server.query,
                        f"alter user '{USER}'@'127.0.0.1' account unlock")
        self.assertVerdict(self.ask(self.url()), 'restricted', account=USER)
        self.assertVerdict(self.ask(self.url(WRONG)), 'dead')


class MariadbOverTlsTest(LoginTestCase):

    kind = Mariadb
    scheme = 'mariadb'
    over_tls = True

    def test_a_certificate_of_the_users_authority_is_trusted(self):
        self.assertVerdict(
            self.ask(self.url(query='?ssl-mode=VERIFY_IDENTITY')), 'live',
            account=USER)

    def test_a_certificate_of_nobody_is_unknown(self):
        self.trust_others()
        verdict = self.ask(self.url(query='?ssl-mode=VERIFY_IDENTITY'))
        self.assertVerdict(verdict, 'unknown', 'TLS')

    def test_an_account_that_must_be_encrypted_is_live(self):
        self.server.query(f"alter user '{USER}'@'127.0.0.1' require ssl")
        self.addCleanup(self.server.query,
                        f"alter user '{USER}'@'127.0.0.1' require none")
        self.assertVerdict(self.ask(self.url()), 'live', account=USER)


class RedisTest(ClosedBehaviour, LoginTestCase):

    kind = Redis
    scheme = 'redis'
    product = '^logged in: Redis$'
    closed_account = CLOSED

    def closed_url(self):
        return self.url(user=CLOSED)

    def test_a_password_without_a_user_is_the_default_ones(self):
        self.assertVerdict(self.ask(self.url(user='')), 'live',
                           account='default')

    def test_a_user_that_old_clients_leave_out_is_left_out(self):
        self.assertVerdict(self.ask(self.url(user='nobody_of_it')), 'live',
                           account='default')


class RedisOverTlsTest(LoginTestCase):

    kind = Redis
    scheme = 'rediss'
    over_tls = True

    def test_a_certificate_of_the_users_authority_is_trusted(self):
        self.assertVerdict(self.ask(self.url()), 'live', account=USER)

    def test_a_certificate_of_nobody_is_unknown(self):
        self.trust_others()
        verdict = self.ask(self.url())
        self.assertVerdict(verdict, 'unknown')

    def test_it_is_not_asked_in_clear(self):
        self.scheme = 'redis'
        self.assertVerdict(self.ask(self.url()), 'unknown')


class RabbitmqTest(ClosedBehaviour, LoginTestCase):

    kind = Rabbitmq
    scheme = 'amqp'
    product = r'^logged in: RabbitMQ \d+\.\d+\.\d+$'

    def test_a_virtual_host_that_is_not_there_is_restricted(self):
        self.assertVerdict(self.ask(self.url(database='none_of_it')),
                           'restricted', '530', USER)


class RabbitmqOverTlsTest(LoginTestCase):

    kind = Rabbitmq
    scheme = 'amqps'
    over_tls = True

    def test_a_certificate_of_the_users_authority_is_trusted(self):
        self.assertVerdict(self.ask(self.url()), 'live', account=USER)


class MongodbTest(Behaviour, LoginTestCase):
    """FerretDB, which speaks its protocol."""

    kind = Ferretdb
    scheme = 'mongodb'
    product = '^logged in: MongoDB$'

    def test_the_database_that_knows_the_user_is_asked(self):
        self.assertVerdict(
            self.ask(self.url(database='else', query=f'?authSource={DATABASE}')),
            'live', account=USER)
        self.assertVerdict(self.ask(self.url(database='else')), 'dead')


class MongodbOverTlsTest(LoginTestCase):

    kind = Ferretdb
    scheme = 'mongodb'
    over_tls = True

    def test_a_certificate_of_the_users_authority_is_trusted(self):
        self.assertVerdict(self.ask(self.url(query='?tls=true')), 'live',
                           account=USER)

    def test_a_certificate_of_nobody_is_unknown(self):
        self.trust_others()
        self.assertVerdict(self.ask(self.url(query='?tls=true')), 'unknown')

    def test_it_is_not_asked_in_clear(self):
        self.assertVerdict(self.ask(self.url()), 'unknown')


class NoServerTest(LoginTestCase):
    """Who answers is no database."""

    SCHEMES = ('postgresql', 'mysql', 'redis', 'amqp', 'mongodb')

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='patrol-server-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        make_authority(cls.folder, hosts=(HOST,))

    def bell(self, serve):
        bell = Doorbell(serve)
        self.addCleanup(bell.close)
        return bell.port

    def ask_all(self, serve):
        """A verdict of each protocol, each with a server and password."""
        flags = []
        for number, self.scheme in enumerate(self.SCHEMES):
            port = self.bell(serve)
            password = f'{number}{draw_password()}'
            self.write(self.scheme, self.url(password, port=port))
            flags += ['--allow-host', f'{HOST}:{port}']
        findings = self.verified(*flags)['findings']
        return [finding['verification'] for finding in findings]

    def test_a_server_that_says_nothing_is_unknown(self):
        verdicts = self.ask_all(say_nothing)
        self.assertEqual(len(verdicts), len(self.SCHEMES))
        for verdict in verdicts:
            self.assertVerdict(verdict, 'unknown', 'no answer within 10 s')

    def test_a_server_that_says_a_byte_a_second_is_unknown(self):
        verdicts = self.ask_all(drip)
        self.assertEqual({verdict['status'] for verdict in verdicts},
                         {'unknown'})

    def test_endless_answers_are_unknown(self):
        def pour(connection):
            while True:
                connection.sendall(b'\x01' * 65536)
        verdicts = self.ask_all(pour)
        self.assertEqual({verdict['status'] for verdict in verdicts},
                         {'unknown'})

    def test_an_error_of_one_does_not_end_the_others(self):
        self.write('b', tokens.github_pat())
        self.environment['HTTPS_PROXY'] = self.providers.proxy
        self.environment['NO_PROXY'] = HOST
        self.authority = self.providers.ca_file.parent
        self.providers.answer('api.github.com', '/user', 200, {'login': 'ada'})
        self.assertEqual(
            sorted(verdict['status'] for verdict in self.ask_all(
                lambda connection: connection.recv(1))),
            ['live'] + ['unknown'] * len(self.SCHEMES))

    def test_after_three_without_a_verdict_a_server_is_left_alone(self):
        bell = Doorbell()
        self.addCleanup(bell.close)
        self.scheme = 'redis'
        for number in range(20):
            self.write(f'f{number}', self.url(f'{number}{draw_password()}',
                                              port=bell.port))
        report = self.verified('--allow-host', f'{HOST}:{bell.port}')
        self.assertEqual({finding['verification']['status']
                          for finding in report['findings']}, {'unknown'})
        self.assertLess(bell.rings, 10)

    def redis(self, *answers):
        """The verdict where these lines are what it answers, in turn."""
        def serve(connection):
            for answer in answers:
                connection.recv(4096)
                connection.sendall(answer.encode() + b'\r\n')
            say_nothing(connection)
        port = self.bell(serve)
        self.scheme = 'redis'
        return self.ask(self.url(port=port), port=port)

    def test_a_redis_without_users_is_asked_without_one(self):
        old = "-ERR wrong number of arguments for 'auth' command"
        self.assertVerdict(self.redis(old, '+OK', '+PONG'), 'live',
                           account='default')
        self.assertVerdict(self.redis(old, '-ERR invalid password'), 'dead')

    def test_a_redis_that_asks_for_no_password_is_unknown(self):
        self.assertVerdict(self.redis(
            '-ERR Client sent AUTH, but no password is set'), 'unknown',
            'asks for no password')

    def test_a_redis_that_is_not_ready_is_unknown(self):
        self.assertVerdict(self.redis('-LOADING Redis is loading'), 'unknown')


if __name__ == '__main__':
    unittest.main()
