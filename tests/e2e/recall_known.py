"""Faults of the catalogue and of the scanner that recall_test.py knows of.

Each was looked at: the place is one that files have, and the secret is missed
there, or named by a weaker rule, or reported with other text. The test
says which entries no longer have a reason.
"""

import dataclasses

from recall_languages import PYTHON_FORMS
from recall_trees import ALL_LANGUAGES

# Their regexes have an assignment of their own, and not that of the rules with
# names (scanner/rules/assignment_grammar.h).
GENERIC = ('generic-secret', 'http-basic-login', 'http-bearer-token')


@dataclasses.dataclass(frozen=True)
class Known:
    reason: str
    rules: tuple   # ids
    forms: tuple   # of (language, form)

    def covers(self, plant):
        return (plant.rule in self.rules
                and (plant.language, plant.form) in self.forms)


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
    Known('a type stands between the name and the value', GENERIC, _forms(
        'Python: annotation, annotated default; Go: typed;'
        'TypeScript: typed constant, field, optional; Kotlin: typed;'
        'Swift: typed; C: array; C#: property; Rust: constant;'
        'notebook: annotation, annotated default')),
    Known('the value is behind "or", "||", "??", "?:" or ":-"', GENERIC, _forms(
        'Python: or; JavaScript: or, nullish; C#: fallback; PHP: elvis;'
        'Ruby: or, or environment; Rust: fallback; shell: default;'
        'Makefile: default; notebook: or')),
    Known('a prefix or a call stands before the quote of the value', GENERIC,
          _forms('Python: bytes; JavaScript: property in braces; Go: bytes;'
                 'C#: verbatim; Objective-C: constant; Rust: owned;'
                 'PowerShell: secure string; TOML: block; notebook: bytes')),
    Known('only blanks stand between the name and the value', GENERIC, _forms(
        'C: macro; Objective-C: macro; Kotlin: build field; Groovy: call;'
        'Dockerfile: old ENV; batch: setx; nginx: header, variable;'
        'shell: option, github; PowerShell: parameter; Markdown: prose;'
        'YAML: two options')),
    Known('markup stands between the name and the value', GENERIC, _forms(
        'XML: element, upper element, add, bean, entry, android, lines;'
        'property list: string; Markdown: table, bold')),
    Known('the name is a value itself, and the secret has a key of its own',
          GENERIC, _forms('YAML: name and value; JSON: name and value,'
                          'key and value; Terraform: name and value,'
                          'variable, typed variable')),
    Known('the value begins on the next line, in another row of columns, '
          'behind many blanks or an arrow', GENERIC, _forms(
              'YAML: block, folded; SQL: columns; Terraform: aligned;'
              'R: arrow')),
    Known('the quotes are escaped: JSON in strings, notebooks', GENERIC,
          ESCAPED),
    Known('the name is not looked for with dots or hyphens',
          ('elasticsearch-api-key', 'fernet-key'),
          _spelt('dotted', 'kebab', 'Header')),
    Known('the name must stand in the same line',
          ('harness-api-token',), _forms('YAML: name and value')),
    Known('the value may not stand behind a comma or a parenthesis',
          ('generic-secret',), COMMAS),
    Known('client.secret and encryption-key are not among its names',
          ('generic-secret',), _spelt('dotted', 'kebab', 'Header')),
    Known('":=" and the parenthesis of a call are not allowed for',
          ('http-basic-login', 'http-bearer-token'),
          _forms('Go: short, raw string; Java: builder, setter; PHP: setter;'
                 'Rust: builder; Makefile: simple')),
    Known('in a string of JSON their own escapes are escaped once more, or a '
          'password may hold the quote that ends it',
          ('google-service-account-key', 'jwk-private-key-sorted',
           'terraform-state-password'), _forms('JSON: string')),
)

# Of generic rules, where a lower share than others' is known: of 64 random
# letters and digits a fifth has seven letters in a row, or six digits, which
# passes for a word; of 40 an eighth.
SHARES = {'generic-secret': 0.8, 'http-bearer-token': 0.8}
