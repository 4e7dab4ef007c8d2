// @ts-check
// The transcript: every segment in the page, in blocks that the browser lays out when they are near.
import { clock, el, put } from './dom.js';

/** @typedef {import('./words.js').Speak} Speak */

export const GLYPHS = { on_model: '●', neutral: '○', off_model: '▲', technical: '□' };
const BLOCK = 20;
const LINE_PX = 34;

export class Rows {
  /**
   * @param {any} desk
   * @param {Speak} speak
   * @param {string} name unique prefix for ids
   * @param {(place: number) => void} chosen called when a row is clicked
   */
  constructor(desk, speak, name, chosen) {
    this.desk = desk;
    this.speak = speak;
    this.name = name;
    this.at = -1;
    /** @type {HTMLElement|null} row that is being brought into view */
    this.settling = null;
    /** @type {HTMLElement[]} */
    this.rows = [];
    /** @type {Map<string, HTMLElement>} */
    this.turns = new Map();
    this.element = el('div', {
      class: 'transcript', role: 'listbox', tabindex: '0', 'aria-label': speak('transcript'),
      'data-lm-suppress-shortcuts': 'true',
      onclick: (event) => {
        const row = event.target.closest('[role=option]');
        if (row) chosen(Number(row.dataset.place));
      },
      onwheel: () => { this.settling = null; },
      onpointerdown: () => { this.settling = null; },
    });
    this.#build();
  }

  /** The cut has changed: draw its segments anew, and stay where the reader is. */
  recut() {
    const { scrollTop } = this.element;
    this.at = -1;
    this.rows = [];
    this.turns.clear();
    this.element.replaceChildren();
    this.#build();
    this.element.scrollTop = scrollTop;
  }

  #build() {
    const all = document.createDocumentFragment();
    const { segments, turns } = this.desk;
    let block = null;
    let lines = 0;
    segments.forEach((segment, place) => {
      if (!block || lines >= BLOCK) {
        block?.style.setProperty('contain-intrinsic-size', `auto ${lines * LINE_PX}px`);
        block = el('div', { class: 'block', role: 'presentation' });
        all.append(block);
        lines = 0;
      }
      const row = this.#row(segment, place, turns);
      lines += segment.last - segment.first + 1;
      block.append(row);
      this.rows.push(row);
    });
    block?.style.setProperty('contain-intrinsic-size', `auto ${lines * LINE_PX}px`);
    this.element.append(all);
    segments.forEach((_, place) => this.paint(place));
  }

  /** @param {any} segment @param {number} place @param {any[]} turns */
  #row(segment, place, turns) {
    const said = document.createElement('div');
    said.className = 'turns';
    for (let number = segment.first; number <= segment.last; number += 1) {
      const [id, role, , text] = turns[number];
      const turn = document.createElement('p');
      turn.className = `turn ${role}`;
      const who = document.createElement('b');
      who.dataset.n = String(number + 1);
      who.textContent = this.speak(`role_${role}`);
      const words = document.createElement('span');
      words.dir = 'auto';
      words.textContent = text;
      turn.append(who, words);
      said.append(turn);
      this.turns.set(id, turn);
    }
    return el('div', {
      class: 'segment', role: 'option', id: `${this.name}-${place}`, 'aria-selected': 'false',
      'aria-posinset': place + 1, 'aria-setsize': this.desk.segments.length, 'data-place': place,
      'data-segment': segment.id,
    }, el('div', { class: 'margin' },
      el('span', { class: 'number' }, segment.id, ' ', el('time', {}, clock(turns[segment.first][4]))),
      el('span', { class: 'marks' })), said);
  }

  /** @param {number} place redraw the margin of one segment */
  paint(place) {
    const { id } = this.desk.segments[place];
    const coding = this.desk.coding(id);
    const tied = this.desk.evidence.get(id);
    const row = this.rows[place];
    if (coding.reading === 'unread' && !coding.uncertain && !coding.memo && !tied
      && !row.dataset.reading) return;
    put(row, 'data-reading', coding.reading);
    const marks = /** @type {HTMLElement} */ (row.querySelector('.marks'));
    const shown = [];
    if (coding.primary) {
      const status = this.desk.statusOf(id);
      shown.push(this.#chip(coding.primary, status, '', this.#grade(id)));
    }
    for (const code of coding.secondary) {
      shown.push(this.#chip(code, this.desk.codes.get(code)?.status ?? 'neutral', '+', ''));
    }
    if (coding.reading === 'read') shown.push(this.#sign('✓', 'state_read'));
    if (coding.uncertain) shown.push(this.#sign('?', 'state_unsure'));
    if (coding.memo) shown.push(this.#sign('✎', 'state_memo'));
    if (tied) {
      const items = [...new Set(tied.map(({ item }) => item))].join(' ');
      shown.push(el('span', { class: 'tied', title: this.speak('state_evidence', { items }) }, items));
    }
    marks.replaceChildren(...shown);
  }

  /** @param {string} code @param {string} status @param {string} before @param {string} after */
  #chip(code, status, before, after) {
    const title = `${this.desk.codes.get(code)?.label ?? code}, ${this.speak(`status_${status}`)}`;
    return el('span', { class: `chip ${status}${before ? ' second' : ''}`, title },
      `${before}${GLYPHS[status]} ${code}${after}`);
  }

  /** @param {string} id @returns {string} grade of an off-model segment */
  #grade(id) {
    const graded = this.desk.rubric.attributes.find((part) => part.type === 'ordinal' && part.ask_if);
    const grade = graded ? this.desk.attribute(id, graded.id) : null;
    return grade === null ? '' : ` ${grade}`;
  }

  /** @param {string} sign @param {string} word */
  #sign(sign, word) {
    return el('span', { class: 'sign', title: this.speak(word) }, sign);
  }

  /** @param {number} place @param {{scroll?: boolean}} [how] make it the current one */
  moveTo(place, how = {}) {
    if (this.at >= 0) put(this.rows[this.at], 'aria-selected', 'false');
    this.at = place;
    const row = this.rows[place];
    put(row, 'aria-selected', 'true');
    put(this.element, 'aria-activedescendant', row.id);
    if (how.scroll !== false) this.#reveal(row);
  }

  /** @param {HTMLElement} row bring it into the upper third, without moving the notebook */
  #reveal(row) {
    const list = this.element.getBoundingClientRect();
    const box = row.getBoundingClientRect();
    const from = (box.top - list.top) / list.height;
    if (from > 0.02 && from < 0.36 && box.bottom < list.bottom) return;
    this.element.scrollTop += box.top - list.top - list.height * 0.16;
    this.settling = row;
    this.#settle(row, 30, 0);
  }

  /**
   * Blocks on the way get their true height only when they come near: look again until it stands.
   * @param {HTMLElement} row
   * @param {number} tries
   * @param {number} still frames in which nothing moved
   */
  #settle(row, tries, still) {
    requestAnimationFrame(() => {
      if (row !== this.settling || !tries || still > 3) return;
      const list = this.element.getBoundingClientRect();
      const before = this.element.scrollTop;
      const off = row.getBoundingClientRect().top - list.top - list.height * 0.16;
      if (Math.abs(off) > 2) this.element.scrollTop += off;
      this.#settle(row, tries - 1, this.element.scrollTop === before ? still + 1 : 0);
    });
  }

  /** @param {1|-1} step scroll by a screen */
  page(step) {
    this.element.scrollTop += step * this.element.clientHeight * 0.85;
  }
}
