#!/usr/bin/python3
"""--format html, opened in a real browser without a window.

Of Debian: chromium, chromium-driver, python3-selenium (for its own Python, so
the first line names that). These are none of the build's packages, so this test
has the label `services`."""

import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

import reports
import tokens
from html_cases import HtmlReport


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

if __name__ == '__main__':
    unittest.main()
