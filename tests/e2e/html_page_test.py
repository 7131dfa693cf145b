#!/usr/bin/python3
"""The report as a page: safe, for every reader, and large."""

import time
import unittest

from selenium.webdriver.common.keys import Keys

import reports
from html_cases import HOSTILE, HtmlReport


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
