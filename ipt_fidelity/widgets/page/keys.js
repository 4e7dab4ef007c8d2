// @ts-check
// What each key does, in one table. Keys act only while the desk has the focus; letters that are
// not here belong to the codes of the rubric.

/** @typedef {'text'|'form'|'facts'} Area */
/**
 * @typedef {object} Binding
 * @property {string} act
 * @property {string[]} keys
 * @property {Area[]} areas
 * @property {boolean} [quiet] not shown in the list of keys
 * @property {string} [only] holds only where the session has this: 'cut' that is open, 'sound', 'span'
 * @property {string} [without] holds only where the session does not have this
 */

/** @type {Area[]} */
const TEXT = ['text'];
/** @type {Area[]} */
const QUESTIONS = ['form', 'facts'];
/** @type {Area[]} */
const ALL = ['text', 'form', 'facts'];

/** @type {Binding[]} */
export const BINDINGS = [
  { act: 'next', keys: ['j', 'ArrowDown'], areas: ALL },
  { act: 'previous', keys: ['k', 'ArrowUp'], areas: ALL },
  { act: 'done', keys: ['Enter'], areas: TEXT },
  { act: 'repeat', keys: ['.'], areas: TEXT },
  { act: 'next_unread', keys: [']', 'Ctrl+ArrowDown'], areas: TEXT },
  { act: 'previous_unread', keys: ['[', 'Ctrl+ArrowUp'], areas: TEXT },
  { act: 'extend', keys: ['Shift+ArrowDown'], areas: TEXT, only: 'cut' },
  { act: 'shrink', keys: ['Shift+ArrowUp'], areas: TEXT, only: 'cut' },
  { act: 'split', keys: [':'], areas: TEXT, only: 'cut' },
  { act: 'join', keys: ['+'], areas: TEXT, only: 'cut' },
  { act: 'lock', keys: ['='], areas: TEXT, only: 'cut' },
  { act: 'unsure', keys: ['u'], areas: ALL },
  { act: 'memo', keys: ['m'], areas: ALL },
  { act: 'evidence', keys: ['e'], areas: ALL },
  { act: 'evidence_against', keys: ['Shift+e'], areas: ALL },
  { act: 'omission', keys: ['!'], areas: ALL },
  { act: 'replay', keys: ['r'], areas: ['form'] },
  { act: 'clear', keys: ['Backspace'], areas: QUESTIONS },
  { act: 'absence', keys: ['-'], areas: ['form'] },
  { act: 'write', keys: ['Enter'], areas: QUESTIONS },
  { act: 'take_back', keys: ['Backspace'], areas: TEXT },
  { act: 'undo', keys: ['Ctrl+z'], areas: ALL },
  { act: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], areas: ALL },
  { act: 'to_facts', keys: [','], areas: ALL },
  { act: 'to_form', keys: [';'], areas: ALL },
  { act: 'find', keys: ['/'], areas: ALL },
  { act: 'find_next', keys: ['n'], areas: ALL },
  { act: 'find_previous', keys: ['Shift+n'], areas: ALL },
  { act: 'go', keys: ['g'], areas: ALL },
  { act: 'play', keys: ['Space'], areas: TEXT, only: 'sound' },
  { act: 'back', keys: ['ArrowLeft'], areas: TEXT, only: 'sound' },
  { act: 'forth', keys: ['ArrowRight'], areas: TEXT, only: 'sound' },
  { act: 'back_far', keys: ['Ctrl+ArrowLeft'], areas: TEXT, only: 'sound' },
  { act: 'forth_far', keys: ['Ctrl+ArrowRight'], areas: TEXT, only: 'sound' },
  { act: 'hear_again', keys: ['r'], areas: TEXT, only: 'sound' },
  { act: 'slower', keys: ['<'], areas: TEXT, only: 'sound' },
  { act: 'faster', keys: ['>'], areas: TEXT, only: 'sound' },
  { act: 'follow', keys: ['*'], areas: TEXT, only: 'sound' },
  { act: 'span_longer', keys: ['Shift+ArrowRight'], areas: TEXT, only: 'span' },
  { act: 'span_shorter', keys: ['Shift+ArrowLeft'], areas: TEXT, only: 'span' },
  { act: 'span_later', keys: ['Ctrl+Shift+ArrowRight'], areas: TEXT, only: 'span' },
  { act: 'span_earlier', keys: ['Ctrl+Shift+ArrowLeft'], areas: TEXT, only: 'span' },
  { act: 'page_down', keys: ['Space', 'PageDown'], areas: TEXT, without: 'sound' },
  { act: 'page_down', keys: ['PageDown'], areas: TEXT, only: 'sound' },
  { act: 'page_up', keys: ['Shift+Space', 'PageUp'], areas: TEXT },
  { act: 'first', keys: ['Home'], areas: ALL },
  { act: 'last', keys: ['End'], areas: ALL },
  { act: 'before_hand_in', keys: ['Ctrl+Enter'], areas: ALL },
  { act: 'help', keys: ['?'], areas: ALL },
  { act: 'close', keys: ['Escape'], areas: ALL },
];

/** Places on a keyboard whose letter may be another one, where its layout is not Latin. */
const PLACES = new Map([
  ['BracketLeft', '['], ['BracketRight', ']'], ['Comma', ','], ['Period', '.'],
  ['Semicolon', ';'], ['Slash', '/'],
]);

/**
 * Name what was pressed: the letter first, the place on the keyboard second.
 * @param {KeyboardEvent} event
 * @returns {string} for example 'j', 'Shift+e', 'Ctrl+z', '?'; empty where it is not ours
 */
export function stroke(event) {
  if (event.isComposing || event.key === 'Dead' || event.key === 'Process') return '';
  const third = event.getModifierState?.('AltGraph') ?? false;
  if (event.altKey && !third) return '';
  const control = (event.ctrlKey || event.metaKey) && !third ? 'Ctrl+' : '';
  let key = event.key;
  if (key === ' ' || key === 'Spacebar') key = 'Space';
  if (key.length === 1 && key > '\u007f') key = placeOf(event.code) ?? key;
  const printed = key.length === 1 && !/[a-z]/i.test(key);
  if (key.length === 1) key = key.toLowerCase();
  return control + (event.shiftKey && !printed ? 'Shift+' : '') + key;
}

/** @param {string} code */
function placeOf(code) {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? PLACES.get(code);
}

/** @type {Set<string>} */
const NOTHING = new Set();

/**
 * @param {Binding} binding
 * @param {Set<string>} has what the session has
 */
export const holds = ({ only, without }, has) => (!only || has.has(only)) && !(without && has.has(without));

/**
 * @param {string} pressed of stroke()
 * @param {Area} area
 * @param {Set<string>} [has] what the session has: 'cut', 'sound', 'span'
 * @returns {string|null} the act
 */
export function actOf(pressed, area, has = NOTHING) {
  const found = BINDINGS.find((one) => (
    one.keys.includes(pressed) && one.areas.includes(area) && holds(one, has)));
  return found ? found.act : null;
}

/**
 * @typedef {object} Meant
 * @property {string|null} code
 * @property {string|null} family letter that waits for its digit
 * @property {boolean} instead the code replaces the primary one
 */

/**
 * Read a code key: a letter of its own, or a family's letter and then a digit.
 * @param {string} pressed
 * @param {string|null} pending family letter pressed before
 * @param {Map<string, string>} codes code by key
 * @param {Set<string>} families family letters
 * @returns {Meant|null} null where it is no code key
 */
export function codeOf(pressed, pending, codes, families) {
  const instead = pressed.startsWith('Shift+');
  const key = pressed.replace('Shift+', '');
  if (pending && /^[1-9]$/.test(key)) {
    const code = codes.get(pending.replace('Shift+', '') + key) ?? null;
    return { code, family: null, instead: pending.startsWith('Shift+') };
  }
  if (!/^[a-z]$/.test(key)) return null;
  const code = codes.get(key);
  if (code) return { code, family: null, instead };
  return families.has(key) ? { code: null, family: pressed, instead } : null;
}
