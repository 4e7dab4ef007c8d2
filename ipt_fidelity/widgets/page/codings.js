// @ts-check
// What raters gave a segment, drawn the same wherever it is looked at again.
import { el } from './dom.js';
import { GLYPHS } from './rows.js';

/** @typedef {import('./words.js').Speak} Speak */
/** @typedef {{reading: string, primary: string|null, secondary: string[], status: string|null, uncertain: boolean, memo: string}} Coding */

/**
 * @param {Map<string, any>} codes
 * @param {string} code
 * @param {string|null} status as resolved; the code's own by default
 * @param {Speak} speak
 * @param {{label?: boolean, second?: boolean}} [how]
 * @returns {HTMLElement} shape, id and, if wanted, label
 */
export function chip(codes, code, status, speak, how = {}) {
  const known = codes.get(code);
  const told = status ?? known?.status ?? 'neutral';
  return el('span', {
    class: `chip ${told}${how.second ? ' second' : ''}`, title: `${known?.label ?? code}, ${speak(`status_${told}`)}`,
  }, `${how.second ? '+' : ''}${GLYPHS[told]} ${code}${how.label && known ? ` ${known.label}` : ''}`);
}

/**
 * @param {Map<string, any>} codes
 * @param {Coding} coding
 * @param {Speak} speak
 * @param {{label?: boolean}} [how]
 * @returns {HTMLElement[]} chips and signs; a word where nothing was coded
 */
export function chips(codes, coding, speak, how = {}) {
  const shown = [];
  if (coding.primary) shown.push(chip(codes, coding.primary, coding.status, speak, how));
  for (const code of coding.secondary) shown.push(chip(codes, code, null, speak, { ...how, second: true }));
  if (!shown.length) {
    const read = coding.reading === 'read';
    shown.push(el('span', { class: 'sign', title: speak(read ? 'state_read' : 'gap_unread') }, read ? '✓' : '—'));
  }
  if (coding.uncertain) shown.push(el('span', { class: 'sign', title: speak('state_unsure') }, '?'));
  if (coding.memo) shown.push(el('span', { class: 'sign', title: speak('state_memo') }, '✎'));
  return shown;
}

/**
 * @param {any} code of the codebook
 * @param {Speak} speak
 * @returns {Node[]} what is looked up when a code is in dispute
 */
export function ruling(code, speak) {
  const parts = [el('p', {}, code.definition)];
  if (code.rule) parts.push(el('p', {}, el('b', {}, `${speak('rule')}: `), code.rule));
  if (code.near_miss) {
    parts.push(el('p', { class: 'quiet' }, el('b', {}, `${speak('near_miss', { code: code.near_miss.code })}: `), code.near_miss.text));
  }
  return parts;
}
