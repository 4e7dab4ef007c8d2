// @ts-check
// The desk without a screen: what a rater can do, and the marks that come of it.
import { isWrittenMark, takesSeveral } from '../page/choices.js';
import { evaluate } from '../page/conditions.js';
import { SheetMarks, keyOf } from '../page/sheet.js';

/** @typedef {import('../page/sheet.js').Mark} Mark */
/** @typedef {{id: string, first: number, last: number}} Segment */
/** @typedef {{reading: string, primary: string|null, secondary: string[], uncertain: boolean, memo: string}} Coding */
/** @typedef {import('../page/marking_view.js').Around} Around */

const UNREAD = { reading: 'unread', primary: null, secondary: [], uncertain: false, memo: '' };

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
    /** @type {Segment[]} */
    this.segments = page.segments.map(([id, first, last]) => ({ id, first, last }));
    this.placeOf = new Map(this.segments.map((segment, place) => [segment.id, place]));
    this.codes = new Map(this.rubric.codes.map((code) => [code.id, code]));
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
    /** @type {Map<string, Coding>} */
    this.codings = new Map();
    this.counts = { read: 0, coded: 0, uncertain: 0 };
    /** @type {Map<string, number>} */
    this.codeCounts = new Map();
    /** @type {Record<string, any>|null} */
    this.answers = null;
    /** @type {Map<string, Array<{item: string, against: boolean}>>} */
    this.evidence = new Map();
    this.take(page.marks.map(([client, seq, target, field, value]) => (
      { client, seq, target, field, value })), { quietly: true });
  }

  /**
   * Take in marks that are already made, here or elsewhere.
   * @param {Mark[]} marks
   * @param {{quietly?: boolean}} [how]
   */
  take(marks, how = {}) {
    const targets = new Set(marks.flatMap((mark) => this.sheet.add(mark)));
    this.#refresh([...targets]);
    if (!how.quietly && targets.size) this.around.changed([...targets]);
  }

  /** @param {Mark} mark a mark that the kernel refused */
  drop(mark) {
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
    this.seq += 1;
    const mark = { client: this.around.client, seq: this.seq, target, field, value };
    if (field !== 'undo' && field !== 'place') this.undone = [];
    const targets = this.sheet.add(mark);
    this.around.put(mark);
    this.#refresh(targets);
    this.around.changed(targets);
    return mark;
  }

  get isHandedIn() {
    return this.sheet.last('sheet', 'hand_in')?.field === 'hand_in';
  }

  /** @param {string} segment @returns {Coding} */
  coding(segment) {
    return this.codings.get(segment) ?? UNREAD;
  }

  /** @param {string} segment @param {string} attribute */
  attribute(segment, attribute) {
    return this.sheet.value(`segment:${segment}`, `attr_${attribute}`);
  }

  /** @param {string} segment names that conditions about it may use */
  namesOf(segment) {
    const { primary, secondary } = this.coding(segment);
    const names = { ...this.page.names };
    for (const part of this.rubric.attributes) names[part.id] = this.attribute(segment, part.id);
    const code = this.codes.get(primary);
    if (code) Object.assign(names, { code: code.id, family: code.family, status: code.status });
    names.has_secondary_off = secondary.some((id) => this.codes.get(id)?.status === 'off_model');
    return names;
  }

  /** @param {string} segment @returns {string|null} status of the primary code, as resolved */
  statusOf(segment) {
    const code = this.codes.get(this.coding(segment).primary);
    if (!code) return null;
    if (!code.status_rules.length) return code.status;
    const names = this.namesOf(segment);
    return code.status_rules.reduce(
      (status, [when, then]) => (evaluate(when, names) === true ? then : status), code.status);
  }

  /** @param {string} segment @returns {any[]} attributes that are asked of it */
  asked(segment) {
    if (!this.coding(segment).primary) return [];
    const names = this.namesOf(segment);
    return this.rubric.attributes.filter(
      (part) => part.ask_if === null || evaluate(part.ask_if, names) === true);
  }

  /** @param {any} item @returns {{value: any, absence: string|null, resolved: boolean}} */
  rating(item) {
    const target = `item:${item.id}`;
    const names = this.#answers();
    const value = names[item.id] ?? null;
    if (evaluate(item.applies_if, names) === false || evaluate(item.na_if, names) === true) {
      return { value: null, absence: 'not_applicable', resolved: true };
    }
    if (evaluate(item.no_opportunity_if, names) === true) {
      return { value: null, absence: 'no_opportunity', resolved: true };
    }
    const absence = this.sheet.value(target, 'absence');
    if (absence) return { value: null, absence, resolved: false };
    return { value, absence: value === null ? 'missing' : null, resolved: false };
  }

  /** @param {any} item */
  lacksEvidence(item) {
    const { value } = this.rating(item);
    return value !== null && item.evidence_for.includes(value)
      && !this.evidenceOf(item.id, 'evidence_for').length;
  }

  /** @param {string} item @param {'evidence_for'|'evidence_against'} field @returns {string[]} */
  evidenceOf(item, field) {
    return this.sheet.value(`item:${item}`, field) ?? [];
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

  /** @param {string[]} targets */
  #refresh(targets) {
    let items = false;
    for (const target of targets) {
      const [kind, id] = target.split(':');
      if (kind === 'segment') this.#refreshSegment(id);
      items ||= kind === 'item';
    }
    if (items) this.#refreshEvidence();
  }

  /** @param {string} id */
  #refreshSegment(id) {
    const target = `segment:${id}`;
    const primary = this.sheet.value(target, 'primary');
    const secondary = this.sheet.value(target, 'secondary') ?? [];
    const read = this.sheet.value(target, 'reading') === 'read';
    const reading = primary !== null || secondary.length ? 'coded' : read ? 'read' : 'unread';
    const uncertain = this.sheet.value(target, 'uncertain') === true;
    const memo = this.sheet.value(target, 'memo') ?? '';
    this.#count(this.coding(id), -1);
    const coding = { reading, primary, secondary, uncertain, memo };
    this.codings.set(id, coding);
    this.#count(coding, 1);
  }

  /** @param {Coding} coding @param {number} step */
  #count(coding, step) {
    if (coding.reading !== 'unread') this.counts.read += step;
    if (coding.reading === 'coded') this.counts.coded += step;
    if (coding.uncertain) this.counts.uncertain += step;
    for (const code of [coding.primary, ...coding.secondary]) {
      if (code) this.codeCounts.set(code, (this.codeCounts.get(code) ?? 0) + step);
    }
  }

  #answers() {
    if (!this.answers) {
      this.answers = { ...this.page.names };
      for (const { id } of this.rubric.items) this.answers[id] = this.sheet.value(`item:${id}`, 'value');
    }
    return this.answers;
  }

  #refreshEvidence() {
    this.answers = null;
    this.evidence = new Map();
    for (const item of this.rubric.items) {
      for (const field of /** @type {const} */ (['evidence_for', 'evidence_against'])) {
        for (const place of this.evidenceOf(item.id, field)) {
          const tied = this.evidence.get(place) ?? [];
          tied.push({ item: item.id, against: field === 'evidence_against' });
          this.evidence.set(place, tied);
        }
      }
    }
  }
}
