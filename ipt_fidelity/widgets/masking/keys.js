// @ts-check
// What each key does in the review of masking, in one table.
import { el } from '../page/dom.js';

/** @typedef {'finds'|'words'|'sample'} Mode */

/** @type {Array<{act: string, keys: string[], modes: Mode[], told?: string}>} */
export const BINDINGS = [
  { act: 'next', keys: ['j', 'ArrowDown'], modes: ['finds'], told: 'key_next' },
  { act: 'previous', keys: ['k', 'ArrowUp'], modes: ['finds'], told: 'key_previous' },
  { act: 'next_doubtful', keys: [']'], modes: ['finds'], told: 'key_next_doubtful' },
  { act: 'previous_doubtful', keys: ['['], modes: ['finds'], told: 'key_previous_doubtful' },
  { act: 'keep', keys: ['Enter', 'a'], modes: ['finds'], told: 'key_keep' },
  { act: 'not', keys: ['n'], modes: ['finds'], told: 'key_not' },
  { act: 'not_all', keys: ['Shift+n'], modes: ['finds'], told: 'key_not_all' },
  { act: 'other', keys: ['o'], modes: ['finds'], told: 'key_other' },
  { act: 'everywhere', keys: ['e'], modes: ['finds'], told: 'key_everywhere' },
  { act: 'words', keys: ['w'], modes: ['finds'], told: 'key_words' },
  { act: 'sample', keys: ['s'], modes: ['finds', 'words'], told: 'key_sample' },
  { act: 'check', keys: ['c'], modes: ['finds', 'words', 'sample'], told: 'key_check' },
  { act: 'show', keys: ['v'], modes: ['finds', 'words', 'sample'], told: 'key_show' },
  { act: 'right', keys: ['ArrowRight', 'l'], modes: ['words', 'sample'], told: 'key_word' },
  { act: 'left', keys: ['ArrowLeft', 'h'], modes: ['words', 'sample'] },
  { act: 'right_more', keys: ['Shift+ArrowRight', 'Shift+l'], modes: ['words', 'sample'] },
  { act: 'left_more', keys: ['Shift+ArrowLeft', 'Shift+h'], modes: ['words', 'sample'] },
  { act: 'down', keys: ['ArrowDown', 'j'], modes: ['words', 'sample'], told: 'key_turn' },
  { act: 'up', keys: ['ArrowUp', 'k'], modes: ['words', 'sample'] },
  { act: 'mask', keys: ['m', 'Enter'], modes: ['words'], told: 'key_mask' },
  { act: 'missed', keys: ['x'], modes: ['sample'], told: 'key_missed' },
  { act: 'read', keys: ['Enter'], modes: ['sample'], told: 'key_read' },
  { act: 'draw', keys: ['d'], modes: ['sample'] },
  { act: 'finish', keys: ['f'], modes: ['sample'], told: 'key_finish' },
  { act: 'undo', keys: ['Ctrl+z'], modes: ['finds', 'words'], told: 'key_undo' },
  { act: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], modes: ['finds', 'words'], told: 'key_redo' },
  { act: 'help', keys: ['?'], modes: ['finds', 'words', 'sample'], told: 'key_help' },
  { act: 'back', keys: ['Escape'], modes: ['finds', 'words', 'sample'], told: 'key_back' },
];

/** @param {string} pressed @param {Mode} mode @returns {string|null} */
export function actOf(pressed, mode) {
  return BINDINGS.find((one) => one.keys.includes(pressed) && one.modes.includes(mode))?.act ?? null;
}

/** @param {import('../page/words.js').Speak} speak @returns {HTMLElement} every key, by where it acts */
export function keyList(speak) {
  const modes = /** @type {Mode[]} */ (['finds', 'words', 'sample']);
  return el('div', { class: 'columns' }, ...modes.map((mode) => el('div', {},
    el('h4', {}, speak(`area_${mode}`)),
    el('dl', { class: 'keys' }, ...BINDINGS.filter(({ modes: some, told }) => told && some[0] === mode).flatMap(({ keys, told }) => [
      el('dt', {}, ...keys.slice(0, 2).flatMap((key) => [el('kbd', {}, named(key)), ' '])), el('dd', {}, speak(told ?? '')),
    ])))));
}

/** @param {string} key */
function named(key) {
  return key.replace('ArrowDown', '↓').replace('ArrowUp', '↑').replace('ArrowRight', '→').replace('Shift+', '⇧').replace('Escape', 'Esc');
}
