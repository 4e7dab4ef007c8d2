// @ts-check
// What the items of a session are answered with, and the segments that are tied to them.
import { evaluate } from '../page/conditions.js';

export class Answers {
  /**
   * @param {any} rubric
   * @param {Record<string, any>} names what conditions may name besides the items
   * @param {import('../page/sheet.js').SheetMarks} sheet
   */
  constructor(rubric, names, sheet) {
    this.rubric = rubric;
    this.names = names;
    this.sheet = sheet;
    /** @type {Record<string, any>|null} */
    this.answers = null;
    /** @type {Map<string, Array<{item: string, against: boolean}>>} */
    this.evidence = new Map();
  }

  /** @param {any} item @returns {{value: any, absence: string|null, resolved: boolean}} */
  rating(item) {
    const names = this.#all();
    const value = names[item.id] ?? null;
    if (evaluate(item.applies_if, names) === false || evaluate(item.na_if, names) === true) {
      return { value: null, absence: 'not_applicable', resolved: true };
    }
    if (evaluate(item.no_opportunity_if, names) === true) {
      return { value: null, absence: 'no_opportunity', resolved: true };
    }
    const absence = this.sheet.value(`item:${item.id}`, 'absence');
    if (absence) return { value: null, absence, resolved: false };
    return { value, absence: value === null ? 'missing' : null, resolved: false };
  }

  /** @param {any} item */
  lacksEvidence(item) {
    const { value } = this.rating(item);
    return value !== null && item.evidence_for.includes(value) && !this.tiedTo(item.id, 'evidence_for').length;
  }

  /** @param {string} item @param {'evidence_for'|'evidence_against'} field @returns {string[]} */
  tiedTo(item, field) {
    return this.sheet.value(`item:${item}`, field) ?? [];
  }

  /** An item has changed. */
  refresh() {
    this.answers = null;
    this.evidence = new Map();
    for (const item of this.rubric.items) {
      for (const field of /** @type {const} */ (['evidence_for', 'evidence_against'])) {
        for (const place of this.tiedTo(item.id, field)) {
          const tied = this.evidence.get(place) ?? [];
          tied.push({ item: item.id, against: field === 'evidence_against' });
          this.evidence.set(place, tied);
        }
      }
    }
  }

  #all() {
    if (!this.answers) {
      this.answers = { ...this.names };
      for (const { id } of this.rubric.items) this.answers[id] = this.sheet.value(`item:${id}`, 'value');
    }
    return this.answers;
  }
}
