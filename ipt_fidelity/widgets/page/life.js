// @ts-check
// The life of one opening of a sheet on this page: talks with the kernel, keeps what is unsaved,
// tells other pages what was saved, and hands over when the kernel is gone.
import { newName } from './dom.js';
import { Outbox } from './outbox.js';

/** @typedef {import('./sheet.js').Mark} Mark */
/**
 * What the page says; the kernel's exchange lists the same.
 * @typedef {{v: number, kind: 'hello', page: string}} HelloMessage
 * @typedef {{v: number, kind: 'marks', page: string, client: string, marks: any[]}} MarksMessage
 * @typedef {{v: number, kind: 'missing', page: string}} MissingMessage
 */
/**
 * What the kernel answers.
 * @typedef {{v: number, kind: 'snapshot', to: string}} SnapshotReply
 * @typedef {{v: number, kind: 'recorded', to: string, client: string, upto: number}} RecordedReply
 * @typedef {{v: number, kind: 'refused', to: string, client: string, seq: number, problem: string, mend: string, keep: boolean}} RefusedReply
 * @typedef {{v: number, kind: 'gaps', to: string, gaps: any[]}} GapsReply
 */

const PROTOCOL = 1;
const HELLO_MS = 2000;
const PREFIX = 'ipt-fidelity';
const LIVES = Symbol.for('ipt-fidelity.lives');
/** Fields that hold what a rater wrote: never mirrored in the browser's storage. */
const WRITTEN = new Set(['memo', 'guess']);

/**
 * @typedef {object} Hearing
 * @property {(content: any) => void} opened
 * @property {() => void} changed
 * @property {(mark: Mark, problem: string, mend: string) => void} refused
 * @property {(marks: Mark[]) => void} elsewhere marks that another page made
 * @property {(mark: Mark) => boolean} isText
 * @property {(reply: any) => void} [other] what only this screen knows
 */

export class Life {
  /**
   * @param {any} model of anywidget
   * @param {Hearing} hearing
   */
  constructor(model, hearing) {
    this.model = model;
    this.hearing = hearing;
    this.page = newName();
    this.sheet = model.get('sheet');
    this.opened = false;
    this.recorded = 0;
    /** @type {((gaps: any[]|null) => void)|null} */
    this.asking = null;
    /** @type {Array<() => void>} */
    this.settling = [];
    this.outbox = new Outbox({
      send: (client, marks) => this.#send({
        v: PROTOCOL, kind: 'marks', page: this.page, client,
        marks: marks.map(({ seq, target, field, value }) => [seq, target, field, value]),
      }),
      changed: () => {
        if (!this.outbox.waiting.length || this.outbox.state === 'gone' || this.outbox.state === 'stuck') {
          for (const go of this.settling.splice(0)) go();
        }
        hearing.changed();
      },
      keep: (marks) => this.#keep(marks),
      refused: hearing.refused,
      recorded: (marks) => {
        this.recorded += marks.length;
        this.channel?.postMessage(marks);
      },
      later: (act, ms) => setTimeout(act, ms),
      never: (timer) => clearTimeout(timer),
    });
    this.channel = typeof BroadcastChannel === 'undefined' ? null
      : new BroadcastChannel(`${PREFIX}:${this.sheet}`);
    this.channel?.addEventListener('message', ({ data }) => {
      this.outbox.drop(data);
      hearing.elsewhere(data);
    });
    this.hear = this.hear.bind(this);
    this.lose = this.lose.bind(this);
    this.warn = this.warn.bind(this);
    model.on('msg:custom', this.hear);
    model.on('comm:close', this.lose);
    globalThis.addEventListener?.('beforeunload', this.warn);
    this.#inherit();
    this.#hello();
  }

  /** @returns {Promise<void>} once nothing is on its way any more, saved or not */
  settled() {
    const { waiting, state } = this.outbox;
    if (!waiting.length || state === 'gone' || state === 'stuck') return Promise.resolve();
    return new Promise((resolve) => { this.settling.push(resolve); });
  }

  /** @returns {Promise<any[]|null>} what is missing before hand-in; null where the kernel is gone */
  async askMissing() {
    await this.settled();
    return new Promise((resolve) => {
      this.asking = resolve;
      try {
        this.#send({ v: PROTOCOL, kind: 'missing', page: this.page });
      } catch {
        this.lose();
        resolve(null);
      }
    });
  }

  /**
   * @param {any} message
   * @param {DataView[]} buffers
   */
  hear(message, buffers) {
    if (message?.to !== this.page) return;
    if (message.kind === 'snapshot' && !this.opened) {
      this.opened = true;
      clearTimeout(this.helloTimer);
      this.hearing.opened(JSON.parse(new TextDecoder().decode(buffers[0])));
    } else if (message.kind === 'recorded') this.outbox.acknowledge(message.client, message.upto);
    else if (message.kind === 'refused') this.outbox.refuse(message.client, message.seq, message);
    else if (message.kind === 'gaps') {
      this.asking?.(message.gaps);
      this.asking = null;
    } else this.hearing.other?.(message);
  }

  /** The kernel is gone; what waits is kept here for the next opening. */
  lose() {
    clearTimeout(this.helloTimer);
    this.asking?.(null);
    this.outbox.lose();
  }

  /** The model is gone for good. */
  end() {
    this.lose();
    this.model.off('msg:custom', this.hear);
    this.model.off('comm:close', this.lose);
    if (!this.outbox.waiting.length) this.leave();
  }

  /** @param {BeforeUnloadEvent} event */
  warn(event) {
    if (this.outbox.waiting.length) event.preventDefault();
  }

  #hello() {
    if (this.opened) return;
    try {
      this.#send({ v: PROTOCOL, kind: 'hello', page: this.page });
      this.helloTimer = setTimeout(() => this.#hello(), HELLO_MS);
    } catch {
      this.outbox.lose();
    }
  }

  /** @param {any} message of a kind that only this screen has; throws where the kernel is gone */
  send(message) {
    this.model.send(message);
  }

  /** @param {HelloMessage|MarksMessage|MissingMessage} message */
  #send(message) {
    this.model.send(message);
  }

  /** Stop listening. */
  leave() {
    globalThis.removeEventListener?.('beforeunload', this.warn);
    lives(this.sheet).delete(this);
    this.channel?.close();
    this.channel = null;
  }

  /** Take over what an opening before this one could not save. */
  #inherit() {
    for (const other of [...lives(this.sheet)]) {
      this.outbox.adopt([...other.outbox.waiting]);
      if (other.outbox.state === 'gone') {
        other.outbox.close();
        other.outbox.around.keep([]);
        other.leave();
      }
    }
    for (const name of mirrors(this.sheet)) {
      const pages = [...lives(this.sheet)].map((life) => life.page);
      if (pages.includes(name.split(':')[2])) continue;
      const kept = JSON.parse(sessionStorage.getItem(name) ?? '[]');
      sessionStorage.removeItem(name);
      this.outbox.adopt(kept.map(([client, seq, target, field, value]) => (
        { client, seq, target, field, value })));
    }
    lives(this.sheet).add(this);
  }

  /** @param {Mark[]} marks ids and codes only; what a rater wrote stays in memory */
  #keep(marks) {
    const name = `${PREFIX}:${this.sheet}:${this.page}`;
    const plain = marks.filter((mark) => !WRITTEN.has(mark.field) && !this.hearing.isText(mark));
    try {
      if (!plain.length) sessionStorage.removeItem(name);
      else {
        sessionStorage.setItem(name, JSON.stringify(plain.map(
          ({ client, seq, target, field, value }) => [client, seq, target, field, value])));
      }
    } catch {
      // Storage may be full or forbidden; the marks are still in memory and on their way.
    }
  }
}

/** @param {string} sheet @returns {Set<Life>} openings of a sheet on this page, whatever their module */
function lives(sheet) {
  const all = /** @type {any} */ (globalThis)[LIVES] ??= new Map();
  if (!all.has(sheet)) all.set(sheet, new Set());
  return all.get(sheet);
}

/** @param {string} sheet */
function mirrors(sheet) {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(`${PREFIX}:${sheet}:`));
  } catch {
    return [];
  }
}
