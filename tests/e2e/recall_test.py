#!/usr/bin/env python3
"""Fresh tokens of every rule are found in files of many languages, each by its
rule, with its text and line; and nothing else in these files is reported.

What is planted is drawn from a seed when the test runs, and no two places have
the same secret, unless only the catalogue's own examples have its check digits.
What is known to be missed is listed, with reasons, in recall_known.py.
"""

import collections
import random
import unittest

from patrol_test_case import PatrolTestCase
from recall_known import KNOWN
from recall_rules import catalogue, token
from recall_trees import can_stand, forms_for, tree_of

SEED = 'recall'
FORMS_PER_RULE = 8
FORMS_PER_GENERIC_RULE = 120
# A known fault that so many places do not show is one no longer.
ENOUGH = 10


def sown(rules):
    """(token, language, form) for each rule; all forms take their turn."""
    turn = 0
    for rule in rules.values():
        source = random.Random(f'{SEED} {rule.id}')
        forms = forms_for(token(rule, source))
        count = FORMS_PER_GENERIC_RULE if rule.is_generic else FORMS_PER_RULE
        order = random.Random(f'{SEED} {len(forms)}').sample(
            range(len(forms)), len(forms))
        for at in range(min(count, len(forms))):
            # Where the values differ, not all of them fit this form.
            for _ in range(100):
                made = token(rule, source)
                chosen = forms[order[(turn + at) % len(forms)]]
                if can_stand(made, *chosen):
                    yield made, *chosen
                    break
        turn += count


def known(plant):
    return [entry for entry in KNOWN if entry.covers(plant)]


def listed(lines):
    return '\n  '.join([f'{len(lines)}:', *sorted(lines)])


class Recall(PatrolTestCase):
    outcome = None

    def setUp(self):
        super().setUp()
        if not Recall.outcome:
            Recall.outcome = self.scanned()
        self.rules, self.tree, self.found = Recall.outcome

    def scanned(self):
        """The rules, the tree, and (rule, secret) by (path, line)."""
        rules = catalogue()
        tree = tree_of(sown(rules), SEED)
        for name, text in tree.files.items():
            self.write(name, text)
        report = self.scan('--no-ignore', '--show-secrets')
        self.assertEqual(report['scan']['status'], 'complete')
        found = collections.defaultdict(list)
        for finding in report['findings']:
            for place in finding['locations']:
                found[place['path'], place['line']].append(
                    (finding['rule'], finding['secret']))
        return rules, tree, found

    def answers(self, plant, rule):
        """Whether that rule may report the plant: its own, or a better one."""
        mine = self.rules[plant.rule]
        return rule == plant.rule or self.rules[rule].rank() >= mine.rank()

    def fault(self, plant):
        """What is wrong with what is reported of the plant; '' if nothing."""
        here = self.found.get((plant.path, plant.line), [])
        if any(plant.is_shown_as(secret) and self.answers(plant, rule)
               for rule, secret in here):
            return ''
        if by := [rule for rule, secret in here if plant.is_shown_as(secret)]:
            return f'{plant}: found by {by[0]}'
        if any(self.answers(plant, rule) for rule, _ in here):
            return f'{plant}: another text'
        return f'{plant}: missed'

    def plants(self, is_generic):
        return [plant for plant in self.tree.plants
                if self.rules[plant.rule].is_generic == is_generic]

    def test_each_token_is_found_by_its_rule_with_its_text_and_line(self):
        faults = [fault for plant in self.plants(is_generic=False)
                  if not known(plant)
                  and (fault := self.fault(plant))]
        self.assertFalse(faults, listed(faults))

    def test_nothing_else_is_reported(self):
        planted = collections.defaultdict(list)
        for plant in self.tree.plants:
            planted[plant.path, plant.line].append(plant)
        alarms = [f'{rule}: {path}:{line}'
                  for (path, line), here in self.found.items()
                  for rule, secret in here
                  if secret not in self.tree.texts.get(path, '')
                  and not any(plant.is_shown_as(secret) or
                             known(plant)
                             for plant in planted[path, line])]
        self.assertFalse(alarms, listed(alarms))

    def test_of_generic_secrets_95_in_100_are_found(self):
        by_rule = collections.defaultdict(list)
        for plant in self.plants(is_generic=True):
            if not known(plant):
                by_rule[plant.rule].append(self.fault(plant))
        for rule, faults in by_rule.items():
            share = faults.count('') / len(faults)
            with self.subTest(rule, share=share):
                self.assertGreaterEqual(share, 0.95, listed(
                    [fault for fault in faults if fault]))

    def test_each_rule_is_planted_in_several_languages(self):
        languages = collections.defaultdict(set)
        for plant in self.tree.plants:
            languages[plant.rule].add(plant.language)
        self.assertEqual(
            [rule for rule in self.rules if len(languages[rule]) < 4], [])

    def test_all_known_faults_are_faults_still(self):
        for entry in KNOWN:
            covered = [plant for plant in self.tree.plants
                       if entry.covers(plant)]
            missed = [plant for plant in covered if self.fault(plant)]
            if len(covered) >= ENOUGH:
                self.assertTrue(missed, f'no longer so: {entry.reason}')


if __name__ == '__main__':
    unittest.main()
