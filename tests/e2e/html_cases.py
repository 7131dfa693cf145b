"""What tests of the report as a page have in common."""

import json

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

import reports
from patrol_test_case import PatrolTestCase


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
