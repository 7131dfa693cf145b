"""How settings are written in many languages, and what else stands in files.

In a form, □ is the value of a setting, and these are its name:

    @UPPER@ API_KEY    @snake@ api_key    @kebab@ api-key   @Header@ Api-Key
    @camel@ apiKey     @Pascal@ ApiKey    @dotted@ api.key

In what is no secret, @sha1@, @sha256@, @sri@, @uuid@ and @png@ are drawn.
"""

import dataclasses
import json
import re
import xml.sax.saxutils

VALUE = '\N{WHITE SQUARE}'


@dataclasses.dataclass(frozen=True, eq=False)
class Language:
    name: str
    file: str         # {} is a number
    forms: dict       # name -> text
    harmless: tuple   # lines that hold no secret
    head: str = ''
    tail: str = ''
    expands: bool = False  # $ in double quotes or bare text names a variable
    quote: callable = str   # of a value
    encode: callable = str  # of a block of lines, into the file's
    indent: str = ''        # of a value's lines


def notebook(block):
    return ''.join(f'    {json.dumps(line + chr(10))},\n'
                   for line in block.rstrip('\n').split('\n'))


# Every language's comments hold these.
NOTES = ('fixed in @sha1@, see docs/release/v2.md',
         'sha256 @sha256@  build/app.tar.gz',
         'request @uuid@ took 31 ms',
         'integrity sha512-@sri@')


def notes(begin, end=''):
    return tuple(f'{begin}{note}{end}' for note in NOTES)


PYTHON_FORMS = {
    'constant': '@UPPER@ = "□"',
    'single quotes': "@snake@ = '□'",
    'annotation': '@UPPER@: str = "□"',
    'environment': 'os.environ["@UPPER@"] = "□"',
    'fallback': '@snake@ = os.getenv("@UPPER@", "□")',
    'or': '@snake@ = os.environ.get("@UPPER@") or "□"',
    'keyword': 'client = connect(@snake@="□", timeout=30)',
    'dictionary': 'settings = {"@snake@": "□", "retries": 3}',
    'default': "def call(path, @snake@='□'):\n    pass",
    'annotated default': 'def run(path, @snake@: str = "□"):\n    pass',
    'bytes': '@UPPER@ = b"□"',
    'comment': '# @snake@ = "□"',
}
PYTHON_HARMLESS = notes('# ') + (
    'token = os.environ["SERVICE_TOKEN_V2_PR0D"]',
    'api_key: Optional[SecretStr] = None',
    'secret = get_secret_value(client, name="prod/app/db-2")',
    "LOGO = 'data:image/png;base64,@png@'",
    'password = settings.DATABASES["default"]["PASSWORD"]',
    'TOKEN_FILE = "/run/secrets/service2/api-token.v3"',
)

LANGUAGES = (
    Language('Python', 'src/client{}.py', PYTHON_FORMS, PYTHON_HARMLESS,
             head='import os\n\n'),
    Language('JavaScript', 'web/client{}.js', {
        'constant': "const @camel@ = '□';",
        'double quotes': 'const @UPPER@ = "□";',
        'template': 'const @camel@ = `□`;',
        'object': "const options = { @camel@: '□', retries: 3 };",
        'quoted key': 'module.exports = { "@snake@": "□" };',
        'environment': "process.env.@UPPER@ = '□';",
        'or': "const @camel@ = process.env.@UPPER@ || '□';",
        'nullish': 'const @camel@ = process.env.@UPPER@ ?? "□";',
        'argument': "config.set('@camel@', '□');",
        'property': 'return <Client @camel@="□" />;',
        'property in braces': "return <Client @camel@={'□'} />;",
        'comment': "// @camel@: '□'",
    }, notes('// ') + (
        'const token = process.env.SERVICE_TOKEN_V2;',
        'const apiKey = generateKey2(user.id, "v3");',
        'headers: { Authorization: `Bearer ${session.accessToken}` },',
        "const logo = 'data:image/png;base64,@png@';",
    ), head="'use strict';\n\n"),
    Language('TypeScript', 'web/client{}.ts', {
        'typed constant': "export const @UPPER@: string = '□';",
        'field': "private readonly @camel@: string = '□';",
        'optional': 'constructor(private @camel@: string | null = "□") {}',
        'object': 'export const environment = { @camel@: "□" };',
        'enum': "export enum Keys { @Pascal@ = '□' }",
        'cast': "const @camel@ = '□' as const;",
    }, notes('// ') + (
        'const secretKey: Uint8Array<ArrayBuffer> = read2();',
        'token?: components["schemas"]["Token2V3"];',
        "import icon from 'data:image/png;base64,@png@';",
    )),
    Language('Go', 'cmd/client{}.go', {
        'constant': 'const @Pascal@ = "□"',
        'short': '@camel@ := "□"',
        'raw string': '@camel@ := `□`',
        'typed': 'var @camel@ string = "□"',
        'environment': 'os.Setenv("@UPPER@", "□")',
        'struct': 'cfg := Config{@Pascal@: "□"}',
        'map': 'm["@snake@"] = "□"',
        'bytes': '@camel@ := []byte("□")',
        'flag': 'flag.StringVar(&@camel@, "@kebab@", "□", "how to sign in")',
    }, notes('// ') + (
        'token := os.Getenv("SERVICE_TOKEN_V2")',
        'secret, err := x509.LoadKeyPair2(path, "v3")',
        'sum := "h1:@sri@"',
    ), head='package main\n\n'),
    Language('Java', 'src/Client{}.java', {
        'constant': 'private static final String @UPPER@ = "□";',
        'local': 'String @camel@ = "□";',
        'property': 'System.setProperty("@dotted@", "□");',
        'map': 'settings.put("@camel@", "□");',
        'builder': 'client = Client.builder().@camel@("□").build();',
        'setter': 'client.set@Pascal@("□");',
        'annotation': '@Value("${@dotted@:□}") String value;',
    }, notes('// ') + (
        'String token = tokens.getToken2For(user, "v3");',
        'private final SecretKeySpec secretKeySpec2;',
        'String password = System.getenv("DB_PASSWORD_2");',
    ), head='class Client {\n', tail='}\n'),
    Language('Kotlin', 'src/Client{}.kt', {
        'constant': 'const val @UPPER@ = "□"',
        'typed': 'val @camel@: String = "□"',
        'named argument': 'connect(@camel@ = "□")',
        'build field': 'buildConfigField("String", "@UPPER@", "\\"□\\"")',
    }, notes('// ') + ('val apiKey = BuildConfig.API_KEY_2',),
        expands=True),
    Language('Swift', 'ios/Client{}.swift', {
        'constant': 'let @camel@ = "□"',
        'typed': 'static let @camel@: String = "□"',
    }, notes('// ') + ('let token = Keychain2.read(forKey: "token.v3")',)),
    Language('C#', 'Service/Client{}.cs', {
        'constant': 'public const string @Pascal@ = "□";',
        'variable': 'var @camel@ = "□";',
        'verbatim': 'string @camel@ = @"□";',
        'initializer': 'new Options { @Pascal@ = "□" };',
        'environment': 'Environment.SetEnvironmentVariable("@UPPER@", "□");',
        'indexer': 'configuration["@Pascal@"] = "□";',
        'fallback': 'var key = configuration["@Pascal@"] ?? "□";',
        'property': 'public string @Pascal@ { get; set; } = "□";',
    }, notes('// ') + (
        'var secret = configuration["Secrets:Api2:Key3"];',
        'var token = await GetAccessToken2Async(scope, ct);',
        'const string PublicKeyToken = "b77a5c561934e089";',
    )),
    Language('Ruby', 'lib/client{}.rb', {
        'constant': "@UPPER@ = '□'",
        'frozen': "@UPPER@ = '□'.freeze",
        'setting': 'config.@snake@ = "□"',
        'symbol': "Client.new(@snake@: '□')",
        'rocket': "options = { :@snake@ => '□' }",
        'environment': "ENV['@UPPER@'] = '□'",
        'or environment': "ENV['@UPPER@'] ||= '□'",
        'fetch': "@snake@ = ENV.fetch('@UPPER@', '□')",
        'or': "@snake@ = ENV['@UPPER@'] || '□'",
    }, notes('# ') + (
        "secret = ENV.fetch('S3_SECRET_V2')",
        'token = "#{config.token2_prefix}-v3"',
    )),
    Language('PHP', 'public/client{}.php', {
        'variable': "$@snake@ = '□';",
        'define': "define('@UPPER@', '□');",
        'array': "return ['@snake@' => '□'];",
        'fallback': "$key = env('@UPPER@', '□');",
        'environment': "putenv('@UPPER@=□');",
        'constant': "const @UPPER@ = '□';",
        'typed': "private string $@camel@ = '□';",
        'setter': "$client->set@Pascal@('□');",
        'elvis': "$key = getenv('@UPPER@') ?: '□';",
    }, notes('// ') + (
        "$password = getenv('DB_PASSWORD_2');",
        "$token = $this->tokens->issue2($user, 'v3');",
    ), head='<?php\n', expands=True),
    Language('Rust', 'src/client{}.rs', {
        'constant': 'const @UPPER@: &str = "□";',
        'variable': 'let @snake@ = "□";',
        'owned': 'let @snake@ = String::from("□");',
        'field': '    @snake@: "□".to_string(),',
        'environment': 'env::set_var("@UPPER@", "□");',
        'builder': 'let client = Client::new().@snake@("□");',
        'fallback': 'env::var("@UPPER@").unwrap_or("□".into());',
    }, notes('// ') + (
        'let token = env!("SERVICE_TOKEN_V2");',
        'secret: Option<SecretBox2<String>>,',
    )),
    Language('C', 'src/client{}.c', {
        'macro': '#define @UPPER@ "□"',
        'pointer': 'static const char *@snake@ = "□";',
        'array': 'const char @snake@[] = "□";',
        'environment': 'setenv("@UPPER@", "□", 1);',
        'designated': 'struct options o = { .@snake@ = "□" };',
    }, notes('/* ', ' */') + (
        'char *password = getpass2("v3: ");',
        'static const unsigned char key[16] = { 0x2b, 0x7e, 0x15, 0x16 };',
    )),
    Language('Objective-C', 'ios/Client{}.m', {
        'constant': 'static NSString *const @camel@ = @"□";',
        'macro': '#define @UPPER@ @"□"',
    }, notes('// ')),
    Language('Dart', 'lib/client{}.dart', {
        'constant': "const String @camel@ = '□';",
        'final': "static final @camel@ = '□';",
    }, notes('// '), expands=True),
    Language('Elixir', 'config/client{}.exs', {
        'config': 'config :app, @snake@: "□"',
        'keyword': 'config :app, Client, @snake@: "□", retries: 3',
    }, notes('# ') + ('secret = System.fetch_env!("S3_SECRET_V2")',)),
    Language('Perl', 'bin/client{}.pl', {
        'variable': "my $@snake@ = '□';",
        'hash': "my %options = (@snake@ => '□');",
    }, notes('# ') + ('my $secret = $ENV{S3_SECRET_V2};',)),
    Language('Lua', 'src/client{}.lua', {
        'local': 'local @snake@ = "□"',
    }, notes('-- ')),
    Language('R', 'R/client{}.R', {
        'arrow': '@snake@ <- "□"',
        'environment': 'Sys.setenv(@UPPER@ = "□")',
    }, notes('# ') + ('token <- Sys.getenv("SERVICE_TOKEN_V2")',)),
    Language('Groovy', 'app/build{}.gradle', {
        'property': "ext.@camel@ = '□'",
        'call': "@camel@ '□'",
    }, notes('// ') + ('apiKey = providers.gradleProperty("key2.v3")',),
        expands=True),
)


def escaped_xml(value):
    return xml.sax.saxutils.escape(value, {'"': '&quot;'})


def words_of(name):
    return [word.lower() for word in
            re.findall(r'[A-Z]+[0-9]*(?![a-z])|[A-Z]?[a-z]+[0-9]*', name)]


def named(form, name):
    words = words_of(name)
    capital = [word.capitalize() for word in words]
    styles = {'UPPER': '_'.join(words).upper(), 'snake': '_'.join(words),
              'kebab': '-'.join(words), 'Header': '-'.join(capital),
              'dotted': '.'.join(words), 'Pascal': ''.join(capital),
              'camel': words[0] + ''.join(capital[1:])}
    for style, text in styles.items():
        form = form.replace(f'@{style}@', text)
    return form
