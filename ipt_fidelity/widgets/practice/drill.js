// @ts-check
// Practice without a screen: which passage comes next, what was answered, and how often right.
import { evaluate } from '../page/conditions.js';
import { keyOf } from '../page/sheet.js';

/** @typedef {import('../page/sheet.js').Mark} Mark */
/** @typedef {{code: string, uncertain: boolean, grades: Record<string, any>}} Attempt */
/** @typedef {{code: string, reason: string, mistaken_for: string, grades: Record<string, any>}} Gold */
/** @typedef {{code: string, n: number, right: number, open: number, taken: Map<string, number>}} Hits */

const AGAIN = 'unread';

export class Drill {
  /**
   * @param {any} content what the kernel sent
   * @param {import('../page/marking_view.js').Around} around
   */
  constructor(content, around) {
    this.content = content;
    this.around = around;
    this.rubric = content.rubric;
    this.codes = new Map(this.rubric.codes.map((code) => [code.id, code]));
    this.codeKeys = new Map(this.rubric.codes.flatMap((code) => code.keys.map((key) => [key, code.id])));
    this.familyKeys = new Set(this.rubric.families.map((family) => family.key).filter(Boolean));
    /** @type {Map<string, any>} */
    this.passages = new Map(content.passages.map((passage) => [passage.id, passage]));
    /** @type {string[]} */
    this.order = content.order;
    /** @type {Map<string, Gold>} gold codes of what is answered */
    this.gold = new Map(Object.entries(content.gold));
    /** @type {Mark[]} */
    this.marks = [];
    this.seen = new Set();
    this.seq = 0;
    /** @type {string|null} code in hand, not yet given */
    this.draft = null;
    /** @type {Record<string, any>} */
    this.grades = {};
    this.unsure = false;
    /** @type {Map<string, number>} the rail shows no counts here: they would give answers away */
    this.codeCounts = new Map();
    /** @type {Map<string, Attempt[]>} */
    this.attempts = new Map();
    /** @type {Set<string>} answered since the round began */
    this.done = new Set();
    this.round = 1;
    /** @type {string[]|null} null in the first round: every passage */
    this.todo = null;
    /** @type {string[]} in the order of answering */
    this.history = [];
    this.take(content.marks.map(([client, seq, target, field, value]) => (
      { client, seq, target, field, value })), { quietly: true });
  }

  /** @param {Mark[]} marks made before or elsewhere @param {{quietly?: boolean}} [how] */
  take(marks, how = {}) {
    const fresh = marks.filter((mark) => !this.seen.has(keyOf(mark)));
    for (const mark of fresh) this.seen.add(keyOf(mark));
    if (!fresh.length) return;
    this.marks.push(...fresh);
    this.#read();
    if (!how.quietly) this.around.changed(fresh.map(({ target }) => target));
  }

  /** @param {Mark} mark that was refused */
  drop(mark) {
    this.marks = this.marks.filter((one) => keyOf(one) !== keyOf(mark));
    this.#read();
    this.around.changed([mark.target]);
  }

  isText() {
    return false;
  }

  /** Read attempts and rounds from the marks, in their order. */
  #read() {
    this.attempts = new Map();
    this.done = new Set();
    this.round = 1;
    this.todo = null;
    this.history = [];
    const open = new Map();
    let begun = false;
    for (const { target, field, value } of this.marks) {
      const id = target.slice(target.indexOf(':') + 1);
      const isAgain = field === 'reading' && value === AGAIN;
      if (isAgain && !begun) {
        this.round += 1;
        this.todo = [];
        this.done = new Set();
      }
      begun = isAgain;
      if (isAgain) this.todo?.push(id);
      else if (field !== 'primary') open.set(id, { ...open.get(id), [field]: value });
      else if (value !== null) {
        const { uncertain = false, ...rest } = open.get(id) ?? {};
        const grades = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name.slice('attr_'.length), one]));
        open.delete(id);
        this.attempts.set(id, [...this.attempts.get(id) ?? [], { code: value, uncertain, grades }]);
        this.done.add(id);
        this.history = [...this.history.filter((one) => one !== id), id];
      }
    }
    this.todo?.sort((one, other) => this.order.indexOf(one) - this.order.indexOf(other));
  }

  /** @param {string} target @param {string} field @param {any} value */
  #mark(target, field, value) {
    this.seq += 1;
    const mark = { client: this.around.client, seq: this.seq, target, field, value };
    this.seen.add(keyOf(mark));
    this.marks.push(mark);
    this.around.put(mark);
  }

  /** Passages of this round, in order. */
  get asked() {
    return this.todo ?? this.order;
  }

  /** @returns {string|null} the next passage without an answer in this round */
  get next() {
    return this.asked.find((id) => !this.done.has(id)) ?? null;
  }

  /** @param {string} id @returns {Attempt|null} */
  last(id) {
    return this.attempts.get(id)?.at(-1) ?? null;
  }

  /** Passages whose newest answer is not the gold code, in order. */
  get missed() {
    return this.order.filter((id) => {
      const gold = this.gold.get(id);
      const last = this.last(id);
      return gold && last && last.code !== gold.code;
    });
  }

  /** @param {string} code the code in hand, or off it */
  choose(code) {
    this.draft = this.draft === code ? null : code;
    this.grades = {};
  }

  /** @param {string} id @returns {any[]} graded attributes that the code in hand asks for */
  graded(id) {
    const code = this.codes.get(this.draft ?? '');
    if (!code) return [];
    const names = { phase: this.passages.get(id)?.phase || null, code: code.id, family: code.family,
      status: code.status, has_secondary_off: false };
    return this.rubric.attributes.filter((part) => part.type === 'ordinal'
      && evaluate(part.ask_if, names) === true);
  }

  /** @param {string} id @returns {any} the first graded attribute that has no answer yet, or null */
  lacking(id) {
    return this.graded(id).find((part) => !(part.id in this.grades)) ?? null;
  }

  /** @param {string} id give the code in hand as the answer; it stays an answer from then on */
  commit(id) {
    if (!this.draft) return;
    const target = `segment:${id}`;
    const before = this.last(id);
    if (this.unsure || before?.uncertain) this.#mark(target, 'uncertain', this.unsure);
    for (const [name, value] of Object.entries(this.grades)) this.#mark(target, `attr_${name}`, value);
    this.#mark(target, 'primary', this.draft);
    this.draft = null;
    this.grades = {};
    this.unsure = false;
    this.#read();
    this.around.changed([target]);
  }

  /** Begin a round with what was missed. */
  again() {
    const targets = this.missed.map((id) => `segment:${id}`);
    for (const target of targets) this.#mark(target, 'reading', AGAIN);
    this.#read();
    this.around.changed(targets);
  }

  /** Answers on the first attempt: the ones that the score counts. */
  get score() {
    let n = 0;
    let right = 0;
    let unsure = 0;
    for (const [id, attempts] of this.attempts) {
      const gold = this.gold.get(id);
      if (!gold) continue;
      n += 1;
      if (attempts[0].code === gold.code) right += 1;
      if (attempts[0].uncertain) unsure += 1;
    }
    return { n, right, unsure, open: this.missed.length };
  }

  /** @returns {Hits[]} by gold code, in the order of the codebook; only codes that were asked */
  get hits() {
    /** @type {Map<string, Hits>} */
    const found = new Map();
    for (const [id, attempts] of this.attempts) {
      const gold = this.gold.get(id);
      if (!gold) continue;
      const hit = found.get(gold.code) ?? { code: gold.code, n: 0, right: 0, open: 0, taken: new Map() };
      const given = attempts[0].code;
      hit.n += 1;
      if (given === gold.code) hit.right += 1;
      else hit.taken.set(given, (hit.taken.get(given) ?? 0) + 1);
      if (this.last(id)?.code !== gold.code) hit.open += 1;
      found.set(gold.code, hit);
    }
    return [...this.codes.keys()].flatMap((code) => found.get(code) ?? []);
  }

  /** @returns {Array<{gold: string, given: string, n: number}>} what was taken for what, most often first */
  get confusions() {
    return this.hits.flatMap(({ code, taken }) => [...taken].map(([given, n]) => ({ gold: code, given, n })))
      .sort((one, other) => other.n - one.n);
  }

  /** What the rail marks as given: the code in hand. */
  coding() {
    return { primary: this.draft, secondary: [] };
  }
}
