// @ts-check
// The finds as a list, the most doubtful first, and the one in hand with all that can be done.
import { button, el, put } from '../page/dom.js';

/** @typedef {import('./pieces.js').Find} Find */

/** Sign of what was decided; a doubtful find that is open asks. */
const SIGNS = { kept_masked: '✓', edited: '✎', restored: '↺' };

/** @param {Find} find @param {number} doubtful @returns {boolean} it wants a person's look */
export function asks({ decided, doubt }, doubtful) {
  return decided === 'open' && doubt >= doubtful;
}

export class Finds {
  /**
   * @param {string} name for ids
   * @param {import('../page/words.js').Speak} speak
   * @param {(id: string) => void} onFind
   */
  constructor(name, speak, onFind) {
    this.name = name;
    this.speak = speak;
    /** @type {Map<string, {key: string, element: HTMLElement}>} */
    this.rows = new Map();
    this.order = '';
    this.element = el('div', {
      class: 'finds', role: 'listbox', tabindex: '0', 'aria-label': speak('finds'),
      onclick: (event) => {
        const row = event.target.closest('[role=option]');
        if (row) onFind(row.dataset.find);
      },
    });
  }

  /** @param {Find[]} finds @param {string} here @param {number} doubtful @param {Record<string, string>} where place in words */
  show(finds, here, doubtful, where) {
    const order = finds.map(({ id, doubt }) => `${id}${doubt >= doubtful ? '?' : ''}`).join();
    /** @type {Map<string, {key: string, element: HTMLElement}>} */
    const rows = new Map();
    for (const find of finds) {
      const key = [find.placeholder, find.original, find.decided, find.doubt, where[find.place]].join('\n');
      const before = this.rows.get(find.id);
      const row = before?.key === key ? before : { key, element: this.#row(find, doubtful, where[find.place] ?? '') };
      if (before && row !== before) before.element.replaceWith(row.element);
      rows.set(find.id, row);
    }
    const changed = order !== this.order;
    this.rows = rows;
    this.order = order;
    if (changed) this.#group(finds, doubtful);
    this.select(here);
  }

  /** @param {string} here */
  select(here) {
    for (const row of this.element.querySelectorAll('[aria-selected=true]')) put(row, 'aria-selected', 'false');
    const row = this.rows.get(here)?.element;
    put(this.element, 'aria-activedescendant', row ? row.id : null);
    if (!row) return;
    put(row, 'aria-selected', 'true');
    row.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Find[]} finds @param {number} doubtful */
  #group(finds, doubtful) {
    const groups = [
      ['finds_doubtful', finds.filter(({ doubt }) => doubt >= doubtful)],
      ['finds_sure', finds.filter(({ doubt }) => doubt < doubtful)],
    ];
    this.element.replaceChildren(...groups.flatMap(([id, some]) => (some.length ? [
      el('div', { role: 'group', class: 'group', 'aria-labelledby': `${this.name}-${id}` },
        el('div', { class: 'group-name', id: `${this.name}-${id}`, role: 'presentation' }, this.speak(/** @type {string} */ (id))),
        .../** @type {Find[]} */ (some).map((find) => /** @type {any} */ (this.rows.get(find.id)).element))] : [])));
  }

  /** @param {Find} find @param {number} doubtful @param {string} where */
  #row(find, doubtful, where) {
    const open = asks(find, doubtful);
    const state = this.speak(`decided_${find.decided}`);
    return el('div', {
      role: 'option', class: 'row', id: `${this.name}-${find.id}`, 'data-find': find.id,
      'data-open': open ? '1' : '0', 'data-decided': find.decided, 'aria-selected': 'false',
      'aria-label': `${find.original}, ${find.placeholder}, ${state}, ${where}`, title: where,
    },
    el('span', { class: 'glyph', 'aria-hidden': 'true' }, open ? '?' : SIGNS[find.decided] ?? '·'),
    el('bdi', { class: 'original' }, find.original), el('bdi', { class: 'placeholder' }, find.placeholder));
  }
}

/**
 * The find in hand.
 * @param {Find|null} find
 * @param {string} where
 * @param {import('../page/words.js').Speak} speak
 * @param {Record<string, () => void>} acts
 * @returns {Node[]}
 */
export function detail(find, where, speak, acts) {
  if (!find) return [el('p', { class: 'quiet' }, speak('no_finds'))];
  const act = (name, key, label) => button({ class: `act-${name}`, tabindex: '0', onclick: acts[name] }, el('kbd', {}, key), ` ${speak(label)}`);
  const same = find.same > 1 ? speak('same_words', { n: find.same }) : speak('same_words_one');
  const doubt = speak('how_doubtful', { doubt: find.doubt.toFixed(1) });
  return [
    el('p', { class: 'becomes' }, el('bdi', { class: 'original' }, find.original), el('span', { 'aria-hidden': 'true' }, ' → '),
      el('bdi', { class: 'placeholder' }, find.placeholder), el('span', { class: 'state' }, speak(`decided_${find.decided}`))),
    el('p', { class: 'why' }, `${speak(`kind_${find.kind}`)} · ${speak(`why_${find.by}`)} ${doubt} · ${same} · ${where}`),
    el('div', { class: 'acts' },
      act('keep', 'Enter', 'act_keep'), act('not', 'n', 'act_not'), act('not_all', '⇧n', 'act_not_all'),
      act('other', 'o', 'act_other'), act('everywhere', 'e', 'act_everywhere')),
  ];
}
