// One finding: its line in the list, and all about it once that is opened.
'use strict';

const PLACES_SHOWN = 50;

const STATE_WORDS = {head: 'in HEAD', gone: 'not in HEAD', files: ''};

// What is worth a look before a finding is opened.
function marksOf(finding) {
  const marks = [];
  const status = finding.verification.status;
  if (status !== 'unverified') marks.push([shown(status), `is-${position(
      status, VERIFICATIONS)}`]);
  const state = ['head', 'files', 'gone'].find((s) =>
    finding.states.includes(s));
  if (STATE_WORDS[state]) marks.push([STATE_WORDS[state], `state-${state}`]);
  return marks.map(([text, name]) => make('span', `mark ${name}`, text));
}

function severityMark(severity) {
  return make('span', `severity s${position(severity, SEVERITIES)}`,
      shown(severity));
}

function firstPlace(finding) {
  const more = finding.locations.length - 1;
  return make('span', 'where', make('bdi', 'path',
      placeText(finding.locations[0])),
  ...(more ? [make('span', 'others', `and ${counted(more, 'more place')}`)] :
    []));
}

// The line of a finding: a list item whose button opens the details, which are
// made then.
function row(finding, end) {
  const id = `finding-${finding.index}`;
  const button = make('button', 'line', severityMark(finding.severity),
      make('span', 'what', foreign(finding.name, 'name'),
          make('code', 'secret', shown(finding.secret))),
      make('span', 'marks', ...marksOf(finding)), firstPlace(finding));
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  const item = make('li', `finding s${position(finding.severity, SEVERITIES)}`,
      make('h3', '', button));
  item.id = id;
  item.open = (wanted) => open(item, button, finding, end, wanted);
  button.addEventListener('click', () =>
    item.open(button.getAttribute('aria-expanded') === 'false'));
  return item;
}

function open(item, button, finding, end, wanted) {
  let panel = item.querySelector('.details');
  if (wanted && !panel) {
    panel = detailsOf(finding, end);
    panel.id = `${item.id}-details`;
    button.setAttribute('aria-controls', panel.id);
    item.append(panel);
  }
  button.setAttribute('aria-expanded', String(wanted));
  item.classList.toggle('opened', wanted);
  if (panel) panel.hidden = !wanted;
}

function detailsOf(finding, end) {
  return make('div', 'details', remedy(finding),
      make('div', 'halves', places(finding, end), facts(finding)));
}

function remedy(finding) {
  const {text, url} = finding.remediation;
  if (!text && !url) return '';
  const node = make('section', 'remedy', make('h4', '', 'What to do'),
      make('p', '', foreign(text)));
  if (url) node.append(make('p', 'url', link(url)));
  return node;
}

function place(axis, l) {
  const name = make('p', 'place', make('bdi', 'path', placeText(l)));
  if (l.decoded_from.length) {
    name.append(make('span', 'how',
        `in ${l.decoded_from.map(shown).join(', ')}`));
  }
  const node = make('li', '', name);
  if (!isOfHistory(l)) return node;
  if (axis && l.date) node.append(track(axis, l));
  node.append(make('p', 'told', historyText(l)));
  return node;
}

function places(finding, end) {
  const all = finding.locations;
  const axis = all.some(isOfHistory) ? axisOf(finding, end) : null;
  const list = make('ol', 'places',
      ...all.slice(0, PLACES_SHOWN).map((l) => place(axis, l)));
  const node = make('section', 'standing',
      make('h4', '', counted(all.length, 'place')), list);
  if (axis) list.before(axisText(finding, end));
  if (all.length > PLACES_SHOWN) node.append(restOf(all, axis, list));
  return node;
}

// A button that shows the places beyond the first ones.
function restOf(all, axis, list) {
  const button = make('button', 'plain', `Show all ${figure(all.length)}`);
  button.type = 'button';
  button.addEventListener('click', () => {
    list.append(...all.slice(PLACES_SHOWN).map((l) => place(axis, l)));
    button.remove();
  });
  return button;
}

function confidenceText(finding) {
  const checked = {valid: ', its check digits hold',
    invalid: ', its check digits do not hold'}[finding.checksum] || '';
  return shown(finding.confidence) + checked;
}

// A value of any shape that a report may hold, as a text.
function valueText(value) {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}

function facts(finding) {
  const list = make('dl', 'facts');
  const add = (name, ...value) =>
    list.append(make('dt', '', shown(name)), make('dd', '', ...value));
  add('Secret', make('code', '', shown(finding.secret)),
      `, ${counted(finding.secret_length, 'byte')}`);
  add('Rule', foreign(finding.rule, 'mono'));
  add('Confidence', confidenceText(finding));
  for (const [key, value] of Object.entries(finding.verification)) {
    add(key === 'status' ? 'Verification' : sentence(key),
        foreign(valueText(value)));
  }
  for (const [key, value] of Object.entries(finding.facts)) {
    add(sentence(key), foreign(value));
  }
  for (const c of finding.companions) {
    add('Beside it', make('code', '', shown(c.value)), ' ', foreign(c.rule));
  }
  add('Fingerprint', foreign(finding.fingerprint, 'mono whole'));
  return make('section', 'about', make('h4', '', 'About it'), list);
}
