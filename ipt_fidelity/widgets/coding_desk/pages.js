// @ts-check
// The pages over the desk: all keys, expected and absent, before hand-in.
import { button, el } from '../page/dom.js';
import { BINDINGS, holds } from '../page/keys.js';
import { GLYPHS } from '../page/rows.js';

const PRINTED = new Map([['ArrowDown', '↓'], ['ArrowUp', '↑'], ['ArrowLeft', '←'], ['ArrowRight', '→'],
  ['Enter', '↵'], ['Backspace', '⌫'], ['Escape', 'Esc']]);

/** @param {string} stroke */
const printed = (stroke) => stroke.split('+').map((part) => PRINTED.get(part) ?? part).join('+');

/**
 * @param {any} desk
 * @param {import('../page/words.js').Speak} speak
 * @param {Set<string>} has what the session has that keys depend on
 * @returns {Node[]}
 */
export function helpPage(desk, speak, has) {
  const held = BINDINGS.filter((binding) => holds(binding, has) && !binding.quiet);
  const table = (name, bindings) => el('div', {}, el('h4', {}, speak(name)), el('dl', { class: 'keys' },
    ...bindings.flatMap((binding) => [
      el('dt', {}, ...binding.keys.map((key) => el('kbd', {}, printed(key)))),
      el('dd', {}, speak(`key_${binding.act}`)),
    ])));
  const everywhere = held.filter(({ areas }) => areas.length === 3);
  const questions = [
    ...held.filter(({ areas }) => areas.length < 3 && !areas.includes('text')),
    { act: 'digit', keys: [speak('digit')] },
  ];
  const codes = desk.rubric.codes.flatMap((code) => [
    el('dt', {}, ...code.keys.map((key) => el('kbd', {}, key))),
    el('dd', {}, `${GLYPHS[code.status]} ${code.label}`),
  ]);
  return [
    el('p', {}, speak('help_more')),
    el('div', { class: 'columns' },
      table('area_text', held.filter(({ areas }) => areas.length === 1 && areas[0] === 'text')),
      table('area_form', questions), table('area_all', everywhere),
      el('div', {}, el('h4', {}, speak('codes_by_key')), el('dl', { class: 'keys' }, ...codes))),
  ];
}

/**
 * @param {any} desk
 * @param {import('../page/words.js').Speak} speak
 * @param {any} inHand item in hand, or null
 * @param {(target: string) => void} toggle
 * @returns {Node[]}
 */
export function omissionsPage(desk, speak, inHand, toggle) {
  const rows = [
    ...(inHand ? [{ target: `item:${inHand.id}`, label: inHand.label, came: 0 }] : []),
    ...desk.rubric.codes.filter(({ expected, status }) => expected && status === 'on_model').map(({ id, label }) => (
      { target: `code:${id}`, label: `${id} ${label}`, came: desk.codeCounts.get(id) ?? 0 })),
  ];
  if (!rows.length) return [el('p', {}, speak('no_omissions'))];
  const draw = ({ target, label, came }) => {
    const row = button({
      class: 'omission', tabindex: '0', role: 'checkbox', 'data-target': target,
      'aria-checked': String(desk.sheet.value(target, 'omission') !== null),
      onclick: () => {
        toggle(target);
        row.setAttribute('aria-checked', String(desk.sheet.value(target, 'omission') !== null));
      },
    }, el('span', {}, label), came ? el('span', { class: 'count' }, String(came)) : null);
    return row;
  };
  return [el('p', {}, speak('omissions_more')), el('div', { class: 'omissions' }, ...rows.map(draw))];
}

/**
 * @param {any} desk
 * @param {import('../page/words.js').Speak} speak
 * @param {Array<[string, string, string, boolean]>} gaps
 * @param {{visit: (target: string) => void, handIn: () => void, reopen: () => void, unsaved: number}} acts
 * @returns {Node[]}
 */
export function handInPage(desk, speak, gaps, acts) {
  if (desk.isHandedIn) {
    return [el('p', {}, speak('handed_in')),
      button({ class: 'main', tabindex: '0', onclick: acts.reopen }, speak('reopen'))];
  }
  /** @type {Map<string, Array<[string, string, string, boolean]>>} */
  const kinds = new Map();
  for (const gap of gaps) kinds.set(gap[0], [...(kinds.get(gap[0]) ?? []), gap]);
  const blocking = gaps.filter((gap) => gap[3]).length;
  const groups = [...kinds].map(([kind, list]) => el('div', { class: 'gaps', 'data-kind': kind },
    el('h4', {}, `${list.length} ${speak(`gap_${kind}`)} · ${speak(list[0][3] ? 'blocks' : 'shown')}`),
    el('div', {}, ...list.map(([, target, detail]) => button({
      class: 'place', tabindex: '0', 'data-target': target, onclick: () => acts.visit(target),
    }, `${target.startsWith('item:') ? target.slice(5) : desk.name(target)}${detail ? ` ${detail}` : ''}`)))));
  const word = acts.unsaved ? 'hand_in_unsaved' : blocking ? 'hand_in_blocked' : 'hand_in';
  return [
    ...(groups.length ? groups : [el('p', {}, speak('nothing_missing'))]),
    button({ class: 'main', tabindex: '0', disabled: Boolean(blocking || acts.unsaved), onclick: acts.handIn },
      speak(word, { n: blocking })),
  ];
}
