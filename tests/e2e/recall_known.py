"""Faults of the catalogue and of the scanner that recall_test.py knows of.

Each was looked at: the place is one that files have, and the secret is missed
there, or named by a weaker rule, or reported with other text. An entry without
rules holds for all whose regex wants a name ahead of the secret; one without
forms holds everywhere. The test says which entries no longer have a reason.
"""

import dataclasses

from recall_languages import PYTHON_FORMS
from recall_trees import ALL_LANGUAGES

NAMED = None
EVERY = ()
ANYWHERE = None


@dataclasses.dataclass(frozen=True)
class Known:
    reason: str
    rules: tuple | None   # NAMED, EVERY, or ids
    forms: tuple | None   # ANYWHERE, or (language, form)

    def covers(self, plant, rule):
        return ((rule.is_named if self.rules is NAMED
                 else self.rules == EVERY or plant.rule in self.rules)
                and (self.forms is ANYWHERE
                     or (plant.language, plant.form) in self.forms))


def _forms(text):
    """'C: array, macro; Go: typed' as pairs."""
    return tuple((language.strip(), form.strip())
                 for part in text.split(';')
                 for language, _, forms in [part.partition(':')]
                 for form in forms.split(','))


def _spelt(*styles):
    return tuple((language.name, form) for language in ALL_LANGUAGES
                 for form, text in language.forms.items()
                 if any(f'@{style}@' in text for style in styles))


ESCAPED = _forms('JSON: in a string; log: escaped') + tuple(
    ('notebook', form) for form, text in PYTHON_FORMS.items() if '"' in text)

COMMAS = _forms(
    'Python: fallback; JavaScript: argument; Go: environment, flag;'
    'Java: property, map, setter, builder, annotation; C#: environment;'
    'Ruby: fetch; PHP: define, fallback, setter; Rust: builder, environment;'
    'C: environment; SQL: row; PowerShell: call; CSV: row, quoted; JSON: list;'
    'shell: assign default; notebook: fallback')

KNOWN = (
    Known('a type stands between the name and the value', NAMED, _forms(
        'Python: annotation, annotated default; Go: typed;'
        'TypeScript: typed constant, field, optional; Kotlin: typed;'
        'Swift: typed; C: array; C#: property; Rust: constant;'
        'notebook: annotation, annotated default')),
    Known('the value is behind "or", "||", "??", "?:" or ":-"', NAMED, _forms(
        'Python: or; JavaScript: or, nullish; C#: fallback; PHP: elvis;'
        'Ruby: or, or environment; Rust: fallback; shell: default;'
        'Makefile: default; notebook: or')),
    Known('a prefix or a call stands before the quote of the value', NAMED,
          _forms('Python: bytes; JavaScript: property in braces; Go: bytes;'
                 'C#: verbatim; Objective-C: constant; Rust: owned;'
                 'PowerShell: secure string; TOML: block; notebook: bytes')),
    Known('only blanks stand between the name and the value', NAMED, _forms(
        'C: macro; Objective-C: macro; Kotlin: build field; Groovy: call;'
        'Dockerfile: old ENV; batch: setx; nginx: header, variable;'
        'shell: option, github; PowerShell: parameter; Markdown: prose;'
        'YAML: two options')),
    Known('markup stands between the name and the value', NAMED, _forms(
        'XML: element, upper element, add, bean, entry, android, lines;'
        'property list: string; Markdown: table, bold')),
    Known('the name is a value itself, and the secret has a key of its own',
          NAMED, _forms('YAML: name and value; Terraform: name and value,'
                        'variable, typed variable;'
                        'JSON: name and value, key and value')),
    Known('the value begins on the next line, in another row of columns, '
          'behind many blanks or an arrow', NAMED, _forms(
              'YAML: block, folded; SQL: columns; Terraform: aligned;'
              'R: arrow')),
    Known('the quotes are escaped: JSON in strings, notebooks', NAMED, ESCAPED),
    Known('signs among the random ones are taken for a template',
          ('django-secret-key', 'synapse-shared-secret'), ANYWHERE),
    Known('a token may not follow a hyphen, as in ${NAME:-token}',
          ('databricks-token', 'discord-bot-token', 'entra-client-secret-7q',
           'entra-refresh-token', 'google-api-key', 'google-oauth-access-token',
           'google-oauth-refresh-token'), _forms('shell: default')),
    Known('the name is not looked for with dots or hyphens',
          ('akamai-client-secret', 'alibaba-access-key-secret',
           'aws-secret-access-key', 'bitcoin-private-key',
           'circleci-legacy-token', 'datadog-api-key',
           'datadog-legacy-application-key', 'ethereum-private-key',
           'ibm-cloud-api-key', 'lob-api-key', 'ovh-api-secret',
           'rails-secret-key-base', 'railway-token', 'razorpay-key-secret',
           'salesforce-access-token', 'scaleway-secret-key',
           'slack-client-secret', 'slack-signing-secret', 'tencent-secret-key',
           'bitwarden-machine-account-token'),
          _spelt('dotted', 'kebab', 'Header')),
    Known('the name is not looked for behind "set"',
          ('circleci-legacy-token', 'datadog-api-key',
           'datadog-legacy-application-key', 'railway-token'),
          _forms('Java: setter; PHP: setter')),
    Known('accessToken is not among the words that must be near',
          ('bitwarden-machine-account-token',), _spelt('camel', 'Pascal')),
    Known('":=", "=>", backticks, brackets or calls are not allowed for',
          ('aws-access-key', 'aws-secret-access-key', 'azure-batch-legacy-key',
           'azure-cosmos-db-legacy-key', 'azure-openai-legacy-key',
           'laravel-app-key', 'auth-js-secret', 'consul-acl-token',
           'drone-rpc-secret', 'drone-user-token', 'kaggle-api-key',
           'nomad-acl-token', 'snowflake-password', 'woodpecker-agent-secret'),
          COMMAS + _forms('JavaScript: template; Go: short, raw string, map;'
                 'Ruby: rocket, environment; PHP: array, setter; Perl: hash;'
                 'shell: assign default; Makefile: simple;'
                 'Python: environment; C#: indexer; Java: setter, builder;'
                 'Rust: builder')),
    Known('with signs in it, a password is looked for in quotes only',
          ('generic-password',), _forms(
              'Markdown: prose with :; log: header;'
              'curl: header, header in double quotes')),
    Known('quotes and line ends are escaped: files in strings of JSON', EVERY,
          _forms('JSON: string')),
    Known('indented lines are not seen as lines',
          ('android-signing-password', 'pgpass-password', 'putty-private-key'),
          _forms('YAML: literal')),
)
