// @ts-check
// One screen of the desk: three columns, one status line, and what the keys do on it.
import { isWritten, readAnswer, takesSeveral, valueUnder } from '../page/choices.js';
import { AfterFrame } from '../page/after_frame.js';
import { clock, el, newName, put } from '../page/dom.js';
import { Find } from '../page/find.js';
import { actOf, codeOf, stroke } from '../page/keys.js';
import { Overlay } from '../page/overlay.js';
import { Rows } from '../page/rows.js';
import { StatusLine } from '../page/status_line.js';
import { ACTS } from './acts.js';
import { turnBoundary } from './cut_acts.js';
import { Facts } from './facts.js';
import { Form } from './form.js';
import { Head } from './head.js';
import { Overview } from './overview.js';
import { Rail } from './rail.js';
import { SOUND_ACTS } from './sound_acts.js';
import { SoundBar } from './sound_bar.js';
import { SpanView } from './span_view.js';

const PLACE_MS = 3000;
const LAST_MARKS = 5;

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {import('./desk.js').Desk} desk
   * @param {import('../page/life.js').Life} life
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, desk, life, speak) {
    this.root = root;
    this.desk = desk;
    this.life = life;
    this.speak = speak;
    /** @type {string|null} family letter that waits for its digit */
    this.pending = null;
    this.replayed = 0;
    /** @type {any} */
    this.placeTimer = 0;
    this.rows = new Rows(desk, speak, `iptf-${newName().slice(0, 8)}`, (place) => this.goTo(place, { scroll: false }));
    this.rail = new Rail(desk, speak, (code, event) => {
      desk.setCode(this.segment, code, event.shiftKey);
      this.spans?.keep();
      if (event.detail > 0) this.focusText();
    });
    this.form = new Form(desk, speak, {
      take: (place) => this.form.take(place, { focus: true }),
      answer: (item, value) => desk.answer(`item:${item.id}`, 'value', item, value),
      write: (item) => this.writeAnswer(`item:${item.id}`, 'value', item),
      absence: (item) => desk.turnAbsence(item),
      visit: (item, segment) => this.goTo(desk.placeOf.get(segment) ?? 0),
    });
    this.facts = new Facts(desk, speak, {
      answer: (part, value) => desk.answer(`segment:${this.segment}`, `attr_${part.id}`, part, value),
      write: (part) => this.writeAnswer(`segment:${this.segment}`, `attr_${part.id}`, part),
      memo: () => this.writeMemo(`segment:${this.segment}`),
    });
    this.overlay = new Overlay(speak, () => this.focusText());
    this.find = new Find(desk, this.rows);
    this.status = new StatusLine(life, speak);
    this.counting = new AfterFrame(() => this.#count());
    this.head = new Head(desk, speak, (act) => {
      this.act(act);
      if (!this.overlay.isOpen) this.focusText();
    });
    this.shownSegments = desk.segments;
    /** @type {Set<string>} what the session has that keys depend on */
    this.has = new Set();
    this.rows.element.addEventListener('click', (event) => this.#onTurn(event));
    this.spans = desk.rubric.span ? new SpanView(this) : null;
    if (this.spans) this.has.add('span');
    this.sound = desk.page.sound ? new SoundBar(this, desk.page.sound) : null;
    if (this.sound?.player) this.has.add('sound');
    this.#lay();
    this.onKey = this.onKey.bind(this);
    this.keepPlace = this.keepPlace.bind(this);
    globalThis.addEventListener('pagehide', this.keepPlace);
    root.addEventListener('keydown', this.onKey);
    root.addEventListener('focusin', () => this.status.keys(true));
    root.addEventListener('focusout', (event) => {
      if (!root.contains(/** @type {Node|null} */ (event.relatedTarget))) this.status.keys(false);
    });
    this.#begin();
  }

  get segment() {
    return this.desk.segments[this.rows.at].id;
  }

  /** @returns {import('../page/keys.js').Area} */
  get area() {
    const active = /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (this.form.element.contains(active)) return 'form';
    return this.facts.element.contains(active) ? 'facts' : 'text';
  }

  #lay() {
    const { speak, desk } = this;
    this.overview = new Overview(this);
    const text = el('div', { class: 'text' }, this.rows.element, this.overview.element);
    const middle = el('div', { class: 'middle' }, text, this.overlay.line, this.facts.element);
    if (this.sound) this.head.element.append(this.sound.element);
    this.root.replaceChildren(this.head.element, el('div', { class: 'columns-of-desk' }, this.rail.element, middle, this.form.element),
      this.status.element, this.overlay.element);
    put(this.root, 'role', 'group');
    put(this.root, 'aria-label', speak('desk', { handle: desk.page.handle }));
  }

  #begin() {
    const { desk } = this;
    this.goTo(desk.resumeAt, { quietly: true });
    const last = desk.sheet.newest(LAST_MARKS).map((mark) => this.#told(desk.tell(mark)));
    if (last.length) {
      const facts = { segment: this.segment, what: last.join(' · ') };
      this.status.say(this.speak('resumed', facts));
    } else this.say('no_codes_yet');
    this.repaint(['sheet', 'cut']);
    put(this.root, 'data-ready', '1');
  }

  end() {
    this.keepPlace();
    this.sound?.end();
    this.spans?.end();
    this.overview.end();
    globalThis.removeEventListener('pagehide', this.keepPlace);
    this.root.removeEventListener('keydown', this.onKey);
  }

  focusText() {
    this.rows.element.focus({ preventScroll: true });
  }

  /** @param {number} place @param {{scroll?: boolean, quietly?: boolean}} [how] */
  goTo(place, how = {}) {
    if (place !== this.rows.at) this.spans?.keep();
    this.rows.moveTo(place, how);
    this.overview.paint();
    this.#await(null);
    this.rail.at(this.segment);
    this.facts.show(this.segment);
    this.status.at(clock(this.desk.turns[this.desk.segments[place].first][4]));
    if (how.quietly) return;
    clearTimeout(this.placeTimer);
    this.placeTimer = setTimeout(this.keepPlace, PLACE_MS);
  }

  /** Where the rater is becomes a mark when it has been so for a moment, or when the page goes. */
  keepPlace() {
    if (!this.placeTimer) return;
    clearTimeout(this.placeTimer);
    this.placeTimer = 0;
    if (!this.desk.isHandedIn) this.desk.keepPlace(this.segment);
  }

  /** Draw the segments again, where they were changed, and say whether they still may be. */
  #recut() {
    const { desk, rows } = this;
    if (this.shownSegments !== desk.segments) {
      this.shownSegments = desk.segments;
      const { at } = rows;
      rows.recut();
      this.goTo(Math.min(at, desk.segments.length - 1), { quietly: true });
    }
    this.has[desk.cut.isLocked ? 'delete' : 'add']('cut');
    put(this.root, 'data-cut', desk.cut.isLocked ? 'locked' : 'open');
    this.head.paint();
  }

  /** @param {MouseEvent} event on the number of a turn: a boundary of the cut, as long as it is open */
  #onTurn(event) {
    const number = /** @type {HTMLElement} */ (event.target).closest('.turn > b');
    if (number && this.has.has('cut')) turnBoundary(this, Number(/** @type {HTMLElement} */ (number).dataset.n) - 1);
  }

  /** @param {string[]} targets draw again what changed, and only that */
  repaint(targets) {
    const { desk } = this;
    let form = false;
    for (const target of targets) {
      const [kind, id] = target.split(':');
      if (kind === 'segment') {
        const place = desk.placeOf.get(id);
        if (place === undefined) continue;
        this.rows.paint(place);
        this.spans?.paint(id);
        this.overview.paint(id);
        if (place === this.rows.at) {
          this.rail.at(id);
          this.facts.show(id);
        }
      } else if (kind === 'item') form = true;
      else if (kind === 'cut') this.#recut();
    }
    if (form) {
      this.form.paintAll();
      for (const id of new Set([...desk.evidence.keys(), ...this.tied ?? []])) {
        const place = desk.placeOf.get(id);
        if (place !== undefined) this.rows.paint(place);
      }
      this.tied = [...desk.evidence.keys()];
    }
    put(this.root, 'data-locked', desk.isHandedIn ? '1' : null);
    this.counting.ask();
    this.showSaving();
  }

  #count() {
    const { codes, counts, segments } = this.desk;
    for (const code of codes.keys()) this.rail.count(code);
    this.status.counts([
      this.speak('reading_count', { read: counts.read, all: segments.length }),
      this.speak('coded_count', { coded: counts.coded }),
      this.speak('unsure_count', { unsure: counts.uncertain }),
    ]);
  }

  showSaving() {
    const { outbox } = this.life;
    put(this.root, 'data-unsaved', String(outbox.waiting.length));
    put(this.root, 'data-state', outbox.state);
    put(this.root, 'data-recorded', String(this.life.recorded));
    this.status.saving();
  }

  /** @param {string} id @param {Record<string, any>} [facts] */
  say(id, facts = {}) {
    const told = { ...facts };
    if (facts.what) told.what = this.#told(facts.what);
    if (id === 'answer_on') told.value = Array.isArray(facts.value) ? facts.value.join(', ') : facts.value;
    if (id === 'absence') told.absence = this.speak(`absence_${facts.absence ?? 'none'}`);
    this.status.say(this.speak(id, told));
  }

  /** @param {{where: string, field: string, value: any}} what */
  #told({ where, field, value }) {
    const shown = ['primary', 'secondary', 'value'].includes(field) && value !== null
      ? (Array.isArray(value) ? value.join(', ') : String(value)) : '';
    const name = field.startsWith('attr_') ? field.slice('attr_'.length) : this.speak(`field_${field}`);
    return [where, name, shown].filter(Boolean).join(' ');
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('input, textarea')) return this.#onWriting(event, target);
    const pressed = stroke(event);
    if (!pressed) return;
    if (this.overlay.isOpen) {
      if (pressed === 'Escape' || pressed === '?') this.#take(event, () => this.overlay.close());
      else if (event.key === 'Tab') this.overlay.trap(event);
      return;
    }
    if (target.matches('button') && (pressed === 'Enter' || pressed === 'Space')) return;
    if (this.rail.list.contains(target) && /^Arrow(Up|Down)$/.test(pressed)) {
      this.#take(event, () => this.rail.step(pressed === 'ArrowDown' ? 1 : -1));
      return;
    }
    const { area } = this;
    if (/^\d$/.test(pressed) && !this.pending) {
      if (this.#digit(pressed, area)) event.preventDefault();
      return;
    }
    const act = actOf(pressed, area, this.has);
    if (act ? !(act in SOUND_ACTS) : event.key.length === 1) this.sound?.player?.rest();
    if (act) {
      this.#await(null);
      this.#take(event, () => this.act(act));
    } else if (this.#code(pressed, area)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event @param {() => void} act */
  #take(event, act) {
    event.preventDefault();
    act();
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} field in a field only Esc and Enter are ours */
  #onWriting(event, field) {
    if (event.isComposing) return;
    const single = field.matches('input');
    if (event.key === 'Escape') this.#take(event, () => this.overlay.finish('escape'));
    else if (event.key === 'Enter' && (single || event.ctrlKey || event.metaKey)) {
      this.#take(event, () => this.overlay.finish('done'));
    }
  }

  /** @param {string} pressed @param {string} area @returns {boolean} true where the key was ours */
  #code(pressed, area) {
    const { desk } = this;
    const meant = codeOf(pressed, this.pending, desk.codeKeys, desk.familyKeys);
    if (!meant) return false;
    if (meant.family) {
      this.#await(meant.family);
      return true;
    }
    const under = (this.pending ?? '') + pressed;
    this.#await(null);
    if (!meant.code) this.say('no_such_code', { key: under });
    else if (area === 'form') {
      const item = this.form.inHand;
      if (item && takesSeveral(item) && item.values.includes(meant.code)) {
        desk.answer(`item:${item.id}`, 'value', item, meant.code);
      }
    } else {
      this.rail.show(meant.code);
      desk.setCode(this.segment, meant.code, meant.instead);
      this.spans?.keep();
    }
    return true;
  }

  /** @param {string|null} family */
  #await(family) {
    if (this.pending === family) return;
    this.pending = family;
    const key = family?.replace('Shift+', '') ?? null;
    this.rail.await(key);
    const named = this.desk.rubric.families.find((one) => one.key === key);
    if (named) this.say('chord', { label: named.label });
  }

  /** @param {string} digit @param {string} area @returns {boolean} */
  #digit(digit, area) {
    const { desk, speak } = this;
    const words = { yes: speak('yes'), no: speak('no') };
    const question = area === 'form' ? this.form.inHand : area === 'facts' ? this.facts.inHand
      : this.#graded();
    if (!question) return false;
    const value = valueUnder(question, digit, words);
    if (value === undefined) return false;
    if (area === 'form') {
      if (!desk.rating(question).resolved) desk.answer(`item:${question.id}`, 'value', question, value);
    } else desk.answer(`segment:${this.segment}`, `attr_${question.id}`, question, value);
    return true;
  }

  /** The attribute that a digit after a code answers: the one asked of this code, else the first. */
  #graded() {
    const ordinal = this.desk.asked(this.segment).filter(({ type }) => type === 'ordinal');
    return ordinal.find((part) => part.ask_if !== null) ?? ordinal[0] ?? null;
  }

  /** @param {string} target @param {string} field @param {any} question */
  writeAnswer(target, field, question) {
    const back = this.area;
    const value = this.desk.sheet.value(target, field);
    const label = this.speak('write_answer', { where: question.label });
    this.overlay.write({ label, value: value === null ? '' : String(value) }, (written, how) => {
      const read = readAnswer(question, written);
      if (read.fault) this.say('off_scale', { range: (question.range ?? [0, '…']).join(' – ') });
      else if (how === 'done' && read.value !== value) this.desk.mark(target, field, read.value);
      if (back === 'form') queueMicrotask(() => this.form.take(this.form.at, { focus: true }));
    });
  }

  /** @param {string} target */
  writeMemo(target) {
    const { desk, speak } = this;
    const back = this.area;
    const label = speak('memo_of', { where: desk.name(target) });
    const value = desk.sheet.value(target, 'memo') ?? '';
    this.overlay.write({ label, value, many: true }, (written) => {
      desk.setMemo(target, written);
      if (back === 'form') queueMicrotask(() => this.form.take(this.form.at, { focus: true }));
    });
  }

  /** @param {number|null} place */
  goOrSay(place) {
    if (place === null) this.say(this.desk.counts.read === this.desk.segments.length ? 'all_read' : 'no_unread');
    else this.goTo(place);
  }

  /** @param {string|null} target where something was undone or done again */
  follow(target) {
    const [kind, id] = (target ?? '').split(':');
    if (kind === 'segment') this.goTo(this.desk.placeOf.get(id) ?? this.rows.at);
    const place = this.form.items.findIndex((item) => item.id === id);
    if (kind === 'item' && place >= 0) this.form.take(place);
  }

  /** @param {string} target of a gap */
  visit(target) {
    this.overlay.close();
    this.follow(target);
    if (target.startsWith('item:')) this.form.take(this.form.at, { focus: true });
  }

  /** @param {string} act of the table of keys */
  act(act) {
    ACTS[act]?.(this, this.area);
  }
}
