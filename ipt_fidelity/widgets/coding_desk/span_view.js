// @ts-check
// Words that were marked, underlined by the browser, and the ones that are being chosen.
import { Chosen, placed, readSpan } from './span.js';

const MARKED = 'ipt-fidelity-span';
const CHOSEN = 'ipt-fidelity-span-here';

/** @param {string} name @returns {any} of the page, shared by all desks on it; null where there is none */
function highlight(name) {
  const registry = /** @type {any} */ (globalThis.CSS)?.highlights;
  if (!registry) return null;
  if (!registry.has(name)) registry.set(name, new (/** @type {any} */ (globalThis)).Highlight());
  return registry.get(name);
}

export class SpanView {
  /** @param {any} screen */
  constructor(screen) {
    this.screen = screen;
    /** @type {Map<string, Range>} */
    this.ranges = new Map();
    /** @type {Chosen|null} */
    this.chosen = null;
    /** @type {Range|null} */
    this.shown = null;
    this.segment = '';
    screen.rows.element.addEventListener('pointerup', () => this.#pointed());
    screen.desk.segments.forEach(({ id }) => this.paint(id));
  }

  /** @param {string} segment underline its words anew */
  paint(segment) {
    const { desk } = this.screen;
    const span = readSpan(desk.sheet.value(`segment:${segment}`, 'span'));
    const before = this.ranges.get(segment);
    if (!span && !before) return;
    if (before) highlight(MARKED)?.delete(before);
    this.ranges.delete(segment);
    const at = span && desk.coding(segment).primary ? placed(desk.turns, span) : null;
    const range = at && this.#range(at);
    if (!range) return;
    highlight(MARKED)?.add(range);
    this.ranges.set(segment, range);
  }

  /** @param {(chosen: Chosen) => void} change what is chosen in the current segment */
  choose(change) {
    const { desk, rows, segment } = this.screen;
    if (!this.chosen || this.segment !== segment) {
      this.drop();
      this.segment = segment;
      this.chosen = new Chosen(desk.turns, desk.segments[rows.at]);
      const kept = readSpan(desk.sheet.value(`segment:${segment}`, 'span'));
      const at = kept && placed(desk.turns, kept);
      if (at) this.chosen.take(at);
    }
    if (!this.chosen.words.length) return;
    change(this.chosen);
    if (this.shown) highlight(CHOSEN)?.delete(this.shown);
    this.shown = this.chosen.count ? this.#range(this.chosen.range) : null;
    if (this.shown) highlight(CHOSEN)?.add(this.shown);
    this.screen.say('span_chosen', { n: this.chosen.count });
  }

  /** What was chosen becomes a mark, if the segment has a primary code that it can belong to. */
  keep() {
    const { chosen, segment } = this;
    const { desk } = this.screen;
    this.drop();
    if (!chosen || !desk.coding(segment).primary) return;
    if (chosen.written === desk.sheet.value(`segment:${segment}`, 'span')) return;
    if (desk.mark(`segment:${segment}`, 'span', chosen.written)) {
      this.screen.say(chosen.count ? 'span_kept' : 'span_off', { segment, n: chosen.count });
    }
  }

  /** Nothing is chosen any more. */
  drop() {
    if (this.shown) highlight(CHOSEN)?.delete(this.shown);
    this.shown = null;
    this.chosen = null;
  }

  end() {
    this.drop();
    for (const range of this.ranges.values()) highlight(MARKED)?.delete(range);
    this.ranges.clear();
  }

  /** A selection by mouse or finger within one turn chooses the words that it touches. */
  #pointed() {
    const selected = globalThis.getSelection?.();
    if (!selected || selected.isCollapsed || selected.anchorNode !== selected.focusNode) return;
    const { desk, rows } = this.screen;
    const number = selected.anchorNode?.parentElement?.closest('.turn')?.querySelector('b')?.dataset.n;
    const turn = Number(number) - 1;
    const place = desk.segments.findIndex(({ last }) => turn <= last);
    if (!number || !rows.element.contains(selected.anchorNode) || place < 0) return;
    const [first, end] = [selected.anchorOffset, selected.focusOffset].sort((a, b) => a - b);
    selected.removeAllRanges();
    if (place !== rows.at) this.screen.goTo(place, { scroll: false });
    this.choose((chosen) => chosen.take({ turn, first, end }));
  }

  /** @param {import('./span.js').Word} at */
  #range({ turn, first, end }) {
    const { desk, rows } = this.screen;
    const text = rows.turns.get(desk.turns[turn][0])?.lastChild?.firstChild;
    if (!text || end > text.length) return null;
    const range = document.createRange();
    range.setStart(text, first);
    range.setEnd(text, end);
    return range;
  }
}

/** @type {Record<string, (screen: any) => void>} */
export const SPAN_ACTS = {
  span_longer: (screen) => screen.spans?.choose((chosen) => chosen.end(1)),
  span_shorter: (screen) => screen.spans?.choose((chosen) => chosen.end(-1)),
  span_later: (screen) => screen.spans?.choose((chosen) => chosen.start(1)),
  span_earlier: (screen) => screen.spans?.choose((chosen) => chosen.start(-1)),
};
