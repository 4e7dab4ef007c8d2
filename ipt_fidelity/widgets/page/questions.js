// @ts-check
// Answers to choose from, drawn the same for items of a session and for facts about a segment.
import { choicesOf, isWritten, takesSeveral } from './choices.js';
import { button, el } from './dom.js';

/**
 * @param {import('./choices.js').Question} question
 * @param {any} value what is answered
 * @param {import('./words.js').Speak} speak
 * @param {(value: any) => void} answer
 * @param {{labels?: boolean}} [how] print labels beside the digits
 * @returns {HTMLElement}
 */
export function choiceRow(question, value, speak, answer, how = {}) {
  const words = { yes: speak('yes'), no: speak('no') };
  const held = (one) => (takesSeveral(question) ? (value ?? []).includes(String(one)) : value === one);
  return el('div', { class: 'choices', role: 'group', 'aria-label': question.label },
    ...choicesOf(question, words).map((choice) => button({
      class: 'choice', 'aria-pressed': String(held(choice.value)), title: choice.label,
      'aria-label': choice.label, 'data-value': String(choice.value),
      onclick: () => answer(choice.value),
    }, choice.key ? el('kbd', {}, choice.key) : null,
    how.labels === false ? null : el('span', {}, choice.label))));
}

/**
 * @param {import('./choices.js').Question} question
 * @param {any} value
 * @param {import('./words.js').Speak} speak
 * @returns {string} the answer in words; empty where there is none
 */
export function answerText(question, value, speak) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (isWritten(question)) return String(value);
  const words = { yes: speak('yes'), no: speak('no') };
  const choice = choicesOf(question, words).find((one) => one.value === value);
  const bare = !choice || choice.label === String(value);
  return bare ? String(value) : typeof value === 'number' ? `${value} ${choice.label}` : choice.label;
}
