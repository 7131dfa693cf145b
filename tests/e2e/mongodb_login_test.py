#!/usr/bin/env python3
"""Passwords of MongoDB, tried at a server written here from the protocol's
description: BSON, OP_MSG and the server's half of SCRAM-SHA-256."""

import base64
import hashlib
import hmac
import os
import socket
import struct
import unittest

from patrol_test_case import PatrolTestCase
from providers import Listener, Proxy

HOST = 'mongo.fabrikam-retail.net'
USER = 'orders_app'


def draw_password():
    return 'mZ4t' + 'Rw81-kQp2x.L7'


def element(kind, name, value):
    return bytes([kind]) + name.encode() + b'\0' + value


def document(*elements):
    body = b''.join(elements) + b'\0'
    return struct.pack('<i', len(body) + 4) + body


def fields(data):
    """The strings, numbers and binaries of a document, by name."""
    found, at = {}, 4
    while data[at]:
        kind, end = data[at], data.index(b'\0', at + 1)
        name, at = data[at + 1:end].decode(), end + 1
        size = {1: 8, 8: 1, 16: 4, 18: 8}.get(kind)
        if size is None:
            length = struct.unpack_from('<i', data, at)[0]
            size = {2: 4 + length, 3: length, 4: length, 5: 5 + length}[kind]
        value, at = data[at:at + size], at + size
        found[name] = {2: lambda v: v[4:-1].decode(), 5: lambda v: v[5:],
                       16: lambda v: struct.unpack('<i', v)[0]}.get(
                           kind, lambda v: v)(value)
    return found


def digest(key, text):
    return hmac.new(key, text, hashlib.sha256).digest()


class MongoServer:
    """Knows USER in one database. `commands`: what it was asked."""

    def __init__(self, password, database='admin'):
        self.database, self.commands = database, []
        self.salt = os.urandom(28)
        self.stored = hashlib.pbkdf2_hmac('sha256', password.encode(),
                                          self.salt, 15000)
        self._listener = Listener(self._serve)
        self._proxy = Proxy(self._listener.port)
        self.proxy = self._proxy.url
        self.tunnels = self._proxy.tunnels

    def close(self):
        self._listener.close()
        self._proxy.close()

    def _serve(self, connection):
        while True:
            head = connection.recv(16, socket.MSG_WAITALL)
            if len(head) < 16:
                return
            size, identity, _, code = struct.unpack('<iiii', head)
            body = connection.recv(size - 16, socket.MSG_WAITALL)
            assert code == 2013 and body[:5] == b'\0' * 5
            asked = fields(body[5:])
            self.commands.append(asked)
            reply = b'\0' * 5 + self._answer(asked)
            connection.sendall(struct.pack('<iiii', len(reply) + 16, 1,
                                           identity, 2013) + reply)

    def _answer(self, asked):
        payload = (self._first if 'saslStart' in asked else self._last)(
            asked, asked['payload'].decode())
        if payload is None or asked['$db'] != self.database:
            return document(
                element(1, 'ok', struct.pack('<d', 0)),
                element(2, 'errmsg', struct.pack('<i', 5) + b'none\0'),
                element(16, 'code', struct.pack('<i', 18)))
        return document(
            element(16, 'conversationId', struct.pack('<i', 5)),
            element(8, 'done', b'\0'),
            element(5, 'payload', struct.pack('<i', len(payload)) + b'\0' +
                    payload.encode()),
            element(1, 'ok', struct.pack('<d', 1)))

    def _first(self, asked, payload):
        assert asked['mechanism'] == 'SCRAM-SHA-256'
        bare = payload.removeprefix('n,,')
        name, nonce = (part[2:] for part in bare.split(','))
        first = (f'r={nonce}server,s={base64.b64encode(self.salt).decode()},'
                 'i=15000')
        self.said = (bare, first)
        return first if name == USER else None

    def _last(self, asked, payload):
        assert asked['conversationId'] == 5
        without, _, proof = payload.rpartition(',p=')
        key = digest(self.stored, b'Client Key')
        signature = digest(hashlib.sha256(key).digest(),
                           ','.join((*self.said, without)).encode())
        expected = bytes(a ^ b for a, b in zip(key, signature))
        return 'v=x' if base64.b64decode(proof) == expected else None


class MongodbLoginTest(PatrolTestCase):

    def setUp(self):
        super().setUp()
        self.serve()

    def serve(self, **options):
        self.server = MongoServer(draw_password(), **options)
        self.addCleanup(self.server.close)
        self.environment['HTTPS_PROXY'] = self.server.proxy

    def verdict(self, password=None, rest='/admin', user=USER, allowed=HOST):
        self.write('a', 'DB=mongodb:/' + f'/{user}:'
                        f'{password or draw_password()}@{HOST}{rest}\n')
        finding, = self.scan('--verify', '--allow-host', allowed)['findings']
        return finding['verification']

    def test_the_right_password_is_live(self):
        verdict = self.verdict()
        self.assertEqual((verdict['status'], verdict['detail'],
                          verdict['account']),
                         ('live', 'logged in: MongoDB', USER))
        self.assertEqual(self.server.tunnels, [f'{HOST}:27017'])

    def test_a_wrong_one_is_dead(self):
        verdict = self.verdict(draw_password()[::-1])
        self.assertEqual((verdict['status'], verdict['detail']),
                         ('dead', 'refused: error 18'))

    def test_a_user_that_is_not_there_is_dead(self):
        self.assertEqual(self.verdict(user='orders_web')['status'], 'dead')

    def test_the_database_that_knows_the_user_is_asked(self):
        self.serve(database='staff')
        self.assertEqual(self.verdict(rest='/orders?authSource=staff')[
            'status'], 'live')
        self.assertEqual(self.verdict(rest='/staff')['status'], 'live')
        self.assertEqual(self.verdict(rest='/orders')['status'], 'dead')

    def test_no_command_but_the_login_is_sent_and_no_password(self):
        self.verdict()
        self.assertEqual([next(iter(command))
                          for command in self.server.commands],
                         ['saslStart', 'saslContinue'])
        self.assertNotIn(draw_password(), repr(self.server.commands))

    def test_a_server_that_is_stopped_is_unknown(self):
        self.server.close()
        self.assertEqual(self.verdict()['status'], 'unknown')

    def test_a_server_that_the_user_did_not_allow_is_not_connected_to(self):
        verdict = self.verdict(allowed='other.example.org')
        self.assertEqual(verdict['status'], 'unknown')
        self.assertEqual(self.server.tunnels, [])


if __name__ == '__main__':
    unittest.main()
