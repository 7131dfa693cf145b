// The page: its head, the filters, and the list, of which as much is made as
// has been scrolled to: 20,000 lines at once would take seconds.
'use strict';

const LINES_AT_ONCE = 100;
const LINES_SOON = '1200px';  // made before they come into view
const DETAILS_PRINTED = 200;

const source = document.getElementById('report');
const report = readReport(source.textContent);
source.textContent = '';  // as large as all the rest
for (const f of report.findings) {
  FACETS.at(-1).names[f.rule] = f.name;
}

const chosen = new Map(FACETS.map((facet) => [facet.key, new Set()]));
const at = (id) => document.getElementById(id);
const state = {shown: [], made: 0, query: '', order: ORDERS[0]};

// ---- The head ---------------------------------------------------------------

const MODES = {files: 'Files of', history: 'The whole history of',
  staged: 'What is staged in', range: 'A range of commits of',
  stdin: 'Standard input'};

function titleText() {
  const places = report.findings.reduce((n, f) => n + f.locations.length, 0);
  const isWhole = report.scan.status === 'complete';
  if (!places) return isWhole ? 'No findings' : 'No findings in what was read';
  return `${counted(report.findings.length, 'finding')} in ` +
    counted(places, 'place');
}

function notice(kind, title, ...children) {
  return make('section', `notice ${kind}`, make('h2', '', title), ...children);
}

// A report that is not of everything must say so before anything else.
function partialNotice(scan) {
  if (scan.status === 'complete') return [];
  const number = scan.unread_count || 0;
  const what = number ? `${counted(number, 'input')} could not be read` :
    'The scan ended early';
  const node = notice('alarm', 'This scan is incomplete', make('p', '',
      `${what}. What was not read may hold secrets that are not listed here.`));
  if (number) node.append(inputList('What was not read', scan.unread, number));
  return [node];
}

function secretsNotice() {
  if (source.dataset.secrets !== 'shown' || !report.findings.length) return [];
  return [notice('alarm', 'This file holds secrets',
      make('p', '', 'It was made with --show-secrets. Keep it as you would ' +
        'keep them, and delete it when it has served.'))];
}

function inputList(title, inputs, number) {
  const items = inputs.map((i) => make('li', '',
      make('bdi', 'path', shown(i.path + (i.member ? `!${i.member}` : ''))),
      make('span', 'how', shown(i.reason))));
  const rest = number - inputs.length;
  if (rest > 0) items.push(make('li', '', `and ${figure(rest)} more`));
  return make('details', 'inputs',
      make('summary', '', `${title}: ${figure(number)}`),
      make('ol', '', ...items));
}

// How the findings divide by severity, as a bar and in words.
function showShares() {
  if (!report.findings.length) return;
  const number = new Map(SEVERITIES.map((s) => [s, 0]));
  for (const f of report.findings) {
    number.set(f.severity, (number.get(f.severity) || 0) + 1);
  }
  const present = [...number].filter(([, n]) => n > 0);
  const parts = present.map(([severity, n]) => {
    const part = make('span', `s${position(severity, SEVERITIES)}`);
    part.style.flexGrow = String(n);
    return part;
  });
  const bar = make('div', 'shares', ...parts);
  bar.setAttribute('aria-hidden', 'true');
  at('shares').append(bar, make('ul', 'legend', ...present.map(([s, n]) =>
    make('li', `s${position(s, SEVERITIES)}`, make('strong', '', figure(n)),
        ` ${shown(s)}`))));
}

function readText(scan) {
  const things = ['history', 'range'].includes(scan.mode) ?
    [counted(scan.commits, 'commit'), counted(scan.blobs, 'blob')] :
    [counted(scan.files, 'file')];
  if (scan.mode === 'files' && scan.commits) {
    things.push(counted(scan.commits, 'commit'), counted(scan.blobs, 'blob'));
  }
  return [...things, bytesText(scan.bytes)].join(', ');
}

function leftOutText(scan) {
  const parts = [];
  if (scan.skipped_count) parts.push(`${figure(scan.skipped_count)} skipped`);
  if (scan.unread_count) parts.push(`${figure(scan.unread_count)} unread`);
  if (scan.suppressed_count) {
    const own = scan.suppressed_by_repository;
    parts.push(`${figure(scan.suppressed_count)} suppressed` +
      (own ? `, ${figure(own)} of them by the repository itself` : ''));
  }
  return parts.join(', ') || 'nothing';
}

function showAccount(scan) {
  const add = (name, value, kind) => at('account').append(make('div', '',
      make('dt', '', name), make('dd', kind || '', value)));
  add('Status', shown(scan.status), scan.status === 'complete' ? '' : 'alarm');
  if (!scan.mode) return;
  add('When', `${day(scan.started)} ${shown(scan.started).slice(11, 16)} UTC`);
  add('Read', `${readText(scan)} in ${durationText(scan.duration_ms)}`);
  add('Left out', leftOutText(scan));
  add('Rules', figure(report.tool.rules));
}

function showHead() {
  const scan = report.scan;
  const target = scan.target || '';
  document.title = shown(`${titleText()}: ${target || 'patrol'}`);
  at('title').textContent = titleText();
  at('lead').append(MODES[scan.mode] || '', ' ');
  if (scan.mode !== 'stdin') at('lead').append(foreign(target, 'target'));
  at('notices').append(...partialNotice(scan), ...secretsNotice());
  showShares();
  showAccount(scan);
  const made = `patrol ${report.tool.version}, ${counted(report.tool.rules,
      'rule')} (${report.tool.rules_digest}).`;
  at('made').textContent = shown(`Made by ${made} ` +
    'This page loads nothing and sends nothing.');
  if (scan.skipped_count) {
    at('inputs').append(inputList('Skipped by policy', scan.skipped,
        scan.skipped_count));
  }
  const chart = scan.started && chartOf(report.findings, scan.started,
      reveal);
  if (chart) at('chart-body').append(chart);
  at('chart').hidden = !chart;
}

// ---- The filters ------------------------------------------------------------

function choice(facet, value, index) {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.dataset.facet = facet.key;
  box.dataset.value = value;
  box.addEventListener('change', () => {
    const values = chosen.get(facet.key);
    if (box.checked) values.add(value);
    else values.delete(value);
    update();
  });
  const name = (facet.names || {})[value] || sentence(value);
  const label = make('label', facet.key === 'severity' ?
    `s${position(value, SEVERITIES)}` : '', box, foreign(name, 'name'),
  make('span', 'number'));
  label.dataset.facetIndex = String(index);
  return make('li', '', label);
}

function showFacets() {
  FACETS.forEach((facet, index) => {
    const values = valuesOf(facet, report.findings);
    if (facet.rare && values.length < 2) return;
    const group = make('fieldset', `facet ${facet.key}`,
        make('legend', '', facet.title),
        make('ul', '', ...values.map((v) => choice(facet, v, index))));
    at('facets').append(group);
  });
}

function showCounts(counts) {
  for (const label of at('facets').querySelectorAll('label')) {
    const box = label.querySelector('input');
    const number =
      counts[Number(label.dataset.facetIndex)].get(box.dataset.value) || 0;
    label.querySelector('.number').textContent = figure(number);
    label.classList.toggle('empty', number === 0 && !box.checked);
  }
}

// By age only where there are dates.
function showOrders() {
  const isDated = report.findings.some((f) => f.entered);
  ORDERS.forEach((order, i) => {
    if (order.byAge && !isDated) return;
    const option = make('option', '', order.name);
    option.value = String(i);
    at('order').append(option);
  });
}

// ---- The list ---------------------------------------------------------------

function makeLines(number) {
  const lines = state.shown.slice(state.made, state.made + number);
  state.made += lines.length;
  at('findings').append(...lines.map((f) => row(f, report.scan.started)));
}

function update() {
  const {shown: found, counts} = filtered(report.findings, chosen, state.query);
  state.shown = found.sort(state.order.by);
  state.made = 0;
  at('findings').replaceChildren();
  makeLines(LINES_AT_ONCE);
  showCounts(counts);
  const total = report.findings.length;
  at('count').textContent = found.length === total ?
    counted(total, 'finding') :
    `${figure(found.length)} of ${counted(total, 'finding')}`;
  at('none').hidden = found.length > 0;
  at('clear').hidden = !state.query &&
    ![...chosen.values()].some((values) => values.size);
}

function clearAll() {
  for (const values of chosen.values()) values.clear();
  for (const box of at('facets').querySelectorAll('input')) box.checked = false;
  at('search').value = '';
  state.query = '';
  update();
}

// Brings a finding into view, opened, whatever the filters were.
function reveal(finding) {
  clearAll();
  makeLines(Math.max(0, state.shown.indexOf(finding) + 1 - state.made));
  const item = at(`finding-${finding.index}`);
  item.open(true);
  item.querySelector('.line').focus({preventScroll: true});
  item.scrollIntoView({block: 'start'});
}

// ---- Keys -------------------------------------------------------------------

// Moves the focus `by` lines; from elsewhere, to the first line.
function step(by) {
  const current = document.activeElement.closest('.finding');
  if (!current) return focusOn(at('findings').firstElementChild);
  const next = by > 0 ? current.nextElementSibling :
    current.previousElementSibling;
  if (!next && by < 0) return at('search').focus();
  return focusOn(next);
}

function focusOn(item) {
  if (!item) return;
  if (item === at('findings').lastElementChild) makeLines(LINES_AT_ONCE);
  const line = item.querySelector('.line');
  line.focus({preventScroll: true});
  line.scrollIntoView({block: 'nearest'});
}

// Closes what the focus is in, or empties the search.
function goBack(event) {
  const item = document.activeElement.closest('.finding.opened');
  if (item) {
    item.open(false);
    item.querySelector('.line').focus();
  } else if (document.activeElement === at('search') && state.query) {
    event.preventDefault();
    at('search').value = state.query = '';
    update();
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const element = document.activeElement;
  const isTyping = element === at('search');
  if (event.key === 'Escape') {
    goBack(event);
  } else if (event.key === '/' && !isTyping) {
    event.preventDefault();
    at('search').select();
  } else if (['ArrowDown', 'ArrowUp'].includes(event.key) &&
      !element.matches('select, input[type=checkbox]')) {
    if (!isTyping && !element.closest('.finding')) return;
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  }
}

// ---- All together -----------------------------------------------------------

function listen() {
  at('search').addEventListener('input', () => {
    state.query = at('search').value;
    update();
  });
  at('order').addEventListener('change', () => {
    state.order = ORDERS[Number(at('order').value)];
    update();
  });
  // Inside a summary: it must not open or close that.
  at('clear').addEventListener('click', (event) => {
    event.preventDefault();
    clearAll();
  });
  document.addEventListener('keydown', onKey);
  new IntersectionObserver((entries) => {
    if (entries.some((e) => e.isIntersecting)) makeLines(LINES_AT_ONCE);
  }, {rootMargin: LINES_SOON}).observe(at('more'));
  // Paper has no buttons: everything that fits the filters, opened.
  addEventListener('beforeprint', () => {
    makeLines(state.shown.length);
    if (state.shown.length > DETAILS_PRINTED) return;
    for (const item of at('findings').children) item.open(true);
  });
}

showHead();
if (report.findings.length) {
  showOrders();
  if (matchMedia('(max-width: 56rem)').matches) at('filters').open = false;
  showFacets();
  update();
  listen();
  at('main').hidden = false;
}
