// @ts-check
// Sheets side by side with keys that decide: the third column, the questions in it, the hand-in.
import { takesSeveral, valueUnder } from '../page/choices.js';
import { chips } from '../page/codings.js';
import { button, el, put } from '../page/dom.js';
import { codeOf } from '../page/keys.js';
import { choiceRow } from '../page/questions.js';
import { StatusLine } from '../page/status_line.js';
import { gaveParts } from './detail.js';
import { inShort } from './list.js';
import { agreeingPage, handInPage } from './pages.js';
import { Screen } from './screen.js';

/** @typedef {import('./points.js').Point} Point */

export class DecidingScreen extends Screen {
  /**
   * @param {HTMLElement} root
   * @param {import('./decisions.js').Decisions} decisions
   * @param {import('../page/life.js').Life} life
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, decisions, life, speak) {
    super(root, decisions.points, speak);
    this.decisions = decisions;
    this.life = life;
    this.status = new StatusLine(life, speak);
    /** @type {string|null} family letter that waits for its digit */
    this.pending = null;
  }

  get decides() {
    return true;
  }

  makeFoot() {
    return this.status.element;
  }

  decided() {
    const { decisions, speak } = this;
    return (point) => {
      const settled = decisions.isSettled(point);
      return { settled, shown: settled ? inShort(decisions.points, point, givenBy(decisions, point), speak) : [speak('undecided')] };
    };
  }

  headButtons() {
    return [button({ tabindex: '0', class: 'take-agreeing', onclick: () => this.act('agreeing') }, el('kbd', {}, '='), ` ${this.speak('agree_button')}`),
      button({ tabindex: '0', class: 'hand-in', onclick: () => this.act('before_hand_in') }, this.speak('hand_in_button'))];
  }

  begin() {
    const first = this.points.list.find((point) => !this.decisions.isSettled(point));
    if (first) this.goTo(first.id);
    this.repaint([]);
    const { progress } = this.decisions;
    if (this.decisions.isHandedIn) this.say('locked');
    else if (progress.settled < progress.of) this.say('to_adjudicate', { n: progress.of - progress.settled });
    else this.#sayDone();
  }

  #sayDone() {
    const { agreed, agreeing } = this.decisions.progress;
    if (agreed < agreeing) this.say('agreeing_left', { n: agreeing - agreed });
    else this.say('ready_to_hand_in');
  }

  /** @returns {Point|null} the next undecided one of the list, from the one in hand on */
  #nextOpen() {
    const list = this.points.list;
    const from = list.findIndex(({ id }) => id === this.list.at);
    const around = list.map((_, step) => list[(from + 1 + step) % list.length]);
    return around.find((point) => !this.decisions.isSettled(point)) ?? null;
  }

  #goOn() {
    const next = this.#nextOpen();
    if (next) this.goTo(next.id);
    else this.#sayDone();
  }

  /** @param {string[]} targets */
  repaint(targets) {
    const some = new Set(targets);
    const items = targets.some((target) => target.startsWith('item:'));
    for (const point of this.points.all) {
      if (some.has(point.target) || (items && point.kind === 'item')) this.list.paint(point.id);
    }
    if (!targets.length || (this.point && (some.has(this.point.target) || (items && this.point.kind === 'item')))) this.show();
    const { settled, of, agreed, agreeing } = this.decisions.progress;
    this.status.counts([this.speak('settled', { settled, of }), this.speak('agreed', { agreed, agreeing })]);
    put(this.root, 'data-locked', this.decisions.isHandedIn ? '1' : null);
    this.showSaving();
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
    if (id === 'answer_on') told.value = Array.isArray(facts.value) ? facts.value.join(', ') : facts.value;
    if (id === 'absence') told.absence = this.speak(`absence_${facts.absence ?? 'none'}`);
    this.status.say(this.speak(id, told));
  }

  /** @param {boolean} on */
  keysOn(on) {
    this.status.keys(on);
  }

  /** @param {string} rater @param {number} place */
  columnHead(rater, place) {
    return el('h4', {}, button({ tabindex: '0', class: 'take', onclick: () => this.#take(place) },
      el('kbd', {}, String(place + 1)), ` ${rater}`));
  }

  /** @param {Point} point */
  decisionColumn(point) {
    const { decisions, points, speak } = this;
    const settled = decisions.isSettled(point);
    const from = decisions.takenFrom(point).map((place) => points.rater(points.sheets[place]));
    const told = !settled ? speak('undecided') : from.length ? speak('taken_from', { raters: from.join(', ') }) : speak('own_decision');
    const reason = decisions.sheet.value(point.target, 'memo');
    return el('section', { class: 'gave-column decision', 'data-settled': settled ? '1' : '0' },
      el('h4', {}, `→ ${speak('decision')}: ${told}`),
      ...(settled ? gaveParts(points, point, { ...givenBy(decisions, point), memo: '', attributes: {} }, speak) : []),
      ...this.#questions(point),
      reason ? el('p', { class: 'memo', dir: 'auto' }, el('b', {}, `${speak('reason')}: `), reason)
        : decisions.wantsReason(point) ? el('p', { class: 'wanting' }, speak('reason_wanted')) : null);
  }

  /** @param {Point} point @returns {HTMLElement[]} what can be answered in place of taking a rater's */
  #questions(point) {
    const { decisions, speak } = this;
    const row = (part, value, answer) => {
      const choices = choiceRow(part, value, speak, answer);
      put(choices, 'tabindex', '-1');
      choices.dataset.question = part.id;
      return el('div', { class: 'ask' }, el('span', { class: 'ask-name' }, part.label), choices);
    };
    if (point.kind === 'segment') {
      return decisions.asked(point.name).filter(({ values, type }) => values.length || type === 'binary').map((part) => (
        row(part, decisions.attribute(point.name, part.id), (value) => decisions.answer(point.target, `attr_${part.id}`, part, value))));
    }
    const item = point.kind === 'item' ? this.points.items.get(point.name) : null;
    if (!item || !(item.values.length || item.type === 'binary') || decisions.rating(item).resolved) return [];
    return [row(item, decisions.rating(item).value, (value) => decisions.otherValue(item, value)),
      el('div', { class: 'ask' }, button({ class: 'choice', 'aria-pressed': String(Boolean(decisions.sheet.value(point.target, 'absence'))),
        onclick: () => decisions.turnAbsence(item) }, el('kbd', {}, '-'), ` ${speak('absence_not_codable')}`))];
  }

  /** @param {number} place of the sheet */
  #take(place) {
    const { point, points, decisions } = this;
    if (!point) return;
    const sheet = points.sheets[place];
    const facts = { where: point.name, rater: sheet ? points.rater(sheet) : '', n: place + 1 };
    if (!sheet) this.say('no_such_rater', facts);
    else {
      const done = decisions.takeFrom(point, place);
      if (done === 'taken' || done === 'already') {
        this.say(done === 'taken' ? 'took' : 'took_already', facts);
        this.#goOn();
      } else if (done === 'nothing') this.say('nothing_to_take', facts);
    }
  }

  /** @param {string} code */
  #other(code) {
    const { point, decisions } = this;
    if (!point) return;
    if (point.kind !== 'segment') this.say('other_needs_segment');
    else {
      if (!decisions.other(point, code) && decisions.isHandedIn) return;
      this.say('other_code', { where: point.name, code });
      if (decisions.wantsReason(point)) this.#reason(true);
    }
  }

  /** @param {boolean} goOn to the next one afterwards, unless something is still asked here */
  #reason(goOn) {
    const { point, decisions, speak } = this;
    if (!point) return;
    const value = decisions.sheet.value(point.target, 'memo') ?? '';
    this.overlay.write({ label: speak('reason_of', { where: point.name }), value }, (written, how) => {
      if (how === 'done' && written.trim() !== value) {
        decisions.setMemo(point.target, written);
        this.say('reason_kept', { where: point.name });
      }
      const asked = decisions.asked(point.name).some(({ id }) => decisions.attribute(point.name, id) === null);
      if (goOn && how === 'done' && !(point.kind === 'segment' && asked)) this.#goOn();
      else if (goOn && asked) queueMicrotask(() => this.act('to_facts'));
    });
  }

  /** @param {KeyboardEvent} event in the line for the reason */
  onWriting(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape') this.take(event, () => this.overlay.finish('escape'));
    else if (event.key === 'Enter') this.take(event, () => this.overlay.finish('done'));
  }

  /** @param {KeyboardEvent} event @param {string} pressed */
  onOwnKey(event, pressed) {
    const target = /** @type {HTMLElement} */ (event.target);
    const asked = /** @type {HTMLElement|null} */ (target.closest('[data-question]'));
    if (asked && this.#onQuestion(event, pressed, asked)) return true;
    const meant = codeOf(pressed, this.pending, this.decisions.codeKeys, this.decisions.familyKeys);
    const under = (this.pending ?? '') + pressed;
    this.pending = meant?.family ?? null;
    if (!meant) return false;
    event.preventDefault();
    const family = meant.family && this.decisions.rubric.families.find(({ key }) => key === meant.family?.replace('Shift+', ''));
    if (family) this.say('chord', { label: family.label });
    else if (meant.code) this.#other(meant.code);
    else this.say('no_such_code', { key: under });
    return true;
  }

  /** @param {KeyboardEvent} event @param {string} pressed @param {HTMLElement} asked @returns {boolean} */
  #onQuestion(event, pressed, asked) {
    const rows = /** @type {HTMLElement[]} */ ([...this.text.querySelectorAll('[data-question]')]);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[pressed];
    if (step) {
      this.take(event, () => rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(asked) + step))].focus());
      return true;
    }
    if (pressed === 'Escape' || pressed === ',' || pressed === 'Enter') {
      this.take(event, () => this.focusList());
      return true;
    }
    if (!/^[-\d]$/.test(pressed)) return false;
    this.take(event, () => this.#answer(asked.dataset.question ?? '', pressed));
    return true;
  }

  /** @param {string} id of the question @param {string} digit */
  #answer(id, digit) {
    const { point, decisions, speak, points } = this;
    if (!point) return;
    const item = point.kind === 'item' ? points.items.get(point.name) : null;
    if (item && digit === '-') decisions.turnAbsence(item);
    else {
      const part = item ?? decisions.rubric.attributes.find((one) => one.id === id);
      const value = valueUnder(part, digit, { yes: speak('yes'), no: speak('no') });
      if (value === undefined) return;
      if (item) decisions.otherValue(item, value);
      else decisions.answer(point.target, `attr_${id}`, part, value);
      if (!takesSeveral(part)) this.#focusQuestion(id, item ? 0 : 1);
      else this.#focusQuestion(id, 0);
      return;
    }
    this.#focusQuestion(id, 0);
  }

  /** @param {string} id @param {number} further rows */
  #focusQuestion(id, further) {
    const rows = /** @type {HTMLElement[]} */ ([...this.text.querySelectorAll('[data-question]')]);
    const at = rows.findIndex((row) => row.dataset.question === id) + further;
    if (rows[at]) rows[at].focus({ preventScroll: false });
    else this.focusList();
  }

  /** @param {string} act @param {string} [pressed] */
  act(act, pressed = '') {
    const { decisions, point } = this;
    switch (act) {
      case 'take': return this.#take(Number(pressed) - 1);
      case 'leave':
        if (point) this.say(decisions.leaveOpen(point) ? 'left_open' : 'open_already', { where: point.name });
        return this.move(pressed === '0' ? 1 : 0);
      case 'reason': return this.#reason(false);
      case 'to_facts': {
        const rows = /** @type {HTMLElement[]} */ ([...this.text.querySelectorAll('[data-question]')]);
        const row = rows.find((one) => !one.querySelector('[aria-pressed=true]')) ?? rows[0];
        return row ? row.focus() : this.say('nothing_asked');
      }
      case 'next_open': return this.#goOn();
      case 'agreeing': return this.#agreeing();
      case 'undo': return this.#follow(decisions.undo());
      case 'redo': return this.#follow(decisions.redo());
      case 'before_hand_in': return void this.#beforeHandIn();
      default: return super.act(act, pressed);
    }
  }

  /** @param {string|null} target */
  #follow(target) {
    const found = this.points.list.find((point) => point.target === target);
    if (found) this.goTo(found.id);
  }

  #takeable() {
    const { decisions, points } = this;
    return points.agreeing.filter((point) => !decisions.isSettled(point) && decisions.holds(point));
  }

  #agreeing() {
    const { overlay, speak, decisions, points } = this;
    overlay.open(speak('agree_title'), ...agreeingPage(this.#takeable().length, speak, {
      take: () => {
        const n = decisions.takeAgreeing();
        overlay.close();
        if (n) this.say('took_agreeing', { n });
      },
      look: () => {
        overlay.close();
        points.shown = 'all';
        points.asSpoken = true;
        this.fill();
        this.repaint([]);
      },
    }));
  }

  /** @param {string} id of a point, shown whatever the filter is */
  #visit(id) {
    this.overlay.close();
    if (!this.list.rows.has(id)) {
      this.points.shown = 'all';
      this.fill();
    }
    this.goTo(id);
  }

  async #beforeHandIn() {
    const { decisions, overlay, speak, life, points } = this;
    const title = speak('before_hand_in');
    overlay.open(title, document.createTextNode(speak('asking')));
    const gaps = decisions.isHandedIn ? [] : await life.askMissing();
    if (!overlay.isOpen) return;
    if (gaps === null) {
      overlay.open(title, document.createTextNode(speak('gone_none')));
      return;
    }
    const open = points.differing.filter((point) => !decisions.isSettled(point));
    const agreeing = this.#takeable();
    const told = new Set([...open, ...agreeing].map(({ target }) => target));
    const close = (act, word) => () => {
      decisions.mark('sheet', act, true);
      overlay.close();
      this.say(word);
    };
    overlay.open(title, ...handInPage(points, speak, {
      open, agreeing: agreeing.length, gaps: gaps.filter(([, target]) => !told.has(target)),
      isHandedIn: decisions.isHandedIn, unsaved: life.outbox.waiting.length,
    }, {
      visit: (id) => this.#visit(id),
      agreeing: () => {
        decisions.takeAgreeing();
        void this.#beforeHandIn();
      },
      handIn: close('hand_in', 'handed_in'),
      reopen: close('reopen', 'reopened'),
    }));
  }
}

/** @param {import('./decisions.js').Decisions} decisions @param {Point} point @returns {any} as a rater's would be */
function givenBy(decisions, { kind, name, target }) {
  if (kind === 'omission') return decisions.sheet.value(target, 'omission');
  if (kind === 'item') {
    const item = decisions.points.items.get(name);
    return {
      ...decisions.rating(item), uncertain: false, memo: decisions.sheet.value(target, 'memo') ?? '',
      evidence_for: decisions.evidenceOf(name, 'evidence_for'), evidence_against: decisions.evidenceOf(name, 'evidence_against'),
    };
  }
  return { ...decisions.coding(name), status: decisions.statusOf(name), attributes: {} };
}
