// @ts-check
// What each key does where sheets stand side by side; letters that are not here belong to codes.

/** @typedef {{act: string, keys: string[], word: string, decides?: boolean}} Binding */
/** @type {Binding[]} */
export const KEYS = [
  { act: 'next', keys: ['j', 'ArrowDown'], word: 'key_next_point' },
  { act: 'previous', keys: ['k', 'ArrowUp'], word: 'key_previous_point' },
  { act: 'first', keys: ['Home'], word: 'key_first' },
  { act: 'last', keys: ['End'], word: 'key_last' },
  { act: 'filter', keys: ['e'], word: 'key_filter' },
  { act: 'order', keys: ['r'], word: 'key_order' },
  { act: 'whole', keys: ['Enter'], word: 'key_whole' },
  { act: 'down', keys: ['Space', 'PageDown'], word: 'key_scroll' },
  { act: 'up', keys: ['Shift+Space', 'PageUp'], word: 'key_scroll' },
  { act: 'take', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], word: 'key_take', decides: true },
  { act: 'leave', keys: ['0', 'Backspace'], word: 'key_leave', decides: true },
  { act: 'reason', keys: ['m'], word: 'key_reason', decides: true },
  { act: 'to_facts', keys: [','], word: 'key_answer', decides: true },
  { act: 'next_open', keys: [']', 'n'], word: 'key_next_undecided', decides: true },
  { act: 'agreeing', keys: ['='], word: 'key_agreeing', decides: true },
  { act: 'undo', keys: ['Ctrl+z'], word: 'key_undo', decides: true },
  { act: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], word: 'key_redo', decides: true },
  { act: 'before_hand_in', keys: ['Ctrl+Enter'], word: 'key_before_hand_in', decides: true },
  { act: 'help', keys: ['?'], word: 'key_help' },
  { act: 'close', keys: ['Escape'], word: 'key_back' },
];

/** @param {string} pressed of stroke() @param {boolean} decides @returns {string|null} */
export const actOf = (pressed, decides) => KEYS.find(
  (one) => one.keys.includes(pressed) && (decides || !one.decides))?.act ?? null;
