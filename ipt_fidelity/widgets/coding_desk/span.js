// @ts-check
// Words of one turn, chosen word by word. The page counts in units of its own script, what is kept
// counts characters, so that every reader of a sheet finds the same words.

/** @typedef {{turn: string, first: number, end: number}} Span characters of the text of a turn */
/** @typedef {{turn: number, first: number, end: number}} Word in units of this script */

/** @param {string} text @param {number} unit @returns {number} how many characters stand before it */
const characters = (text, unit) => Array.from(text.slice(0, unit)).length;

/** @param {string} text @param {number} character @returns {number} where it stands in this script */
const units = (text, character) => Array.from(text).slice(0, character).join('').length;

/** @param {string|null} written of a mark @returns {Span|null} */
export function readSpan(written) {
  const found = /^([\w.-]+):(\d+)-(\d+)$/.exec(written ?? '');
  return found && { turn: found[1], first: Number(found[2]), end: Number(found[3]) };
}

export class Chosen {
  /**
   * @param {any[]} turns
   * @param {{first: number, last: number}} segment
   */
  constructor(turns, segment) {
    this.turns = turns;
    /** @type {Word[]} */
    this.words = [];
    for (let turn = segment.first; turn <= segment.last; turn += 1) {
      for (const found of turns[turn][3].matchAll(/\S+/g)) {
        this.words.push({ turn, first: found.index, end: found.index + found[0].length });
      }
    }
    this.from = 0;
    this.count = 0;
  }

  /** What is chosen, as a mark holds it; null for nothing. */
  get written() {
    if (!this.count) return null;
    const { turn, first, end } = this.range;
    const [id, , , text] = this.turns[turn];
    return `${id}:${characters(text, first)}-${characters(text, end)}`;
  }

  /** @returns {Word} */
  get range() {
    const first = this.words[this.from];
    return { turn: first.turn, first: first.first, end: this.words[this.from + this.count - 1].end };
  }

  /** @param {1|-1} step one word more, or less, at the end; a span ends with its turn */
  end(step) {
    const count = this.count + step;
    const last = this.words[this.from + count - 1];
    if (count < 0 || (count > 0 && last?.turn !== this.words[this.from].turn)) return;
    this.count = count;
  }

  /** @param {1|-1} step the start moves by a word, and the end with it where it must */
  start(step) {
    const from = this.from + step;
    if (!this.words[from]) return;
    const same = this.words[from].turn === this.words[this.from].turn;
    this.count = same ? Math.max(1, this.count - step) : 1;
    this.from = from;
  }

  /** @param {Word} range choose the words that a selection touches */
  take({ turn, first, end }) {
    const touched = this.words.flatMap((word, place) => (
      word.turn === turn && word.first < end && word.end > first ? [place] : []));
    this.from = touched[0] ?? 0;
    this.count = touched.length;
  }
}

/** @param {any[]} turns @param {Span} span @returns {Word|null} where it stands on the page; null where it does not */
export function placed(turns, span) {
  const turn = turns.findIndex(([id]) => id === span.turn);
  if (turn < 0) return null;
  const text = turns[turn][3];
  const end = units(text, span.end);
  return { turn, first: units(text, span.first), end };
}
