// @ts-check
// A screen of acts, as anywidget shows it: the kernel does each act and keeps it, then the page
// shows it. One talk with the kernel for each model, a screen for each view.
import { el, newName } from './dom.js';

const PROTOCOL = 1;
const HELLO_MS = 2000;
const AGAIN_MS = 5000;

/** @typedef {import('./words.js').Speak} Speak */
/** @typedef {{n: number, act: Record<string, any>}} Waiting */
/**
 * @typedef {object} Shown
 * @property {(content: any) => void} update shows a new state; content.said tells what was done
 * @property {() => void} showSaving
 * @property {(id: string, facts?: Record<string, any>) => void} say
 * @property {() => void} end
 */

/** What is said to the kernel, one act after the other. */
export class Talk {
  /** @param {any} model @param {{opened: (content: any) => void, done: (content: any) => void, refused: (problem: string, mend: string) => void, changed: () => void}} hearing */
  constructor(model, hearing) {
    this.model = model;
    this.hearing = hearing;
    this.page = newName();
    this.opened = false;
    this.number = 0;
    this.recorded = 0;
    /** @type {{waiting: Waiting[], state: 'saved'|'saving'|'trying'|'gone', problem: string}} */
    this.outbox = { waiting: [], state: 'saved', problem: '' };
    this.hear = this.hear.bind(this);
    this.lose = this.lose.bind(this);
    this.warn = this.warn.bind(this);
    model.on('msg:custom', this.hear);
    model.on('comm:close', this.lose);
    globalThis.addEventListener?.('beforeunload', this.warn);
    this.#hello();
  }

  /** @param {Record<string, any>} act done by the kernel, in order */
  act(act) {
    if (this.outbox.state === 'gone') {
      this.hearing.changed();
      return;
    }
    this.outbox.waiting.push({ n: (this.number += 1), act });
    if (this.outbox.state === 'saved') this.outbox.state = 'saving';
    this.hearing.changed();
    if (this.outbox.waiting.length === 1) this.#send();
  }

  /** @param {any} message @param {DataView[]} buffers */
  hear(message, buffers) {
    const read = () => JSON.parse(new TextDecoder().decode(buffers[0]));
    if (message?.to !== this.page) return;
    if (message.kind === 'snapshot' && !this.opened) {
      this.opened = true;
      clearTimeout(this.timer);
      this.hearing.opened(read());
      return;
    }
    const first = this.outbox.waiting[0];
    if (!first || (message.n ?? message.seq) !== first.n) {
      if (message.kind === 'refused' && first) this.#stuck(message);
      return;
    }
    clearTimeout(this.timer);
    this.outbox.waiting.shift();
    this.outbox.state = this.outbox.waiting.length ? 'saving' : 'saved';
    if (message.kind === 'done') {
      this.recorded += 1;
      this.hearing.done(read());
    } else this.hearing.refused(message.problem, message.mend ?? '');
    this.hearing.changed();
    if (this.outbox.waiting.length) this.#send();
  }

  /** The kernel is gone; nothing is shown that it has not kept. */
  lose() {
    clearTimeout(this.timer);
    this.outbox.state = 'gone';
    this.hearing.changed();
  }

  /** The model is gone for good. */
  end() {
    this.lose();
    globalThis.removeEventListener?.('beforeunload', this.warn);
    this.model.off('msg:custom', this.hear);
    this.model.off('comm:close', this.lose);
  }

  /** @param {BeforeUnloadEvent} event */
  warn(event) {
    if (this.outbox.waiting.length) event.preventDefault();
  }

  /** @param {{problem: string, mend?: string}} refusal of something that has no number */
  #stuck({ problem, mend }) {
    clearTimeout(this.timer);
    this.outbox.waiting.splice(0);
    this.outbox.state = 'saved';
    this.hearing.refused(problem, mend ?? '');
    this.hearing.changed();
  }

  #hello() {
    if (this.opened) return;
    try {
      this.model.send({ v: PROTOCOL, kind: 'hello', page: this.page });
      this.timer = setTimeout(() => this.#hello(), HELLO_MS);
    } catch {
      this.lose();
    }
  }

  #send() {
    const [first] = this.outbox.waiting;
    if (!first || this.outbox.state === 'gone') return;
    clearTimeout(this.timer);
    try {
      this.model.send({ v: PROTOCOL, kind: 'act', page: this.page, n: first.n, act: first.act });
    } catch {
      this.lose();
      return;
    }
    this.timer = setTimeout(() => {
      this.outbox.state = 'trying';
      this.hearing.changed();
      this.#send();
    }, AGAIN_MS);
  }
}

/**
 * @typedef {object} Parts
 * @property {string} name class of the root
 * @property {(language: string) => Speak} speaker
 * @property {(root: HTMLElement, content: any, talk: Talk, speak: Speak) => Shown} show
 */

/** @param {Parts} parts @returns what anywidget asks for */
export function actingView({ name, speaker, show }) {
  /** @type {Set<Shown>} */
  const screens = new Set();
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @type {any} */
  let content = null;
  /** @type {Talk|null} */
  let talk = null;
  /** @type {Set<HTMLElement>} */
  const openings = new Set();
  const each = (act) => screens.forEach(act);

  return {
    /** @param {{model: any}} given */
    initialize({ model }) {
      const speak = speaker(model.get('language'));
      const begun = new Talk(model, {
        opened(given) {
          content = given;
          waiting.forEach((open) => open());
          waiting.clear();
        },
        done(given) {
          content = given;
          each((screen) => screen.update(given));
        },
        refused: (problem, mend) => each((screen) => screen.say('refused', { problem, mend })),
        changed() {
          each((screen) => screen.showSaving());
          if (begun.outbox.state === 'gone') {
            openings.forEach((told) => { told.textContent = speak('gone_none'); });
          }
        },
      });
      talk = begun;
      return () => begun.end();
    },

    /** @param {{model: any, el: HTMLElement}} given */
    render({ model, el: host }) {
      const speak = speaker(model.get('language'));
      const told = el('p', { class: 'opening' }, speak('waiting_for_kernel'));
      const root = el('div', { class: `iptf ${name}`, 'data-ready': '0', 'data-lm-suppress-shortcuts': 'true' }, told);
      root.style.setProperty('--iptf-height', model.get('height'));
      host.append(root);
      openings.add(told);
      /** @type {Shown|null} */
      let screen = null;
      const open = () => {
        if (!talk) return;
        openings.delete(told);
        screen = show(root, content, talk, speak);
        screens.add(screen);
        screen.showSaving();
      };
      if (content) open();
      else waiting.add(open);
      return () => {
        waiting.delete(open);
        openings.delete(told);
        if (screen) {
          screen.end();
          screens.delete(screen);
        }
      };
    },
  };
}
