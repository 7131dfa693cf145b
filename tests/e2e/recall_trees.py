"""A tree of files of many languages, and what is to be found in it."""

import base64
import dataclasses
import functools
import hashlib
import html
import random
import re
import urllib.parse
import uuid

from recall_formats import FORMATS, WHOLE_TEXTS
from recall_languages import LANGUAGES, VALUE, named

ALL_LANGUAGES = LANGUAGES + FORMATS
# So far from each other are secrets, at least: no name is near two of them.
APART = 320
PER_FILE = 8
WHOLE = [form for language in WHOLE_TEXTS for form in language.forms]
# Forms in which a value without quotes may hold blanks.
TO_LINE_END = ('header', 'header in double quotes', 'prose with :')
IN_URLS = ('query', 'form', 'request')
# Rules of one kind of file, whose examples are all there is to write.
AS_IT_STANDS = (
    'android-signing-password', 'ansible-connection-password',
    'azure-publish-profile', 'flask-secret-key', 'htpasswd-hash',
    'jupyter-server-token', 'jupyterhub-proxy-token', 'npm-registry-login',
    'pgpass-password', 'phoenix-secret-key-base', 'shadow-hash',
    'sidekiq-gem-credentials', 'symfony-app-secret', 'synapse-shared-secret',
    'zerotier-identity-secret')
# Names that environments alone have; other files spell the setting otherwise.
ENVIRONMENT = (
    'auth-js-secret', 'consul-acl-token', 'drone-rpc-secret',
    'drone-user-token', 'kaggle-api-key', 'laravel-app-key',
    'mailjet-secret-key', 'nomad-acl-token', 'rails-master-key',
    'snowflake-password', 'woodpecker-agent-secret')
DECOYS = ('YOUR_@UPPER@', '<your-@kebab@>', 'changeme', 'REPLACE_ME_PLEASE',
          '${@UPPER@}', '{{ @snake@ }}', 'insert-your-@kebab@-here', '...',
          'MASKED', 'STARRED', 'CUT')


def _on_one_line(text):
    return re.sub(r'(?:\\+n|\n *)+', ' ', text)


@dataclasses.dataclass(frozen=True)
class Plant:
    """One secret at one place."""
    rule: str
    secret: str
    language: str
    form: str
    path: str
    line: int
    written: str  # the secret, as this language writes it

    def is_shown_as(self, text):
        """Whether a report may show it so: as it is written, or as it is meant.
        Of one key in several places one is shown, so all line ends are one,
        indented or escaped."""
        return any(_on_one_line(text) == _on_one_line(known)
                   for written in (self.secret, self.written) for known in
                   (written, urllib.parse.unquote(html.unescape(written))))

    def __str__(self):
        return (f'{self.rule}: {self.language}, {self.form}, '
                f'{self.path}:{self.line}')


@functools.cache
def _neighbours(form):
    return re.search(f'(.?){VALUE}(.?)', form, re.S).groups()


def _fits(language, form, value):
    """Whether anybody would write the value so."""
    before, after = _neighbours(language.forms[form])
    if form == 'secure string' and '://' in value:
        return False
    if form in IN_URLS:
        return re.fullmatch('[A-Za-z0-9._~:/=@,-]+', value)
    if before == after and before in '"\'`' and before:
        return before not in value and '\\' not in value and not (
            language.expands and before != "'" and '$' in value)
    if form in TO_LINE_END:
        return not re.search('[\\\\"\'`$]', value)
    return not re.search('[]\\\\\\s"\'`$;&<>|#(){},[%]', value)


def can_stand(token, language, form):
    if not token.settings or token.rule in AS_IT_STANDS or (
            token.rule in ENVIRONMENT and '_' not in token.settings[-1][0]):
        return language in WHOLE_TEXTS
    if token.rule in ENVIRONMENT and '@UPPER@' not in language.forms[form]:
        return False
    return language not in WHOLE_TEXTS and all(
        _fits(language, form, value) for _, value in token.settings)


def forms_for(token):
    """All (language, form) in which the token can stand."""
    return [(language, form) for language in ALL_LANGUAGES + WHOLE_TEXTS
            for form in language.forms if can_stand(token, language, form)]


def _harmless(language, source):
    """Lines of this language without a secret, of APART bytes or more."""
    macros = {
        'sha1': hashlib.sha1(source.randbytes(9)).hexdigest(),
        'sha256': hashlib.sha256(source.randbytes(9)).hexdigest(),
        'sri': base64.b64encode(source.randbytes(64)).decode(),
        'uuid': str(uuid.UUID(bytes=source.randbytes(16), version=4)),
        'png': base64.b64encode(b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR' +
                                source.randbytes(140)).decode()}
    text = ''
    lines = list(language.harmless)
    while len(text) < APART:
        source.shuffle(lines)
        text += ''.join(line + '\n' for line in lines[:4])
    for name, value in macros.items():
        text = text.replace(f'@{name}@', value)
    return language.encode(text)


def _setting(language, form, name, value):
    lines = language.quote(value).split('\n')
    value = ('\n' + language.indent).join(lines)
    text = named(language.forms[form], name)
    return text.replace(VALUE, language.indent + value) + '\n'


def _block(token, language, form):
    settings = token.settings
    if form in WHOLE:
        settings = (('content', token.text.rstrip('\n')),)
    return language.encode(''.join(_setting(language, form, name, value)
                                   for name, value in settings))


def _decoy(token, language, form, source):
    """The same name with what stands where a secret would."""
    if form in WHOLE:
        return ''
    name, value = token.settings[-1]
    made = source.choice(DECOYS)
    secret = token.secret
    shown = secret[:max(4, len(secret) // 5)]
    if made in ('MASKED', 'STARRED'):
        mark = '*' if made == 'STARRED' else 'x'
        made = shown + re.sub('[A-Za-z0-9]', mark, secret[len(shown):])
    elif made == 'CUT':
        made = shown + '...'
    made = named(made, name)
    return language.encode(_setting(language, form, name,
                                    value.replace(secret, made)))


def _line_of(block, token, language):
    written = language.quote(token.secret)
    if written.startswith('"'):
        written = written[1:-1]
    return block[:block.index(written.split('\n')[0])].count('\n'), written


class Tree:
    """Files by name, and the plants in them."""

    def __init__(self):
        self.files = {}
        self.plants = []
        self.texts = {}  # whole examples, some of which hold several secrets

    def add(self, path, language, tokens, source):
        """One file with all of `tokens`, of (token, form), in it."""
        text = language.head
        for token, form in tokens:
            text += _harmless(language, source)
            block = _block(token, language, form)
            line, written = _line_of(block, token, language)
            self.plants.append(Plant(
                token.rule, token.secret, language.name, form, path,
                text.count('\n') + 1 + line, written))
            if form in WHOLE:
                self.texts[path] = self.texts.get(path, '') + token.text
            text += block + _decoy(token, language, form, source)
        self.files[path] = text + _harmless(language, source) + language.tail


def tree_of(sown, seed):
    """A tree with `sown`, of (token, language, form), mixed in files."""
    source = random.Random(seed)
    tree = Tree()
    by_language = {}
    for token, language, form in sown:
        by_language.setdefault(language.file, (language, []))[1].append(
            (token, form))
    for file, (language, planted) in by_language.items():
        source.shuffle(planted)
        for begin in range(0, len(planted), PER_FILE):
            path = file.format(begin // PER_FILE)
            tree.add(path, language, planted[begin:begin + PER_FILE], source)
    return tree
