// @ts-check
// The right side: the words of one flag in their context, and everything it is judged by.
import { chip, chips, ruling } from '../page/codings.js';
import { el } from '../page/dom.js';

/** @typedef {import('../page/words.js').Speak} Speak */

/** @param {number} probability @returns {string} two places, as statistics are written */
export const percent = (probability) => probability.toFixed(2).replace(/^0/, '');

/** @param {number} probability drawn as a bar; the number stands beside it */
export function bar(probability) {
  const filled = el('span', { class: 'filled' });
  filled.style.inlineSize = `${Math.round(probability * 100)}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, filled);
}

/**
 * @param {Array<[number, string, Array<[string, string]>]>} turns
 * @param {Speak} speak
 * @param {string} kind class of the block
 * @param {string} [title] what a screen reader is told
 */
function spoken(turns, speak, kind, title) {
  return el('div', { class: `spoken ${kind}`, role: 'group', 'aria-label': title ?? null },
    ...turns.map(([number, role, pieces]) => el('p', { class: `turn ${role}` },
      el('b', { 'data-n': String(number) }, speak(`role_${role}`)),
      el('span', { dir: 'auto' }, ...pieces.map(([text, why]) => (
        why ? el('mark', { class: why }, text) : text))))));
}

/** Turns of a neighbour that are shown unasked. */
const NEAR = 3;

/**
 * @param {import('./review.js').Review} review
 * @param {any} flag
 * @param {Speak} speak
 * @param {boolean} whole show the neighbours to their far ends
 * @returns {Node[]}
 */
export function detail(review, flag, speak, whole) {
  const before = whole ? flag.before : flag.before.slice(-NEAR);
  const after = whole ? flag.after : flag.after.slice(0, NEAR);
  const looks = review.codes.get(flag.resembles);
  const facts = el('div', { class: 'flag-facts' },
    el('h3', {}, `${flag.session} ${flag.segment}`),
    el('span', { class: 'odds' }, bar(flag.probability), el('span', {}, speak('probability', { p: percent(flag.probability) }))),
    el('span', {}, speak('rank', { n: flag.rank })),
    looks ? el('span', { class: 'looks' }, `${speak('resembles')} `, chip(review.codes, looks.id, null, speak)) : null,
    el('span', { class: 'own' }, `${speak('your_sheet')} `, ...chips(review.codes, flag.coding, speak),
      flag.coding.reading === 'read' ? ` ${speak('nothing_coded')}` : null));
  const marked = flag.words.some(([, , pieces]) => pieces.some(([, why]) => why));
  const why = el('section', { class: 'why' }, el('h4', {}, speak('reasons')),
    el('ul', {}, ...flag.reasons.map((reason) => el('li', {}, reason)),
      marked ? el('li', {}, speak('marked_words')) : null));
  const book = looks ? el('section', { class: 'book', lang: review.rubric.language },
    el('h4', {}, `${speak('rule_of', { code: looks.id })} ${looks.label}`), ...ruling(looks, speak)) : null;
  return [
    facts,
    el('div', { class: 'sides' },
      el('div', { class: 'in-context' },
        spoken(before, speak, 'around', speak('before')),
        spoken(flag.words, speak, 'flagged', speak('words')),
        spoken(after, speak, 'around', speak('after'))),
      el('div', { class: 'grounds' }, why, memo(flag, speak), book, example(review, flag, speak))),
  ];
}

/** @param {any} flag @param {Speak} speak */
function memo(flag, speak) {
  if (!flag.coding.memo) return null;
  return el('section', {}, el('h4', {}, speak('your_memo')), el('p', { dir: 'auto' }, flag.coding.memo));
}

/** @param {import('./review.js').Review} review @param {any} flag @param {Speak} speak */
function example(review, flag, speak) {
  const { example: near } = flag;
  if (!near) return null;
  return el('section', { class: 'nearest' }, el('h4', {}, speak('nearest', near)),
    ...(near.words.length
      ? [el('p', {}, ...chips(review.codes, near.coding, speak, { label: true })), spoken(near.words, speak, 'around')]
      : [el('p', { class: 'quiet' }, speak('nearest_closed'))]));
}
