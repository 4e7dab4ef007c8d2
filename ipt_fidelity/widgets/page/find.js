// @ts-check
// Finding words in the transcript; hits are painted by the browser, the page stays as it is.

const NAME = 'ipt-fidelity-found';

export class Find {
  /** @param {any} desk @param {any} rows */
  constructor(desk, rows) {
    this.desk = desk;
    this.rows = rows;
    /** @type {Array<{turn: number, start: number, length: number}>} */
    this.hits = [];
    this.at = -1;
  }

  /** @param {string} wanted @param {number} from place of the segment to begin at */
  look(wanted, from) {
    const needle = wanted.trim().toLocaleLowerCase();
    this.hits = [];
    this.at = -1;
    if (needle) {
      this.desk.turns.forEach((turn, number) => {
        const text = turn[3].toLocaleLowerCase();
        for (let start = text.indexOf(needle); start >= 0; start = text.indexOf(needle, start + 1)) {
          this.hits.push({ turn: number, start, length: needle.length });
        }
      });
      const first = this.desk.segments[from].first;
      this.at = Math.max(this.hits.findIndex((hit) => hit.turn >= first), this.hits.length ? 0 : -1);
    }
    this.#paint();
  }

  /** @param {1|-1} step */
  step(step) {
    if (!this.hits.length) return;
    this.at = (this.at + step + this.hits.length) % this.hits.length;
    this.#paint();
  }

  /** Place of the segment that holds the current hit; null without one. */
  get place() {
    const hit = this.hits[this.at];
    if (!hit) return null;
    return this.desk.segments.findIndex(({ last }) => hit.turn <= last);
  }

  #paint() {
    const registry = /** @type {any} */ (globalThis.CSS)?.highlights;
    if (!registry) return;
    const ranges = this.hits.slice(0, 2000).flatMap((hit) => this.#range(hit));
    registry.set(NAME, new (/** @type {any} */ (globalThis)).Highlight(...ranges));
    const here = this.hits[this.at] ? this.#range(this.hits[this.at]) : [];
    registry.set(`${NAME}-here`, new (/** @type {any} */ (globalThis)).Highlight(...here));
  }

  /** @param {{turn: number, start: number, length: number}} hit */
  #range({ turn, start, length }) {
    const text = this.rows.turns.get(this.desk.turns[turn][0])?.lastChild?.firstChild;
    if (!text || start + length > text.length) return [];
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, start + length);
    return [range];
  }
}
