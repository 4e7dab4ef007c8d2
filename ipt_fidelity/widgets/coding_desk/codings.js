// @ts-check
// What each segment was given, folded from its marks, and how often: kept up to date segment by segment.

import { evaluate } from '../page/conditions.js';

/** @typedef {{reading: string, primary: string|null, secondary: string[], uncertain: boolean, memo: string}} Coding */

const UNREAD = { reading: 'unread', primary: null, secondary: [], uncertain: false, memo: '' };

export class Codings {
  /**
   * @param {any} rubric
   * @param {Record<string, any>} names what conditions may name besides the segment
   * @param {import('../page/sheet.js').SheetMarks} sheet
   */
  constructor(rubric, names, sheet) {
    this.rubric = rubric;
    this.names = names;
    this.sheet = sheet;
    this.codes = new Map(rubric.codes.map((code) => [code.id, code]));
    /** @type {Map<string, Coding>} */
    this.bySegment = new Map();
    this.counts = { read: 0, coded: 0, uncertain: 0 };
    /** @type {Map<string, number>} */
    this.codeCounts = new Map();
  }

  /** @param {string} segment @returns {Coding} */
  of(segment) {
    return this.bySegment.get(segment) ?? UNREAD;
  }

  /** @param {string} segment @param {string} attribute */
  attribute(segment, attribute) {
    return this.sheet.value(`segment:${segment}`, `attr_${attribute}`);
  }

  /** @param {string} segment names that conditions about it may use */
  namesOf(segment) {
    const { primary, secondary } = this.of(segment);
    const names = { ...this.names };
    for (const part of this.rubric.attributes) names[part.id] = this.attribute(segment, part.id);
    const code = this.codes.get(primary);
    if (code) Object.assign(names, { code: code.id, family: code.family, status: code.status });
    names.has_secondary_off = secondary.some((id) => this.codes.get(id)?.status === 'off_model');
    return names;
  }

  /** @param {string} segment @returns {string|null} status of the primary code, as resolved */
  statusOf(segment) {
    const code = this.codes.get(this.of(segment).primary);
    if (!code) return null;
    if (!code.status_rules.length) return code.status;
    const names = this.namesOf(segment);
    return code.status_rules.reduce(
      (status, [when, then]) => (evaluate(when, names) === true ? then : status), code.status);
  }

  /** @param {string} segment @returns {any[]} attributes that are asked of it */
  asked(segment) {
    if (!this.of(segment).primary) return [];
    const names = this.namesOf(segment);
    return this.rubric.attributes.filter(
      (part) => part.ask_if === null || evaluate(part.ask_if, names) === true);
  }

  /** @param {string} id fold this segment again */
  refresh(id) {
    const target = `segment:${id}`;
    const primary = this.sheet.value(target, 'primary');
    const secondary = this.sheet.value(target, 'secondary') ?? [];
    const read = this.sheet.value(target, 'reading') === 'read';
    const reading = primary !== null || secondary.length ? 'coded' : read ? 'read' : 'unread';
    const uncertain = this.sheet.value(target, 'uncertain') === true;
    const memo = this.sheet.value(target, 'memo') ?? '';
    this.#count(this.of(id), -1);
    const coding = { reading, primary, secondary, uncertain, memo };
    this.bySegment.set(id, coding);
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
}
