// @ts-check
// How a file was read: facts first, then what was repaired, left out or left open.
import { el } from '../page/dom.js';

/** @param {any} session @param {import('../page/words.js').Speak} speak */
export function report(session, speak) {
  const { error, warning } = session.faults;
  const told = error + warning ? speak('report_faults', { error, warning }) : speak('report_clean');
  const heads = ['what', 'value', 'where', 'mend'].map((id) => el('th', { scope: 'col' }, speak(id)));
  const rows = session.report.map(([what, ...cells]) => el('tr', { class: /^(error|warning)$/.test(what) ? 'fault' : '' },
    el('th', { scope: 'row' }, what), ...cells.map((cell) => el('td', { dir: 'auto' }, cell))));
  return el('details', { class: 'report', open: error > 0 },
    el('summary', { 'data-lm-suppress-shortcuts': 'true' }, el('kbd', {}, 'r'), ` ${speak('report')}: ${told}`),
    el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows)));
}
