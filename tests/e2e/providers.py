"""Providers on loopback, and the proxy that leads to them.

Whatever host a program asks for, the proxy leads it to one HTTPS server with a
certificate of the test's own authority for that host. So nothing in the program
has to know that it is tested: it asks https://api.github.com/user, through
HTTPS_PROXY, trusting --ca-file.

    providers = Providers(folder)
    providers.answer('api.github.com', '/user', 200, {'login': 'ada'})
    …
    providers.requests      what came in, with everything that was sent

An answer may also be a function of the request that gives an Answer, or does
with the connection whatever it likes and gives None.
"""

import contextlib
import dataclasses
import json
import pathlib
import socket
import ssl
import subprocess
import threading

HOSTS = (
    'localhost', 'api.github.com', 'gitlab.com', 'gitlab.example.org',
    'slack.com', 'dev.azure.com', 'app.vssps.visualstudio.com',
    'vssps.dev.azure.com', 'feeds.dev.azure.com', 'vsrm.dev.azure.com',
    'auditservice.dev.azure.com', 'analytics.dev.azure.com', 'tfs.example.org',
    'sts.amazonaws.com')


def make_authority(folder, hosts=HOSTS):
    """A certificate authority, and a certificate of it: ca.pem, server.pem."""
    names = ','.join(f'DNS:{host}' for host in hosts)
    def openssl(*arguments):
        subprocess.run(['openssl', *arguments], cwd=folder, check=True,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt',
            'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'ca.key',
            '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority')
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
            '-nodes', '-keyout', 'server.key', '-out', 'server.csr',
            '-subj', '/CN=localhost')
    (folder / 'names').write_text(f'subjectAltName={names}')
    openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey',
            'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names',
            '-out', 'server.crt')
    (folder / 'server.pem').write_text((folder / 'server.key').read_text() +
                                       (folder / 'server.crt').read_text())


@dataclasses.dataclass
class Request:
    method: str
    host: str
    path: str
    headers: dict  # names in lower case
    body: bytes
    connection: object = dataclasses.field(repr=False, default=None)

    def everything(self):
        return (self.path + json.dumps(self.headers)).encode() + self.body


@dataclasses.dataclass
class Answer:
    status: int = 200
    body: object = b''
    headers: dict = dataclasses.field(default_factory=dict)

    def bytes(self):
        body = self.body
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        elif isinstance(body, str):
            body = body.encode()
        lines = [f'HTTP/1.1 {self.status} Answer',
                 f'Content-Length: {len(body)}', 'Connection: close']
        lines += [f'{name}: {value}' for name, value in self.headers.items()]
        return '\r\n'.join(lines).encode() + b'\r\n\r\n' + body


def read_until(connection, mark):
    data = b''
    while mark not in data:
        piece = connection.recv(65536)
        if not piece:
            return None, b''
        data += piece
    head, _, rest = data.partition(mark)
    return head, rest


class Listener:
    """Accepts connections, each in a thread of its own, until closed."""

    def __init__(self, serve):
        self._serve = serve
        self._socket = socket.create_server(('127.0.0.1', 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._guarded, args=(connection,),
                             daemon=True).start()

    def _guarded(self, connection):
        try:
            with connection:
                self._serve(connection)
        except (OSError, ValueError):
            pass  # the other side went away, or spoke no HTTP

    def close(self):
        # A thread that waits in accept() would take one more connection.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Proxy:
    """Leads to `port`, whatever host it is asked for: `tunnels`."""

    def __init__(self, port):
        self._port = port
        self._lock = threading.Lock()
        self.tunnels = []
        self._listener = Listener(self._tunnel)
        self.url = f'http://127.0.0.1:{self._listener.port}'
        self.close = self._listener.close

    def _tunnel(self, connection):
        head, _ = read_until(connection, b'\r\n\r\n')
        if head is None or not head.startswith(b'CONNECT '):
            return
        with self._lock:
            self.tunnels.append(head.split(b' ')[1].decode())
        connection.sendall(b'HTTP/1.1 200 Tunnel\r\n\r\n')
        with socket.create_connection(('127.0.0.1', self._port)) as onward:
            back = threading.Thread(target=copy_bytes,
                                    args=(onward, connection), daemon=True)
            back.start()
            copy_bytes(connection, onward)
            back.join()


class Providers:

    def __init__(self, folder, hosts=HOSTS):
        folder = pathlib.Path(folder)
        make_authority(folder, hosts)
        self.ca_file = folder / 'ca.pem'
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(folder / 'server.pem')
        self._answers = {}
        self._lock = threading.Lock()
        self.requests = []
        self._server = Listener(self._serve)
        self._proxy = Proxy(self._server.port)
        self.proxy = self._proxy.url
        self.tunnels = self._proxy.tunnels  # hosts that it was asked for
        self.port = self._server.port

    def close(self):
        self._server.close()
        self._proxy.close()

    def answer(self, host, path, status=200, body=b'', **headers):
        """What is answered there: a status and so on, or a function."""
        if not callable(status):
            headers = {name.replace('_', '-'): value
                       for name, value in headers.items()}
            fixed = Answer(status, body, headers)
            self._answers[host, path] = lambda request: fixed
        else:
            self._answers[host, path] = status

    def to(self, host):
        return [request for request in self.requests if request.host == host]

    def _serve(self, connection):
        with self._context.wrap_socket(connection, server_side=True) as secure:
            head, rest = read_until(secure, b'\r\n\r\n')
            if head is None:
                return
            first, *lines = head.decode('latin-1').split('\r\n')
            method, path, _ = first.split(' ')
            headers = {}
            for line in lines:
                name, _, value = line.partition(':')
                headers[name.lower()] = value.strip()
            while len(rest) < int(headers.get('content-length', 0)):
                rest += secure.recv(65536)
            request = Request(method, headers.get('host', ''), path, headers,
                              rest, secure)
            with self._lock:
                self.requests.append(request)
            answer = self._find(request)(request)
            if answer is not None:
                secure.sendall(answer.bytes())

    def _find(self, request):
        path = request.path.partition('?')[0]
        return (self._answers.get((request.host, path)) or
                self._answers.get((request.host, '*')) or
                (lambda request: Answer(404, 'nobody answers here')))


def copy_bytes(source, sink):
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass
