"""Faults of the catalogue and of the scanner that recall_test.py knows of.

Each was looked at: the place is one that files have, and the secret is missed
there, or named by a weaker rule, or reported with other text. The test
says which entries no longer have a reason.
"""

import dataclasses


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


KNOWN = (
    Known('with signs in it, a password is looked for in quotes only',
          ('generic-password',), _forms(
              'Markdown: prose with :; log: header;'
              'curl: header, header in double quotes')),
    Known('over several lines, in a string, its line ends are no line ends',
          ('bip39-seed-phrase',), _forms('JSON: string')),
)
