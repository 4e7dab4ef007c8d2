// @ts-check
// What each key does in the flag review, in one table; it is also the list that '?' shows.

/** @type {Array<{act: string, keys: string[], word: string}>} */
export const KEYS = [
  { act: 'confirm', keys: ['c'], word: 'key_confirm' },
  { act: 'dismiss', keys: ['d'], word: 'key_dismiss' },
  { act: 'recode', keys: ['r'], word: 'key_recode' },
  { act: 'later', keys: ['l'], word: 'key_later' },
  { act: 'clear', keys: ['Backspace'], word: 'key_clear_decision' },
  { act: 'next', keys: ['j', 'ArrowDown'], word: 'key_next_flag' },
  { act: 'previous', keys: ['k', 'ArrowUp'], word: 'key_previous_flag' },
  { act: 'next_open', keys: [']', 'n'], word: 'key_next_open' },
  { act: 'whole', keys: ['Enter'], word: 'key_whole' },
  { act: 'first', keys: ['Home'], word: 'key_first' },
  { act: 'last', keys: ['End'], word: 'key_last' },
  { act: 'down', keys: ['Space', 'PageDown'], word: 'key_scroll' },
  { act: 'up', keys: ['Shift+Space', 'PageUp'], word: 'key_scroll' },
  { act: 'undo', keys: ['Ctrl+z'], word: 'key_undo' },
  { act: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], word: 'key_redo' },
  { act: 'help', keys: ['?'], word: 'key_help' },
  { act: 'close', keys: ['Escape'], word: 'key_back' },
];

/** @param {string} pressed of stroke() @returns {string|null} */
export const actOf = (pressed) => KEYS.find(({ keys }) => keys.includes(pressed))?.act ?? null;
