#!/usr/bin/env python3
"""What programs write where a secret could stand gives no alarm, in many
languages; and a random value in the same places is found.

The second half keeps the first honest: a filter that drops everything passes
the first alone. All values are drawn from seeds when the test runs, and what
is asked of the program is its default: medium confidence and above.
"""

import base64
import hashlib
import random
import string
import unittest
import uuid

from patrol_test_case import PatrolTestCase

BASE62 = string.ascii_letters + string.digits
HEX = '0123456789abcdef'


def drawn(seed, alphabet=BASE62, length=40):
    source = random.Random(f'generic secret {seed}')
    return ''.join(source.choice(alphabet) for _ in range(length))


def mixed(seed):
    """Letters of both cases and digits, as generators mix them that must."""
    source = random.Random(f'generic secret {seed}')
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    return ''.join(source.choice(kind) for _ in range(12)
                   for kind in source.sample(kinds, 3))


def encoded(seed, size):
    source = random.Random(f'generic secret {seed}')
    return base64.b64encode(source.randbytes(size)).decode()


def digest(name, seed):
    return hashlib.new(name, str(seed).encode()).hexdigest()


def basic(login):
    return base64.b64encode(login.encode()).decode()


UUID = str(uuid.uuid5(uuid.NAMESPACE_DNS, 'shop-nl.net'))
ED25519_SSH = base64.b64encode(
    b'\0\0\0\x0bssh-ed25519\0\0\0 ' + random.Random(1).randbytes(32)).decode()
ED25519_SPKI = base64.b64encode(
    bytes.fromhex('302a300506032b6570032100') +
    random.Random(2).randbytes(32)).decode()
UNSIGNED = '.'.join(
    base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')
    for text in ('{"alg":"none","typ":"JWT"}',
                 f'{{"sub":"{drawn("sub")}","iat":1700000000}}'))
AT = 'db.shop-nl.net'  # a host that could be somebody's

REFERENCES = {
    'actions.yml': 'password: ${{ secrets.DB_PASSWORD_2024_Q3 }}',
    'azure-pipelines.yml': 'token: $(System.AccessToken2Of4Stage)',
    'gitlab-ci.yml': 'DEPLOY_TOKEN: $CI_JOB_TOKEN_V2_FOR_S3',
    'template.j2': 'secret = {{ lookup("env", "S3_SECRET_V4_2024") }}',
    'settings.py': "API_SECRET = '%(api_secret_v2_2024)s'",
    'mail.rb': 'password = "#{config.smtp2_password_v3}"',
    'page.erb': 'token: "<%= ENV["S3_TOKEN_V2"] %>"',
    'web.config.tokenized': 'password="@@DB2_PASSWORD_V3_2024@@"',
    'run.bat': 'set API_TOKEN=%API_TOKEN_V2_PR0D_2024%',
    'run.ps1': '$apiToken = $env:API_TOKEN_V2_2024_X3',
    'run.sh': 'export API_TOKEN="$(vault read -field=t2 secret/x3/y4)"',
    'main.tf': 'api_token = var.api_token_v2_for_eu1_2024',
    'data.tf': 'secret = data.vault_secret.s3_v2.data4["key1"]',
    'docker-compose.yml': 'DB_PASSWORD: ${DB_PASSWORD:-}',
    'values.yaml': 'secretKey: !Ref Db2SecretV3ForS3Bucket4',
    'template.json': '"ApiToken": "[parameters(\'apiToken2V3\')]"',
    'octopus.config': '<add key="ApiToken" value="#{Api2.Token3V4}"/>',
    'ansible.yml': 'api_token: "{{ vault_api_token_v2_eu1_2024 }}"',
    'nginx.conf': 'set $api_token $http_x_api2_token_v3_2024;',
}

CODE = {
    'a.py': 'token = os.environ["API_TOKEN_V2_PR0D_2024"]',
    'b.py': 'password = os.getenv("DB2_PASSWORD_V3_2024")',
    'c.py': 'secret: Optional[SecretStr2V3] = None',
    'a.js': 'const apiToken = process.env.API2_TOKEN_V3_2024',
    'b.js': 'token: generateToken2For1User3WithClaims4(user)',
    'a.ts': 'secretKey: Buffer8Array64Of32Type<ArrayBuffer>',
    'A.java': 'String token = tokenService2.getToken4User1(id3);',
    'B.java': 'private final String secret = Keys2.SECRET_V3_NAME4;',
    'A.kt': 'val apiKey = BuildConfig.API2_KEY_V3_DEBUG4',
    'A.cs': 'var secret = Configuration2["Secrets:Api3Key4"];',
    'a.go': 'token := os.Getenv("API2_TOKEN_V3_2024_X5")',
    'b.go': 'secret = x509KeyPair2.Secret3Bytes4()',
    'a.rs': 'let token = env!("API2_TOKEN_V3_2024_X5");',
    'a.php': "$password = getenv('DB2_PASSWORD_V3_2024');",
    'a.rb': "secret = ENV.fetch('S3_SECRET_V2_2024')",
    'a.c': 'char *password = getpass2_r3(prompt4_text5);',
    'a.swift': 'let token = Bundle2.main.token3(forKey: "v4")',
    'a.scala': 'val secret = sys.env("S3_SECRET_V2_2024_X5")',
    'a.ex': 'secret_key = System.fetch_env!("S3_SECRET_V2")',
    'a.sql': "PASSWORD = @password2_param3_v4_2024",
    'a.lua': 'local token = ngx2.var.http_x3_token4_v5',
    'a.pl': 'my $secret = $ENV{S3_SECRET_V2_2024_X5};',
    'a.r': 'token <- Sys.getenv("API2_TOKEN_V3_2024_X5")',
    'path.yml': 'secret: /run/secrets2/app3/db4-password-v5',
    'win.ini': 'password_store=C:\\Users2\\app3\\secret4.kdbx',
    'key.conf': 'ssl_key_password = file:/etc/ssl2/app3.pw4',
}

HASHES = {
    'git id': f'token_commit = "{digest("sha1", 1)}"',
    'git ids': f'secret: {digest("sha1", 2)[:20]}',
    'sha256': f'api_key: "{digest("sha256", 3)}"',
    '0x': f'localized password: "0x{digest("md5", 4)}"',
    '0X': f'secret = 0X{digest("md5", 5).upper()}',
    'colons': 'api_key: ' + ':'.join(f'{b:02x}' for b in range(90, 110)),
    'uuid': f'client_secret: {UUID}',
    'integrity': f'token: "sha512-{encoded(6, 64)}"',
    'integrity 384': f'secret = "sha384-{encoded(7, 48)}"',
    'integrity 256': f'apikey: "sha256-{encoded(8, 32)}"',
    'go.sum': f'github.com/a/secret v1.2.3 h1:{encoded(9, 32)}',
    'package-lock.json': '"node_modules/password-prompt": {"integrity": '
                         f'"sha512-{encoded(10, 64)}"}}',
    'Podfile.lock': f'  SwiftToken: {digest("sha1", 11)}',
    'bcrypt': f'password: $2b$12${encoded(12, 39)[:53]}',
    'hash name': f'password_hash = "{encoded(13, 32)}"',
    'hashed name': f'hashedPassword: "{encoded(14, 32)}"',
    'digest': f'tokenDigest: "{encoded(15, 32)}"',
    'checksum': f'secret_checksum: "{encoded(16, 32)}"',
}

PUBLIC = {
    'ssh': f'token_key: "{ED25519_SSH}"',
    'spki': f'secret_peer: "{ED25519_SPKI}"',
    'public key': f'api_key_public: "{encoded(17, 32)}"',
    'publishable': f'token = "{"_".join(("pk", "live", drawn(18)))}"',
    'page token': f'"nextPageToken": "{drawn(19)}"',
    'csrf': f'csrf_token = "{drawn(20)}"',
    'authenticity': f'authenticity_token={drawn(21)}&commit=Save',
    'skip token': f'"$skiptoken={drawn(22)}"',
    'delta token': f'deltatoken={drawn(23)}',
}

ENCRYPTED = {
    'sealed': 'encryptedData:\n  password: Ag' + encoded(24, 300),
    'sops': f'password: ENC[AES256_GCM,data:{encoded(25, 18)},'
            f'iv:{encoded(26, 32)},tag:{encoded(27, 16)},type:str]',
    'ansible': 'password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  ' +
               digest('sha256', 28),
    'dotenvx': f'DB_PASSWORD="encrypted:{encoded(29, 60)}"',
    'jasypt': f'spring.password=ENC({encoded(30, 32)})',
    'maven': f'<password>{{{encoded(31, 32)}}}</password>',
    'jenkins': f'<secret>{{{encoded(32, 32)}}}</secret>',
    'named': f'encrypted_password = "{encoded(33, 48)}"',
    'ciphertext': f'secretCiphertext: "{encoded(34, 48)}"',
}

SAMPLES = {
    'placeholder': 'api_token = "your-api-token-goes-here-1a2b3"',
    'mash': 'secret_key = "523l5j523l5jk234k5"',
    'leet': 'password = "My5up3r53cr3tP4ssw0rd99"',
    'padding': f'client_secret: {encoded(35, 30)}=',
    'mock name': f'mock_api_token = "{drawn(36)}"',
    'reserved host': f'host = "esxi1.test"\npassword = "{drawn(37)}"',
    'zone': f'zone: "example.org"\nkey_secret: "{drawn(38)}"',
    'basic': f'Authorization: Basic {basic("tobi:ferret")}',
    'basic twice': f'Authorization: Basic {basic("tobi:ferret:ferret")}',
    'basic ends': f'Authorization: Basic {basic("user@host:pass@host")}',
    'basic wrong': f'Authorization: Basic {basic("testuser:wrongpass")}',
    'basic request': 'Host: 127.0.0.1:8999\n'
                     f'Authorization: Basic {basic("app:" + drawn(39))}',
    'unsigned': f'Authorization: Bearer {UNSIGNED}',
    'unsigned token': f'token = "{UNSIGNED}."',
    'bearer request': 'GET /x HTTP/1.1\nHost: %HOSTIP:%HTTPPORT\n'
                      f'Authorization: Bearer {drawn(40)}',
    'url call': f'https://app:config.password@{AT}/x',
    'url leet': f'https://app:P4ssw0rd1!@{AT}/x',
    'connection call': f'"Server={AT};User Id=app;Password=os.getenv("PW");"',
    'connection name': f'Server={AT};User Id=app;Password=$(DbPassword2);',
    'octopus': f'Server={AT};User Id=app;Password=#{{Db2.Password3}};',
}

NEGATIVES = {f'{kind}/{name}': text
             for kind, table in (('references', REFERENCES), ('code', CODE),
                                 ('hashes', HASHES), ('public', PUBLIC),
                                 ('encrypted', ENCRYPTED),
                                 ('samples', SAMPLES))
             for name, text in table.items()}

# {} is the secret.
PLACES = {
    'a.py': 'API_TOKEN = "{}"\n',
    'b.py': "client = Client(api_key='{}', timeout=3)\n",
    'a.js': "const apiToken = '{}';\n",
    'b.js': 'headers: {{ "x-api-key": "{}" }},\n',
    'a.ts': 'private readonly clientSecret: string = "x", secret = "{}";\n',
    'A.java': 'String clientSecret = "{}";\n',
    'A.kt': 'val accessToken = "{}"\n',
    'A.cs': 'var signingKey_secret = "{}";\n',
    'a.go': 'authToken := "{}"\n',
    'a.rs': 'let api_token = "{}";\n',
    'a.php': "'password' => '{}',\n",
    'a.rb': "secret_token = '{}'\n",
    'a.c': 'static const char *password = "{}";\n',
    'a.swift': 'let apiKey = "{}"\n',
    'a.sh': 'export DB_PASSWORD={}\n',
    'a.ps1': '$apiToken = "{}"\n',
    'a.bat': 'set API_TOKEN={}\n',
    'a.sql': "SET PASSWORD = '{}';\n",
    'a.pl': 'my $api_token = "{}";\n',
    'a.r': 'api_token = "{}"\n',
    '.env': 'SECRET_KEY={}\n',
    'local.env': 'APP_URL=http://localhost:3000\nDB=10.1.2.3\n'
                 'API_SECRET={}\n',
    'mail.env': 'ADMIN=admin@example.com\n# https://example.com\n'
                'API_SECRET={}\n',
    'a.yml': 'db:\n  password: {}\n',
    'b.yml': 'api_token: "{}"\n',
    'a.json': '{{"client_secret": "{}"}}\n',
    'a.toml': 'secret_key = "{}"\n',
    'a.ini': '[db]\npassword = {}\n',
    'a.properties': 'app.secret={}\n',
    'a.xml': '<add key="x" apiToken="{}"/>\n',
    'main.tf': 'secret_key = "{}"\n',
    'Dockerfile': 'ENV API_TOKEN={}\n',
    'test.js': 'ok = regex.test(x);\nconst apiToken = "{}";\n',
    'build.gradle': 'applicationId "com.example.shop"\napiKey = "{}"\n',
    'url.txt': 'postgres://app:{}@db.shop-nl.net/x\n',
    'connection.txt': 'Server=db.shop-nl.net;User Id=app;Password={};\n',
    'curl.sh': "curl -H 'Authorization: Bearer {}' https://${{HOST}}/x\n",
    'http.txt': 'Host: api.shop-nl.net\nAuthorization: Bearer {}\n',
}


class GenericSecrets(PatrolTestCase):

    def found(self):
        report = self.scan('--no-ignore', '--show-secrets')
        self.assertEqual(report['scan']['status'], 'complete')
        return {(place['path'], finding['secret'])
                for finding in report['findings']
                for place in finding['locations']}

    def test_no_alarm(self):
        for name, text in NEGATIVES.items():
            self.write(name, text + '\n')
        self.assertEqual(self.found(), set())

    def test_no_alarm_in_one_file(self):
        """Neighbours neither vouch for each other nor excuse each other."""
        self.write('all', '\n\n\n\n\n\n'.join(NEGATIVES.values()))
        self.assertEqual(self.found(), set())

    def test_random_values_in_these_places_are_found(self):
        expected = set()
        for name, place in PLACES.items():
            secret = mixed(name)
            self.write(name, place.format(secret))
            expected.add((name, secret))
        self.assertEqual(self.found(), expected)

    def test_random_values_of_many_kinds_are_found(self):
        """Of each kind 95 in 100, in words' letters or not."""
        kinds = {'32': lambda i: drawn(i, BASE62, 32),
                 '64': lambda i: drawn(i, BASE62, 64),
                 'base64': lambda i: encoded(i, 32)}
        secrets = {}
        for kind, make in kinds.items():
            for i in range(50):
                secrets[f'{kind}/{i}'] = make(f'{kind} {i}')
                self.write(f'{kind}/{i}', f'token = "{secrets[f"{kind}/{i}"]}"')
        found = {path for path, _ in self.found()}
        for kind in kinds:
            share = sum(path.startswith(f'{kind}/') for path in found) / 50
            self.assertGreaterEqual(share, 0.95, kind)


if __name__ == '__main__':
    unittest.main()
