// @ts-check
// The pages over sheets side by side: all keys, what agrees, and what is open before hand-in.
import { button, el } from '../page/dom.js';
import { GLYPHS } from '../page/rows.js';
import { titleOf } from './detail.js';
import { KEYS } from './keys.js';

/** @typedef {import('../page/words.js').Speak} Speak */
/** @typedef {import('./points.js').Points} Points */

const PRINTED = new Map([['ArrowDown', '↓'], ['ArrowUp', '↑'], ['Enter', '↵'], ['Backspace', '⌫'], ['Escape', 'Esc']]);

/** @param {string} key */
const printed = (key) => key.split('+').map((part) => PRINTED.get(part) ?? part).join('+');

/** @param {Points} points @param {Speak} speak @param {boolean} decides @returns {Node[]} */
export function helpPage(points, speak, decides) {
  const table = (bindings) => el('dl', { class: 'keys' }, ...bindings.flatMap(({ act, keys, word }) => [
    el('dt', {}, ...(act === 'take' ? keys.slice(0, points.sheets.length) : keys).map((key) => el('kbd', {}, printed(key)))),
    el('dd', {}, speak(word)),
  ]));
  const looking = el('div', {}, el('h4', {}, speak('to_look')), table(KEYS.filter((one) => !one.decides)));
  if (!decides) return [el('p', {}, speak('comparing_help')), el('div', { class: 'columns' }, looking)];
  const codes = points.page.rubric.codes.flatMap((code) => [
    el('dt', {}, ...code.keys.map((key) => el('kbd', {}, key))), el('dd', {}, `${GLYPHS[code.status]} ${code.label}`)]);
  return [el('p', {}, speak('adjudicating_help')), el('div', { class: 'columns' },
    el('div', {}, el('h4', {}, speak('to_decide')), table(KEYS.filter((one) => one.decides))), looking,
    el('div', {}, el('h4', {}, speak('codes_by_key')), el('dl', { class: 'keys' }, ...codes)))];
}

/** @param {number} n @param {Speak} speak @param {{take: () => void, look: () => void}} acts @returns {Node[]} */
export function agreeingPage(n, speak, acts) {
  if (!n) return [el('p', {}, speak('none_agree'))];
  return [el('p', {}, speak('agree_more', { n })),
    button({ class: 'main', tabindex: '0', onclick: acts.take }, speak('agree_take', { n })), ' ',
    button({ class: 'main', tabindex: '0', onclick: acts.look }, speak('agree_look'))];
}

/**
 * @param {Points} points
 * @param {Speak} speak
 * @param {{open: import('./points.js').Point[], agreeing: number, gaps: Array<[string, string, string, boolean]>, isHandedIn: boolean, unsaved: number}} state
 * @param {{visit: (id: string) => void, agreeing: () => void, handIn: () => void, reopen: () => void}} acts
 * @returns {Node[]}
 */
export function handInPage(points, speak, state, acts) {
  if (state.isHandedIn) {
    return [el('p', {}, speak('decided_and_locked')), button({ class: 'main', tabindex: '0', onclick: acts.reopen }, speak('reopen'))];
  }
  const link = (id, text) => button({ class: 'place', tabindex: '0', 'data-id': id, onclick: () => acts.visit(id) }, text);
  const parts = [];
  if (state.open.length) {
    parts.push(el('div', { class: 'gaps', 'data-kind': 'open' }, el('h4', {}, speak('still_disputed', { n: state.open.length })),
      el('div', {}, ...state.open.map((point) => link(point.id, titleOf(points, point, speak))))));
  }
  if (state.agreeing) {
    parts.push(el('div', { class: 'gaps', 'data-kind': 'agreeing' }, el('h4', {}, speak('still_agreeing', { n: state.agreeing })),
      button({ class: 'main', tabindex: '0', onclick: acts.agreeing }, speak('agree_take', { n: state.agreeing }))));
  }
  /** @type {Map<string, Array<[string, string, string, boolean]>>} */
  const kinds = new Map();
  for (const gap of state.gaps) kinds.set(gap[0], [...(kinds.get(gap[0]) ?? []), gap]);
  for (const [kind, list] of kinds) {
    parts.push(el('div', { class: 'gaps', 'data-kind': kind },
      el('h4', {}, `${list.length} ${speak(`gap_${kind}`)} · ${speak(list[0][3] ? 'blocks' : 'shown')}`),
      el('div', {}, ...list.map(([, target, detail]) => link(target, `${target.split(':')[1]}${detail ? ` ${detail}` : ''}`)))));
  }
  const blocked = state.open.length + state.agreeing + state.gaps.filter((gap) => gap[3]).length;
  const word = state.unsaved ? 'hand_in_unsaved' : blocked ? 'hand_in_undecided' : 'hand_in';
  return [...(parts.length ? parts : [el('p', {}, speak('all_decided'))]),
    button({ class: 'main hand-in-now', tabindex: '0', disabled: Boolean(blocked || state.unsaved), onclick: acts.handIn }, speak(word, { n: blocked }))];
}
