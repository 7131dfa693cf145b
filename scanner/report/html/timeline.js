// Time, drawn: when each secret of a history came and went, or, of more than fit
// on a screen, how many did; and when one stood at each of its places.
//
// The axis ends with the scan. Commits carry any date; what lies behind that
// end is drawn at it, and the dates in words stand beside every drawing.
'use strict';

const MAX_LANES = 20;
const MAX_COLUMNS = 80;
const MONTH = 1;
const SPANS = [MONTH, 3, 12, 36, 120, 1200];  // months a column

function svg(tag, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function months(date) {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

// Columns of as few months as fit: {first, span, came: [n], went: [n]}.
function columnsOf(findings, end) {
  const last = months(end);
  const at = (date) => Math.min(months(date), last);
  const came = findings.map((f) => f.entered).filter(Boolean).map(at);
  const went = findings.map((f) => f.left).filter(Boolean).map(at);
  const start = came.reduce((least, month) => Math.min(least, month), last);
  const span = SPANS.find((s) => (last - start) / s < MAX_COLUMNS - 1) || 2400;
  const first = Math.floor(start / span) * span;
  const size = Math.floor((last - first) / span) + 1;
  const tally = (all) => {
    const columns = new Array(size).fill(0);
    for (const month of all) {
      if (month >= first) ++columns[Math.floor((month - first) / span)];
    }
    return columns;
  };
  return {first, span, came: tally(came), went: tally(went)};
}

function columnName(first, span, i) {
  const month = first + i * span;
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  if (span === MONTH) {
    return `${year}-${String(month % 12 + 1).padStart(2, '0')}`;
  }
  return span === 3 ? `${year} Q${month % 12 / 3 + 1}` : year;
}

const CHART = {width: 1000, half: 56, gap: 2};

function bar(x, width, share, isUp) {
  const height = share ? Math.max(2, share * CHART.half) : 0;
  return svg('rect', {x, width, height,
    y: isUp ? CHART.half - height : CHART.half + CHART.gap,
    class: isUp ? 'came' : 'went'});
}

// A column of the chart: up for those that came, down for those that went.
function column(data, i, most) {
  const step = CHART.width / data.came.length;
  const width = Math.min(step - Math.min(4, step / 4), 40);
  const x = i * step + (step - width) / 2;
  const title = svg('title', {}, `${columnName(data.first, data.span, i)}: ` +
    `${data.came[i]} came, ${data.went[i]} went`);
  return svg('g', {}, title,
      svg('rect', {x: i * step, y: 0, width: step, class: 'reach',
        height: 2 * CHART.half + CHART.gap}),
      bar(x, width, data.came[i] / most, true),
      bar(x, width, data.went[i] / most, false));
}

// The drawing of a history; null: no finding has a date. `show` is called with
// the finding that was chosen in it.
function chartOf(findings, end, show) {
  const dated = findings.filter((f) => f.entered);
  if (dated.length === 0) return null;
  return dated.length > MAX_LANES ? histogram(dated, end) :
    lanes(dated, end, show);
}

// A line a secret, the oldest first.
function lanes(dated, end, show) {
  const sorted = [...dated].sort(oldestFirst);
  const axis = axisOf(sorted[0], end);
  const list = sorted.map((finding) => {
    const button = make('button', 'plain lane', foreign(finding.name),
        make('code', 'secret', shown(finding.secret)));
    button.type = 'button';
    button.addEventListener('click', () => show(finding));
    const line = {date: finding.entered, removed_date: finding.left,
      at_head: finding.states.includes('head')};
    return make('li', '', button, make('div', '', track(axis, line),
        make('span', 'unseen', `from ${day(finding.entered)} to ` +
          (day(finding.left) || 'the scan'))));
  });
  return make('figure', 'lanes', make('ol', '', ...list),
      make('div', 'lane-axis', axisText(sorted[0], end)), keys());
}

function keys() {
  return make('figcaption', '', make('span', 'key came', 'in HEAD'),
      make('span', 'key went', 'gone from HEAD'));
}

function histogram(findings, end) {
  const data = columnsOf(findings, end);
  const most = [...data.came, ...data.went].reduce((a, b) => Math.max(a, b), 1);
  const names = [0, Math.floor((data.came.length - 1) / 2),
    data.came.length - 1].map((i) => columnName(data.first, data.span, i));
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const told = `${counted(sum(data.came), 'secret')} came between ` +
    `${names[0]} and ${names[2]}, ${figure(sum(data.went))} went.`;
  const drawing = svg('svg', {'viewBox': `0 0 ${CHART.width} ` +
      `${2 * CHART.half + CHART.gap}`, 'role': 'img', 'aria-label': told,
  'preserveAspectRatio': 'none'},
  svg('rect', {x: 0, y: CHART.half, width: CHART.width, class: 'base',
    height: CHART.gap}),
  ...data.came.map((_, i) => column(data, i, most)));
  return make('figure', '', drawing,
      make('div', 'axis', ...[...new Set(names)].map((n) => make('span', '', n))),
      make('figcaption', '', make('span', 'key came', 'came'),
          make('span', 'key went', 'gone from every place'),
          make('span', '', told)));
}

// From the first date of a finding to the scan: {begin, end} in milliseconds,
// or null where none of its places has a date.
function axisOf(finding, end) {
  if (!finding.entered) return null;
  const last = Date.parse(end);
  const begin = Math.min(Date.parse(finding.entered), last - 1);
  return {begin, end: last};
}

function share(axis, date) {
  const at = (Date.parse(date) - axis.begin) / (axis.end - axis.begin);
  return Math.min(1, Math.max(0, at));
}

// A place's line on the axis: from where it came to where it went; it fades
// where it is gone, and nobody knows since when.
function track(axis, l) {
  const from = share(axis, l.date);
  const isKnown = l.at_head || l.removed_date;
  const to = l.at_head || !l.removed_date ? 1 :
    Math.max(from, share(axis, l.removed_date));
  const span = make('span', `span${l.at_head ? ' open' : ''}` +
    `${isKnown ? '' : ' vague'}`);
  span.style.left = `${from * 100}%`;
  span.style.width = `${Math.max(0.4, (to - from) * 100)}%`;
  const node = make('div', 'track', span);
  node.setAttribute('aria-hidden', 'true');
  return node;
}

function axisText(finding, end) {
  const node = make('div', 'axis', make('span', '', day(finding.entered)),
      make('span', '', `${day(end)}, the scan`));
  node.setAttribute('aria-hidden', 'true');
  return node;
}
