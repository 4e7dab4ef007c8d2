// @ts-check
// The deciding sheet: what is taken from which rater, and the marks that come of it. The raters'
// own sheets are only read. One decision may be several marks; undo takes back all of them.
import { Desk } from '../coding_desk/desk.js';
import { keyOf } from '../page/sheet.js';
import { Points } from './points.js';

/** @typedef {import('./points.js').Point} Point */

/** @param {any} one @param {any} other */
const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export class Decisions extends Desk {
  /** @param {any} page @param {import('../page/marking_view.js').Around} around */
  constructor(page, around) {
    super(page, around);
    this.points = new Points(page);
    /** @type {string[][]} keys of the marks of each decision of this page */
    this.groups = [];
    /** @type {string[][]} keys of the undo marks that a redo takes back together */
    this.turned = [];
    /** @type {string[]|null} */
    this.group = null;
  }

  /** @param {Point} point @returns {boolean} */
  isSettled({ kind, name, target }) {
    if (kind === 'segment') return this.coding(name).reading !== 'unread';
    if (kind === 'omission') return this.sheet.value(target, 'omission') !== null;
    const item = this.points.items.get(name);
    return !item || this.rating(item).absence !== 'missing';
  }

  /** @returns {{settled: number, of: number, agreed: number, agreeing: number}} */
  get progress() {
    const { differing, agreeing } = this.points;
    const settled = (points) => points.filter((point) => this.isSettled(point)).length;
    return { settled: settled(differing), of: differing.length, agreed: settled(agreeing), agreeing: agreeing.length };
  }

  /** @param {Point} point @returns {number[]} places of the sheets that the decision equals */
  takenFrom(point) {
    if (!this.isSettled(point)) return [];
    return this.points.sheets.flatMap((sheet, place) => (this.#equals(point, this.points.given(sheet, point)) ? [place] : []));
  }

  /**
   * Take over what one rater gave.
   * @param {Point} point
   * @param {number} place of the sheet
   * @returns {'taken'|'already'|'nothing'|'locked'}
   */
  takeFrom(point, place) {
    const sheet = this.points.sheets[place];
    if (!sheet || !this.#holds(point, this.points.given(sheet, point))) return 'nothing';
    if (this.isHandedIn) return this.around.say('locked'), 'locked';
    return this.#act(() => this.#adopt(point, this.points.given(sheet, point))) ? 'taken' : 'already';
  }

  /** @param {Point} point @returns {boolean} whether the first rater gave something that can be taken */
  holds(point) {
    return this.#holds(point, this.points.given(this.points.sheets[0], point));
  }

  /** @returns {number} how many agreeing points were taken over, in one act */
  takeAgreeing() {
    const open = this.points.agreeing.filter((point) => !this.isSettled(point) && this.holds(point));
    if (!open.length || this.isHandedIn) return 0;
    this.#act(() => open.forEach((point) => this.#adopt(point, this.#together(point))));
    return open.length;
  }

  /** @param {Point} point @returns {boolean} */
  leaveOpen(point) {
    if (!this.isSettled(point)) return false;
    return this.#act(() => this.#empty(point));
  }

  /**
   * Give a segment a code that is not simply one rater's; facts on which all raters agree are kept.
   * @param {Point} point
   * @param {string} code
   * @returns {boolean}
   */
  other(point, code) {
    const given = this.points.sheets.map((sheet) => sheet.codings[point.name]);
    return this.#act(() => {
      this.#set(point.target, 'reading', 'read');
      this.#set(point.target, 'primary', code);
      this.#set(point.target, 'secondary', []);
      for (const { id } of this.rubric.attributes) {
        const [first] = given.map((one) => one.attributes[id] ?? null);
        const agreed = given.every((one) => same(one.attributes[id], first));
        this.#set(point.target, `attr_${id}`, agreed ? first : null);
      }
    });
  }

  /** @param {any} item @param {any} value an answer of its own, with the evidence of all raters */
  otherValue(item, value) {
    const target = `item:${item.id}`;
    this.#act(() => {
      this.answer(target, 'value', item, value);
      for (const field of /** @type {const} */ (['evidence_for', 'evidence_against'])) {
        if (!this.evidenceOf(item.id, field).length) this.#set(target, field, this.#evidence(item.id, field));
      }
    });
  }

  /** @param {Point} point @returns {boolean} true where it equals no rater's, and no reason is given */
  wantsReason(point) {
    return this.isSettled(point) && point.kind !== 'omission' && !this.takenFrom(point).length
      && !this.sheet.value(point.target, 'memo');
  }

  /** @param {string} target @param {string} field @param {any} value */
  mark(target, field, value) {
    const mark = super.mark(target, field, value);
    if (!mark || field === 'place' || field === 'hand_in' || field === 'reopen') return mark;
    if (this.group) this.group.push(keyOf(mark));
    else if (field !== 'undo') this.groups.push([keyOf(mark)]);
    if (field !== 'undo') this.turned = [];
    return mark;
  }

  /** @returns {string|null} what it was about */
  undo() {
    const keys = this.groups.pop() ?? this.#lastDecision();
    if (!keys.length) return this.around.say('nothing_to_undo'), null;
    const marks = this.#undoing([...keys].reverse());
    if (!marks) return null;
    this.turned.push(marks);
    return this.#told('undone', keys);
  }

  /** @returns {string|null} what it was about */
  redo() {
    const turned = this.turned.pop();
    if (!turned) return this.around.say('nothing_to_redo'), null;
    const keys = turned.map((key) => this.sheet.byKey.get(key)?.value).reverse();
    if (!this.#undoing([...turned].reverse())) return null;
    this.groups.push(keys);
    return this.#told('redone', keys);
  }

  /** @param {string} word @param {string[]} keys @returns {string|null} */
  #told(word, keys) {
    const marks = keys.map((key) => this.sheet.byKey.get(key)).filter((one) => one !== undefined);
    const targets = [...new Set(marks.map(({ target }) => target))];
    this.around.say(targets.length > 1 ? `${word}_many` : `${word}_one`, { n: targets.length, where: this.name(targets[0] ?? '') });
    return targets[0] ?? null;
  }

  /** @param {string[]} keys @returns {string[]|null} keys of the undo marks; null where the sheet is locked */
  #undoing(keys) {
    if (this.isHandedIn) return this.around.say('locked'), null;
    this.group = [];
    for (const key of keys) this.mark('sheet', 'undo', key);
    const made = this.group;
    this.group = null;
    return made;
  }

  /** @returns {string[]} the newest marks in a row on one target, made before this page was opened */
  #lastDecision() {
    const newest = this.sheet.newest(Infinity).filter(({ field }) => field !== 'place');
    const end = newest.findIndex(({ target }) => target !== newest[0].target);
    return newest.slice(0, end < 0 ? newest.length : end).map(keyOf).reverse();
  }

  /** @param {() => void} act its marks are one decision @returns {boolean} true where there were any */
  #act(act) {
    this.group = [];
    act();
    const made = this.group;
    this.group = null;
    if (made.length) this.groups.push(made);
    return made.length > 0;
  }

  /** @param {string} target @param {string} field @param {any} value only what changes is a mark */
  #set(target, field, value) {
    const now = this.sheet.value(target, field);
    const empty = (one) => one === null || one === undefined || (Array.isArray(one) && !one.length);
    if (same(now, value) || (empty(now) && empty(value))) return;
    this.mark(target, field, value);
  }

  /** @param {Point} point @param {any} given @returns {boolean} whether there is something to take */
  #holds({ kind }, given) {
    if (kind === 'segment') return given.reading !== 'unread';
    return kind === 'omission' || (!given.resolved && given.absence !== 'missing');
  }

  /** @param {Point} point @param {any} given */
  #adopt({ kind, target }, given) {
    if (kind === 'omission') this.#set(target, 'omission', given);
    else if (kind === 'segment') {
      this.#set(target, 'reading', 'read');
      this.#set(target, 'primary', given.primary);
      this.#set(target, 'secondary', given.secondary);
      for (const { id } of this.rubric.attributes) this.#set(target, `attr_${id}`, given.attributes[id] ?? null);
    } else {
      if (given.absence) this.#set(target, 'absence', given.absence);
      else this.#set(target, 'value', given.value);
      this.#set(target, 'evidence_for', given.evidence_for);
      this.#set(target, 'evidence_against', given.evidence_against);
    }
  }

  /** @param {Point} point */
  #empty({ kind, target }) {
    const fields = kind === 'omission' ? ['omission'] : kind === 'segment'
      ? ['reading', 'primary', 'secondary', ...this.rubric.attributes.map(({ id }) => `attr_${id}`)]
      : [this.sheet.value(target, 'absence') === null ? 'value' : 'absence', 'evidence_for', 'evidence_against'];
    for (const field of fields) this.#set(target, field, null);
  }

  /** @param {Point} point @param {any} given @returns {boolean} */
  #equals({ kind, name, target }, given) {
    if (kind === 'omission') return Boolean(this.sheet.value(target, 'omission')) === Boolean(given);
    if (kind === 'item') {
      const { value, absence } = this.rating(this.points.items.get(name));
      return same(value, given.value) && same(absence, given.absence);
    }
    const { primary, secondary } = this.coding(name);
    return given.reading !== 'unread' && primary === given.primary
      && same([...secondary].sort(), [...given.secondary].sort())
      && this.rubric.attributes.every(({ id }) => same(this.attribute(name, id), given.attributes[id]));
  }

  /** @param {Point} point @returns {any} what all gave; an item with the evidence of all */
  #together(point) {
    const given = this.points.given(this.points.sheets[0], point);
    if (point.kind !== 'item') return given;
    return {
      ...given,
      evidence_for: this.#evidence(point.name, 'evidence_for'),
      evidence_against: this.#evidence(point.name, 'evidence_against'),
    };
  }

  /** @param {string} item @param {'evidence_for'|'evidence_against'} field @returns {string[]} of all raters */
  #evidence(item, field) {
    const all = new Set(this.points.sheets.flatMap((sheet) => sheet.ratings[item]?.[field] ?? []));
    return [...all].sort((a, b) => (this.placeOf.get(a) ?? 0) - (this.placeOf.get(b) ?? 0));
  }
}
