// @ts-check
// Asking who is behind words: a line to write in, and the people of the case to choose from.
import { button, el } from '../page/dom.js';
import { stroke } from '../page/keys.js';

const MOST = 24;

export class Who {
  /** @param {import('../page/overlay.js').Overlay} overlay @param {import('../page/words.js').Speak} speak */
  constructor(overlay, speak) {
    this.overlay = overlay;
    this.speak = speak;
    this.element = el('div', { class: 'people', hidden: true });
    /** @type {string[]} */
    this.choices = [];
  }

  /**
   * @param {string} words
   * @param {Array<[string, string[], number]>} people placeholder, spellings, places
   * @param {(who: string) => void} answered
   */
  ask(words, people, answered) {
    const shown = people.slice(0, MOST);
    this.choices = shown.map(([placeholder]) => whoOf(placeholder));
    this.element.replaceChildren(el('span', { class: 'quiet' }, this.speak('who_more')), ...shown.map(([placeholder, spelled], n) => button({
      class: 'person', tabindex: '-1', onmousedown: (event) => event.preventDefault(),
      onclick: () => {
        if (this.overlay.input) this.overlay.input.value = this.choices[n];
        this.overlay.finish('done');
      },
    }, el('kbd', {}, String(n + 1)), ` ${placeholder} `, el('bdi', { class: 'quiet' }, spelled.slice(0, 3).join(', ')))));
    this.element.hidden = false;
    this.overlay.write({ label: this.speak('who', { words }) }, (written, how) => {
      this.element.hidden = true;
      const who = this.#meant(written.trim());
      if (how === 'done' && who) answered(who);
    });
  }

  /** @param {string} written a number chooses */
  #meant(written) {
    return /^\d+$/.test(written) ? this.choices[Number(written) - 1] ?? '' : written;
  }

  /** @param {KeyboardEvent} event @returns {boolean} it belongs to the line */
  onKey(event) {
    if (!this.overlay.input || event.target !== this.overlay.input) return false;
    const pressed = stroke(event);
    if (pressed === 'Enter' || pressed === 'Escape') {
      event.preventDefault();
      this.overlay.finish(pressed === 'Enter' ? 'done' : 'escape');
    }
    return true;
  }
}

/** @param {string} placeholder @returns {string} as a person would write it */
export function whoOf(placeholder) {
  return placeholder.replace(/^\[|\]$/g, '').replace(/-(\d+)$/, ' $1').toLowerCase();
}
