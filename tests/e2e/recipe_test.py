#!/usr/bin/env python3
"""The recipes of the catalogue: what each asks, and what its answers mean.

All rules are asked about at a time, each by the token of its first example:

    rule/example      a file of the tree, for each rule
    round 0, 1, …     a scan each; a rule's provider gives the answer that its
                      recipe lists there, or the last

A provider knows a rule by its request, which must be, method, host, path,
headers and body, what the recipe makes of the token.
"""

import base64
import dataclasses
import functools
import json
import pathlib
import re
import tomllib
import unittest
import urllib.parse
import warnings

from providers import Answer
from recall_rules import regex_of
from verification_cases import VerificationTestCase

PATTERNS = pathlib.Path(__file__).resolve().parents[2] / 'patterns'
VERDICTS = ('live', 'restricted', 'dead', 'done')
FIELDS = ('account', 'scopes', 'expires')
# Their providers take it nowhere else.
IN_URL = {'mapbox-secret-token', 'shodan-api-key', 'storyblok-access-token',
          'telegram-bot-token'}
# The time of their examples is over (azure_devops_verification_test.py).
ENDED = {'azure-devops-entra-token', 'azure-devops-self-issued-token'}
REGISTRIES = re.compile(
    'npm|pypi|python|crates|gems|nuget|packagist|clojars|maven|docker')
PLACE = re.compile(r'\{(secret|(?:with|fact):[A-Za-z0-9_-]+)\}')


@functools.cache
def catalogue():
    rules = {}
    for path in sorted(PATTERNS.glob('*.toml')):
        for rule in tomllib.loads(path.read_text(encoding='utf-8'))['rules']:
            rules[rule['id']] = rule
    return rules


@functools.cache
def recipes(table='verify'):
    """Of the rules whose providers are asked by data alone, each with its host
    in its URL and, where an address beside the token has to tell it, that host
    as `own`. (verification_test.py asks the others, revocation_test.py.)"""
    found = {}
    for name, rule in catalogue().items():
        recipe = rule.get(table, {})
        is_askable = 'url' in recipe and '{fact:' not in recipe['url']
        if is_askable and name not in ENDED:
            if '{host}' in recipe['url'] and 'host' not in recipe:
                recipe = recipe | {'own': own_host(rule)}
            host = recipe.get('own') or recipe.get('host', '')
            found[name] = recipe | {
                'url': recipe['url'].replace('{host}', host),
                'says_host': '{host}' in recipe['url']}
    return found


def own_host(rule):
    """One that the rule knows by the first of its words."""
    word = rule['servers'][0].lstrip('.')
    domain = '' if word != rule['servers'][0] else '.fabrikam-retail.net'
    return f'{rule["id"]}.{word}{domain}'


def url_of(recipe):
    return urllib.parse.urlsplit(recipe['url'])


def answers_of(recipe):
    """(verdict, status, text), as they are listed."""
    for verdict in VERDICTS:
        for written in recipe.get(verdict, ()):
            status, _, text = written.partition(' ')
            yield verdict, int(status), text


def example_of(rule):
    example = rule['examples'][0]
    return example if isinstance(example, str) else ''.join(example)


def file_of(rule, recipe):
    """The example, below the address of the rule's server if it has one."""
    address = f'url: https://{recipe["own"]}/\n' if 'own' in recipe else ''
    return address + example_of(rule)


def secret_in(text, rule):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # flags within a regex
        match = re.search(regex_of(rule), text)
    if 'secret' in match.re.groupindex:
        return match['secret']
    groups = [group for group in match.groups() if group]
    return groups[0] if groups else match[0]


def percent(text):
    return urllib.parse.quote(text, safe='-._~')


def base64_of(text):
    return base64.b64encode(text.encode()).decode()


@dataclasses.dataclass
class Asked:
    """What a provider must be asked, by a recipe, about one token."""
    rule: str
    secret: str
    login: str
    method: str
    host: str
    path: str
    headers: dict
    body: str

    def __init__(self, rule, recipe):
        example = example_of(rule)

        def fill(text, escape=lambda value: value):
            text = text.replace('{secrets}', '"{secret}"')
            def value_of(place):
                kind, _, name = place[1].partition(':')
                found = catalogue()[name] if kind == 'with' else rule
                return escape(secret_in(example, found))
            return PLACE.sub(value_of, text)
        url = url_of(recipe)
        self.rule = rule['id']
        self.secret = secret_in(example, rule)
        self.method = recipe.get('method', 'GET')
        self.host = url.netloc
        self.path = fill(url._replace(scheme='', netloc='').geturl(), percent)
        self.headers = {}
        for header in recipe.get('headers', ()):
            name, _, value = fill(header).partition(': ')
            self.headers[name.lower()] = value
        self.login = fill(recipe.get('basic', ''))
        if self.login:
            self.headers['authorization'] = 'Basic ' + base64_of(self.login)
        is_json = 'json' in str(self.headers)
        self.body = fill(recipe.get('body', ''),
                         (lambda value: value) if is_json else percent)

    def is_of(self, request):
        return ((self.method, self.host, self.path, self.body.encode()) ==
                (request.method, request.host, request.path, request.body) and
                self.headers.items() <= request.headers.items())

    def forms(self):
        """Those in which a request may hold the secret."""
        forms = {self.secret, percent(self.secret)}
        if self.login:
            forms.add(base64_of(self.login))
        return forms


def answer_of(recipe, status, text):
    """It holds the text; without one, what the fields are read from."""
    if text:
        return Answer(status, text)
    body, headers = {}, {}
    for field in FIELDS:
        kind, _, name = recipe.get(field, '').rpartition(' ')
        if kind:
            headers[name] = field
        elif name:
            body = grafted(body, name.split('/')[1:], field)
    return Answer(status, json.dumps(body), headers)


def grafted(node, keys, value):
    """The JSON that has the value there."""
    if not keys:
        return value
    if keys[0] in ('0', '*'):
        return [grafted(node[0] if node else {}, keys[1:], value)]
    return node | {keys[0]: grafted(node.get(keys[0], {}), keys[1:], value)}


class RecipeTest(unittest.TestCase):
    """What holds of all recipes, whatever they are asked about."""

    def assertHolds(self, check, table='verify'):
        """check(name, recipe), of each."""
        for name, recipe in recipes(table).items():
            with self.subTest(name):
                check(name, recipe)

    def test_many_rules_have_one(self):
        self.assertGreater(len(recipes()), 200)

    def test_hosts_are_fixed_asked_by_https_and_no_registries(self):
        def check(_, recipe):
            url = url_of(recipe)
            self.assertEqual(url.scheme, 'https')
            self.assertRegex(url.netloc, r'\A[a-z0-9-]+(\.[a-z0-9-]+)+\Z')
            self.assertNotRegex(url.netloc, REGISTRIES)
        self.assertHolds(check)
        self.assertHolds(check, 'revoke')

    def test_methods_are_those_that_read(self):
        def check(_, recipe):
            method = recipe.get('method', 'GET')
            self.assertIn(method, ('GET', 'HEAD', 'POST'))
            if 'body' in recipe:
                self.assertEqual(method, 'POST')
                self.assertNotIn('mutation', recipe['body'])
        self.assertHolds(check)

    def test_secrets_are_in_the_url_only_where_nothing_else_is_taken(self):
        def check(name, recipe):
            places = [recipe.get('basic', ''), recipe.get('body', ''),
                      *recipe.get('headers', ())]
            self.assertEqual('{secret}' in recipe['url'], name in IN_URL)
            self.assertEqual('{secret}' in ' '.join(places),
                             name not in IN_URL)
        self.assertHolds(check)

    def test_secrets_to_be_revoked_are_in_no_url(self):
        def check(_, recipe):
            self.assertNotIn('{secret}', recipe['url'])
        self.assertHolds(check, 'revoke')

    def test_companions_are_those_that_the_rule_requires(self):
        def check(name, recipe):
            required = [other['id']
                        for other in catalogue()[name].get('required', ())]
            for place in PLACE.findall(str(recipe)):
                kind, _, other = place.partition(':')
                if kind == 'with':
                    self.assertIn(other, catalogue())
                    self.assertIn(other, required)
        self.assertHolds(check)

    def test_overload_and_failure_are_no_verdict(self):
        def check(_, recipe):
            for _, status, _ in answers_of(recipe):
                self.assertLess(status, 500)
                self.assertNotEqual(status, 429)
        self.assertHolds(check)
        self.assertHolds(check, 'revoke')

    def test_no_answer_has_two_verdicts(self):
        def check(_, recipe):
            listed = [answer[1:] for answer in answers_of(recipe)]
            self.assertEqual(len(listed), len(set(listed)))
        self.assertHolds(check)

    def test_who_is_not_asked_is_told_why(self):
        for name, rule in catalogue().items():
            reason = rule.get('verify', {}).get('none')
            if reason is not None:
                with self.subTest(name):
                    self.assertRegex(reason, r'\A\w.{8,60}\w\Z')


class AnswerTestCase(VerificationTestCase):
    """What is asked about a token, and what becomes of each answer."""

    hosts = tuple(sorted({url_of(recipe).netloc
                          for table in ('verify', 'revoke')
                          for recipe in recipes(table).values()}))
    table = None

    def setUp(self):
        super().setUp()
        self.recipes = recipes(self.table)
        self.asked = []
        for name in self.recipes:
            rule, recipe = catalogue()[name], self.recipes[name]
            self.write(f'{name}/example', file_of(rule, recipe))
            self.asked.append(Asked(rule, recipe))
        for host in self.hosts:
            self.providers.answer(host, '*', self.answer)

    def answer(self, request):
        for asked in self.asked:
            if asked.is_of(request):
                return answer_of(self.recipes[asked.rule],
                                 *self.listed(asked.rule)[1:])
        return Answer(418, 'no recipe asks this')

    def listed(self, name):
        """The answer of this round."""
        answers = list(answers_of(self.recipes[name]))
        return answers[min(self.round, len(answers) - 1)]

    def allowed(self):
        """Options that allow the servers of one's own."""
        return [word for recipe in self.recipes.values() if 'own' in recipe
                for word in ('--allow-host', recipe['own'])]

    @staticmethod
    def verdicts(report):
        """By rule; of the findings of their own examples alone."""
        return {finding['rule']: finding['verification']
                for finding in report['findings']
                if finding['locations'][0]['path'] ==
                finding['rule'] + '/example'}

    def ask_all(self, report_of):
        """In as many rounds as there are answers; report_of() asks."""
        rounds = max(len(list(answers_of(recipe)))
                     for recipe in self.recipes.values())
        for self.round in range(rounds):
            self.providers.requests.clear()
            verdicts = self.verdicts(report_of())
            for name, recipe in self.recipes.items():
                with self.subTest(name, round=self.round):
                    self.check_verdict(recipe, verdicts.get(name, {}),
                                       *self.listed(name))
            self.check_requests()

    def check_verdict(self, recipe, verdict, meaning, status, text):
        host = f' from {url_of(recipe).netloc}' if recipe['says_host'] else ''
        said = 'revoked: ' if meaning == 'done' else ''
        self.assertEqual((verdict.get('status'), verdict.get('detail')),
                         ('dead' if meaning == 'done' else meaning,
                          f'{said}HTTP {status}{host}'))
        for field in FIELDS:
            if meaning != 'dead' and not text and field in recipe:
                self.assertIn(field, verdict.get(field, ''))

    def check_requests(self):
        for asked in self.asked:
            with self.subTest(asked.rule, round=self.round):
                requests = [request for request in self.providers.requests
                            if asked.is_of(request)]
                self.assertEqual(len(requests), 1)
                for request in self.providers.requests:
                    if request is not requests[0]:
                        self.check_is_without(asked, request)
                for name, value in requests[0].headers.items():
                    if name not in asked.headers:
                        self.assertNotIn(asked.secret, value)

    def check_is_without(self, asked, request):
        for form in asked.forms():
            self.assertNotIn(form.encode(), request.everything())


class VerificationAnswerTest(AnswerTestCase):

    table = 'verify'

    def test_each_answer_means_what_the_recipe_says(self):
        self.ask_all(lambda: self.verified(*self.allowed()))


class RevocationAnswerTest(AnswerTestCase):

    table = 'revoke'

    def setUp(self):
        super().setUp()
        self.report = self.scratch / 'report.json'
        self.report.write_text(json.dumps(self.scan()))

    def test_each_answer_means_what_the_recipe_says(self):
        self.ask_all(lambda: self.verified(
            str(self.report), '--yes', *self.allowed(), command='revoke'))


class OwnServerTest(VerificationTestCase):
    """A server that only a file of the scanned tree names."""

    hosts = ('sentry.io', 'de.sentry.io')

    def asked_beside(self, address, *flags):
        for host in self.hosts:
            self.providers.answer(host, '*', 401)
        self.write('.env', address + '\n' +
                   example_of(catalogue()['sentry-user-token']))
        return self.verdict(*flags)['detail'].rpartition(' ')[2]

    def test_another_host_of_the_provider_is_none_of_ones_own(self):
        address = 'SENTRY_DSN=https://ab12@o1.ingest.sentry.io/3'
        self.assertEqual(self.asked_beside(address), 'sentry.io')

    def test_another_host_of_the_provider_is_asked_where_the_user_says_so(self):
        address = 'SENTRY_URL=https://de.sentry.io/'
        self.assertEqual(self.asked_beside(address), 'sentry.io')
        self.assertEqual(
            self.asked_beside(address, '--allow-host', 'de.sentry.io'),
            'de.sentry.io')

    def test_is_not_asked_unless_the_user_allows_it(self):
        for name, recipe in recipes().items():
            if 'own' in recipe:
                self.write(f'{name}/example',
                           file_of(catalogue()[name], recipe))
        findings = self.verified()['findings']
        self.assertGreater(len(findings), 25)
        for finding in findings:
            with self.subTest(finding['rule']):
                verdict = finding['verification']
                self.assertNotIn(verdict['status'],
                                 ('live', 'restricted', 'dead'))
        self.assertEqual(self.providers.requests, [])


if __name__ == '__main__':
    unittest.main()
