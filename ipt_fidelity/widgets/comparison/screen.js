// @ts-check
// One screen of sheets side by side: the list of points, the point in hand, and what the keys do.
import { button, el, newName, put } from '../page/dom.js';
import { stroke } from '../page/keys.js';
import { Overlay } from '../page/overlay.js';
import { gaveParts, headOf, inContext, rulings } from './detail.js';
import { actOf } from './keys.js';
import { List } from './list.js';
import { helpPage } from './pages.js';

/** @typedef {import('./points.js').Point} Point */

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {import('./points.js').Points} points
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, points, speak) {
    this.root = root;
    this.points = points;
    this.speak = speak;
    this.whole = false;
    this.drawn = '';
    this.overlay = new Overlay(speak, () => this.focusList());
    this.onKey = this.onKey.bind(this);
  }

  /** Lay everything out and begin; apart from the making, so that what decides is there by then. */
  open() {
    const { root, points, speak } = this;
    this.list = new List(points, speak, `iptf-${newName().slice(0, 8)}`, {
      chosen: (id) => this.goTo(id), decided: this.decided(),
    });
    this.text = el('div', {
      class: 'text', role: 'region', tabindex: '0', 'aria-label': speak('point_in_hand'), 'data-lm-suppress-shortcuts': 'true',
    });
    this.foot = this.makeFoot();
    this.#lay();
    root.addEventListener('keydown', this.onKey);
    root.addEventListener('focusin', () => this.keysOn(true));
    root.addEventListener('focusout', (event) => {
      if (!root.contains(/** @type {Node|null} */ (event.relatedTarget))) this.keysOn(false);
    });
    this.fill();
    this.begin();
    put(root, 'data-ready', '1');
    return this;
  }

  /** @returns {boolean} whether keys decide */
  get decides() {
    return false;
  }

  /** @returns {((point: Point) => {settled: boolean, shown: Array<Node|string>})|null} */
  decided() {
    return null;
  }

  /** @returns {Point|null} */
  get point() {
    return this.points.byId.get(this.list.at) ?? null;
  }

  /** The line below of a screen that is only read. */
  makeFoot() {
    this.told = el('span', { class: 'said', 'aria-live': 'polite' });
    this.ready = el('span', { class: 'keys-state' });
    return el('div', { class: 'status' }, this.told, this.ready);
  }

  #lay() {
    const { speak, points } = this;
    const { handle, names, waiting } = points.page;
    const raters = points.sheets.map((sheet) => points.rater(sheet)).join(' ↔ ');
    this.filterButton = button({ tabindex: '0', class: 'filter', onclick: () => this.act('filter') });
    this.orderButton = button({ tabindex: '0', class: 'order', onclick: () => this.act('order') });
    const head = el('div', { class: 'head' }, el('strong', {}, handle),
      names.phase ? el('span', {}, speak('phase', { phase: names.phase })) : null, el('span', {}, raters),
      el('span', { class: 'space' }), this.filterButton, this.orderButton, ...this.headButtons(),
      button({ tabindex: '0', onclick: () => this.act('help') }, el('kbd', {}, '?'), ` ${speak('help_button')}`));
    const { counts } = points;
    const told = Object.keys(counts).map((kind) => el('bdi', {}, speak(`count_${kind}`, { n: counts[kind] })));
    const facts = el('div', { class: 'counts' },
      el('b', {}, speak('differ_of', { n: points.differing.length, all: points.all.length })), ...told,
      ...points.sheets.some(({ simulated }) => simulated) ? [el('span', { class: 'quiet' }, speak('simulated'))] : [],
      ...waiting.length ? [el('span', { class: 'waiting' }, speak('not_handed_in', { raters: waiting.join(', ') }))] : []);
    this.empty = el('p', { class: 'nothing' });
    this.root.replaceChildren(head, facts, el('div', { class: 'columns-of-compare' },
      el('div', { class: 'left' }, this.list.columns, this.list.element, this.empty),
      el('div', { class: 'right' }, this.text, this.overlay.line, this.below())), this.foot, this.overlay.element);
    put(this.root, 'role', 'group');
    put(this.root, 'aria-label', speak(this.decides ? 'adjudicating' : 'comparing', { handle }));
  }

  /** @returns {HTMLElement[]} */
  headButtons() {
    return [];
  }

  /** @returns {HTMLElement|null} what stands under the point in hand */
  below() {
    return null;
  }

  /** The first point, and how to go on. */
  begin() {
    this.say(this.points.differing.length ? 'to_compare' : 'nothing_differs');
  }

  /** Draw the list again; the point in hand stays where it is still shown. */
  fill() {
    const { points, speak } = this;
    const before = this.list.at;
    const nothing = this.list.fill();
    this.empty.textContent = nothing;
    this.empty.hidden = !nothing;
    this.list.element.hidden = Boolean(nothing);
    this.filterButton?.replaceChildren(el('kbd', {}, 'e'), ` ${speak(`filter_${points.shown}`)}`);
    this.orderButton?.replaceChildren(el('kbd', {}, 'r'), ` ${speak(points.asSpoken ? 'order_spoken' : 'order_gravest')}`);
    const { ids } = this.list;
    if (ids.length) this.goTo(ids.includes(before) ? before : ids[0]);
    else {
      this.list.at = '';
      this.text.replaceChildren(el('p', { class: 'quiet' }, speak('show_all')));
    }
  }

  /** @param {string} id */
  goTo(id) {
    if (this.list.moveTo(id)) this.show();
  }

  /** Draw the point in hand. */
  show() {
    const { point, points, speak } = this;
    if (!point) return;
    const columns = points.sheets.map((sheet, place) => el('section', { class: 'gave-column', 'data-sheet': String(place) },
      this.columnHead(points.rater(sheet), place), ...gaveParts(points, point, points.given(sheet, point), speak)));
    const decision = this.decisionColumn(point);
    const parts = [headOf(points, point, speak), el('div', { class: 'gave-columns' }, ...columns, decision),
      point.kind === 'segment' ? inContext(points, point.name, speak, this.whole) : null,
      rulings(points, point, speak),
      point.kind === 'item' ? this.#evidence(point) : null];
    this.text.replaceChildren(...parts.filter((part) => part !== null));
    if (this.drawn !== point.id) this.text.scrollTop = 0;
    this.drawn = point.id;
  }

  /** @param {Point} point words to which raters tied an item */
  #evidence(point) {
    const { points, speak } = this;
    const tied = new Set(points.sheets.flatMap((sheet) => points.given(sheet, point).evidence_for ?? []));
    const ids = [...tied].filter((id) => points.placeOf.has(id)).sort((a, b) => (points.placeOf.get(a) ?? 0) - (points.placeOf.get(b) ?? 0));
    if (!ids.length) return null;
    return el('div', { class: 'tied' }, ...ids.map((id) => el('section', {}, el('h4', {}, speak('evidence_in', {
      segment: id, raters: points.sheets.filter((sheet) => points.given(sheet, point).evidence_for?.includes(id))
        .map((sheet) => points.rater(sheet)).join(', '),
    })), inContext(points, id, speak, false))));
  }

  /** @param {string} rater @param {number} _place @returns {HTMLElement} */
  columnHead(rater, _place) {
    return el('h4', {}, rater);
  }

  /** @param {Point} _point @returns {HTMLElement|null} */
  decisionColumn(_point) {
    return null;
  }

  /** @param {string} id @param {Record<string, any>} [facts] */
  say(id, facts = {}) {
    if (this.told) this.told.textContent = this.speak(id, facts);
  }

  /** @param {boolean} on */
  keysOn(on) {
    if (!this.ready) return;
    this.ready.textContent = this.speak(on ? 'keys_on' : 'keys_off');
    this.ready.dataset.on = on ? '1' : '0';
  }

  focusList() {
    (this.list.rows.size ? this.list.element : this.text).focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event no key but Ctrl+S goes on to the notebook */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('input, textarea')) {
      this.onWriting(event);
      return;
    }
    const pressed = stroke(event);
    if (!pressed) return;
    if (this.overlay.isOpen) {
      if (pressed === 'Escape' || pressed === '?') this.take(event, () => this.overlay.close());
      else if (event.key === 'Tab') this.overlay.trap(event);
      return;
    }
    if (target.matches('button') && (pressed === 'Enter' || pressed === 'Space')) return;
    if (this.onOwnKey(event, pressed)) return;
    const act = actOf(pressed, this.decides);
    if (act) this.take(event, () => this.act(act, pressed));
  }

  /** @param {KeyboardEvent} _event in a field */
  onWriting(_event) {}

  /** @param {KeyboardEvent} _event @param {string} _pressed @returns {boolean} true where the key was taken */
  onOwnKey(_event, _pressed) {
    return false;
  }

  /** @param {KeyboardEvent} event @param {() => void} act */
  take(event, act) {
    event.preventDefault();
    act();
  }

  /** @param {1|-1} step */
  move(step) {
    const { ids } = this.list;
    const next = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(this.list.at) + step))];
    if (next) this.goTo(next);
  }

  /** @param {string} act of the table of keys @param {string} [_pressed] */
  act(act, _pressed) {
    const { points, text } = this;
    switch (act) {
      case 'next': return this.move(1);
      case 'previous': return this.move(-1);
      case 'first': return this.goTo(this.list.ids[0]);
      case 'last': return this.goTo(this.list.ids.at(-1) ?? '');
      case 'filter':
        points.nextFilter();
        this.fill();
        return this.say(`filter_${points.shown}`);
      case 'order':
        points.asSpoken = !points.asSpoken;
        this.fill();
        return this.say(points.asSpoken ? 'order_spoken' : 'order_gravest');
      case 'whole':
        this.whole = !this.whole;
        return this.show();
      case 'down':
      case 'up':
        text.scrollTop += (act === 'down' ? 0.8 : -0.8) * text.clientHeight;
        return undefined;
      case 'help': return this.overlay.open(this.speak('help'), ...helpPage(points, this.speak, this.decides));
      default: return this.#giveBack();
    }
  }

  /** Give the keys back to the notebook; from elsewhere on the screen first to the list. */
  #giveBack() {
    const active = /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (active !== this.list.element && this.list.rows.size) {
      this.focusList();
      return;
    }
    active?.blur();
    /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
  }

  end() {
    this.root.removeEventListener('keydown', this.onKey);
  }
}
