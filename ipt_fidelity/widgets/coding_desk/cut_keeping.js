// @ts-check
// Makes a changed cut durable: the whole cut is sent, the newest alone, and told as kept only when
// the kernel has said so.

/** @typedef {import('./cut.js').Segment} Segment */
/** @typedef {{v: number, kind: 'cut', page: string, seq: number, cut: number[][]}} CutMessage */
/** @typedef {{v: number, kind: 'cut', to: string, seq: number, problem: string, mend: string, keep: boolean}} CutReply */
/** @typedef {'kept'|'keeping'|'trying'|'gone'|'refused'} State */

const PROTOCOL = 1;
const WAIT_MS = 3000;

export class CutKeeping {
  /**
   * @param {{page: string, send: (message: CutMessage) => void, changed: () => void,
   *   later?: (act: () => void, ms: number) => any, never?: (timer: any) => void}} around
   */
  constructor(around) {
    this.around = around;
    /** @type {State} */
    this.state = 'kept';
    this.problem = '';
    this.seq = 0;
    this.inFlight = false;
    /** @type {Segment[]|null} the newest that is not kept */
    this.waiting = null;
    /** @type {any} */
    this.timer = null;
  }

  /** @param {Segment[]} segments */
  put(segments) {
    this.waiting = segments;
    this.seq += 1;
    this.#be('keeping');
    if (!this.inFlight) this.#send();
  }

  /** The lock carries the cut from here on. */
  drop() {
    this.waiting = null;
    this.#never();
    this.inFlight = false;
  }

  /** @param {CutReply} reply */
  hear(reply) {
    if (!this.waiting) return;
    this.inFlight = false;
    this.#never();
    this.problem = `${reply.problem} ${reply.mend}`.trim();
    if (reply.problem && !reply.keep) {
      this.waiting = null;
      this.#be('refused');
    } else if (reply.problem) {
      this.#be('trying');
      this.#again();
    } else if (reply.seq === this.seq) {
      this.waiting = null;
      this.#be('kept');
    } else this.#send();
  }

  #send() {
    if (!this.waiting) return;
    try {
      this.around.send({
        v: PROTOCOL, kind: 'cut', page: this.around.page, seq: this.seq,
        cut: this.waiting.map(({ first, last }) => [first, last]),
      });
    } catch {
      this.inFlight = false;
      this.#be('gone');
      return;
    }
    this.inFlight = true;
    this.#again();
  }

  #again() {
    this.#never();
    this.timer = (this.around.later ?? setTimeout)(() => {
      this.#be('trying');
      this.#send();
    }, WAIT_MS);
  }

  #never() {
    (this.around.never ?? clearTimeout)(this.timer);
  }

  /** @param {State} state */
  #be(state) {
    this.state = state;
    if (state === 'kept') this.problem = '';
    this.around.changed();
  }
}
