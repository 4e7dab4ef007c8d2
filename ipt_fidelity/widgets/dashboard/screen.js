// @ts-check
// One screen of agreement: five tables, a row in hand, and what lies behind it.
import { button, el, newName, put } from '../page/dom.js';
import { stroke } from '../page/keys.js';
import { Overlay } from '../page/overlay.js';
import { decimals, givenOf, nameOf, rowsOf, shown } from './tables.js';
import { strip } from './strip.js';

const PROTOCOL = 1;
const TABS = /** @type {const} */ (['codes', 'items', 'confusions', 'pairs', 'time']);
const LEVELS = ['code', 'family', 'status'];

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {any} content what the kernel sent at once
   * @param {import('../page/words.js').Speak} speak
   * @param {any} model of anywidget
   */
  constructor(root, content, speak, model) {
    this.root = root;
    this.content = content;
    this.speak = speak;
    this.model = model;
    this.language = model.get('language');
    this.page = newName();
    this.codes = new Map(content.codes.map(([id, label, family, status]) => [id, { label, family, status }]));
    /** @type {Map<string, {figures: any[], problem: string}>} views that are here */
    this.views = new Map();
    /** @type {Set<string>} views on their way */
    this.asked = new Set();
    /** @type {typeof TABS[number]} */
    this.tab = 'codes';
    /** @type {Array<() => void>} what Enter does, by row */
    this.opens = [];
    this.gone = false;
    this.overlay = new Overlay(speak, () => this.focusRow());
    this.level = this.#select('level', LEVELS.map((id) => [id, speak(`level_${id}`)]));
    this.family = this.#select('family', [['', speak('every_family')], ...content.families]);
    this.body = el('div', { class: 'body', role: 'tabpanel', tabindex: '-1', 'aria-label': speak('head') });
    this.told = el('span', { class: 'told', role: 'status', 'aria-live': 'polite' });
    this.#lay();
    this.onKey = this.onKey.bind(this);
    this.hear = this.hear.bind(this);
    this.lose = this.lose.bind(this);
    root.addEventListener('keydown', this.onKey);
    model.on('msg:custom', this.hear);
    model.on('comm:close', this.lose);
    this.show('codes');
    put(root, 'data-ready', '1');
  }

  /** @param {string} name @param {Array<[string, string]>} choices */
  #select(name, choices) {
    return /** @type {HTMLSelectElement} */ (el('select', {
      'aria-label': this.speak(name), class: name, 'data-lm-suppress-shortcuts': 'true', onchange: () => this.show(this.tab),
    }, ...choices.map(([id, label]) => el('option', { value: id }, label))));
  }

  #lay() {
    const { speak, content } = this;
    this.tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': speak('tabs') }, ...TABS.map((tab, place) => button({
      role: 'tab', 'data-tab': tab, 'aria-selected': 'false', onclick: () => { this.show(tab); this.focusRow(); },
    }, el('kbd', { 'aria-hidden': 'true' }, String(place + 1)), ` ${speak(`tab_${tab}`)}`)));
    const head = el('div', { class: 'head' }, el('strong', {}, speak('head')), el('span', {}, content.rubric),
      el('span', { class: 'quiet' }, speak('about', { sessions: content.sessions.length, shared: content.shared, raters: content.raters.map((rater) => (content.simulated.includes(rater) ? speak('simulated', { rater }) : rater)).join(', ') })),
      el('span', { class: 'space' }), this.level, this.family,
      button({ tabindex: '0', onclick: () => this.help() }, el('kbd', {}, '?'), ` ${speak('help_button')}`));
    this.root.replaceChildren(head, this.tabs, this.body,
      el('div', { class: 'ways' }, this.told, el('span', { 'aria-hidden': 'true' }, speak('ways'))), this.overlay.element);
    put(this.root, 'role', 'group');
    put(this.root, 'aria-label', speak('agreement', { title: content.title }));
  }

  /** The view of the kernel that the table needs; none for confusions, which are counted already. */
  get view() {
    if (this.tab === 'confusions') return null;
    return this.tab === 'pairs' || this.tab === 'time' ? this.tab : this.tab === 'items' ? 'code' : this.level.value;
  }

  /** @param {typeof TABS[number]} tab */
  show(tab) {
    this.tab = tab;
    for (const one of this.tabs?.children ?? []) {
      const isHere = /** @type {HTMLElement} */ (one).dataset.tab === tab;
      put(one, 'aria-selected', String(isHere));
      put(one, 'tabindex', isHere ? '0' : '-1');
    }
    this.level.disabled = tab !== 'codes';
    this.family.disabled = tab === 'items' || (tab === 'codes' && this.level.value === 'status');
    put(this.root, 'data-tab', tab);
    this.#draw();
  }

  #draw() {
    const { view, speak } = this;
    this.opens = [];
    const held = view ? this.views.get(view) : null;
    if (!this.content.shared) this.#say(el('p', { class: 'note' }, speak('nothing')));
    else if (view === null) this.#confusions();
    else if (!held) {
      this.#say(el('p', { class: 'note computing' }, speak(this.gone ? 'kernel_gone' : 'computing')));
      this.#ask(view);
    } else if (held.problem) this.#say(el('p', { class: 'note' }, held.problem));
    else this.#figures(held.figures);
    put(this.root, 'data-computing', view && this.content.shared && !held && !this.gone ? '1' : '0');
  }

  /** @param {Node} note */
  #say(note) {
    this.body.replaceChildren(note);
    this.told.textContent = note.textContent;
  }

  /** @param {string} view */
  #ask(view) {
    if (this.asked.has(view)) return;
    this.asked.add(view);
    try {
      this.model.send({ v: PROTOCOL, kind: 'figures', page: this.page, view });
    } catch {
      this.lose();
    }
  }

  /** @param {any} message @param {DataView[]} buffers */
  hear(message, buffers) {
    if (message?.to !== this.page) return;
    if (message.kind === 'refused') this.told.textContent = `${message.problem} ${message.mend ?? ''}`.trim();
    if (!buffers?.length) return;
    const content = JSON.parse(new TextDecoder().decode(buffers[0]));
    if (message.kind === 'figures') {
      this.views.set(message.view, content);
      if (message.view === this.view) this.#draw();
    } else if (message.kind === 'words') this.#words(message, content);
  }

  lose() {
    this.gone = true;
    this.#draw();
  }

  /** @param {any[]} figures */
  #figures(figures) {
    const { speak, tab } = this;
    const rows = rowsOf(figures, /** @type {any} */ (tab), this.family.disabled ? '' : this.family.value);
    if (!rows.length) {
      this.#say(el('p', { class: 'note' }, speak('nothing_here')));
      return;
    }
    const besides = tab === 'pairs' ? 'who' : tab === 'time' ? 'when' : null;
    const items = tab === 'items';
    const head = [[items ? 'what_item' : 'what_code'], ...(besides ? [[besides]] : []), ...(items ? [] : [['given', 'given_long']]),
      ['units', items ? 'units_item' : 'units_code'], ...(items ? [] : [['percent', 'percent_long']]), ['coefficient'], ['band', 'band_long']];
    this.#table(head, rows.map((row) => ({
      name: row.what,
      cells: [this.#name(row), ...(besides ? [row.beside] : []), ...(items ? [] : [this.#count(givenOf(row))]), this.#count(row.main.n_units),
        ...(items ? [] : [row.percent === null ? '–' : String(Math.round(row.percent * 100))]),
        this.#coefficient(row.main), this.#band(row.main), strip(row.main)],
      open: () => this.details(row),
    })));
  }

  /** @param {any} row */
  #name({ what, label, main }) {
    const text = main.kind === 'all' ? this.speak('all') : main.kind === 'status' ? this.speak(`status_${what}`) : label;
    return [el('b', {}, main.kind === 'all' || main.kind === 'status' ? '' : what), ` ${text === what ? '' : text}`];
  }

  /** @param {number|null} n */
  #count(n) {
    return n === null ? '–' : new Intl.NumberFormat(this.language).format(n);
  }

  /** @param {any} figure */
  #coefficient(figure) {
    const { speak, language } = this;
    const few = figure.few ? el('span', { class: 'few' }, ` ⚠ ${speak('too_few', { n: figure.n_positive ?? figure.n_units })}`) : '';
    if (figure.value === null) return [el('span', { class: 'quiet' }, speak('undefined')), few];
    return [el('span', { class: 'quiet' }, `${nameOf(figure)} `), shown(figure, language, { brief: true }), few];
  }

  /** @param {any} figure @returns {string} */
  #band(figure) {
    const { speak } = this;
    if (figure.band) return speak(`band_${figure.band.replaceAll(' ', '_')}`);
    return figure.value !== null && figure.low === null ? speak('no_interval') : '';
  }

  #confusions() {
    const { speak, content } = this;
    const wanted = this.family.value;
    const pairs = content.confusions.filter(({ codes }) => !wanted || codes.some((code) => this.codes.get(code)?.family === wanted));
    if (!pairs.length) {
      this.#say(el('p', { class: 'note' }, speak('nothing_here')));
      return;
    }
    const most = Math.max(...pairs.map(({ n }) => n));
    this.#table([['what_code'], ['pair_n'], ['units']], pairs.map((pair) => ({
      name: pair.codes.join(' '),
      cells: [[el('b', {}, this.#pair(pair.codes)), ` ${pair.codes.map((code) => this.#label(code)).join(' · ')}`],
        [el('span', { class: 'bar', style: `inline-size: ${Math.max(2, (90 * pair.n) / most)}px`, 'aria-hidden': 'true' }), ` ${this.#count(pair.n)}`],
        speak('pair_of', { n: this.#count(pair.compared) })],
      open: () => this.places(pair),
    })));
  }

  /** @param {string} code */
  #label(code) {
    return code === 'none' ? this.speak('none') : this.codes.get(code)?.label ?? code;
  }

  /** @param {string[]} codes */
  #pair([one, other]) {
    return this.speak('taken_for', { one: this.#code(one), other: this.#code(other) });
  }

  /** @param {string} code */
  #code(code) {
    return code === 'none' ? this.speak('none') : code;
  }

  /**
   * @param {string[][]} head word of each column, and the word that explains it
   * @param {Array<{name: string, cells: any[], open: () => void}>} rows
   */
  #table(head, rows) {
    const { speak } = this;
    const heads = head.map(([word, long]) => el('th', { scope: 'col', title: long ? speak(long) : null }, speak(word)));
    const withStrip = rows[0].cells.length > head.length;
    if (withStrip) heads.push(el('td', { class: 'quiet', 'aria-hidden': 'true' }, speak('strip')));
    this.opens = rows.map(({ open }) => open);
    this.body.replaceChildren(el('table', { class: 'figures' }, el('caption', { class: 'unseen' }, speak(`tab_${this.tab}`)),
      el('thead', {}, el('tr', {}, ...heads)),
      el('tbody', {}, ...rows.map(({ name, cells, open }, place) => el('tr', {
        tabindex: place ? '-1' : '0', 'data-what': name, 'data-lm-suppress-shortcuts': 'true', onclick: open,
      }, ...cells.map((cell, column) => el(column ? 'td' : 'th', column ? {} : { scope: 'row' },
        ...(Array.isArray(cell) ? cell : [cell]))))))));
    this.told.textContent = '';
  }

  /** @returns {HTMLElement[]} */
  get rows() {
    return /** @type {HTMLElement[]} */ ([...this.body.querySelectorAll('tbody tr')]);
  }

  focusRow() {
    const row = this.rows.find((one) => one.tabIndex === 0);
    (row ?? /** @type {HTMLElement} */ (this.tabs?.querySelector('[aria-selected=true]')))?.focus({ preventScroll: true });
  }

  /** @param {number} to */
  #moveTo(to) {
    const { rows } = this;
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    for (const one of rows) put(one, 'tabindex', one === row ? '0' : '-1');
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
  }

  /** @param {import('./tables.js').Row} row every figure with counts, interval, band, note and source */
  details(row) {
    const { speak, language } = this;
    const figure = (one) => el('section', { class: 'figure' },
      el('h4', {}, `${nameOf(one)} `, el('span', { class: 'quiet' }, [one.form, speak(one.level === 'unit' ? 'segments' : 'sessions')].filter(Boolean).join(' · '))),
      el('p', { class: 'value' }, one.value === null ? speak('undefined') : shown(one, language), ' ', strip(one)),
      el('p', {}, speak('counts', {
        n: this.#count(one.n_units), raters: one.n_raters, clusters: one.n_clusters === null ? '' : speak('clusters', { n: one.n_clusters }),
        positive: one.n_positive === null ? '' : speak('positive', { n: this.#count(one.n_positive) }),
      }), one.method ? ` · ${speak('interval_by', { share: Math.round((one.confidence ?? 0.95) * 100), method: one.method })}` : ''),
      one.band ? el('p', {}, speak('shows', { band: this.#band(one), possible: speak(`band_${one.possible.replaceAll(' ', '_')}`), scale: one.scale })) : null,
      one.note ? el('p', { class: 'note-of' }, one.note) : null,
      one.source ? el('p', { class: 'quiet' }, `${speak('formula')}: ${one.source}`) : null);
    this.overlay.open(speak('details', { what: [row.what, row.label === row.what ? '' : row.label, row.beside].filter(Boolean).join(' ') }), ...row.figures.map(figure));
  }

  /** @param {{codes: string[], places: string[][]}} pair */
  places({ codes, places }) {
    const { speak } = this;
    /** @type {Map<string, string[][]>} pairs of raters by place */
    const by = new Map();
    for (const place of places) by.set(place.slice(0, 2).join('/'), [...by.get(place.slice(0, 2).join('/')) ?? [], place]);
    this.overlay.open(speak('places', { what: this.#pair(codes) }), el('p', { class: 'quiet' }, speak('words_hint')),
      el('ul', { class: 'places' }, ...[...by].map(([name, raters]) => {
        const [session, segment] = raters[0];
        const told = raters.map(([, , rater, code, other, instead]) => speak('place', { rater, code: this.#code(code), other, instead: this.#code(instead) }));
        return el('li', { 'data-place': name }, el('b', {}, `${session}, ${segment}`), ` ${told.join('; ')} `, button({
          tabindex: '0', class: 'ask-words', 'aria-label': `${speak('words_of')}: ${session}, ${segment}`, onclick: () => this.askWords(session, segment),
        }, speak('words_of')), el('div', { class: 'said-there', 'aria-live': 'polite' }));
      })));
  }

  /** @param {string} session @param {string} segment */
  askWords(session, segment) {
    try {
      this.model.send({ v: PROTOCOL, kind: 'words', page: this.page, session, segment });
    } catch {
      this.lose();
    }
  }

  /** @param {any} message @param {{turns: string[][], problem: string}} content */
  #words({ session, segment }, { turns, problem }) {
    for (const place of this.overlay.element.querySelectorAll('[data-place]')) {
      if (/** @type {HTMLElement} */ (place).dataset.place !== `${session}/${segment}`) continue;
      place.querySelector('.said-there')?.replaceChildren(...(problem ? [problem] : turns.map(([role, words]) => el('p', {},
        el('b', {}, `${this.speak(`role_${role}`)}: `), el('span', { dir: 'auto' }, words)))));
    }
  }

  help() {
    const { speak } = this;
    const keys = [['j k', 'key_move'], ['↵', 'key_open'], ['1 – 5', 'key_tab'], ['f', 'key_family'], ['l', 'key_level'], ['Esc', 'key_close_this']];
    this.overlay.open(speak('keys_title'), el('dl', { class: 'keys' }, ...keys.flatMap(([key, word]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, speak(word))])));
  }

  /** @param {KeyboardEvent} event no key goes on to the notebook */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const pressed = stroke(event);
    const target = /** @type {HTMLElement} */ (event.target);
    if (this.overlay.isOpen) {
      if (pressed === 'Escape' || pressed === '?') {
        event.preventDefault();
        this.overlay.close();
      } else if (event.key === 'Tab') this.overlay.trap(event);
      return;
    }
    const act = this.#actOf(pressed, target);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** @param {string} pressed @param {HTMLElement} target @returns {(() => void)|null} */
  #actOf(pressed, target) {
    if (target.matches('select')) return pressed === 'Escape' ? () => this.focusRow() : null;
    const place = this.rows.indexOf(/** @type {HTMLElement} */ (target.closest('tbody tr')));
    const tab = TABS[Number(pressed) - 1];
    if (tab) return () => { this.show(tab); this.focusRow(); };
    switch (pressed) {
      case 'j': case 'ArrowDown': return () => this.#moveTo(place + 1);
      case 'k': case 'ArrowUp': return () => this.#moveTo(place - 1);
      case 'Home': return () => this.#moveTo(0);
      case 'End': return () => this.#moveTo(Infinity);
      case 'ArrowRight': case 'ArrowLeft': return target.matches('[role=tab]') ? () => this.#turn(pressed === 'ArrowRight' ? 1 : -1) : null;
      case 'Enter': return place >= 0 ? () => this.opens[place]?.() : null;
      case 'f': return () => this.family.focus();
      case 'l': return () => this.level.focus();
      case '?': return () => this.help();
      case 'Escape': return () => {
        target.blur();
        /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
      };
      default: return null;
    }
  }

  /** @param {1|-1} step to the tab beside */
  #turn(step) {
    const to = (TABS.indexOf(this.tab) + step + TABS.length) % TABS.length;
    this.show(TABS[to]);
    /** @type {HTMLElement} */ (this.tabs?.children[to]).focus();
  }

  end() {
    this.root.removeEventListener('keydown', this.onKey);
    this.model.off('msg:custom', this.hear);
    this.model.off('comm:close', this.lose);
  }
}
