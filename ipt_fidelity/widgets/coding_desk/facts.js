// @ts-check
// Under the transcript: what is asked about the current segment, and its memo.
import { AfterFrame } from '../page/after_frame.js';
import { isWritten } from '../page/choices.js';
import { button, el, put } from '../page/dom.js';
import { choiceRow } from '../page/questions.js';

export class Facts {
  /**
   * @param {any} desk
   * @param {import('../page/words.js').Speak} speak
   * @param {{answer: (attribute: any, value: any) => void, write: (attribute: any) => void, memo: () => void}} acts
   */
  constructor(desk, speak, acts) {
    this.desk = desk;
    this.speak = speak;
    this.acts = acts;
    this.at = 0;
    /** @type {any[]} */
    this.asked = [];
    /** @type {HTMLElement[]} */
    this.rows = [];
    this.seen = '';
    this.segment = '';
    this.drawing = new AfterFrame(() => this.#draw());
    this.element = el('div', { class: 'facts', role: 'region', 'aria-label': speak('facts') });
  }

  get inHand() {
    return this.asked[this.at] ?? null;
  }

  /** @param {string} segment draw what is asked of it */
  show(segment) {
    this.segment = segment;
    this.drawing.ask();
    if (this.element.contains(/** @type {any} */ (this.element.getRootNode()).activeElement)) this.drawing.now();
  }

  #draw() {
    const { desk, speak, segment } = this;
    const asked = desk.asked(segment);
    const { memo } = desk.coding(segment);
    const seen = JSON.stringify([segment, memo, asked.map(({ id }) => [id, desk.attribute(segment, id)])]);
    if (seen === this.seen) return;
    const hadFocus = this.element.contains(/** @type {any} */ (this.element.getRootNode()).activeElement);
    this.seen = seen;
    this.asked = asked;
    this.at = Math.min(this.at, Math.max(0, asked.length - 1));
    this.rows = asked.map((part, place) => el('div', {
      class: 'fact', role: 'group', 'aria-label': part.label, title: part.help,
      tabindex: place === this.at ? '0' : '-1', 'data-lm-suppress-shortcuts': 'true', 'data-fact': part.id,
    }, el('span', { class: 'fact-name' }, part.label, part.optional
      ? el('span', { class: 'optional' }, ` ${speak('optional')}`) : null), isWritten(part)
      ? button({ class: 'choice', onclick: () => this.acts.write(part) }, desk.attribute(segment, part.id) ?? '…')
      : choiceRow(part, desk.attribute(segment, part.id), speak, (value) => this.acts.answer(part, value))));
    const note = button({ class: 'memo', onclick: this.acts.memo, 'aria-label': speak('field_memo') },
      `✎ ${memo}`);
    this.element.replaceChildren(
      el('div', { class: 'fact-head' }, `${speak('facts')} ${segment}`, note),
      ...(asked.length ? this.rows : [el('p', { class: 'quiet' }, speak('nothing_asked'))]));
    if (hadFocus) this.rows[this.at]?.focus({ preventScroll: true });
  }

  /** @param {number} place @returns {boolean} false where nothing is asked */
  take(place) {
    this.drawing.now();
    if (!this.rows.length) return false;
    this.at = Math.max(0, Math.min(this.rows.length - 1, place));
    this.rows.forEach((row, at) => put(row, 'tabindex', at === this.at ? '0' : '-1'));
    this.rows[this.at].focus({ preventScroll: false });
    return true;
  }
}
