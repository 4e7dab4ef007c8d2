// @ts-check
// The desk without a screen: what a rater can do, and the marks that come of it.
import { isWrittenMark, takesSeveral } from '../page/choices.js';
import { SheetMarks, keyOf } from '../page/sheet.js';
import { Codings } from './codings.js';
import { Cut } from './cut.js';
import { CutKeeping } from './cut_keeping.js';
import { Answers } from './evidence.js';

/** @typedef {import('../page/sheet.js').Mark} Mark */
/** @typedef {import('./cut.js').Segment} Segment */
/** @typedef {import('./codings.js').Coding} Coding */
/** @typedef {import('../page/marking_view.js').Around} Around */

/** Field of the entry that locks the cut; it goes before the first mark and holds the cut. */
const LOCK = 'lock';
const NO_CLIENT = { page: '-', send() {}, changed() {} };

export class Desk {
  /**
   * @param {any} page what the kernel sent
   * @param {Around} around
   */
  constructor(page, around) {
    this.page = page;
    this.around = around;
    this.rubric = page.rubric;
    this.turns = page.turns;
    this.cut = new Cut(page.segments.map(([id, first, last]) => ({ id, first, last })),
      page.turns.length, page.locked !== false);
    this.cutKeeping = new CutKeeping(around.send
      ? { page: around.client, send: around.send, changed: () => around.changed(['cut']) } : NO_CLIENT);
    this.#nameSegments();
    this.items = new Map(this.rubric.items.map((item) => [item.id, item]));
    this.asksByGates = this.rubric.items.some((item) => item.no_opportunity_if);
    this.codeKeys = new Map(this.rubric.codes.flatMap((code) => code.keys.map((key) => [key, code.id])));
    this.familyKeys = new Set(this.rubric.families.map((family) => family.key).filter(Boolean));
    this.sheet = new SheetMarks();
    this.seq = 0;
    /** @type {string[]} keys of undo marks that a redo takes back */
    this.undone = [];
    /** @type {string|null} */
    this.lastCode = null;
    this.codings = new Codings(this.rubric, page.names, this.sheet);
    this.ratings = new Answers(this.rubric, page.names, this.sheet);
    this.take(page.marks.map(([client, seq, target, field, value]) => (
      { client, seq, target, field, value })), { quietly: true });
  }

  /**
   * Take in marks that are already made, here or elsewhere.
   * @param {Mark[]} marks
   * @param {{quietly?: boolean}} [how]
   */
  take(marks, how = {}) {
    for (const mark of marks) if (mark.field === LOCK) this.#lockedAs(mark.value);
    const targets = new Set(marks.flatMap((mark) => (mark.field === LOCK ? [] : this.sheet.add(mark))));
    this.#refresh([...targets]);
    if (!how.quietly && targets.size) this.around.changed([...targets]);
  }

  /** @param {Mark} mark a mark that the kernel refused */
  drop(mark) {
    if (mark.field === LOCK) {
      this.cut.unlock();
      this.around.changed(['cut']);
    }
    const targets = this.sheet.remove(mark);
    this.#refresh(targets);
    this.around.changed(targets);
  }

  /**
   * @param {string} target
   * @param {string} field
   * @param {any} value
   * @returns {Mark|null} null where the sheet is handed in
   */
  mark(target, field, value) {
    if (this.isHandedIn && field !== 'reopen' && field !== 'place') {
      this.around.say('locked');
      return null;
    }
    this.lock();
    this.seq += 1;
    const mark = { client: this.around.client, seq: this.seq, target, field, value };
    if (field !== 'undo' && field !== 'place') this.undone = [];
    const targets = this.sheet.add(mark);
    this.around.put(mark);
    this.#refresh(targets);
    this.around.changed(targets);
    return mark;
  }

  /**
   * Change the cut, as long as it is open.
   * @param {(cut: Cut) => import('./cut.js').Done} change
   * @param {string} word that tells what was done
   * @returns {number|null} place to look at; null where nothing changed
   */
  recut(change, word) {
    const { place, fault } = this.cut.isLocked ? { place: -1, fault: 'cut_is_locked' } : change(this.cut);
    if (fault) return this.around.say(fault), null;
    this.#nameSegments();
    this.around.changed(['cut']);
    this.cutKeeping.put(this.segments);
    const { id, first, last } = this.segments[place];
    this.around.say(word, { segment: id, from: first + 1, to: last + 1 });
    return place;
  }

  /** Lock the cut, if it is open: the entry travels before the marks on it, and is kept like them. */
  lock() {
    if (this.cut.isLocked) return;
    this.cut.lock();
    this.cutKeeping.drop();
    this.seq += 1;
    const value = this.cut.firsts.map((first) => this.turns[first][0]);
    this.around.put({ client: this.around.client, seq: this.seq, target: 'sheet', field: LOCK, value });
    this.around.changed(['cut']);
  }

  /** @param {() => void} allowed called once it is durable that this rater listens */
  askToListen(allowed) {
    this.mayListen = allowed;
    this.around.send?.({ v: 1, kind: 'listen', page: this.around.client });
  }

  /** @param {any} reply of the kernel about a cut, or about listening */
  hear(reply) {
    if (reply.kind === 'listening') this.mayListen?.();
    if (reply.kind !== 'cut') return;
    this.cutKeeping.hear(reply);
    if (this.cutKeeping.state === 'refused') this.around.say('refused', reply);
  }

  get isHandedIn() {
    return this.sheet.last('sheet', 'hand_in')?.field === 'hand_in';
  }

  /** @param {string} segment @returns {Coding} */
  coding(segment) {
    return this.codings.of(segment);
  }

  get codes() {
    return this.codings.codes;
  }

  get counts() {
    return this.codings.counts;
  }

  get codeCounts() {
    return this.codings.codeCounts;
  }

  get evidence() {
    return this.ratings.evidence;
  }

  /** @param {string} segment @param {string} attribute */
  attribute(segment, attribute) {
    return this.codings.attribute(segment, attribute);
  }

  /** @param {string} segment @returns {string|null} status of the primary code, as resolved */
  statusOf(segment) {
    return this.codings.statusOf(segment);
  }

  /** @param {string} segment @returns {any[]} attributes that are asked of it */
  asked(segment) {
    return this.codings.asked(segment);
  }

  /** @param {any} item @returns {{value: any, absence: string|null, resolved: boolean}} */
  rating(item) {
    return this.ratings.rating(item);
  }

  /** @param {any} item */
  lacksEvidence(item) {
    return this.ratings.lacksEvidence(item);
  }

  /** @param {string} item @param {'evidence_for'|'evidence_against'} field @returns {string[]} */
  evidenceOf(item, field) {
    return this.ratings.tiedTo(item, field);
  }

  /**
   * Give a segment a code, or take it off.
   * @param {string} segment
   * @param {string} code
   * @param {boolean} instead replace the primary code
   */
  setCode(segment, code, instead = false) {
    const { primary, secondary } = this.coding(segment);
    const target = `segment:${segment}`;
    const facts = { code, label: this.codes.get(code)?.label ?? code, segment };
    this.lastCode = code;
    if (primary === code) {
      if (this.mark(target, 'primary', null)) this.around.say('code_off', facts);
    } else if (secondary.includes(code) && !instead) {
      const rest = secondary.filter((id) => id !== code);
      if (this.#setSecondary(target, rest)) this.around.say('code_off', facts);
    } else if (primary === null || instead) {
      if (secondary.includes(code)) this.#setSecondary(target, secondary.filter((id) => id !== code));
      if (this.mark(target, 'primary', code)) this.around.say('code_on', facts);
    } else if (secondary.length >= this.rubric.secondary_most) {
      this.around.say('too_many', { ...facts, most: this.rubric.secondary_most });
    } else if (this.#setSecondary(target, [...secondary, code])) this.around.say('code_second', facts);
  }

  /** @param {string} segment done with it: with no code it was read, nothing to code */
  done(segment) {
    if (this.coding(segment).reading !== 'unread') return;
    if (this.mark(`segment:${segment}`, 'reading', 'read')) this.around.say('read', { segment });
  }

  /** @param {string} target 'segment:…' or 'item:…' */
  toggleUncertain(target) {
    const now = this.sheet.value(target, 'uncertain') !== true;
    if (this.mark(target, 'uncertain', now)) {
      this.around.say(now ? 'unsure_on' : 'unsure_off', { where: this.name(target) });
    }
  }

  /** @param {string} target @param {string} text */
  setMemo(target, text) {
    const before = this.sheet.value(target, 'memo') ?? '';
    if (before === text.trim()) return;
    if (this.mark(target, 'memo', text.trim() || null)) {
      this.around.say('memo_kept', { where: this.name(target) });
    }
  }

  /**
   * Answer an item or an attribute; the same answer again takes it away.
   * @param {string} target
   * @param {string} field 'value' or 'attr_…'
   * @param {any} question
   * @param {any} value
   */
  answer(target, field, question, value) {
    const before = this.sheet.value(target, field);
    let now = before === value ? null : value;
    if (takesSeveral(question) && value !== null) {
      const chosen = Array.isArray(before) ? before : [];
      now = chosen.includes(String(value)) ? chosen.filter((one) => one !== String(value))
        : [...chosen, String(value)];
      if (question.max && now.length > question.max) {
        this.around.say('too_many', { code: question.id, label: question.label, most: question.max });
        return;
      }
      if (!now.length) now = null;
    }
    if (this.mark(target, field, now)) {
      this.around.say(now === null ? 'answer_off' : 'answer_on', { where: question.label, value: now });
    }
  }

  /** @param {any} item next of: none, no opportunity (where no gate asks for it), not codable */
  turnAbsence(item) {
    const order = this.asksByGates ? [null, 'not_codable'] : [null, 'no_opportunity', 'not_codable'];
    const { absence, resolved } = this.rating(item);
    if (resolved) return this.around.say('resolved', { where: item.label });
    const now = order[(order.indexOf(absence === 'missing' ? null : absence) + 1) % order.length];
    if (this.mark(`item:${item.id}`, 'absence', now)) {
      this.around.say('absence', { where: item.label, absence: now });
    }
  }

  /**
   * Tie a segment to an item, or untie it.
   * @param {any} item
   * @param {string} segment
   * @param {'evidence_for'|'evidence_against'} field
   */
  toggleEvidence(item, segment, field) {
    const before = this.evidenceOf(item.id, field);
    const tied = before.includes(segment);
    const now = tied ? before.filter((id) => id !== segment) : [...before, segment];
    now.sort((a, b) => (this.placeOf.get(a) ?? 0) - (this.placeOf.get(b) ?? 0));
    if (this.mark(`item:${item.id}`, field, now)) {
      this.around.say(tied ? 'evidence_off' : 'evidence_on', { segment, where: item.label });
    }
  }

  /** @param {string} target 'code:…' or 'item:…' @param {string|null} turn where it could have come */
  toggleOmission(target, turn) {
    const now = this.sheet.value(target, 'omission') === null ? turn ?? true : null;
    if (this.mark(target, 'omission', now)) {
      this.around.say(now === null ? 'omission_off' : 'omission_on', { where: this.name(target) });
    }
  }

  /** @param {string} [target] only the newest of this target @returns {string|null} what it was about */
  undo(target) {
    const mark = this.sheet.undoable(target);
    if (!mark) return this.around.say('nothing_to_undo'), null;
    const undo = this.mark('sheet', 'undo', keyOf(mark));
    if (!undo) return null;
    this.undone.push(keyOf(undo));
    this.around.say('undone', { what: this.tell(mark) });
    return mark.target;
  }

  /** @returns {string|null} what it was about */
  redo() {
    const key = this.undone.pop();
    const undo = key && this.sheet.byKey.get(key);
    if (!key || !undo) return this.around.say('nothing_to_redo'), null;
    if (!this.mark('sheet', 'undo', key)) return null;
    const mark = this.sheet.byKey.get(undo.value);
    this.around.say('redone', { what: mark ? this.tell(mark) : '' });
    return mark ? mark.target : null;
  }

  /** @param {Mark} mark */
  isText(mark) {
    return isWrittenMark(this.rubric, mark);
  }

  /** @param {string} segment where the rater is now */
  keepPlace(segment) {
    if (!this.cut.isLocked) return;
    const place = `segment:${segment}`;
    if (this.resumeAt !== this.placeOf.get(segment)) this.mark('sheet', 'place', place);
  }

  /** Place of the segment at which the rater was. */
  get resumeAt() {
    for (let at = this.sheet.order.length - 1; at >= 0; at -= 1) {
      const { target, field, value } = this.sheet.order[at];
      const id = (field === 'place' ? String(value) : target).split(':');
      const place = id[0] === 'segment' ? this.placeOf.get(id[1]) : undefined;
      if (place !== undefined) return place;
    }
    return 0;
  }

  /**
   * @param {number} from place
   * @param {1|-1} step
   * @returns {number|null} place of the next unread segment
   */
  unreadFrom(from, step) {
    for (let place = from + step; place >= 0 && place < this.segments.length; place += step) {
      if (this.coding(this.segments[place].id).reading === 'unread') return place;
    }
    return null;
  }

  /** @param {string} target @returns {string} its name on the screen */
  name(target) {
    const [kind, id = ''] = target.split(':');
    if (kind === 'item') return this.items.get(id)?.label ?? id;
    if (kind === 'code') return this.codes.get(id)?.label ?? id;
    return id;
  }

  /** @param {Mark} mark @returns {{where: string, field: string, value: any}} */
  tell(mark) {
    return { where: this.name(mark.target), field: mark.field, value: mark.value };
  }

  /** @param {string} target @param {string[]} list */
  #setSecondary(target, list) {
    return this.mark(target, 'secondary', list);
  }

  #nameSegments() {
    /** @type {Segment[]} */
    this.segments = this.cut.segments;
    this.placeOf = new Map(this.segments.map((segment, place) => [segment.id, place]));
  }

  /** @param {string[]} firsts the cut that another page locked, or this one before it was read again */
  #lockedAs(firsts) {
    if (this.cut.isLocked) return;
    const places = new Map(this.turns.map(([id], place) => [id, place]));
    this.cut.take(firsts.map((id) => places.get(id)));
    this.cut.lock();
    this.#nameSegments();
    this.around.changed(['cut']);
  }

  /** @param {string[]} targets */
  #refresh(targets) {
    let items = false;
    for (const target of targets) {
      const [kind, id] = target.split(':');
      if (kind === 'segment') this.codings.refresh(id);
      items ||= kind === 'item';
    }
    if (items) this.ratings.refresh();
  }
}
