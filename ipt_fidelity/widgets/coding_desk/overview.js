// @ts-check
// The whole session as one narrow strip beside the transcript: what is coded, off-model, unsure, noted,
// and where the rater is. One canvas, drawn again at most once a frame, and not in the frame of a key.
import { AfterFrame } from '../page/after_frame.js';
import { el } from '../page/dom.js';

const WIDTH = 14;

export class Overview {
  /** @param {any} screen */
  constructor(screen) {
    this.screen = screen;
    this.canvas = /** @type {HTMLCanvasElement} */ (el('canvas', { width: WIDTH }));
    this.element = el('div', {
      class: 'overview', role: 'img', title: screen.speak('overview'), 'aria-label': screen.speak('overview'),
      onpointerdown: (event) => this.#to(event), onpointermove: (event) => event.buttons && this.#to(event),
    }, this.canvas);
    this.drawing = new AfterFrame(() => this.#draw());
    /** @type {Map<string, string|null>} status of each segment, until it changes */
    this.statuses = new Map();
    /** @type {Record<string, string>|null} */
    this.colours = null;
    this.height = 0;
    this.watch = new ResizeObserver(([{ contentRect }]) => {
      this.height = Math.round(contentRect.height);
      this.canvas.height = this.height;
      this.paint();
    });
    this.watch.observe(this.element);
    // A theme is a style sheet of the page: its colours are read anew when it has changed.
    this.themes = new MutationObserver(() => {
      this.colours = null;
      setTimeout(() => this.paint(), 300);
    });
    this.themes.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
  }

  /** @param {string} [segment] that has changed: soon, once for all that changes until then */
  paint(segment) {
    if (segment) this.statuses.delete(segment);
    this.drawing.ask();
  }

  end() {
    this.watch.disconnect();
    this.themes.disconnect();
  }

  #colours() {
    if (!this.colours) {
      const style = getComputedStyle(this.element);
      const of = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
      this.colours = { words: style.color, here: of('outline-color') || style.color, off: style.borderBlockEndColor, line: style.borderInlineStartColor };
    }
    return this.colours;
  }

  #draw() {
    const brush = this.canvas.getContext('2d');
    if (!brush || !this.height) return;
    const { desk, rows } = this.screen;
    const { words, here, off, line } = this.#colours();
    const turns = desk.turns.length;
    const each = this.height / turns;
    brush.clearRect(0, 0, WIDTH, this.height);
    desk.segments.forEach(({ id, first, last }, place) => {
      const top = first * each;
      const tall = Math.max(1, (last - first + 1) * each - (each > 3 ? 1 : 0));
      const { reading, uncertain, memo } = desk.coding(id);
      if (reading !== 'unread') {
        if (!this.statuses.has(id)) this.statuses.set(id, desk.statusOf(id));
        const against = this.statuses.get(id) === 'off_model';
        brush.fillStyle = against ? off : reading === 'coded' ? words : line;
        // Off-model stands at the other side, so that no colour is needed to see it.
        brush.fillRect(against ? 7 : 1, top, reading === 'coded' ? 6 : 2, tall);
      }
      brush.fillStyle = words;
      if (uncertain) brush.fillRect(10, top, 3, Math.min(tall, 3));
      if (memo) brush.fillRect(4, top, 3, Math.min(tall, 3));
      if (place !== rows.at) return;
      brush.strokeStyle = here;
      brush.lineWidth = 2;
      brush.strokeRect(1, Math.max(1, top - 1), WIDTH - 2, Math.max(4, tall + 1));
    });
  }

  /** @param {PointerEvent} event */
  #to(event) {
    const { desk } = this.screen;
    const turn = Math.floor((event.offsetY / Math.max(1, this.height)) * desk.turns.length);
    const place = desk.segments.findIndex(({ last }) => turn <= last);
    if (place >= 0) this.screen.goTo(place);
  }
}
