// @ts-check
// What may be answered to an item or an attribute, and the digit that gives each answer.

/**
 * @typedef {object} Question
 * @property {string} id
 * @property {string} label
 * @property {string} type
 * @property {Array<string|number>} values
 * @property {string[]} labels
 * @property {boolean} [multiple]
 * @property {number|null} [max]
 * @property {[number, number]|null} [range]
 */
/**
 * @typedef {object} Choice
 * @property {string|number|boolean} value
 * @property {string} label
 * @property {string} key digit that gives it; empty beyond nine
 */

/** @param {Question} question */
export const takesSeveral = (question) => question.multiple || question.type === 'multi_label';

/** @param {Question} question */
export const isWritten = (question) => ['text', 'time_span', 'count', 'interval'].includes(question.type)
  && !question.values.length;

/**
 * @param {Question} question
 * @param {{yes: string, no: string}} words
 * @returns {Choice[]} none where the answer is written
 */
export function choicesOf(question, words) {
  const { values, labels, type } = question;
  if (type === 'binary' && !values.length) {
    return [{ value: true, label: words.yes, key: '1' }, { value: false, label: words.no, key: '0' }];
  }
  const digits = values.every((value) => Number.isInteger(value) && value >= 0 && value <= 9);
  return values.map((value, place) => ({
    value,
    label: labels[place] ?? (type === 'binary' ? [words.no, words.yes][place] ?? String(value)
      : String(value).replaceAll('_', ' ')),
    key: digits ? String(value) : place < 9 ? String(place + 1) : '',
  }));
}

/**
 * Read what was written as an answer.
 * @param {Question} question
 * @param {string} written
 * @returns {{value: string|number|null, fault: boolean}} value null where nothing was written
 */
export function readAnswer(question, written) {
  const text = written.trim();
  if (!text) return { value: null, fault: false };
  if (question.type === 'text' || question.type === 'time_span') return { value: text, fault: false };
  const number = Number(text.replace(',', '.'));
  const [low, high] = question.range ?? [0, Infinity];
  const whole = question.type !== 'count' || Number.isInteger(number);
  const fault = !Number.isFinite(number) || number < low || number > high || !whole;
  return { value: fault ? null : number, fault };
}

/**
 * @param {Question} question
 * @param {string} digit
 * @param {{yes: string, no: string}} words
 * @returns {string|number|boolean|undefined} undefined where the digit gives none
 */
export function valueUnder(question, digit, words) {
  return choicesOf(question, words).find((choice) => choice.key === digit)?.value;
}

/**
 * @param {{items: any[], attributes: any[]}} rubric
 * @param {import('./sheet.js').Mark} mark
 * @returns {boolean} whether its value is an answer that the rater wrote
 */
export function isWrittenMark(rubric, { target, field }) {
  const item = field === 'value' && rubric.items.find(({ id }) => target === `item:${id}`);
  const part = rubric.attributes.find(({ id }) => field === `attr_${id}`);
  return Boolean((item && isWritten(item)) || (part && isWritten(part)));
}
