"""The same as recall_languages.py for configuration, commands and prose."""

import json

from recall_languages import (NOTES, PYTHON_FORMS, PYTHON_HARMLESS, Language,
                              escaped_xml, notebook, notes)

NOTEBOOK_HEAD = '''\
{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "metadata": {},
   "outputs": [],
   "source": [
'''
NOTEBOOK_TAIL = '''\
    "pass"
   ]
  }
 ],
 "metadata": {"kernelspec": {"name": "python3"}},
 "nbformat": 4,
 "nbformat_minor": 5
}
'''

FORMATS = (
    Language('shell', 'scripts/run{}.sh', {
        'export': 'export @UPPER@=□',
        'double quotes': '@UPPER@="□"',
        'single quotes': "export @UPPER@='□'",
        'command': '@UPPER@=□ ./deploy.sh --verbose',
        'assign default': ': "${@UPPER@:=□}"',
        'default': '@UPPER@="${@UPPER@:-□}"',
        'option': './deploy --@kebab@ □ --verbose',
        'option with =': './deploy --@kebab@=□ --verbose',
        'docker': 'docker run -e @UPPER@=□ --rm app',
        'github': 'gh secret set @UPPER@ --body "□"',
        'here text': 'login <<< "@snake@=□"',
    }, notes('# ') + (
        'export API_TOKEN="$(vault read -field=token2 secret/v3)"',
        'DB_PASSWORD=${DB_PASSWORD:?is not set}',
        'git checkout -q @sha1@',
        'curl -H "Authorization: Bearer $API_TOKEN" "$URL"',
    ), head='#!/bin/sh\n', expands=True),
    Language('curl', 'scripts/call{}.sh', {
        'header': "curl -H '@Header@: □' https://api.shop-nl.net/v1/orders",
        'header in double quotes':
            'curl -s -H "X-@Header@: □" https://api.shop-nl.net/v1/orders',
        'form': "curl -d '@snake@=□' -d n=1 https://api.shop-nl.net/v1",
        'JSON': """curl -d '{"@snake@": "□"}' https://api.shop-nl.net/v1""",
        'query': "curl 'https://api.shop-nl.net/v1?@snake@=□&n=1'",
    }, notes('# ') + (
        'curl -H "X-Api-Key: $API_KEY" https://api.shop-nl.net/v1',
        "curl -H 'X-Api-Key: YOUR_API_KEY' https://api.shop-nl.net/v1",
    ), head='#!/bin/sh\n', expands=True),
    Language('PowerShell', 'scripts/run{}.ps1', {
        'environment': '$env:@UPPER@ = "□"',
        'variable': "$@Pascal@ = '□'",
        'parameter': "Connect-Service -@Pascal@ '□'",
        'parameter default': "param([string]$@Pascal@ = '□')",
        'call': '[Environment]::SetEnvironmentVariable("@UPPER@", "□", "User")',
        'table': "$options = @{ @Pascal@ = '□' }",
        'secure string':
            "$@camel@ = ConvertTo-SecureString '□' -AsPlainText -Force",
    }, notes('# ') + (
        '$token = $env:SERVICE_TOKEN_V2',
        '$secret = Get-AzKeyVaultSecret -Name $name2 -AsPlainText',
    ), expands=True),
    Language('batch', 'scripts/run{}.bat', {
        'set': 'set @UPPER@=□',
        'quoted set': 'set "@UPPER@=□"',
        'setx': 'setx @UPPER@ "□"',
    }, notes('rem ') + ('set API_TOKEN=%SERVICE_TOKEN_V2%',)),
    Language('SQL', 'db/seed{}.sql', {
        'row': "INSERT INTO settings (name, value) VALUES ('@snake@', '□');",
        'update': "UPDATE accounts SET @snake@ = '□' WHERE id = 7;",
        'variable': "SET @@snake@ = '□';",
        'columns': "INSERT INTO accounts (id, @snake@) VALUES (7, '□');",
    }, notes('-- ') + (
        'ALTER ROLE app WITH PASSWORD :password2;',
        "INSERT INTO commits VALUES ('@sha1@', '@uuid@');",
    )),
    Language('Dockerfile', 'images/Dockerfile{}', {
        'ENV': 'ENV @UPPER@=□',
        'old ENV': 'ENV @UPPER@ □',
        'quoted': 'ENV @UPPER@="□"',
        'ARG': 'ARG @UPPER@=□',
        'RUN': 'RUN @UPPER@=□ make install',
        'continued': 'ENV LANG=C \\\n    @UPPER@=□ \\\n    TZ=UTC',
    }, notes('# ') + (
        'ENV API_TOKEN=${API_TOKEN}',
        'RUN --mount=type=secret,id=token2 make install',
        'FROM debian@sha256:@sha256@',
    ), head='FROM debian:12\n', expands=True),
    Language('YAML', 'deploy/app{}.yml', {
        'bare': '@snake@: □',
        'quoted': '@camel@: "□"',
        'single quotes': "@UPPER@: '□'",
        'name and value': 'env:\n  - name: @UPPER@\n    value: "□"',
        'list': 'environment:\n  - @UPPER@=□',
        'option': 'args:\n  - --@kebab@=□',
        'two options': 'args:\n  - "--@kebab@"\n  - "□"',
        'block': '@snake@: |\n  □',
        'folded': '@snake@: >-\n  □',
        'flow': 'options: {@snake@: "□", retries: 3}',
        'comment': '# @snake@: "□"',
    }, notes('# ') + (
        'password: ${{ secrets.DB_PASSWORD_2 }}',
        'api_token: "{{ vault_api_token_v2 }}"',
        'secretName: app-tls-2024-v3',
        'image: app@sha256:@sha256@',
        'token: $(System.AccessToken)',
    )),
    Language('JSON', 'config/app{}.json', {
        'camel': '  "@camel@": "□",',
        'snake': '  "@snake@": "□",',
        'upper': '  "@UPPER@": "□",',
        'Pascal': '  "@Pascal@": "□",',
        'kebab': '  "@kebab@":"□",',
        'name and value': '  {"name": "@UPPER@", "value": "□"},',
        'key and value':
            '  {\n    "key": "@snake@",\n    "value": "□"\n  },',
        'in a string': '  "body": "{\\"@snake@\\": \\"□\\"}",',
        'list': '  "args": ["--@kebab@", "□"],',
    }, (
        '  "integrity": "sha512-@sri@",',
        '  "gitHead": "@sha1@",',
        '  "tokenId": "@uuid@",',
        '  "apiKey": "YOUR_API_KEY",',
        '  "secret": "[parameters(\'secret2\')]",',
        '  "icon": "data:image/png;base64,@png@",',
        '  "contentHash": "@sha256@",',
    ), head='{\n', tail='  "version": 3\n}\n'),
    Language('TOML', 'config/app{}.toml', {
        'bare': '@snake@ = "□"',
        'literal': "@UPPER@ = '□'",
        'inline': 'options = { @kebab@ = "□", retries = 3 }',
        'block': '@snake@ = """\n□"""',
    }, notes('# ') + (
        'checksum = "@sha256@"',
        'token = "${SERVICE_TOKEN_V2}"',
    )),
    Language('INI', 'config/app{}.ini', {
        'spaces': '@snake@ = □',
        'none': '@UPPER@=□',
        'quoted': '@Pascal@ = "□"',
        'colon': '@snake@: □',
        'comment': ';@snake@ = □',
    }, notes('; ') + ('password = %(db_password_2)s',), head='[app]\n'),
    Language('properties', 'config/app{}.properties', {
        'none': '@dotted@=□',
        'spaces': '@dotted@ = □',
        'kebab': '@kebab@=□',
    }, notes('# ') + (
        'service.token=${SERVICE_TOKEN_V2}',
        'app.password=ENC(@sri@)',
    )),
    Language('XML', 'config/app{}.xml', {
        'element': '<@camel@>□</@camel@>',
        'upper element': '<@Pascal@>□</@Pascal@>',
        'add': '<add key="@Pascal@" value="□" />',
        'attribute': '<client @camel@="□" retries="3" />',
        'bean': '<property name="@camel@" value="□"/>',
        'entry': '<entry key="@dotted@">□</entry>',
        'android': '<string name="@snake@">□</string>',
        'lines': '<@camel@>\n  □\n</@camel@>',
        'comment': '<!-- @camel@="□" -->',
    }, notes('<!-- ', ' -->') + (
        '<add key="ApiToken" value="#{Api2.Token3}" />',
        '<assembly name="a" publicKeyToken="b77a5c561934e089" />',
        '<commit>@sha1@</commit>',
    ), head='<configuration>\n', tail='</configuration>\n',
        quote=escaped_xml),
    Language('property list', 'ios/App{}.plist', {
        'string': '<key>@Pascal@</key>\n<string>□</string>',
    }, notes('<!-- ', ' -->'), head='<plist><dict>\n',
        tail='</dict></plist>\n', quote=escaped_xml),
    Language('Terraform', 'infra/main{}.tf', {
        'argument': '@snake@ = "□"',
        'aligned': 'region          = "eu"\n@snake@          = "□"',
        'variable': 'variable "@snake@" {\n  default = "□"\n}',
        'typed variable':
            'variable "@snake@" {\n  type    = string\n  default = "□"\n}',
        'map': 'environment = { @UPPER@ = "□" }',
        'name and value': '{ name = "@UPPER@", value = "□" },',
    }, notes('# ') + (
        'api_token = var.api_token_v2',
        'secret = data.vault_generic_secret.s3.data["key2"]',
        'source_hash = "@sha256@"',
    )),
    Language('environment file', 'env/app{}.env', {
        'bare': '@UPPER@=□',
        'quoted': '@UPPER@="□"',
        'single quotes': "@UPPER@='□'",
        'exported': 'export @UPPER@=□',
        'spaces': '@UPPER@ = □',
        'lower': '@snake@=□',
        'comment': '# @UPPER@=□',
    }, notes('# ') + (
        'API_TOKEN=${SERVICE_TOKEN_V2}',
        'API_KEY=YOUR_API_KEY',
        'BUILD_ID=@uuid@',
        'COMMIT=@sha1@',
    )),
    Language('Markdown', 'docs/page{}.md', {
        'code': 'Set `@UPPER@=□` and start it again.',
        'fence': '```\nexport @UPPER@=□\n```',
        'table': '| `@UPPER@` | `□` |',
        'prose': 'The @kebab@ is □ until we replace it.',
        'prose with :': '- @UPPER@: □',
        'bold': '**@UPPER@**: `□`',
    }, (
        'Fixed in @sha1@, the checksum is @sha256@.',
        'Set `API_TOKEN=<your-token>` or `API_KEY=YOUR_API_KEY`.',
        '![logo](data:image/png;base64,@png@)',
        'See request @uuid@.',
    )),
    Language('log', 'log/app{}.log', {
        'header': '2026-03-04T10:11:12Z DEBUG > @Header@: □',
        'JSON': '{"level":"debug","headers":{"@kebab@":"□"}}',
        'logfmt': 'time=10:11:12 level=info @snake@=□ status=200',
        'request': '10.1.2.3 - - "GET /v1?@snake@=□&n=1 HTTP/1.1" 200 17',
        'escaped': 'DEBUG body="{\\"@snake@\\":\\"□\\",\\"n\\":1}"',
        'dump': "DEBUG config: {'@snake@': '□', 'retries': 3}",
    }, (
        '2026-03-04T10:11:12Z INFO request @uuid@ took 31 ms',
        '2026-03-04T10:11:12Z INFO etag "@sha256@"',
        '2026-03-04T10:11:12Z INFO built @sha1@',
        '2026-03-04T10:11:12Z DEBUG > Authorization: Bearer ********',
    )),
    Language('notebook', 'notebooks/study{}.ipynb', PYTHON_FORMS,
             PYTHON_HARMLESS, head=NOTEBOOK_HEAD, tail=NOTEBOOK_TAIL,
             encode=notebook),
    Language('nginx', 'conf/site{}.conf', {
        'header': 'proxy_set_header @Header@ "□";',
        'variable': 'set $@snake@ "□";',
    }, notes('# ') + ('set $api_token $http_x_api_token_2;',), expands=True),
    Language('systemd', 'conf/app{}.service', {
        'environment': 'Environment="@UPPER@=□"',
    }, notes('# '), head='[Service]\n'),
    Language('Makefile', 'make/part{}.mk', {
        'simple': '@UPPER@ := □',
        'default': 'export @UPPER@ ?= □',
    }, notes('# ') + ('TOKEN := $(shell cat token2.txt)',), expands=True),
    Language('CSV', 'data/keys{}.csv', {
        'row': '@snake@,□',
        'quoted': '"@snake@","□"',
    }, ('@uuid@,@sha1@,build', 'file,sha256,@sha256@')),
)

# How a text of several lines stands in files; the form is all of it.
WHOLE_TEXTS = (
    Language('text', 'notes/text{}.txt', {'whole': '□'}, NOTES),
    Language('Markdown', 'docs/text{}.md', {'fence': '```\n□\n```'}, NOTES),
    Language('shell', 'scripts/text{}.sh', {'here': "cat <<'END'\n□\nEND"},
             notes('# '), head='#!/bin/sh\n'),
    Language('YAML', 'deploy/text{}.yml', {'literal': 'content: |\n□'},
             notes('# '), indent='  '),
    Language('JSON', 'config/text{}.json', {'string': '  "content": □,'},
             ('  "sum": "@sha256@",', '  "commit": "@sha1@",',
              '  "integrity": "sha512-@sri@",'),
             head='{\n', tail='  "version": 3\n}\n', quote=json.dumps),
)
