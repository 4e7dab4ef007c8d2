// @ts-check
// The left column: codes with their keys, and the codebook of the code in hand.
import { AfterFrame } from '../page/after_frame.js';
import { button, el, put } from '../page/dom.js';
import { GLYPHS } from '../page/rows.js';

export class Rail {
  /**
   * @param {any} desk
   * @param {import('../page/words.js').Speak} speak
   * @param {(code: string, event: MouseEvent) => void} chosen
   */
  constructor(desk, speak, chosen) {
    this.desk = desk;
    this.speak = speak;
    /** @type {Map<string, {row: HTMLElement, count: HTMLElement}>} */
    this.codes = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.families = new Map();
    /** @type {string|null} */
    this.inHand = null;
    this.list = el('div', { class: 'codes', role: 'toolbar', 'aria-orientation': 'vertical', 'aria-label': speak('rail') });
    for (const family of desk.rubric.families) this.#family(family, chosen);
    this.reading = new AfterFrame(() => this.#drawBook());
    this.scrolled = false;
    this.book = el('div', {
      onscroll: () => { this.scrolled = true; }, class: 'codebook', role: 'region', tabindex: '0', 'aria-label': speak('codebook'),
      'data-lm-suppress-shortcuts': 'true',
    });
    this.element = el('div', { class: 'rail' }, this.list, this.book);
    const first = desk.rubric.codes[0];
    if (first) {
      put(this.codes.get(first.id)?.row ?? this.list, 'tabindex', '0');
      this.show(first.id);
    }
    for (const code of desk.rubric.codes) this.count(code.id);
  }

  /** @param {any} family @param {(code: string, event: MouseEvent) => void} chosen */
  #family(family, chosen) {
    const codes = this.desk.rubric.codes.filter((code) => code.family === family.id);
    if (!codes.length) return;
    const group = el('div', { class: 'family', role: 'group', 'aria-label': family.label },
      el('div', { class: 'family-name', 'aria-hidden': 'true' },
        family.key ? el('kbd', {}, family.key) : null, family.label));
    for (const code of codes) {
      const count = el('span', { class: 'count' });
      const row = button({
        class: `code ${code.status}`, 'data-code': code.id, 'aria-pressed': 'false', title: code.label,
        onclick: (event) => chosen(code.id, event), onmouseenter: () => this.show(code.id),
        onfocus: () => this.show(code.id),
      }, el('kbd', {}, code.keys[0] ?? ''), el('span', { class: 'glyph', 'aria-hidden': 'true' }, GLYPHS[code.status]),
      el('span', { class: 'label' }, code.label), count);
      this.codes.set(code.id, { row, count });
      group.append(row);
    }
    this.families.set(family.key, group);
    this.list.append(group);
  }

  /** @param {string} code */
  count(code) {
    const n = this.desk.codeCounts.get(code) ?? 0;
    const shown = this.codes.get(code);
    const text = n ? String(n) : '';
    if (shown && shown.count.textContent !== text) shown.count.textContent = text;
  }

  /** @param {string} segment mark the codes that the current segment has */
  at(segment) {
    const { primary, secondary } = this.desk.coding(segment);
    const held = new Set([primary, ...secondary]);
    for (const [code, { row }] of this.codes) put(row, 'aria-pressed', String(held.has(code)));
    if (primary) this.show(primary);
  }

  /** @param {string|null} family letter that waits for its digit */
  await(family) {
    for (const [key, group] of this.families) group.classList.toggle('waiting', key === family);
    const group = family && this.families.get(family);
    if (!group) return;
    const list = this.list.getBoundingClientRect();
    const box = group.getBoundingClientRect();
    if (box.top < list.top || box.bottom > list.bottom) this.list.scrollTop += box.top - list.top - 8;
  }

  /** @param {1|-1} step move the focus within the rail */
  step(step) {
    const rows = [...this.codes.values()].map(({ row }) => row);
    const now = rows.indexOf(/** @type {HTMLElement} */ (this.list.getRootNode().activeElement));
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
    rows.forEach((row) => put(row, 'tabindex', row === next ? '0' : '-1'));
    next?.focus();
  }

  /** @param {string} id the code in hand */
  show(id) {
    if (this.inHand === id || !this.desk.codes.has(id)) return;
    this.inHand = id;
    this.reading.ask();
  }

  #drawBook() {
    const code = this.desk.codes.get(this.inHand);
    const { speak } = this;
    const parts = [
      el('h4', {}, el('span', { class: `chip ${code.status}` }, `${GLYPHS[code.status]} ${code.id}`), ' ', code.label),
      el('p', { class: 'facts-of-code' }, [speak(`status_${code.status}`), code.keys.join(', '),
        code.expected ? speak('expected') : ''].filter(Boolean).join(' · ')),
      el('p', {}, code.definition),
    ];
    for (const [word, list] of [['include', code.include], ['exclude', code.exclude]]) {
      if (list.length) parts.push(el('h5', {}, speak(word)), el('ul', {}, ...list.map((one) => el('li', {}, one))));
    }
    if (code.example) parts.push(el('h5', {}, speak('example')), el('p', { class: 'case' }, code.example));
    if (code.near_miss) {
      parts.push(el('h5', {}, speak('near_miss', { code: code.near_miss.code })),
        el('p', { class: 'case' }, code.near_miss.text));
    }
    if (code.rule) parts.push(el('h5', {}, speak('rule')), el('p', {}, code.rule));
    this.book.replaceChildren(...parts);
    if (this.scrolled) {
      this.book.scrollTop = 0;
      this.scrolled = false;
    }
  }
}
