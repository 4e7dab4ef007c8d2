// @ts-check
// One point in full: the words in their context, and what each rater gave, side by side.
import { chips, ruling } from '../page/codings.js';
import { clock, el } from '../page/dom.js';
import { answerText } from '../page/questions.js';

/** @typedef {import('../page/words.js').Speak} Speak */
/** @typedef {import('./points.js').Point} Point */
/** @typedef {import('./points.js').Points} Points */

const NEAR = 2;

/** @param {Points} points @param {Point} point @param {Speak} speak @returns {string} */
export function titleOf(points, { kind, name }, speak) {
  if (kind === 'segment') return speak('segment', { segment: name });
  const label = points.items.get(name)?.label ?? points.codes.get(name)?.label ?? name;
  const told = label === name ? name : `${name} ${label}`;
  return kind === 'omission' ? speak('omission_of', { what: told }) : told;
}

/** @param {Points} points @param {Speak} speak @param {number} first @param {number} last @param {string} kind */
function turns(points, speak, first, last, kind) {
  const said = points.page.turns.slice(Math.max(0, first), last + 1);
  return el('div', { class: `spoken ${kind}` }, ...said.map(([, role, , text], step) => (
    el('p', { class: `turn ${role}` }, el('b', { 'data-n': String(Math.max(0, first) + step + 1) }, speak(`role_${role}`)),
      el('span', { dir: 'auto' }, text)))));
}

/** @param {Points} points @param {string} id @param {Speak} speak @param {boolean} whole @returns {HTMLElement} */
export function inContext(points, id, speak, whole) {
  const place = points.placeOf.get(id) ?? 0;
  const { first, last } = points.segments[place];
  const before = points.segments[place - 1];
  const after = points.segments[place + 1];
  const parts = [];
  if (before) parts.push(turns(points, speak, whole ? before.first : Math.max(before.first, first - NEAR), first - 1, 'around'));
  parts.push(turns(points, speak, first, last, 'looked-at'));
  if (after) parts.push(turns(points, speak, last + 1, whole ? after.last : Math.min(after.last, last + NEAR), 'around'));
  return el('div', { class: 'in-context' }, ...parts);
}

/**
 * What one rater, or the decision, gave.
 * @param {Points} points
 * @param {Point} point
 * @param {any} given
 * @param {Speak} speak
 * @returns {Node[]}
 */
export function gaveParts(points, point, given, speak) {
  if (point.kind === 'omission') return [el('p', {}, speak(given ? 'marked_absent' : 'not_marked'))];
  return point.kind === 'segment' ? coded(points, point, given, speak) : rated(points, point, given, speak);
}

/** @param {Points} points @param {Point} point @param {any} given @param {Speak} speak */
function coded(points, point, given, speak) {
  const parts = [el('p', { class: 'gave' }, ...chips(points.codes, { ...given, memo: '', uncertain: false }, speak, { label: true }))];
  if (!given.primary) parts.push(el('p', { class: 'quiet' }, speak(given.reading === 'read' ? 'state_read' : 'state_unread')));
  else parts.push(el('p', { class: 'quiet' }, speak(`status_${given.status}`)));
  const facts = points.attributes(point).filter(({ id }) => given.attributes?.[id] !== undefined && given.attributes[id] !== null);
  if (facts.length) {
    parts.push(el('dl', { class: 'facts-given' }, ...facts.flatMap((part) => {
      const differs = points.differ(point, (one) => one.attributes[part.id]);
      return [el('dt', { class: differs ? 'differs' : null }, part.label),
        el('dd', { class: differs ? 'differs' : null }, answerText(part, given.attributes[part.id], speak))];
    })));
  }
  return [...parts, ...asides(given, speak)];
}

/** @param {Points} points @param {Point} point @param {any} given @param {Speak} speak */
function rated(points, { name }, given, speak) {
  const item = points.items.get(name);
  const anchor = item?.anchors?.[String(given.value)];
  const shown = given.absence ? speak(`absence_${given.absence}`) : answerText(item, given.value, speak);
  const parts = [el('p', { class: 'gave value' }, shown)];
  if (anchor) parts.push(el('p', { class: 'quiet' }, anchor));
  for (const field of ['evidence_for', 'evidence_against']) {
    if (given[field]?.length) parts.push(el('p', { class: 'quiet' }, `${speak(`field_${field}`)}: ${given[field].join(', ')}`));
  }
  return [...parts, ...asides(given, speak)];
}

/** @param {any} given @param {Speak} speak */
function asides(given, speak) {
  const parts = [];
  if (given.uncertain) parts.push(el('p', {}, `? ${speak('state_unsure')}`));
  if (given.memo) parts.push(el('p', { class: 'memo', dir: 'auto' }, `✎ ${given.memo}`));
  return parts;
}

/** @param {Points} points @param {Point} point @param {Speak} speak @returns {HTMLElement|null} what the codebook says on it */
export function rulings(points, point, speak) {
  if (point.kind === 'omission') return null;
  const { language } = points.page.rubric;
  if (point.kind === 'item') {
    const item = points.items.get(point.name);
    const anchors = Object.entries(item?.anchors ?? {});
    if (!item || (!anchors.length && !item.help && !item.text)) return null;
    const given = new Set(points.sheets.map((sheet) => String(points.given(sheet, point).value)));
    return el('div', { class: 'rulings', lang: language }, el('section', {},
      item.text && item.text !== item.label ? el('p', {}, item.text) : null,
      item.help ? el('p', { class: 'quiet' }, item.help) : null,
      anchors.length ? el('dl', { class: 'anchors' }, ...anchors.flatMap(([value, text]) => [
        el('dt', { class: given.has(value) ? 'differs' : null }, value), el('dd', { class: given.has(value) ? 'differs' : null }, text)])) : null));
  }
  const named = points.sheets.flatMap((sheet) => {
    const { primary, secondary } = points.given(sheet, point);
    return primary ? [primary, ...secondary] : secondary;
  });
  const codes = [...new Set(named)].map((id) => points.codes.get(id)).filter(Boolean);
  if (!codes.length) return null;
  return el('div', { class: 'rulings', lang: language }, ...codes.slice(0, 4).map((code) => el('section', {},
    el('h4', {}, `${code.id} ${code.label}`), ...ruling(code, speak))));
}

/** @param {Points} points @param {Point} point @param {Speak} speak @returns {HTMLElement} */
export function headOf(points, point, speak) {
  const segment = points.segments[points.placeOf.get(point.name) ?? -1];
  const time = point.kind === 'segment' && segment ? clock(points.page.turns[segment.first][4]) : '';
  return el('div', { class: 'point-head' }, el('h3', {}, titleOf(points, point, speak)),
    time ? el('bdi', { class: 'quiet' }, time) : null,
    el('span', {}, point.differences.length
      ? speak('differ_in', { what: point.differences.map((one) => speak(`in_${one}`)).join(', ') }) : speak('all_agree')));
}
