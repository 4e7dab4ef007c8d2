// @ts-check
// The flags without a screen: what is decided, and the marks that come of it. A decision is taken
// back by a further decision, since a sheet that is handed in takes no undo.
import { SheetMarks } from '../page/sheet.js';

/** @typedef {import('../page/sheet.js').Mark} Mark */
/** @typedef {import('../page/marking_view.js').Around} Around */

const FIELD = 'flag_decision';
export const RECODED = 'recoded-';

export class Review {
  /** @param {any} page what the kernel sent @param {Around} around */
  constructor(page, around) {
    this.page = page;
    this.around = around;
    this.flags = page.flags;
    this.rubric = page.rubric;
    this.codes = new Map(page.rubric.codes.map((code) => [code.id, code]));
    this.codeKeys = new Map(page.rubric.codes.flatMap((code) => code.keys.map((key) => [key, code.id])));
    this.familyKeys = new Set(page.rubric.families.map((family) => family.key).filter(Boolean));
    this.placeOf = new Map(this.flags.map((flag, place) => [flag.target, place]));
    this.sheet = new SheetMarks();
    this.seq = 0;
    /** @type {Array<{target: string, before: string|null, after: string|null}>} */
    this.done = [];
    /** @type {Array<{target: string, before: string|null, after: string|null}>} */
    this.undone = [];
    this.take(page.marks.map(([client, seq, target, field, value]) => (
      { client, seq, target, field, value })), { quietly: true });
  }

  /** @param {Mark[]} marks made before or elsewhere @param {{quietly?: boolean}} [how] */
  take(marks, how = {}) {
    const targets = [...new Set(marks.flatMap((mark) => this.sheet.add(mark)))];
    if (!how.quietly && targets.length) this.around.changed(targets);
  }

  /** @param {Mark} mark a mark that the kernel refused */
  drop(mark) {
    this.done = this.done.filter(({ target }) => target !== mark.target);
    this.undone = this.undone.filter(({ target }) => target !== mark.target);
    this.around.changed(this.sheet.remove(mark));
  }

  /** A decision is an id or a sign, never something that a person wrote. */
  isText() {
    return false;
  }

  /** @param {string} target @returns {string|null} */
  decision(target) {
    return this.sheet.value(target, FIELD);
  }

  /** @param {string} target @returns {boolean} true while nobody has settled it */
  isOpen(target) {
    const decision = this.decision(target);
    return decision === null || decision === 'later';
  }

  /** @param {string} target @param {string|null} decision @returns {boolean} false where it is so already */
  decide(target, decision) {
    const before = this.decision(target);
    if (before === decision) return false;
    this.done.push({ target, before, after: decision });
    this.undone = [];
    this.#mark(target, decision);
    return true;
  }

  /** @returns {string|null} the flag whose decision was taken back */
  undo() {
    const last = this.done.pop();
    if (!last) return null;
    this.undone.push(last);
    this.#mark(last.target, last.before);
    return last.target;
  }

  /** @returns {string|null} the flag that was decided again */
  redo() {
    const last = this.undone.pop();
    if (!last) return null;
    this.done.push(last);
    this.#mark(last.target, last.after);
    return last.target;
  }

  /** @returns {{open: number, later: number, confirmed: number, dismissed: number, recoded: number}} */
  get counts() {
    const counts = { open: 0, later: 0, confirmed: 0, dismissed: 0, recoded: 0 };
    for (const { target } of this.flags) {
      const decision = this.decision(target);
      if (decision === null) counts.open += 1;
      else if (decision.startsWith(RECODED)) counts.recoded += 1;
      else counts[decision] += 1;
    }
    return counts;
  }

  /**
   * The next flag to look at: first what nobody has looked at, then what was left for later.
   * @param {number} from place
   * @returns {number|null}
   */
  nextOpen(from) {
    const places = this.flags.map((_, step) => (from + 1 + step) % this.flags.length);
    const undecided = places.find((place) => this.decision(this.flags[place].target) === null);
    return undecided ?? places.find((place) => this.isOpen(this.flags[place].target)) ?? null;
  }

  /** @param {string} target @param {string|null} value */
  #mark(target, value) {
    this.seq += 1;
    const mark = { client: this.around.client, seq: this.seq, target, field: FIELD, value };
    const targets = this.sheet.add(mark);
    this.around.put(mark);
    this.around.changed(targets);
  }
}
