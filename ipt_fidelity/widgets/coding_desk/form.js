// @ts-check
// The right column: items of the session; the one in hand is open, with its anchors and evidence.
import { isWritten, takesSeveral } from '../page/choices.js';
import { button, el, put } from '../page/dom.js';
import { answerText, choiceRow } from '../page/questions.js';

/**
 * @typedef {object} FormActs
 * @property {(place: number) => void} take
 * @property {(item: any, value: any) => void} answer
 * @property {(item: any) => void} write
 * @property {(item: any) => void} absence
 * @property {(item: any, segment: string) => void} visit
 */

export class Form {
  /** @param {any} desk @param {import('../page/words.js').Speak} speak @param {FormActs} acts */
  constructor(desk, speak, acts) {
    this.desk = desk;
    this.speak = speak;
    this.acts = acts;
    this.at = 0;
    this.items = desk.rubric.items;
    this.cards = this.items.map((item, place) => el('div', {
      class: 'item', 'data-item': item.id, 'data-place': place }));
    this.element = el('div', { class: 'form', role: 'region', 'aria-label': speak('form') }, ...this.cards);
    this.items.forEach((_, place) => this.paint(place));
  }

  get inHand() {
    return this.items[this.at] ?? null;
  }

  /** @param {number} place @param {{focus?: boolean}} [how] */
  take(place, how = {}) {
    const before = this.at;
    this.at = Math.max(0, Math.min(this.items.length - 1, place));
    if (before !== this.at) this.paint(before);
    this.paint(this.at);
    const card = this.cards[this.at];
    if (!card) return;
    if (how.focus) /** @type {HTMLElement} */ (card.querySelector('.item-head')).focus({ preventScroll: true });
    const list = this.element.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    if (box.top < list.top || box.bottom > list.bottom) this.element.scrollTop += box.top - list.top - 12;
  }

  /** Draw all again: an answer may open or close other items. */
  paintAll() {
    this.items.forEach((_, place) => this.paint(place));
  }

  /** @param {number} place */
  paint(place) {
    const item = this.items[place];
    const card = this.cards[place];
    if (!item) return;
    const { speak, desk } = this;
    const { value, absence, resolved } = desk.rating(item);
    const open = place === this.at;
    const state = absence ? speak(`absence_${absence}`) : answerText(item, value, speak);
    const wanting = desk.lacksEvidence(item);
    const unsure = desk.sheet.value(`item:${item.id}`, 'uncertain') === true;
    const omitted = desk.sheet.value(`item:${item.id}`, 'omission') !== null;
    const seen = JSON.stringify([open, state, value, wanting, unsure, omitted, resolved,
      desk.sheet.value(`item:${item.id}`, 'memo'), open && this.#tied(item)]);
    if (card.dataset.seen === seen) return;
    card.dataset.seen = seen;
    put(card, 'data-answer', absence ?? 'answered');
    const head = button({
      class: 'item-head', 'aria-expanded': String(open), tabindex: open ? '0' : '-1',
      onclick: () => (open && isWritten(item) ? this.acts.write(item) : this.acts.take(place)),
    }, el('span', { class: 'item-id' }, item.id), el('span', { class: 'item-label' }, item.label,
      item.essential ? el('abbr', { title: speak('essential') }, ' ★') : null),
    el('span', { class: 'item-state' }, unsure ? '? ' : '', omitted ? '∅ ' : '', wanting ? '✎ ' : '', state));
    const hadFocus = card.contains(/** @type {any} */ (card.getRootNode()).activeElement);
    card.classList.toggle('open', open);
    card.replaceChildren(head, ...(open ? this.#body(item, value, absence, resolved, wanting) : []));
    if (hadFocus) head.focus({ preventScroll: true });
  }

  /**
   * @param {any} item @param {any} value @param {string|null} absence
   * @param {boolean} resolved @param {boolean} wanting
   */
  #body(item, value, absence, resolved, wanting) {
    const { speak, acts } = this;
    const parts = [];
    if (item.text && item.text !== item.label) parts.push(el('p', {}, item.text));
    if (item.help) parts.push(el('p', { class: 'quiet' }, item.help));
    if (resolved) return [...parts, el('p', { class: 'quiet' }, speak(`absence_${absence}`))];
    if (isWritten(item)) parts.push(this.#written(item, value));
    else if (Object.keys(item.anchors).length && !takesSeveral(item)) parts.push(this.#anchors(item, value));
    else parts.push(choiceRow(item, value, speak, (one) => acts.answer(item, one)));
    parts.push(el('div', { class: 'choices' }, button({
      class: 'choice', 'aria-pressed': String(absence !== null && absence !== 'missing'),
      onclick: () => acts.absence(item),
    }, el('kbd', {}, '-'), el('span', {}, speak(absence && absence !== 'missing'
      ? `absence_${absence}` : 'absence_not_codable')))));
    const tied = this.#tied(item);
    if (tied.length || wanting) {
      parts.push(el('div', { class: wanting ? 'evidence wanting' : 'evidence' },
        el('span', {}, wanting ? speak('evidence_wanted') : speak('field_evidence_for')), ' ',
        ...tied.map(([segment, against]) => button({
          class: 'place', onclick: () => acts.visit(item, segment),
          'aria-label': `${speak(against ? 'evidence_against' : 'evidence_for')} ${segment}`,
        }, against ? `− ${segment}` : segment))));
    }
    const memo = this.desk.sheet.value(`item:${item.id}`, 'memo');
    if (memo) parts.push(el('p', { class: 'memo' }, `✎ ${memo}`));
    return parts;
  }

  /** @param {any} item @returns {Array<[string, boolean]>} */
  #tied(item) {
    return [
      ...this.desk.evidenceOf(item.id, 'evidence_for').map((id) => [id, false]),
      ...this.desk.evidenceOf(item.id, 'evidence_against').map((id) => [id, true]),
    ];
  }

  /** @param {any} item @param {any} value each value with the sentence that fixes it */
  #anchors(item, value) {
    const row = choiceRow(item, value, this.speak, (one) => this.acts.answer(item, one));
    row.classList.add('anchored');
    for (const choice of row.children) {
      const anchor = item.anchors[/** @type {HTMLElement} */ (choice).dataset.value ?? ''];
      if (anchor) {
        choice.removeAttribute('title');
        choice.setAttribute('aria-label', `${choice.getAttribute('aria-label')}: ${anchor}`);
        choice.append(el('span', { class: 'anchor' }, anchor));
      }
    }
    return row;
  }

  /** @param {any} item @param {any} value */
  #written(item, value) {
    const anchors = Object.entries(item.anchors).map(([at, text]) => el('li', {}, `${at}: ${text}`));
    return el('div', {}, button({ class: 'choice', onclick: () => this.acts.write(item) },
      el('kbd', {}, '↵'), el('span', {}, value === null ? '…' : String(value))),
    anchors.length ? el('ul', { class: 'quiet' }, ...anchors) : null);
  }
}
