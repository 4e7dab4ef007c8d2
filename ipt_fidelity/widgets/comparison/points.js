// @ts-check
// What raters agree and differ on, without a screen: which of it is shown, and in what order.

/** @typedef {{id: string, kind: 'segment'|'item'|'omission', target: string, name: string, differences: string[]}} Point */
/** @typedef {'differing'|'codes'|'all'} Shown */

/** The graver first; what agrees comes last. */
const GRAVITY = ['status', 'unread', 'code', 'value', 'omission', 'secondary', 'detail'];
/** @type {Shown[]} */
export const FILTERS = ['differing', 'codes', 'all'];

/** @param {Point} point */
const gravity = ({ differences }) => Math.min(GRAVITY.length, ...differences.map((one) => GRAVITY.indexOf(one)));

export class Points {
  /** @param {any} page what the kernel sent */
  constructor(page) {
    this.page = page;
    this.sheets = page.sheets;
    this.segments = page.segments.map(([id, first, last]) => ({ id, first, last }));
    this.placeOf = new Map(this.segments.map(({ id }, place) => [id, place]));
    this.codes = new Map(page.rubric.codes.map((code) => [code.id, code]));
    this.items = new Map(page.rubric.items.map((item) => [item.id, item]));
    /** @type {Point[]} */
    this.all = page.points.map(([kind, target, differences]) => ({
      id: kind === 'omission' ? `omission-${target}` : target, kind, target, name: target.split(':')[1], differences,
    }));
    this.byId = new Map(this.all.map((point) => [point.id, point]));
    /** @type {Shown} */
    this.shown = 'differing';
    this.asSpoken = false;
  }

  /** @returns {Point[]} what is shown, in its order */
  get list() {
    const chosen = this.all.filter((point) => this.#lets(point));
    return this.asSpoken ? chosen : [...chosen].sort((a, b) => gravity(a) - gravity(b));
  }

  /** @param {Point} point */
  #lets({ differences }) {
    if (this.shown === 'all') return true;
    return this.shown === 'codes' ? differences.some((one) => one !== 'detail' && one !== 'secondary') : differences.length > 0;
  }

  /** @returns {Point[]} */
  get differing() {
    return this.all.filter(({ differences }) => differences.length);
  }

  /** @returns {Point[]} */
  get agreeing() {
    return this.all.filter(({ differences }) => !differences.length);
  }

  nextFilter() {
    this.shown = FILTERS[(FILTERS.indexOf(this.shown) + 1) % FILTERS.length];
  }

  /** @param {any} sheet @param {Point} point @returns {any} what its rater gave */
  given(sheet, { kind, name }) {
    if (kind === 'segment') return sheet.codings[name];
    return kind === 'item' ? sheet.ratings[name] : sheet.omissions[name] ?? false;
  }

  /** @param {any} sheet @returns {string} rater, and stage where it is not an independent one */
  rater({ rater, stage }) {
    return stage === 'independent' || stage === rater ? rater : `${rater} (${stage})`;
  }

  /** @param {Point} point @returns {any[]} attributes that one of the raters was asked about it */
  attributes({ kind, name }) {
    if (kind !== 'segment') return [];
    return this.page.rubric.attributes.filter(({ id }) => this.sheets.some((sheet) => id in sheet.codings[name].attributes));
  }

  /** @param {Point} point @param {(one: any) => any} of @returns {boolean} */
  differ(point, of) {
    const told = this.sheets.map((sheet) => JSON.stringify(of(this.given(sheet, point)) ?? null));
    return new Set(told).size > 1;
  }

  /** @returns {Record<string, number>} how many points differ in what; each counts once, by the gravest */
  get counts() {
    const kinds = this.differing.map((point) => GRAVITY[gravity(point)]);
    return Object.fromEntries(GRAVITY.filter((kind) => kinds.includes(kind))
      .map((kind) => [kind, kinds.filter((one) => one === kind).length]));
  }
}
