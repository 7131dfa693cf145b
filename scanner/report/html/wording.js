// Foreign text, figures and places in words, and the elements that hold them.
//
// Text of a scanned tree reaches the page through textContent, never as markup;
// shown() first makes visible what would hide or reorder it on a screen. So
// does report/printable.h for a terminal; the two lists are the same.
'use strict';

const UNSEEN = new RegExp('[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c' +
  '\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb' +
  '\\u{e0000}-\\u{e0fff}]', 'gu');

function shown(text) {
  return String(text ?? '').replace(UNSEEN, (character) => {
    const short = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}[character];
    const point = character.codePointAt(0);
    if (short) return short;
    return point < 0x80 ? `\\x${point.toString(16).padStart(2, '0')}` :
      `\\u{${point.toString(16)}}`;
  });
}

// An element with children: elements, or texts that are safe to show.
function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

// Foreign text in an element of its own, so that its direction stays its own.
function foreign(text, className) {
  return make('bdi', className, shown(text));
}

// A link if `url` is one of the web's; else its text.
function link(url) {
  let parsed = null;
  try {
    parsed = new URL(url);
  } catch {
    return foreign(url);
  }
  if (!['https:', 'http:'].includes(parsed.protocol)) return foreign(url);
  const node = make('a', '', shown(url));
  node.href = parsed.href;
  node.rel = 'noopener noreferrer';
  node.target = '_blank';
  return node;
}

const FIGURES = new Intl.NumberFormat('en-US');

function figure(number) {
  return FIGURES.format(number);
}

function counted(number, noun) {
  return `${figure(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function bytesText(bytes) {
  if (bytes < 1024) return counted(bytes, 'byte');
  const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = bytes / 1024;
  let unit = 0;
  for (; size >= 1023.95 && unit + 1 < units.length; ++unit) size /= 1024;
  return `${size.toFixed(1)} ${units[unit]}`;
}

function durationText(milliseconds) {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

function day(date) {
  return shown(date).slice(0, 10);
}

// Enough digits for git, and unique in all but the largest repositories.
function shortId(id) {
  return shown(id).slice(0, 12);
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// What a place is called, without its line.
function placeName(l) {
  const owner = shortId(l.commit || l.blob);
  const member = l.member ? `!${l.member}` : '';
  if (l.kind === 'commit-message') return `commit message of ${owner}`;
  if (l.kind === 'tag-message') return `message of tag ${shortId(l.blob)}`;
  if (l.kind === 'identity') return `name or address in ${owner}`;
  if (l.kind === 'note' && l.path) {
    return `note on ${shortId(l.path.replaceAll('/', ''))}`;
  }
  if (!l.path) return `blob ${shortId(l.blob)}${shown(member)}`;
  return shown(l.path + member);
}

function placeText(l) {
  return l.path && l.kind !== 'note' ?
    `${placeName(l)}:${l.line}:${l.column}` : `${placeName(l)}, line ${l.line}`;
}

function byText(l) {
  if (!l.author && !l.email) return '';
  return ` by ${shown(l.author)}${l.email ? ` <${shown(l.email)}>` : ''}`;
}

// How the secret came to that place.
function cameText(l) {
  if (!l.commit) return 'In no commit';
  if (isMessage(l)) return `Written ${day(l.date)}${byText(l)}`;
  const where = `in ${shortId(l.commit)}`;
  return l.shallow ?
    `There ${where} of ${day(l.date)}, where the shallow clone begins` :
    `Added ${day(l.date)} ${where}${byText(l)}`;
}

// What became of it there.
function wentText(l) {
  if (!l.commit) return '';
  if (isMessage(l)) {
    return l.at_head ? 'in HEAD’s history' : 'not in HEAD’s history';
  }
  if (l.at_head) return 'still in HEAD';
  return l.removed_commit ?
    `removed ${day(l.removed_date)} in ${shortId(l.removed_commit)}` :
    'not in HEAD';
}

function historyText(l) {
  const parts = [cameText(l), wentText(l)];
  if (l.versions > 1) parts.push(counted(l.versions, 'version'));
  return parts.filter(Boolean).join(', ');
}
