// The report in the page, read and made ready to be filtered, searched and
// ordered. Nothing here touches what is shown.
//
// The report stands in the page as --format jsonl writes it: a "scan", the
// "finding"s, a "summary". Every text in it may be hostile: wording.js makes it
// fit to be shown, and it reaches the page as text alone.
'use strict';

const SEVERITIES = ['critical', 'high', 'medium', 'low'];
const CONFIDENCES = ['certain', 'high', 'medium', 'low'];
// As much as a person should care.
const VERIFICATIONS = ['live', 'restricted', 'unknown', 'unverified', 'dead'];

// What a finding is filtered by. `of` gives its values, of which it may have
// several: a secret stands in HEAD at one place and is gone from another.
// `rare`: not shown where all findings agree.
const FACETS = [
  {key: 'severity', title: 'Severity', of: (f) => [f.severity],
    order: SEVERITIES},
  {key: 'state', title: 'Stands', of: (f) => f.states, rare: true,
    order: ['head', 'files', 'gone'],
    names: {head: 'In HEAD', files: 'In files', gone: 'Not in HEAD'}},
  {key: 'verification', title: 'Verification',
    of: (f) => [f.verification.status], order: VERIFICATIONS},
  {key: 'confidence', title: 'Confidence', of: (f) => [f.confidence],
    order: CONFIDENCES},
  {key: 'kind', title: 'Found in', of: (f) => f.kinds, rare: true,
    order: ['blob', 'commit-message', 'tag-message', 'note', 'identity',
      'git-config'],
    names: {'blob': 'Files', 'commit-message': 'Commit messages',
      'tag-message': 'Tag messages', 'note': 'Notes',
      'identity': 'Names and addresses', 'git-config': 'git’s configuration'}},
  {key: 'rule', title: 'Rule', of: (f) => [f.rule], names: {}},
];

const ORDERS = [
  {name: 'Worst first', by: (a, b) => a.rank - b.rank || a.index - b.index},
  {name: 'Newest first', byAge: true, by: newestFirst},
  {name: 'Oldest first', byAge: true, by: oldestFirst},
  {name: 'Most places', by: (a, b) =>
    b.locations.length - a.locations.length || a.index - b.index},
  {name: 'By path', by: (a, b) => a.index - b.index},  // the report's own
];

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

function newestFirst(a, b) {
  return compare(b.entered, a.entered) || a.index - b.index;
}

// What has no date comes last.
function oldestFirst(a, b) {
  return compare(a.entered || '~', b.entered || '~') || a.index - b.index;
}

function isOfHistory(location) {
  return 'versions' in location;
}

function stateOf(location) {
  if (!isOfHistory(location)) return 'files';
  return location.at_head ? 'head' : 'gone';
}

// A message is written, and stays.
function isMessage(location) {
  return ['commit-message', 'tag-message', 'identity'].includes(location.kind);
}

// When the last of its places was given up; '' while one is left, or if that is
// not known of one.
function leftOf(locations) {
  const dates = locations.map((l) => stateOf(l) === 'gone' && l.removed_date);
  return dates.every(Boolean) ? dates.sort().at(-1) : '';
}

function enteredOf(locations) {
  return locations.map((l) => l.date).filter(Boolean).sort()[0] || '';
}

function searchedText(finding) {
  const texts = [finding.name, finding.rule, finding.severity, finding.secret,
    finding.fingerprint, ...Object.entries(finding.facts).flat()];
  for (const l of finding.locations) {
    texts.push(`${l.path}${l.member ? `!${l.member}` : ''}:${l.line}`, l.author,
        l.email, l.commit, l.removed_commit, l.blob);
  }
  return texts.filter(Boolean).join('\n').toLowerCase();
}

function position(word, words) {
  const at = words.indexOf(word);
  return at < 0 ? words.length : at;
}

function rankOf(finding) {
  return position(finding.severity, SEVERITIES) * 100 +
    position(finding.verification.status, VERIFICATIONS) * 10 +
    position(finding.confidence, CONFIDENCES);
}

// `finding` with what is computed once.
function prepared(finding, index) {
  const locations = finding.locations;
  return Object.assign(finding, {
    index,
    rank: rankOf(finding),
    states: [...new Set(locations.map(stateOf))],
    kinds: [...new Set(locations.map((l) => l.kind))],
    entered: enteredOf(locations),
    left: leftOf(locations),
    text: searchedText(finding),
  });
}

// {tool, scan, findings}; the summary of a report that was cut off is missing.
function readReport(text) {
  const report = {tool: {}, scan: {status: 'failed'}, findings: []};
  for (const line of text.split('\n')) {
    if (!line) continue;
    const object = JSON.parse(line);
    if (object.type === 'scan') report.tool = object.tool;
    if (object.type === 'summary') report.scan = object;
    if (object.type !== 'finding') continue;
    report.findings.push(prepared(object, report.findings.length));
  }
  return report;
}

// Which findings are shown, and what each further choice would show.
//
// `chosen`: facet key -> Set of values; none chosen: all. Within a facet one of
// the values must fit, and every facet must. A value's count is of the findings
// that fit all other facets: what one would see after choosing it.
function filtered(findings, chosen, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = FACETS.map(() => new Map());
  const shown = [];
  for (const finding of findings) {
    const misses = missesOf(finding, chosen);
    if (misses.length > 1) continue;
    if (!words.every((word) => finding.text.includes(word))) continue;
    if (misses.length === 0) shown.push(finding);
    FACETS.forEach((facet, i) => {
      if (misses.length && misses[0] !== i) return;
      for (const value of facet.of(finding)) {
        counts[i].set(value, (counts[i].get(value) || 0) + 1);
      }
    });
  }
  return {shown, counts};
}

// The facets whose choice leaves `finding` out.
function missesOf(finding, chosen) {
  const misses = [];
  FACETS.forEach((facet, i) => {
    const values = chosen.get(facet.key);
    if (!values || values.size === 0) return;
    if (!facet.of(finding).some((value) => values.has(value))) misses.push(i);
  });
  return misses;
}

// The values of a facet in their order; without one, the most frequent first.
function valuesOf(facet, findings) {
  const counts = new Map();
  for (const finding of findings) {
    for (const value of facet.of(finding)) {
      counts.set(value, (counts.get(value) || 0) + 1);
    }
  }
  const place = (value) =>
    facet.order ? position(value, facet.order) : -counts.get(value);
  return [...counts.keys()].sort((a, b) => place(a) - place(b) ||
    compare(a, b));
}
