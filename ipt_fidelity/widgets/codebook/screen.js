// @ts-check
// One screen of the codebook: contents on the left, text on the right, and what the keys do.
import { button, el, newName, put } from '../page/dom.js';
import { stroke } from '../page/keys.js';
import { GLYPHS } from '../page/rows.js';
import { article } from './entries.js';
import { print } from './printing.js';

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {import('./book.js').Book} book
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, book, speak) {
    this.root = root;
    this.book = book;
    this.speak = speak;
    this.name = `iptf-${newName().slice(0, 8)}`;
    /** @type {string} target of the current entry */
    this.at = '';
    /** @type {string[]} entries from which a link was followed */
    this.trail = [];
    /** @type {Map<string, HTMLElement>} */
    this.rows = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.articles = new Map();
    this.input = /** @type {HTMLInputElement} */ (el('input', {
      type: 'search', 'aria-label': speak('search'), placeholder: speak('search_key'), dir: 'auto',
      oninput: () => this.#filter(),
    }));
    this.select = /** @type {HTMLSelectElement} */ (el('select', {
      'aria-label': speak('phase_filter'), onchange: () => this.#filter(),
    }, el('option', { value: '' }, speak('every_phase')),
    ...book.content.phases.map((phase) => el('option', { value: phase }, phase))));
    this.select.value = book.phase ?? '';
    this.count = el('span', { class: 'found', role: 'status', 'aria-live': 'polite' });
    this.index = el('div', {
      class: 'index', role: 'listbox', tabindex: '0', 'aria-label': speak('index'),
      onclick: (event) => {
        const row = event.target.closest('[role=option]');
        if (row) this.goTo(row.dataset.target);
      },
    });
    this.text = el('div', {
      class: 'text', role: 'region', tabindex: '0', 'aria-label': speak('text'), lang: book.content.language,
    });
    this.#lay();
    this.onKey = this.onKey.bind(this);
    root.addEventListener('keydown', this.onKey);
    this.#filter();
    put(root, 'data-ready', '1');
  }

  #lay() {
    const { book, speak } = this;
    const { title, version, standing, kept } = book.content;
    const head = el('div', { class: 'head' },
      el('strong', {}, title), el('span', { class: 'quiet' }, `${version} · ${standing}`), el('span', { class: 'space' }),
      this.count, this.input, this.select,
      button({ tabindex: '0', class: 'print', onclick: () => print(this.root) }, speak('print')));
    this.root.replaceChildren(head, kept ? el('p', { class: 'kept' }, speak('kept')) : '',
      el('div', { class: 'columns-of-book' }, this.index, this.text),
      el('div', { class: 'ways', 'aria-hidden': 'true' }, speak('ways')));
    put(this.root, 'role', 'group');
    put(this.root, 'aria-label', speak('book', { title }));
  }

  /** Draw again what the phase and the searched words let through. */
  #filter() {
    const { book, speak } = this;
    book.search = this.input.value;
    book.phase = this.select.value || null;
    const { shown } = book;
    this.rows.clear();
    this.articles.clear();
    /** @type {Map<string, HTMLElement>} */
    const groups = new Map();
    const headed = [];
    for (const entry of shown) {
      if (!groups.has(entry.group)) {
        const id = `${this.name}-g${groups.size}`;
        groups.set(entry.group, el('div', { role: 'group', class: 'group', 'aria-labelledby': id },
          el('div', { class: 'group-name', id, role: 'presentation' }, entry.group)));
        headed.push(el('h3', {}, entry.group));
        const help = book.content.families.find(({ label }) => entry.kind === 'code' && label === entry.group)?.help;
        if (help) headed.push(el('p', {}, help));
      }
      const row = this.#row(entry);
      const drawn = article(book, entry, speak, (target) => this.follow(target));
      this.rows.set(entry.target, row);
      this.articles.set(entry.target, drawn);
      groups.get(entry.group)?.append(row);
      headed.push(drawn);
    }
    this.index.replaceChildren(...groups.values());
    this.text.replaceChildren(...(shown.length ? headed : [el('p', { class: 'quiet' }, speak('nothing_found'))]));
    this.count.textContent = speak('found_parts', { n: shown.length, all: book.entries.length });
    this.#paint();
    if (shown.length) this.goTo(this.rows.has(this.at) && !book.search ? this.at : shown[0].target);
    else this.index.removeAttribute('aria-activedescendant');
  }

  /** @param {import('./book.js').Entry} entry */
  #row({ target, kind, part }) {
    const glyph = kind === 'code' ? GLYPHS[part.status] : '';
    const short = kind === 'code' || kind === 'item' ? part.id : '';
    return el('div', {
      role: 'option', class: `row ${part.status ?? ''}`, id: `${this.name}-${target.replace(':', '-')}`,
      'data-target': target, 'aria-selected': 'false', title: part.label,
      'aria-label': [short, part.label === short ? '' : part.label,
        kind === 'code' ? this.speak(`status_${part.status}`) : ''].filter(Boolean).join(', '),
    }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph), el('span', { class: 'short' }, short),
    el('span', { class: 'label' }, part.label === short ? '' : part.label));
  }

  /** @param {string} target */
  goTo(target) {
    const row = this.rows.get(target);
    const drawn = this.articles.get(target);
    if (!row || !drawn) return;
    put(this.rows.get(this.at) ?? row, 'aria-selected', 'false');
    this.articles.get(this.at)?.classList.remove('here');
    this.at = target;
    put(row, 'aria-selected', 'true');
    drawn.classList.add('here');
    put(this.index, 'aria-activedescendant', row.id);
    this.text.scrollTop = drawn.offsetTop - 8;
    const { scrollTop, clientHeight } = this.index;
    const bottom = row.offsetTop + row.offsetHeight;
    if (row.offsetTop < scrollTop + 24) this.index.scrollTop = row.offsetTop - 32;
    else if (bottom > scrollTop + clientHeight) this.index.scrollTop = bottom - clientHeight + 16;
  }

  /** @param {1|-1} step */
  move(step) {
    const targets = [...this.rows.keys()];
    const next = targets[Math.max(0, Math.min(targets.length - 1, targets.indexOf(this.at) + step))];
    if (next) this.goTo(next);
  }

  /** @param {string} target of a link; what is filtered away comes back */
  follow(target) {
    this.trail.push(this.at);
    this.#visit(target);
  }

  /** @param {string} target */
  #visit(target) {
    if (!this.rows.has(target)) {
      this.input.value = '';
      if (!this.book.entries.some((entry) => entry.target === target)) return;
      this.#filter();
      if (!this.rows.has(target)) {
        this.select.value = '';
        this.#filter();
      }
    }
    this.goTo(target);
    this.articles.get(target)?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event no key goes on to the notebook */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const pressed = stroke(event);
    const target = /** @type {HTMLElement} */ (event.target);
    const act = this.#actOf(pressed, target);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** @param {string} pressed @param {HTMLElement} target @returns {(() => void)|null} */
  #actOf(pressed, target) {
    const toIndex = () => this.index.focus({ preventScroll: true });
    if (target === this.input) {
      if (pressed === 'Escape') return () => { if (this.input.value) this.#clear(); else toIndex(); };
      return pressed === 'Enter' || pressed === 'ArrowDown' ? toIndex : null;
    }
    if (target === this.select) return pressed === 'Escape' ? toIndex : null;
    const onButton = target.matches('button');
    const inIndex = target === this.index;
    switch (pressed) {
      case '/': return () => { this.input.focus({ preventScroll: true }); this.input.select(); };
      case 'j': return () => this.#step(1, inIndex);
      case 'k': return () => this.#step(-1, inIndex);
      case 'ArrowDown': return inIndex ? () => this.move(1) : null;
      case 'ArrowUp': return inIndex ? () => this.move(-1) : null;
      case 'Home': return inIndex ? () => this.goTo([...this.rows.keys()][0]) : null;
      case 'End': return inIndex ? () => this.goTo([...this.rows.keys()].at(-1) ?? '') : null;
      case 'Enter': return onButton ? null : () => this.articles.get(this.at)?.focus({ preventScroll: true });
      case 'Backspace': return () => { const last = this.trail.pop(); if (last) this.#visit(last); };
      case 'Escape': return inIndex ? () => this.#giveBack() : toIndex;
      default: return null;
    }
  }

  /** @param {1|-1} step @param {boolean} inIndex otherwise the focus goes along in the text */
  #step(step, inIndex) {
    this.move(step);
    if (!inIndex) this.articles.get(this.at)?.focus({ preventScroll: true });
  }

  #clear() {
    this.input.value = '';
    this.#filter();
  }

  /** Give the keys back to the notebook. */
  #giveBack() {
    this.index.blur();
    /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
  }

  /** Let the browser paint the searched words; the page stays as it is. */
  #paint() {
    const { highlights } = /** @type {any} */ (globalThis).CSS ?? {};
    if (!highlights) return;
    const words = this.book.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const ranges = [];
    const walker = document.createTreeWalker(this.text, NodeFilter.SHOW_TEXT);
    while (words.length && walker.nextNode()) {
      const node = walker.currentNode;
      const held = (node.textContent ?? '').toLocaleLowerCase();
      for (const word of words) {
        for (let at = held.indexOf(word); at >= 0; at = held.indexOf(word, at + word.length)) {
          if (at + word.length > (node.textContent ?? '').length) break;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      }
    }
    highlights.set('ipt-fidelity-book', new (/** @type {any} */ (globalThis)).Highlight(...ranges));
  }

  end() {
    this.root.removeEventListener('keydown', this.onKey);
  }
}
