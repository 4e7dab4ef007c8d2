// @ts-check
// Figures in rows: one row for each thing that was compared, its main coefficient first.

/** @typedef {any} Figure as the kernel sends it */
/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} what
 * @property {string} label
 * @property {string} family
 * @property {string} beside pair of raters or month; empty elsewhere
 * @property {Figure} main
 * @property {number|null} percent
 * @property {Figure[]} figures everything on it
 */

const PERCENT = 'percent_agreement';

/**
 * @param {Figure[]} figures
 * @param {'codes'|'items'|'pairs'|'time'} tab
 * @param {string} family only this one; empty for all
 * @returns {Row[]}
 */
export function rowsOf(figures, tab, family) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const figure of figures) {
    const isItem = figure.kind === 'item';
    if (isItem !== (tab === 'items')) continue;
    if (family && figure.kind !== 'all' && !isItem && figure.family !== family) continue;
    const beside = tab === 'pairs' || tab === 'time' ? figure.form.split(' ').at(-1) : '';
    const id = `${figure.what}|${beside}`;
    const row = rows.get(id);
    if (row) row.figures.push(figure);
    else {
      rows.set(id, { id, what: figure.what, label: figure.label, family: figure.family, beside, main: figure, percent: null, figures: [figure] });
    }
    const held = /** @type {Row} */ (rows.get(id));
    if (figure.statistic === PERCENT && held.percent === null && !figure.form.endsWith('absences')) held.percent = figure.value;
  }
  return [...rows.values()];
}

/** @param {Row} row what its numbers rest on */
export function givenOf(row) {
  return row.figures.find(({ n_positive: n }) => n !== null)?.n_positive ?? null;
}

/** @param {number|null} value @param {string} language @returns {string} two decimals */
export function decimals(value, language) {
  if (value === null) return '–';
  const text = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
  return text.replace('-', '−');
}

/**
 * @param {Figure} figure
 * @param {string} language
 * @param {{brief?: boolean}} [how] an end far below chance is told as such
 * @returns {string} value with its interval
 */
export function shown(figure, language, how = {}) {
  const value = decimals(figure.value, language);
  if (figure.low === null || figure.high === null) return value;
  const low = how.brief && figure.low < -1 ? '< −1' : decimals(figure.low, language);
  return `${value} [${low}; ${decimals(figure.high, language)}]`;
}

const NAMES = { krippendorff_alpha: 'α', gwet_ac1: 'AC1', gwet_ac2: 'AC2', cohen_kappa: 'κ', weighted_kappa: 'κw',
  fleiss_kappa: 'Fleiss κ', conger_kappa: 'Conger κ', scott_pi: 'π', icc: 'ICC', brennan_prediger: 'S',
  percent_agreement: '%', positive_agreement: '+ %', negative_agreement: '− %' };

/** @param {Figure} figure @returns {string} name of a coefficient as a table prints it */
export function nameOf({ statistic, form }) {
  const name = NAMES[statistic] ?? statistic.replaceAll('_', ' ');
  return statistic === 'icc' ? `${name}(${form.split(' ')[0]})` : name;
}
