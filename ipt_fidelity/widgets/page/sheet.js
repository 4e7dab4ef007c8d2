// @ts-check
// A sheet on the page: the fold of its marks, kept up to date mark by mark. Undo is a mark that
// names the one it takes back; a redo takes back the undo. Nothing is ever removed.

/**
 * @typedef {object} Mark
 * @property {string} client
 * @property {number} seq
 * @property {string} target
 * @property {string} field
 * @property {any} value
 */

/** @param {Mark} mark */
export const keyOf = (mark) => `${mark.client}#${mark.seq}`;

/** Fields that share one history: a value replaces an absence, and the other way round. */
const TOGETHER = new Map([['value', 'answer'], ['absence', 'answer'], ['reopen', 'hand_in']]);
/** Fields that undo passes over. */
const ASIDE = new Set(['undo', 'place', 'hand_in', 'reopen']);

export class SheetMarks {
  constructor() {
    /** @type {Map<string, Mark>} */
    this.byKey = new Map();
    /** @type {Mark[]} */
    this.order = [];
    /** @type {Map<string, Mark[]>} */
    this.histories = new Map();
    /** @type {Map<string, number>} */
    this.takenBack = new Map();
  }

  /**
   * @param {Mark} mark
   * @returns {string[]} targets that changed; none for a repeat
   */
  add(mark) {
    const key = keyOf(mark);
    if (this.byKey.has(key)) return [];
    this.byKey.set(key, mark);
    this.order.push(mark);
    if (mark.field === 'undo') return this.holds(mark) ? this.#shift(mark.value, 1) : [];
    const slot = slotOf(mark.target, mark.field);
    const history = this.histories.get(slot);
    if (history) history.push(mark);
    else this.histories.set(slot, [mark]);
    return [mark.target];
  }

  /**
   * Forget a mark that was refused.
   * @param {Mark} mark
   * @returns {string[]} targets that changed
   */
  remove(mark) {
    const key = keyOf(mark);
    const known = this.byKey.get(key);
    if (!known) return [];
    const changed = known.field === 'undo' && this.holds(known) ? this.#shift(known.value, -1) : [];
    this.byKey.delete(key);
    this.order = this.order.filter((one) => one !== known);
    const slot = slotOf(known.target, known.field);
    this.histories.set(slot, (this.histories.get(slot) ?? []).filter((one) => one !== known));
    return [...changed, known.target];
  }

  /** @param {Mark} mark */
  holds(mark) {
    return !((this.takenBack.get(keyOf(mark)) ?? 0) > 0);
  }

  /**
   * @param {string} target
   * @param {string} field
   * @returns {any} null where nothing was entered
   */
  value(target, field) {
    const mark = this.last(target, field);
    return mark && mark.field === field ? mark.value : null;
  }

  /**
   * @param {string} target
   * @param {string} field
   * @returns {Mark|null} the mark in force
   */
  last(target, field) {
    const history = this.histories.get(slotOf(target, field)) ?? [];
    for (let place = history.length - 1; place >= 0; place -= 1) {
      if (this.holds(history[place])) return history[place];
    }
    return null;
  }

  /**
   * The newest mark that an undo takes back.
   * @param {string} [target] only marks of this target
   * @returns {Mark|null}
   */
  undoable(target) {
    for (let place = this.order.length - 1; place >= 0; place -= 1) {
      const mark = this.order[place];
      if (!ASIDE.has(mark.field) && this.holds(mark) && (!target || mark.target === target)) {
        return mark;
      }
    }
    return null;
  }

  /**
   * @param {number} most
   * @returns {Mark[]} the newest marks in force, newest first
   */
  newest(most) {
    /** @type {Mark[]} */
    const found = [];
    for (let place = this.order.length - 1; place >= 0 && found.length < most; place -= 1) {
      const mark = this.order[place];
      if (!ASIDE.has(mark.field) && this.holds(mark)) found.push(mark);
    }
    return found;
  }

  /**
   * @param {string} key
   * @param {number} step 1 when one more undo names the mark, -1 when one less
   * @returns {string[]}
   */
  #shift(key, step) {
    const before = this.takenBack.get(key) ?? 0;
    this.takenBack.set(key, before + step);
    const mark = this.byKey.get(key);
    if (!mark || before > 0 === before + step > 0) return [];
    return mark.field === 'undo' ? this.#shift(mark.value, -step) : [mark.target];
  }
}

/**
 * @param {string} target
 * @param {string} field
 */
function slotOf(target, field) {
  return `${target}|${TOGETHER.get(field) ?? field}`;
}
