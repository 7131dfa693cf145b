"""Faults of the catalogue and of the scanner that recall_test.py knows of.

Each was looked at: the place is one that files have, and the secret is missed
there, or named by a weaker rule, or reported with other text. The test
says which entries no longer have a reason.
"""

import dataclasses

from recall_trees import ALL_LANGUAGES

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


KNOWN = (
    Known('the name is not looked for with dots or hyphens',
          ('elasticsearch-api-key', 'fernet-key'),
          _spelt('dotted', 'kebab', 'Header')),
    Known('the name must stand in the same line',
          ('harness-api-token',), _forms('YAML: name and value')),
    Known('with signs in it, a password is looked for in quotes only',
          ('generic-password',), _forms(
              'Markdown: prose with :; log: header;'
              'curl: header, header in double quotes')),
    Known('in a string of JSON their own escapes are escaped once more, or a '
          'password may hold the quote that ends it',
          ('google-service-account-key', 'jwk-private-key-sorted',
           'terraform-state-password'), _forms('JSON: string')),
)
