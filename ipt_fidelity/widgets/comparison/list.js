// @ts-check
// The list of points: what each rater gave in short, and what was decided.
import { chips } from '../page/codings.js';
import { el, put } from '../page/dom.js';
import { answerText } from '../page/questions.js';
import { titleOf } from './detail.js';

/** @typedef {import('../page/words.js').Speak} Speak */
/** @typedef {import('./points.js').Point} Point */
/** @typedef {import('./points.js').Points} Points */

/**
 * @param {Points} points
 * @param {Point} point
 * @param {any} given
 * @param {Speak} speak
 * @returns {Array<Node|string>}
 */
export function inShort(points, point, given, speak) {
  if (point.kind === 'segment') return chips(points.codes, given, speak);
  if (point.kind === 'omission') return [given ? '☒' : '☐'];
  const value = given.absence === 'missing' ? '—' : given.absence ? speak(`absence_${given.absence}`)
    : shortAnswer(points.items.get(point.name), given.value, speak);
  return [el('span', { class: 'value' }, value), ...given.uncertain ? [el('span', { class: 'sign' }, '?')] : [],
    ...given.memo ? [el('span', { class: 'sign' }, '✎')] : []];
}

/** @param {any} item @param {any} value @param {Speak} speak */
function shortAnswer(item, value, speak) {
  return typeof value === 'number' ? String(value) : answerText(item, value, speak);
}

export class List {
  /**
   * @param {Points} points
   * @param {Speak} speak
   * @param {string} name unique prefix for ids
   * @param {{chosen: (id: string) => void, decided: ((point: Point) => {settled: boolean, shown: Array<Node|string>})|null}} acts
   */
  constructor(points, speak, name, acts) {
    this.points = points;
    this.speak = speak;
    this.name = name;
    this.acts = acts;
    this.at = '';
    /** @type {Map<string, HTMLElement>} */
    this.rows = new Map();
    this.element = el('div', {
      class: 'list', role: 'listbox', tabindex: '0', 'aria-label': speak('points'), 'data-lm-suppress-shortcuts': 'true',
      onclick: (event) => {
        const row = event.target.closest('[role=option]');
        if (row) acts.chosen(row.dataset.id);
      },
    });
    this.columns = el('div', { class: 'columns-head', 'aria-hidden': 'true' }, el('span', {}),
      ...points.sheets.map((sheet) => el('span', {}, points.rater(sheet))), acts.decided ? el('span', {}, speak('decision')) : null);
    this.element.style.setProperty('--columns', String(points.sheets.length + (acts.decided ? 1 : 0)));
    this.columns.style.setProperty('--columns', String(points.sheets.length + (acts.decided ? 1 : 0)));
  }

  get ids() {
    return [...this.rows.keys()];
  }

  /** Draw again what is shown, in its order. */
  fill() {
    const { points, speak } = this;
    const shown = points.list;
    this.rows = new Map(shown.map((point, place) => [point.id, this.#row(point, place, shown.length)]));
    for (const { id } of shown) this.paint(id);
    this.element.replaceChildren(...this.rows.values());
    if (!shown.length) this.element.removeAttribute('aria-activedescendant');
    this.element.dataset.shown = points.shown;
    return shown.length ? '' : speak(points.shown === 'all' ? 'nothing_here' : 'nothing_differs');
  }

  /** @param {Point} point @param {number} place @param {number} all */
  #row(point, place, all) {
    const { points, speak } = this;
    return el('div', {
      role: 'option', class: `point ${point.kind}`, id: `${this.name}-${point.id.replace(/\W/g, '-')}`, 'data-id': point.id,
      'aria-selected': 'false', 'aria-posinset': place + 1, 'aria-setsize': all, title: titleOf(points, point, speak),
      'data-differs': point.differences[0] ?? null,
    }, el('span', { class: 'name' }, el('b', {}, point.name),
      el('span', { class: 'what' }, point.differences[0] ? speak(`in_${point.differences[0]}`) : '')),
    ...points.sheets.map((sheet) => el('span', { class: 'given' }, ...inShort(points, point, points.given(sheet, point), speak))),
    this.acts.decided ? el('span', { class: 'decided' }) : null);
  }

  /** @param {string} id */
  paint(id) {
    const point = this.points.byId.get(id);
    const row = this.rows.get(id);
    if (!point || !row || !this.acts.decided) return;
    const { settled, shown } = this.acts.decided(point);
    put(row, 'data-settled', settled ? '1' : '0');
    /** @type {HTMLElement} */ (row.querySelector('.decided')).replaceChildren(...shown);
  }

  /** @param {string} id @returns {boolean} */
  moveTo(id) {
    const row = this.rows.get(id);
    if (!row) return false;
    const before = this.rows.get(this.at);
    if (before) put(before, 'aria-selected', 'false');
    this.at = id;
    put(row, 'aria-selected', 'true');
    put(this.element, 'aria-activedescendant', row.id);
    const { scrollTop, clientHeight } = this.element;
    if (row.offsetTop < scrollTop) this.element.scrollTop = row.offsetTop - 8;
    else if (row.offsetTop + row.offsetHeight > scrollTop + clientHeight) {
      this.element.scrollTop = row.offsetTop + row.offsetHeight - clientHeight + 8;
    }
    return true;
  }
}
