// @ts-check
// The one line below: saved and when, what was done last, how far, keys on or off.
import { el } from './dom.js';

const HOURS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export class StatusLine {
  /** @param {any} life @param {import('./words.js').Speak} speak */
  constructor(life, speak) {
    this.life = life;
    this.speak = speak;
    this.state = el('span', { class: 'saving', role: 'status' });
    this.said = el('span', { class: 'said', 'aria-live': 'polite' });
    this.far = el('span', { class: 'how-far' });
    this.time = el('bdi', { class: 'time' });
    this.ready = el('span', { class: 'keys-state' });
    this.element = el('div', { class: 'status' }, this.state, this.said, this.far, this.time, this.ready);
    this.keys(false);
    this.shown = '';
    this.told = '';
  }

  saving() {
    const { outbox, recorded } = this.life;
    const n = outbox.waiting.length;
    const { state, problem } = outbox;
    let text = '';
    if (state === 'saved') {
      const time = HOURS.format(new Date());
      if (this.shown.startsWith('saved') && this.shown === `saved ${recorded}`) return;
      this.shown = `saved ${recorded}`;
      text = recorded ? `✓ ${this.speak('saved', { time })}` : `✓ ${this.speak('saved_all')}`;
    } else {
      const sign = { saving: '…', trying: '⟳', gone: '✗', stuck: '✗' }[state];
      text = `${sign} ${this.speak(state === 'gone' && !n ? 'gone_none' : state, { n, problem })}`;
      this.shown = text;
    }
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.dataset.state = state;
  }

  /** @param {string[]} told how far the work is */
  counts(told) {
    if (this.told === told.join()) return;
    this.told = told.join();
    this.far.replaceChildren(...told.map((text) => el('bdi', {}, text)));
  }

  /** @param {string} text the last act, in words */
  say(text) {
    this.said.textContent = text;
  }

  /** @param {string} time of the session */
  at(time) {
    this.time.textContent = time;
  }

  /** @param {boolean} on */
  keys(on) {
    this.ready.textContent = this.speak(on ? 'keys_on' : 'keys_off');
    this.ready.dataset.on = on ? '1' : '0';
  }
}
