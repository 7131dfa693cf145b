"""The rules of the catalogue, and fresh tokens for each.

A token is drawn from the regex of its rule, character by character, so that it
is as random as the rule lets it be. Where a token holds more than its regex
says - check digits, claims, a structure - the check digits or the signature are
computed anew, or else the rule's own examples are taken.

What stands around a token comes from an example of the rule: the names and
values of one or two settings, such as

    AKAMAI_ACCESS_TOKEN=akab-…        beside it, for rules that require it
    AKAMAI_CLIENT_SECRET=□            the name, and where in the value it stands

or the whole text where the example is no list of settings.
"""

import base64
import dataclasses
import functools
import pathlib
import re
import re._parser as parser
import string
import subprocess
import tomllib
import warnings
import zlib

import tokens
from patrol_test_case import PATIENCE, PROGRAM

PATTERNS = pathlib.Path(__file__).resolve().parents[2] / 'patterns'
LETTERS = string.ascii_letters + string.digits
CATEGORIES = {parser.CATEGORY_DIGIT: string.digits,
              parser.CATEGORY_WORD: LETTERS + '_',
              parser.CATEGORY_SPACE: ' '}
# Of repetitions without a near end no more than this beyond the least.
SPREAD = 24

SETTING = re.compile(
    r'\s*(?:export )?"?([A-Za-z_][\w.-]*)"?\s*[:=]\s*'
    r'"?([^\s"\'\\]+?)(?:\\n)?"?,?')
HEADER = re.compile('(?i)authorization"?: "?((?:basic|bearer) [^\'"]+)')
# Examples that begin so are a value that some setting has.
WHOLE_VALUES = {'https': 'SERVICE_URL'} | dict.fromkeys(
    ('AccountEndpoint', 'Data Source', 'Endpoint', 'HostName', 'Server'),
    'CONNECTION_STRING')
# Their drawn text would not be what such a secret is.
TAKEN = ('carrier', 'checksum', 'structure', 'claims')
# Readers of what stands around the secret, or of how random it is.
DRAWN_STRUCTURES = ('connection-string', 'aws-secret-key')
LEVELS = ('low', 'medium', 'high', 'critical')


@dataclasses.dataclass(frozen=True)
class Token:
    """One secret, and what a file says of it."""
    rule: str
    secret: str
    settings: tuple  # of (name, value); the last holds the secret
    text: str        # or all of an example, where it holds no settings


@dataclasses.dataclass(frozen=True)
class Rule:
    fields: dict
    regex: re.Pattern

    @property
    def id(self):
        return self.fields['id']

    @property
    def is_generic(self):
        return self.fields.get('generic', False)

    def rank(self):
        """What scanner/detect/overlap.h orders by; the greater outranks."""
        return (not self.is_generic, 'claims' in self.fields,
                'structure' in self.fields,
                LEVELS.index(self.fields['confidence']),
                LEVELS.index(self.fields['severity']))

    def span(self, text):
        found = self.regex.search(text)
        if not found:
            return None
        groups = self.regex.groupindex
        return found.span('secret' if 'secret' in groups
                          else min(1, self.regex.groups))


def regex_of(entry):
    """The regex of a rule; of one that has names instead, as patrol makes it."""
    if 'regex' in entry:
        return entry['regex']
    shown = subprocess.run(
        [PROGRAM, 'rules', 'show', entry['id']], stdout=subprocess.PIPE,
        check=True, timeout=PATIENCE, encoding='utf-8').stdout
    return re.search('^regex +(.*)$', shown, re.M)[1]


def catalogue():
    """All rules that report findings of their own, by id."""
    entries = (entry for path in sorted(PATTERNS.glob('*.toml'))
               for entry in tomllib.loads(path.read_text())['rules'])
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        rules = [Rule(entry, re.compile(regex_of(entry).replace(r'\z', r'\Z')))
                 for entry in entries if not entry.get('skipReport')]
    return {rule.id: rule for rule in rules}


def examples_of(rule):
    for pieces in rule.fields['examples']:
        yield ''.join(pieces)


# From a regex to a text.

def _members(arguments):
    if {(parser.RANGE, (97, 102)), (parser.RANGE, (65, 70)),
            (parser.RANGE, (48, 57))} == set(arguments):
        return string.hexdigits[:16]  # nobody mixes the cases
    chosen = set()
    for kind, value in arguments:
        if kind is parser.LITERAL:
            chosen.add(chr(value))
        elif kind is parser.RANGE:
            chosen.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is parser.CATEGORY:
            chosen.update(CATEGORIES[value])
    if arguments[0][0] is parser.NEGATE:
        return sorted(set(LETTERS) - chosen)
    return sorted(chosen)


def _branch(choices, source):
    # Of "a character, or that character escaped" the character.
    plain = [c for c in choices if len(c) == 1 and c[0][0] is parser.IN]
    return source.choice(plain or choices)


def _drawn(nodes, source):
    text = ''
    for kind, value in nodes:
        if kind is parser.LITERAL:
            text += chr(value)
        elif kind is parser.IN:
            text += source.choice(_members(value))
        elif kind is parser.BRANCH:
            text += _drawn(_branch(value[1], source), source)
        elif kind is parser.SUBPATTERN:
            text += _drawn(value[3], source)
        elif kind in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            least, most, repeated = value
            times = source.randint(least, min(most, least + SPREAD))
            text += ''.join(_drawn(repeated, source) for _ in range(times))
        elif kind is not parser.AT:
            raise NotImplementedError(f'{kind} in a regex')
    return text


def _secret_nodes(nodes, group):
    """The part of the parsed regex that is the group."""
    for kind, value in nodes:
        inner = []
        if kind is parser.SUBPATTERN:
            if value[0] == group:
                return value[3]
            inner = [value[3]]
        elif kind is parser.BRANCH:
            inner = value[1]
        for part in inner:
            if found := _secret_nodes(part, group):
                return found
    return None


@functools.cache
def _parsed(regex, group):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        parsed = parser.parse(regex)
    return _secret_nodes(parsed, group) if group else parsed


def drawn_secret(rule, source):
    group = rule.regex.groupindex.get('secret', min(1, rule.regex.groups))
    nodes = _parsed(rule.regex.pattern, group)
    # A percent sign begins an escape wherever one is issued.
    return re.sub('%(?![2-7][0-9A-Fa-f])', '%2B', _drawn(nodes, source))


# Secrets that no regex can draw.

def _with_crc32(secret, source):
    """A fresh token of the same prefix with the check digits of GitHub's."""
    prefix = secret[:secret.rindex('_') + 1]
    body = secret[len(prefix):-6]
    if tokens.base62_crc32(body) != secret[-6:]:
        return secret
    body = drawn(source, len(body))
    return prefix + body + tokens.base62_crc32(body)


def _with_signature(secret, source):
    """The same claims, signed with another key."""
    head, dot, signature = secret.rpartition('.')
    return head + dot + drawn(source, len(signature) - 1) + 'A'


def drawn(source, length, alphabet=LETTERS):
    return ''.join(source.choice(alphabet) for _ in range(length))


def _password(source):
    """As generators of passwords make them: one sign, a digit at least."""
    text = drawn(source, 5) + source.choice('-_.~') + drawn(source, 6)
    return text + source.choice(string.digits) + drawn(source, 3)


def _login(source):
    login = f'svc-{drawn(source, 4)}:{_password(source)}'
    return base64.b64encode(login.encode()).decode()


def _opaque(source):
    """What generators of tokens and passwords make."""
    return source.choice((
        drawn(source, 40), drawn(source, 48), drawn(source, 64),
        base64.b64encode(source.randbytes(32)).decode(),
        base64.urlsafe_b64encode(source.randbytes(36)).decode()))


def _signed_password(source):
    """As generators make them that mix in signs."""
    signs = '!#%&*@^?-_'
    text = ''.join(source.choice(LETTERS) for _ in range(12)) + \
        source.choice(string.digits) + source.choice(signs) + \
        ''.join(source.choice(signs + LETTERS) for _ in range(6))
    return ''.join(source.sample(text, len(text)))


MAKERS = {
    'generic-password': _signed_password,
    'azure-devops-pat': lambda s: tokens.azure_pat_base62(drawn(s, 9)),
    'azure-devops-pat-legacy': lambda s: tokens.azure_legacy_pat(drawn(s, 9)),
    'generic-secret': _opaque,
    'http-basic-login': _login,
    'http-bearer-token': _opaque,
    'sql-connection-string': _password,
    'url-password': _password,
}


def _fresh(rule, taken, source):
    fields = rule.fields
    if rule.id in MAKERS:
        return MAKERS[rule.id](source)
    if fields.get('checksum') == 'base62-crc32':
        return _with_crc32(taken, source)
    if '\\.eyJ[' in rule.regex.pattern:
        return _with_signature(taken, source)
    if re.search('}\\??\\[0-9]\\[\\^', rule.regex.pattern):
        return _password(source)  # anything with a digit
    if rule.id == 'putty-private-key' or (
            any(name in fields for name in TAKEN) and
            fields.get('structure') not in DRAWN_STRUCTURES):
        return taken
    return drawn_secret(rule, source)


# What stands around it.

def _settings(text):
    """((name, value), …) of an example; () if it is something else."""
    if found := HEADER.search(text):
        return (('Authorization', found[1]),)
    whole = text.strip('\n"')
    if '.windows.net:' in whole:
        return (('REDIS_CONNECTION', whole),)
    if name := WHOLE_VALUES.get(re.split('[:=]', whole)[0]):
        return ((name, whole),)
    lines = [SETTING.fullmatch(line) for line in text.strip('\n').split('\n')
             if line != '[default]']
    return tuple(line.groups() for line in lines) if all(lines) else ()


def token(rule, source):
    """A fresh token of the rule in one of its examples' surroundings."""
    examples = list(examples_of(rule))
    plain = [text for text in examples if _settings(text)]
    text = source.choice(plain or examples)
    begin, end = rule.span(text)
    taken = text[begin:end]
    for _ in range(100):
        secret = _fresh(rule, taken, source)
        changed = text[:begin] + secret + text[end:]
        if rule.span(changed) == (begin, begin + len(secret)):
            return Token(rule.id, secret, _settings(changed), changed)
    raise ValueError(f'{rule.id}: its regex does not match what it draws')
