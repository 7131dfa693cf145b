#!/usr/bin/python3
"""--format html, opened in a real browser without a window.

Of Debian: chromium, chromium-driver, python3-selenium (for its own Python, so
the first line names that). These are none of the build's packages, so this test
has the label `services`.
"""

import json
import time
import unittest

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import reports
import tokens
from patrol_test_case import PatrolTestCase

# A script that ran, or markup that became an element, would say so here.
PROOF = 'window.wasRun = true'
HOSTILE = (
    f'</script><script>{PROOF}</script>',
    f'<img src=x onerror="{PROOF}">',
    f'<!-- <script>{PROOF}//',
    f'"><svg onload="{PROOF}">',
    f'javascript:{PROOF}',
    '\u2028' + PROOF + '\u2029',
    '{{script}} {{report}} ${' + PROOF + '}',
    "\\u003c/script>'\"`",
)


def start_browser():
    options = webdriver.ChromeOptions()
    for argument in ('--headless=new', '--no-sandbox', '--disable-gpu',
                     '--window-size=1280,1000'):
        options.add_argument(argument)
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
    return webdriver.Chrome(service=Service('/usr/bin/chromedriver'),
                            options=options)


class HtmlReport(PatrolTestCase):

    @classmethod
    def setUpClass(cls):
        cls.browser = start_browser()
        cls.addClassCleanup(cls.browser.quit)

    # Opening.

    def open_page(self, page):
        """Loads the page; nothing may be complained about in its console."""
        self.browser.get('about:blank')
        self.browser.get_log('browser')
        self.browser.get(page.as_uri())
        self.assertEqual(self.browser.get_log('browser'), [])

    def open_report(self, report, *arguments):
        """A report of json, converted."""
        stored, page = self.out / 'report.json', self.out / 'report.html'
        stored.write_text(json.dumps(report))
        done = self.run_patrol('report', str(stored), '--format', 'html',
                               '--output', str(page), *arguments)
        self.assertExits(0, done)
        self.open_page(page)

    def open_findings(self, *findings, **scan):
        self.open_report(reports.report(list(findings), **scan))

    # Looking.

    def script(self, code, *arguments):
        return self.browser.execute_script('return ' + code, *arguments)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector='body'):
        return self.script('document.querySelector(arguments[0]).innerText',
                           selector)

    def names(self):
        return [node.text for node in self.all('.line .name')]

    def choose(self, facet, value):
        self.one(f'input[data-facet="{facet}"][data-value="{value}"]').click()

    def search(self, words):
        field = self.one('#search')
        field.clear()
        field.send_keys(words)

    def press(self, *keys):
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)

    def focused(self):
        return self.browser.switch_to.active_element

    def style(self, selector, name):
        return self.script('getComputedStyle(document.querySelector('
                           'arguments[0]))[arguments[1]]', selector, name)


class Head(HtmlReport):

    def test_scan_without_findings_says_so_and_has_no_list(self):
        self.open_findings()
        self.assertEqual(self.text('h1'), 'No findings')
        self.assertFalse(self.one('#main').is_displayed())
        self.assertFalse(self.one('#chart').is_displayed())

    def test_a_real_scan_is_shown(self):
        secret = tokens.github_pat()
        self.write('leak.txt', f'key = {secret}\n')
        page = self.out / 'page.html'
        self.run_patrol('scan', '--format', 'html', '--output', str(page))
        self.assertNotIn(secret, page.read_text())
        self.open_page(page)
        self.assertEqual(self.text('h1'), '1 finding in 1 place')
        self.assertIn('leak.txt:1:7', self.text('.where'))

    def test_says_what_was_read_when_and_with_how_many_rules(self):
        self.open_findings(reports.finding(0), target='warehouse')
        self.assertIn('warehouse', self.text('.lead'))
        for part in ('2026-11-23 20:00 UTC', '12,345 files, 94.2 MiB in 1.4 s',
                     'complete', '412'):
            self.assertIn(part, self.text('.account'))
        self.assertEqual(self.all('.notice'), [])

    def test_partial_scan_says_so_before_all_else(self):
        self.open_findings(
            reports.finding(0), status='partial', unread_count=3,
            unread=[{'path': 'private/a', 'reason': 'permission denied'}])
        self.assertRegex(self.text('.notice'),
                         'This scan is incomplete\n+3 inputs could not be read')
        self.one('.notice summary').click()
        self.assertIn('private/a', self.text('.notice'))
        self.assertIn('permission denied', self.text('.notice'))
        self.assertIn('and 2 more', self.text('.notice'))

    def test_no_findings_in_part_of_it_is_no_clean_bill(self):
        self.open_findings(status='partial', unread_count=1,
                           unread=[{'path': 'a', 'reason': 'b'}])
        self.assertEqual(self.text('h1'), 'No findings in what was read')

    def test_secrets_that_are_shown_are_warned_of(self):
        self.write('leak.txt', f'key = {tokens.github_pat()}\n')
        page = self.out / 'page.html'
        self.run_patrol('scan', '--format', 'html', '--show-secrets',
                        '--output', str(page))
        self.open_page(page)
        self.assertIn('This file holds secrets', self.text('.notice'))
        self.assertIn(tokens.github_pat(), self.text('.line'))


class List(HtmlReport):

    def test_worst_come_first(self):
        self.open_findings(*(reports.finding(i) for i in (3, 1, 0)))
        self.assertEqual(self.names(), [
            'Cloud personal access token', 'Deploy token',
            'Password in a configuration file'])

    def test_filters_of_a_facet_add_up_and_those_of_two_narrow(self):
        self.open_findings(reports.finding(0), reports.finding(1),
                           reports.finding(5, confidence='certain'))
        self.choose('severity', 'high')
        self.assertEqual(len(self.names()), 2)
        self.choose('confidence', 'certain')
        self.assertEqual(self.names(), ['Deploy token'])
        self.assertIn('1 of 3', self.text('#count'))
        self.choose('severity', 'critical')
        self.assertEqual(len(self.names()), 1)
        self.one('#clear').click()
        self.assertEqual(len(self.names()), 3)

    def test_numbers_say_what_a_filter_would_leave(self):
        self.open_findings(reports.finding(0), reports.finding(1),
                           reports.finding(5, confidence='certain'))
        self.choose('severity', 'high')
        self.assertEqual([label.text.split('\n') for label in
                          self.all('.facet.confidence label')],
                         [['Certain', '1'], ['High', '1']])
        self.assertEqual(len(self.all('.facet.severity label')), 2)
        self.assertEqual(self.all('.facet.severity label')[0].text,
                         'Critical\n1')

    def test_every_facet_filters(self):
        gone = [reports.introduced('b', '2020-01-01', '2021-01-01')]
        message = [reports.introduced('', '2020-01-01', kind='commit-message')]
        self.open_findings(reports.finding(0), reports.finding(1, gone),
                           reports.finding(2, message), mode='history')
        for facet, value, name in (
                ('severity', 'medium', 'Chat webhook'),
                ('state', 'gone', 'Deploy token'),
                ('state', 'files', 'Cloud personal access token'),
                ('state', 'head', 'Chat webhook'),
                ('kind', 'commit-message', 'Chat webhook'),
                ('rule', 'deploy-token', 'Deploy token')):
            with self.subTest(value):
                self.choose(facet, value)
                self.assertEqual(self.names(), [name])
                self.one('#clear').click()
        self.choose('verification', 'unverified')
        self.assertEqual(len(self.names()), 3)

    def test_search_finds_paths_rules_people_and_commits(self):
        self.open_findings(
            reports.finding(0, [reports.introduced('deploy/Prod.yml',
                                                   '2020-01-01')]),
            reports.finding(1, [reports.introduced('b', '2021-01-01',
                                                   author='Grace Hopper')]),
            mode='history')
        for words, name in (('prod.YML', 'Cloud personal access token'),
                            ('hopper', 'Deploy token'),
                            ('deploy-token', 'Deploy token'),
                            (reports.commit_id('b2021-01-01')[:10],
                             'Deploy token'),
                            ('yml deploy',
                             'Cloud personal access token')):
            with self.subTest(words):
                self.search(words)
                self.assertEqual(self.names(), [name])
        self.search('nothing has this')
        self.assertTrue(self.one('#none').is_displayed())

    def test_order_is_the_users(self):
        self.open_findings(
            reports.finding(0, [reports.introduced('a', '2020-01-01')]),
            reports.finding(1, [reports.introduced('b', '2021-01-01')]),
            mode='history')
        order = Select(self.one('#order'))
        order.select_by_visible_text('Newest first')
        self.assertEqual(self.names()[0], 'Deploy token')
        order.select_by_visible_text('Oldest first')
        self.assertEqual(self.names()[0], 'Cloud personal access token')

    def test_age_orders_only_what_has_dates(self):
        self.open_findings(*(reports.finding(i) for i in (3, 0)))
        order = Select(self.one('#order'))
        self.assertEqual([option.text for option in order.options],
                         ['Worst first', 'Most places', 'By path'])
        order.select_by_visible_text('By path')
        self.assertEqual(self.names()[0], 'Password in a configuration file')

    def test_details_tell_what_to_do_and_where(self):
        self.open_findings(reports.finding(
            0, [reports.location('a.jar', 7, member='x/b.xml',
                                 decoded_from=['base64'])],
            facts={'organization': 'contoso'}, checksum='valid',
            companions=[{'rule': 'cloud-id', 'value': 'cid_…JkLz'}]))
        self.one('.line').click()
        details = self.text('.details')
        for part in ('Revoke it in the settings', 'a.jar!x/b.xml:7:8',
                     'in base64', 'Organization', 'contoso', 'cid_…JkLz',
                     'cloud-id', 'its check digits hold', '84 bytes',
                     reports.finding(0)['fingerprint']):
            self.assertIn(part, details)
        link = self.one('.details a')
        self.assertEqual(link.get_attribute('href'),
                         'https://cloud.example/settings/tokens')
        self.assertEqual(link.get_attribute('rel'), 'noopener noreferrer')

    def test_many_places_are_shown_on_request(self):
        places = [reports.location(f'{i}.txt') for i in range(120)]
        self.open_findings(reports.finding(0, places))
        self.one('.line').click()
        self.assertEqual(len(self.all('.places li')), 50)
        self.one('.standing .plain').click()
        self.assertEqual(len(self.all('.places li')), 120)


class History(HtmlReport):

    def open_history(self):
        self.open_findings(
            reports.finding(0, [
                reports.introduced('a.yml', '2020-11-23'),
                reports.introduced('b.yml', '2022-11-23', '2024-11-23',
                                   versions=2)]),
            reports.finding(1, [reports.introduced('c.yml', '2023-11-23',
                                                   '2025-11-23')]),
            mode='history', commits=2, blobs=3)

    def test_tells_who_brought_a_secret_in_and_what_became_of_it(self):
        self.open_history()
        self.one('.line').click()
        told = [node.text for node in self.all('.places .told')]
        commit = reports.commit_id
        self.assertEqual(told, [
            f'Added 2020-11-23 in {commit("a.yml2020-11-23")[:12]} by Ada '
            'Lovelace <ada@example.com>, still in HEAD',
            f'Added 2022-11-23 in {commit("b.yml2022-11-23")[:12]} by Ada '
            'Lovelace <ada@example.com>, removed 2024-11-23 in '
            f'{commit("2024-11-23")[:12]}, 2 versions'])

    def test_lines_stand_where_their_dates_are(self):
        self.open_history()
        self.one('.line').click()
        spans = self.script(
            "[...document.querySelectorAll('.places .span')].map("
            '(s) => [s.style.left, s.style.width].map(parseFloat))')
        for got, wanted in zip(spans, [(0, 100), (33.3, 33.3)]):
            self.assertAlmostEqual(got[0], wanted[0], delta=0.1)
            self.assertAlmostEqual(got[1], wanted[1], delta=0.1)

    def test_time_line_has_a_line_a_secret_that_leads_to_it(self):
        self.open_history()
        lanes = self.all('.lane')
        self.assertEqual(len(lanes), 2)
        self.search('nothing')
        lanes[1].click()
        self.assertEqual(self.focused().get_attribute('aria-expanded'), 'true')
        self.assertIn('Deploy token', self.focused().text)

    def test_many_secrets_are_counted_by_time(self):
        self.open_findings(*(
            reports.finding(i, [reports.introduced(
                f'{i}', f'20{10 + i % 10}-05-05', i % 3 and '2023-01-01')])
            for i in range(30)), mode='history')
        self.assertIn('30 secrets came', self.text('figcaption'))
        self.assertIn('20 went', self.text('figcaption'))
        self.assertEqual(self.all('.lane'), [])

    def test_odd_dates_are_drawn_within_the_axis(self):
        self.open_findings(
            reports.finding(0, [
                reports.introduced('a', '0000-01-01'),
                reports.introduced('b', '9999-12-31', '0001-01-01')]),
            reports.finding(1, [reports.introduced('c', '9999-12-31')]),
            mode='history')
        for line in self.all('.line'):
            line.click()
        widths = self.script(
            "[...document.querySelectorAll('.span')].map((s) => "
            'parseFloat(s.style.left) + parseFloat(s.style.width))')
        self.assertTrue(all(0 <= width <= 100.5 for width in widths), widths)


class Hostile(HtmlReport):

    def hostile_finding(self, text):
        return reports.finding(
            0, [reports.introduced(text, '2020-01-01', author=text, email=text,
                                   member=text, decoded_from=[text],
                                   commit=text, blob=text)],
            rule=text, name=text, facts={text: text},
            remediation={'text': text, 'url': text},
            companions=[{'rule': text, 'value': text}])

    def test_text_of_strangers_does_nothing(self):
        for text in HOSTILE:
            with self.subTest(text):
                self.open_findings(
                    self.hostile_finding(text), target=text, mode='history',
                    status='partial', unread_count=1, skipped_count=1,
                    unread=[{'path': text, 'reason': text}],
                    skipped=[{'path': text, 'reason': text}])
                self.one('.line').click()
                self.search(text.strip()[:4])
                self.assertIsNone(self.script('window.wasRun'))
                self.assertEqual(self.all('img, iframe, object, svg[onload]'),
                                 [])
                self.assertEqual(len(self.all('script')), 2)
                self.assertEqual(self.all('.details a'), [])
                self.assertEqual(self.browser.get_log('browser'), [])

    def test_policy_lets_nothing_else_run(self):
        self.open_findings(reports.finding(0))
        self.script("""(() => {
          const script = document.createElement('script');
          script.textContent = 'window.wasRun = true';
          document.body.append(script);
          const image = document.createElement('img');
          image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
          image.onload = () => { window.wasLoaded = true; };
          document.body.append(image);
        })()""")
        time.sleep(0.2)
        self.assertIsNone(self.script('window.wasRun'))
        self.assertIsNone(self.script('window.wasLoaded'))
        self.assertIn('Content Security Policy',
                      str(self.browser.get_log('browser')))

    def test_what_reorders_text_is_shown_as_an_escape(self):
        self.open_findings(reports.finding(
            0, [reports.location('txt.\u202egpj\u200b\x07\x9b')]))
        self.assertEqual(self.text('.where'),
                         'txt.\\u{202e}gpj\\u{200b}\\x07\\u{9b}:1:8')

    def test_links_lead_into_the_web_alone(self):
        for url, is_link in (('http://a.example/', True),
                             ('HTTPS://a.example/', True),
                             ('javascript:alert(1)', False),
                             ('data:text/html,x', False),
                             ('file:///etc/passwd', False),
                             ('//a.example', False), ('x', False)):
            with self.subTest(url):
                self.open_findings(reports.finding(
                    0, remediation={'text': 'x', 'url': url}))
                self.one('.line').click()
                self.assertEqual(bool(self.all('.details a')), is_link)

    def test_words_that_objects_have_anyway_are_words(self):
        for word in ('__proto__', 'constructor', 'toString'):
            with self.subTest(word):
                self.open_findings(reports.finding(
                    0, rule=word, facts={word: word}))
                self.one('.line').click()
                self.assertIn(word, self.text('.details'))


class Keyboard(HtmlReport):

    def setUp(self):
        super().setUp()
        self.open_findings(*(reports.finding(i) for i in range(250)))

    def line(self):
        return self.script(
            "document.activeElement.closest('.finding')?.id ?? null")

    def test_slash_leads_to_the_search_and_escape_empties_it(self):
        self.press('/')
        self.assertEqual(self.focused().get_attribute('id'), 'search')
        self.press('src/17', Keys.ESCAPE)
        self.assertEqual(self.focused().get_attribute('value'), '')
        self.assertIn('250 findings', self.text('#count'))

    def test_slash_in_the_search_is_a_slash(self):
        self.press('/')
        self.press('src/17.txt')
        self.assertEqual(self.focused().get_attribute('value'), 'src/17.txt')
        self.assertEqual(len(self.names()), 1)

    def test_arrows_go_from_finding_to_finding(self):
        self.press('/', Keys.ARROW_DOWN)
        self.assertEqual(self.line(), 'finding-0')
        self.press(Keys.ARROW_DOWN)
        self.assertEqual(self.line(), 'finding-4')
        self.press(Keys.ARROW_UP, Keys.ARROW_UP)
        self.assertEqual(self.focused().get_attribute('id'), 'search')

    def test_arrows_reach_every_finding(self):
        self.press('/', *[Keys.ARROW_DOWN] * 250)
        self.assertEqual(self.line(), 'finding-247')

    def test_enter_opens_and_escape_closes(self):
        self.press('/', Keys.ARROW_DOWN, Keys.ENTER)
        self.assertEqual(self.focused().get_attribute('aria-expanded'), 'true')
        panel = self.one('#' + self.focused().get_attribute('aria-controls'))
        self.assertTrue(panel.is_displayed())
        self.press(Keys.TAB)
        self.assertEqual(self.focused().tag_name, 'a')
        self.press(Keys.ESCAPE)
        self.assertFalse(panel.is_displayed())
        self.assertEqual(self.line(), 'finding-0')

    def test_tab_reaches_filters_then_search_then_findings(self):
        self.press(Keys.TAB)
        self.assertEqual(self.focused().get_attribute('class'), 'skip')
        seen = []
        for _ in range(40):
            self.press(Keys.TAB)
            element = self.focused()
            seen.append(element.get_attribute('id') or
                        element.get_attribute('type'))
            if element.get_attribute('class') == 'line':
                break
        self.assertLess(seen.index('checkbox'), seen.index('search'))
        self.assertLess(seen.index('search'), seen.index('order'))
        self.assertEqual(seen[-1], 'button')

    def test_focus_is_seen(self):
        self.press('/', Keys.ARROW_DOWN)
        self.assertEqual(self.style('.line:focus', 'outlineStyle'), 'solid')


def luminance(colour):
    """Of "rgb(1, 2, 3)", as WCAG 2 defines it."""
    parts = [int(part) / 255 for part in
             colour[colour.index('(') + 1:-1].split(',')[:3]]
    linear = [part / 12.92 if part <= 0.04045 else
              ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(x * y for x, y in zip(linear, (0.2126, 0.7152, 0.0722)))


class Looks(HtmlReport):

    def emulate(self, media='', scheme='light'):
        self.browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {
            'media': media,
            'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
        self.addCleanup(self.browser.execute_cdp_cmd,
                        'Emulation.setEmulatedMedia', {'media': ''})

    def contrast(self, selector, ground):
        a, b = sorted((luminance(self.style(selector, 'color')),
                       luminance(self.style(ground, 'backgroundColor'))))
        return (b + 0.05) / (a + 0.05)

    def test_text_is_readable_in_light_and_dark(self):
        for scheme in ('light', 'dark'):
            self.emulate(scheme=scheme)
            self.open_findings(*(reports.finding(i) for i in range(4)),
                               status='partial')
            self.one('.line').click()
            is_dark = luminance(self.style('body', 'backgroundColor')) < 0.1
            self.assertEqual(is_dark, scheme == 'dark')
            for selector, ground in (
                    ('h1', 'body'), ('.lead', 'body'), ('dt', 'body'),
                    ('.notice h2', '.notice'), ('.facet legend', 'body'),
                    ('.finding.s0 .severity', '.findings'),
                    ('.finding.s1 .severity', '.findings'),
                    ('.finding.s2 .severity', '.findings'),
                    ('.finding.s3 .severity', '.findings'),
                    ('.where', '.findings'), ('.remedy h4', '.remedy'),
                    ('.remedy a', '.remedy')):
                with self.subTest(f'{scheme} {selector}'):
                    self.assertGreaterEqual(self.contrast(selector, ground),
                                            4.5)

    def test_fits_a_phone(self):
        self.browser.set_window_size(500, 900)
        self.addCleanup(self.browser.set_window_size, 1280, 1000)
        self.open_findings(reports.finding(0, [reports.location(
            '/'.join(['folder'] * 40))]))
        self.one('.line').click()
        self.assertLessEqual(self.script('document.documentElement.scrollWidth'),
                             self.script('window.innerWidth'))
        self.assertFalse(self.one('#facets').is_displayed())

    def test_paper_has_every_finding_opened_and_no_filters(self):
        self.open_findings(*(reports.finding(i) for i in range(150)))
        self.emulate(media='print')
        self.script("window.dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(len(self.all('.finding.opened')), 150)
        self.assertFalse(self.one('.filters').is_displayed())


class Large(HtmlReport):

    def test_20_000_findings_are_opened_searched_and_scrolled(self):
        self.open_findings(*(reports.finding(
            i, [reports.introduced(f'src/{i}.txt', f'{2000 + i % 26}-03-04')])
            for i in range(20_000)), mode='history')
        self.assertIn('20,000 findings', self.text('#count'))
        self.assertLess(len(self.all('.finding')), 500)
        self.search('src/19999.txt')
        self.assertEqual(len(self.names()), 1)
        self.one('#clear').click()
        self.choose('severity', 'low')
        self.assertIn('5,000 of 20,000', self.text('#count'))
        before = len(self.all('.finding'))
        self.script('window.scrollTo(0, document.body.scrollHeight)')
        for _ in range(100):
            if len(self.all('.finding')) > before:
                return
            time.sleep(0.1)
        self.fail('scrolling shows no more')


if __name__ == '__main__':
    unittest.main()
