// @ts-check
// What stands around the flags: all keys, the codes to choose from, and what is still closed.
import { button, el } from '../page/dom.js';
import { GLYPHS } from '../page/rows.js';
import { KEYS } from './keys.js';

/** @typedef {import('../page/words.js').Speak} Speak */

const PRINTED = new Map([['ArrowDown', '↓'], ['ArrowUp', '↑'], ['Enter', '↵'], ['Backspace', '⌫'], ['Escape', 'Esc']]);

/** @param {string} key */
const printed = (key) => key.split('+').map((part) => PRINTED.get(part) ?? part).join('+');

/** @param {Speak} speak @returns {Node[]} */
export function helpPage(speak) {
  return [
    el('p', {}, speak('review_help')),
    el('dl', { class: 'keys' }, ...KEYS.flatMap(({ keys, word }) => [
      el('dt', {}, ...keys.map((key) => el('kbd', {}, printed(key)))), el('dd', {}, speak(word)),
    ])),
  ];
}

/**
 * @param {import('./review.js').Review} review
 * @param {string} where
 * @param {Speak} speak
 * @param {(code: string) => void} chosen
 * @returns {Node[]}
 */
export function codeChoice(review, where, speak, chosen) {
  return [
    el('p', { role: 'status' }, el('b', {}, speak('choose_code', { where }))),
    el('div', { class: 'codes-to-choose' }, ...review.rubric.codes.map((code) => button({
      class: `code ${code.status}`, tabindex: '0', 'data-code': code.id, title: code.definition,
      onclick: () => chosen(code.id),
    }, el('kbd', {}, code.keys[0] ?? ''), el('span', { class: 'glyph', 'aria-hidden': 'true' }, GLYPHS[code.status]),
    el('span', { class: 'label' }, `${code.id} ${code.label}`)))),
  ];
}

/** @param {Array<[string, string]>} closed @param {Speak} speak @returns {HTMLElement|null} */
export function closedList(closed, speak) {
  if (!closed.length) return null;
  return el('div', { class: 'closed' }, el('h4', {}, speak('closed_sessions')),
    ...closed.map(([session, why]) => el('p', { 'data-session': session, 'data-why': why },
      el('b', {}, session), ' ', speak(`closed_${why}`))));
}
