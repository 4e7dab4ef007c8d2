// @ts-check
// What lies over the desk for a moment: a page with links, or one line to write in.
import { button, el } from './dom.js';

export class Overlay {
  /** @param {import('./words.js').Speak} speak @param {() => void} back gives the focus back */
  constructor(speak, back) {
    this.speak = speak;
    this.back = back;
    this.element = el('div', { class: 'over', hidden: true });
    this.line = el('div', { class: 'line', hidden: true });
    /** @type {((written: string, how: 'done'|'escape') => void)|null} */
    this.finished = null;
    /** @type {HTMLTextAreaElement|HTMLInputElement|null} */
    this.input = null;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /**
   * @param {string} title
   * @param {...(Node|null)} content
   */
  open(title, ...content) {
    const close = button({ class: 'close', tabindex: '0', 'aria-label': this.speak('close'), onclick: () => this.close() }, '×');
    const page = el('div', {
      class: 'page', role: 'dialog', 'aria-modal': 'true', 'aria-label': title, tabindex: '-1',
      'data-lm-suppress-shortcuts': 'true',
    }, el('div', { class: 'page-head' }, el('h3', {}, title), close), ...content.filter((one) => one !== null));
    this.element.replaceChildren(page);
    this.element.hidden = false;
    page.focus({ preventScroll: true });
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
    this.back();
  }

  /** @param {KeyboardEvent} event keep the focus inside */
  trap(event) {
    const stops = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll('button:not([disabled])')]
      .filter((one) => /** @type {HTMLElement} */ (one).tabIndex >= 0));
    const first = stops[0];
    const last = stops[stops.length - 1];
    const active = /** @type {any} */ (this.element.getRootNode()).activeElement;
    if (event.shiftKey ? active === first || !stops.includes(active) : active === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }

  /**
   * Open the line to write in.
   * @param {{label: string, value?: string, many?: boolean, live?: (written: string) => void}} what
   * @param {(written: string, how: 'done'|'escape') => void} finished
   */
  write(what, finished) {
    this.finished = finished;
    const attributes = {
      'aria-label': what.label, 'data-lm-suppress-shortcuts': 'true', dir: 'auto',
      oninput: (event) => what.live?.(event.target.value), onblur: () => this.finish('escape', true),
    };
    const input = /** @type {any} */ (what.many ? el('textarea', { rows: 3, ...attributes })
      : el('input', { type: 'text', ...attributes }));
    input.value = what.value ?? '';
    this.input = input;
    this.line.replaceChildren(el('span', { class: 'line-label', 'aria-hidden': 'true' }, what.label), input);
    this.line.hidden = false;
    input.focus({ preventScroll: true });
  }

  /** @param {'done'|'escape'} how @param {boolean} [blurred] the focus went elsewhere by itself */
  finish(how, blurred = false) {
    const { finished, input } = this;
    if (!finished || !input) return;
    this.finished = null;
    this.input = null;
    this.line.hidden = true;
    this.line.replaceChildren();
    finished(input.value, how);
    if (!blurred) this.back();
  }

  /** @param {string} label show a count or a fault beside the line */
  label(label) {
    const shown = this.line.querySelector('.line-label');
    if (shown) shown.textContent = label;
  }
}
