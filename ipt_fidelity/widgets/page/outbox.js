// @ts-check
// What the kernel has not yet made durable. Marks are sent in order under their numbers, one batch
// in flight; what is not acknowledged is sent again under the same numbers, which is harmless
// because recording passes over what it has.

/** @typedef {import('./sheet.js').Mark} Mark */
/** @typedef {'saved'|'saving'|'trying'|'gone'|'stuck'} State */

export const WAIT_MS = 3000;
const LONGEST_WAIT_MS = 30000;
const LARGEST_BATCH = 500;

/**
 * @typedef {object} Surroundings
 * @property {(client: string, marks: Mark[]) => void} send throws where the kernel is gone
 * @property {() => void} changed called after each change of state
 * @property {(marks: Mark[]) => void} keep mirrors what is not saved
 * @property {(mark: Mark, problem: string, mend: string) => void} refused
 * @property {(marks: Mark[]) => void} recorded
 * @property {(act: () => void, ms: number) => any} later
 * @property {(timer: any) => void} never
 */

export class Outbox {
  /** @param {Surroundings} around */
  constructor(around) {
    this.around = around;
    /** @type {Mark[]} */
    this.waiting = [];
    /** @type {State} */
    this.state = 'saved';
    this.problem = '';
    this.tries = 0;
    this.inFlight = false;
    this.kicked = false;
    /** @type {any} */
    this.timer = null;
  }

  /** @param {Mark} mark */
  put(mark) {
    this.waiting.push(mark);
    this.around.keep(this.waiting);
    if (this.state === 'saved') this.#be('saving');
    else this.around.changed();
    if (this.state === 'gone') this.tries = 0;
    this.#soon();
  }

  /**
   * Take over what another page could not save.
   * @param {Mark[]} marks
   */
  adopt(marks) {
    const known = new Set(this.waiting.map((mark) => `${mark.client}#${mark.seq}`));
    const fresh = marks.filter((mark) => !known.has(`${mark.client}#${mark.seq}`));
    if (!fresh.length) return;
    this.waiting = [...fresh, ...this.waiting];
    this.around.keep(this.waiting);
    this.#be('saving');
    this.#soon();
  }

  /**
   * All marks of this client up to this number are durable.
   * @param {string} client
   * @param {number} upto
   */
  acknowledge(client, upto) {
    const done = this.waiting.filter((mark) => mark.client === client && mark.seq <= upto);
    if (done.length) this.around.recorded(done);
    this.#settle(done);
  }

  /**
   * Another page has saved these.
   * @param {Mark[]} marks
   */
  drop(marks) {
    const keys = new Set(marks.map((mark) => `${mark.client}#${mark.seq}`));
    const done = this.waiting.filter((mark) => keys.has(`${mark.client}#${mark.seq}`));
    if (done.length) this.#settle(done);
  }

  /**
   * @param {string} client
   * @param {number} seq
   * @param {{problem: string, mend: string, keep: boolean}} why
   */
  refuse(client, seq, why) {
    this.problem = `${why.problem} ${why.mend}`.trim();
    if (why.keep) {
      this.inFlight = false;
      this.#be('stuck');
      this.#again();
      return;
    }
    const refused = this.waiting.filter((mark) => mark.client === client && mark.seq === seq);
    this.#settle(refused);
    for (const mark of refused) this.around.refused(mark, why.problem, why.mend);
  }

  /** The kernel went away; what waits is kept. */
  lose() {
    this.inFlight = false;
    this.around.never(this.timer);
    if (this.waiting.length || this.state !== 'gone') this.#be('gone');
  }

  /** Stop for good, and give what waits to whoever comes next. */
  close() {
    this.around.never(this.timer);
    this.kicked = true;
    this.inFlight = true;
    return this.waiting;
  }

  #soon() {
    if (this.kicked || this.inFlight) return;
    this.kicked = true;
    queueMicrotask(() => {
      if (!this.kicked) return;
      this.kicked = false;
      this.#send();
    });
  }

  #send() {
    if (this.inFlight || !this.waiting.length) return;
    const client = this.waiting[0].client;
    const end = this.waiting.findIndex((mark) => mark.client !== client);
    const batch = this.waiting.slice(0, Math.min(end < 0 ? Infinity : end, LARGEST_BATCH));
    try {
      this.around.send(client, batch);
    } catch {
      this.lose();
      return;
    }
    this.inFlight = true;
    if (this.state === 'gone') this.#be('saving');
    this.#again();
  }

  #again() {
    this.around.never(this.timer);
    const wait = Math.min(WAIT_MS * 2 ** this.tries, LONGEST_WAIT_MS);
    this.timer = this.around.later(() => {
      this.tries += 1;
      this.inFlight = false;
      if (this.state !== 'stuck') this.#be('trying');
      this.#send();
    }, wait);
  }

  /** @param {Mark[]} done */
  #settle(done) {
    const gone = new Set(done);
    this.waiting = this.waiting.filter((mark) => !gone.has(mark));
    this.around.keep(this.waiting);
    this.around.never(this.timer);
    this.inFlight = false;
    this.tries = 0;
    this.#be(this.waiting.length ? 'saving' : 'saved');
    this.#soon();
  }

  /** @param {State} state */
  #be(state) {
    this.state = state;
    if (state !== 'stuck') this.problem = '';
    this.around.changed();
  }
}
