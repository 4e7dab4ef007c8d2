// @ts-check
// The words of the session, with finds in their places; a cursor that moves word by word.
import { clock, el, put } from '../page/dom.js';
import { piecesOf } from './pieces.js';

/** @typedef {import('./pieces.js').Find} Find */
/** @typedef {{place: string, from: number, to: number}} Cursor numbers of words in the place */

export class Text {
  /**
   * @param {import('../page/words.js').Speak} speak
   * @param {{onFind: (id: string) => void, onWord: (place: string, word: number, extend: boolean) => void}} hearing
   */
  constructor(speak, hearing) {
    this.speak = speak;
    /** @type {Map<string, {key: string, element: HTMLElement}>} */
    this.rows = new Map();
    /** @type {any[]} */
    this.places = [];
    /** @type {Map<string, Find[]>} */
    this.finds = new Map();
    /** @type {Map<string, Array<[number, number]>>} */
    this.missed = new Map();
    /** @type {Map<string, string>} place of each find */
    this.homes = new Map();
    /** @type {Map<string, string>} what is shown in each place, find and cursor in hand left out */
    this.bases = new Map();
    this.here = '';
    /** @type {Cursor|null} */
    this.cursor = null;
    this.revealed = false;
    this.element = el('div', {
      class: 'text', role: 'region', tabindex: '0', 'aria-label': speak('the_words'),
      onclick: (event) => {
        const find = event.target.closest('.find');
        const word = event.target.closest('.w');
        if (find) hearing.onFind(find.dataset.find);
        else if (word) hearing.onWord(word.closest('.place').dataset.place, Number(word.dataset.word), event.shiftKey);
        else hearing.onWord(event.target.closest('.place')?.dataset.place ?? '', 0, false);
      },
    });
  }

  /**
   * @param {any[]} places
   * @param {Find[]} finds
   * @param {Record<string, Array<[number, number]>>} missed by turn
   */
  show(places, finds, missed) {
    this.places = places;
    this.finds = grouped(finds);
    this.homes = new Map(finds.map(({ id, place }) => [id, place]));
    this.missed = new Map(Object.entries(missed).map(([turn, spans]) => [`turn:${turn}`, spans]));
    this.bases = new Map(places.map(([place, , , , text]) => [place, JSON.stringify([text,
      (this.finds.get(place) ?? []).map(({ id, placeholder, decided }) => [id, placeholder, decided]), this.missed.get(place) ?? []])]));
    const kept = new Set(places.map(([place]) => place));
    for (const place of this.rows.keys()) if (!kept.has(place)) this.rows.delete(place);
    this.paint();
    const wanted = places.map(([place]) => /** @type {any} */ (this.rows.get(place)).element);
    if (wanted.length !== this.element.children.length || wanted.some((row, n) => row !== this.element.children[n])) {
      this.element.replaceChildren(...wanted);
    }
  }

  /** Draw again the places that differ from what is shown. */
  paint() {
    const { cursor } = this;
    const home = this.homes.get(this.here);
    for (const given of this.places) {
      const [place] = given;
      const inHand = cursor?.place === place ? `${cursor.from}-${cursor.to}` : '';
      const key = [this.bases.get(place), place === home ? this.here : '', inHand, this.revealed].join('|');
      const row = this.rows.get(place);
      if (row?.key === key) continue;
      const element = this.#row(given, this.finds.get(place) ?? [], this.missed.get(place) ?? []);
      row?.element.replaceWith(element);
      this.rows.set(place, { key, element });
    }
  }

  /** @param {string} place @returns {Array<{start: number, end: number, text: string}>} */
  words(place) {
    const given = this.places.find(([one]) => one === place);
    return given ? piecesOf(given[4], this.finds.get(place) ?? []).filter(({ kind }) => kind === 'word') : [];
  }

  /** The selected words as a place in the text; null without any. */
  get selected() {
    if (!this.cursor) return null;
    const words = this.words(this.cursor.place);
    const [first, last] = [this.cursor.from, this.cursor.to].sort((one, other) => one - other);
    if (!words[first] || !words[last]) return null;
    const given = this.places.find(([one]) => one === this.cursor?.place);
    const { start } = words[first];
    const { end } = words[last];
    return { place: this.cursor.place, start, end, words: Array.from(given[4]).slice(start, end).join('') };
  }

  /** @param {number} step @param {boolean} extend the selection */
  moveWord(step, extend) {
    const { cursor } = this;
    if (!cursor) return;
    const words = this.words(cursor.place);
    const to = cursor.to + step;
    if (words[to]) this.cursor = { place: cursor.place, from: extend ? cursor.from : to, to };
    else if (!extend) this.#cross(step > 0 ? 1 : -1);
    this.paint();
    this.reveal();
  }

  /** @param {1|-1} step to the next place, at its beginning */
  movePlace(step) {
    this.#cross(step, true);
    this.paint();
    this.reveal();
  }

  /** @param {1|-1} step @param {boolean} [atStart] */
  #cross(step, atStart = step > 0) {
    let n = this.places.findIndex(([place]) => place === this.cursor?.place) + step;
    while (this.places[n] && !this.words(this.places[n][0]).length) n += step;
    const next = this.places[n]?.[0];
    if (!next) return;
    const at = atStart ? 0 : this.words(next).length - 1;
    this.cursor = { place: next, from: at, to: at };
  }

  /** Scroll so that the find or the word in hand is in sight. */
  reveal() {
    const wanted = this.cursor ? this.element.querySelector('.w.at') ?? this.element.querySelector('.place.here')
      : this.element.querySelector('.find.here');
    const row = /** @type {HTMLElement|null} */ (wanted?.closest('.place') ?? null);
    if (!row || !wanted) return;
    const box = this.element.getBoundingClientRect();
    const at = wanted.getBoundingClientRect();
    if (at.top < box.top + 24 || at.bottom > box.bottom - 24) {
      this.element.scrollTop += at.top - box.top - box.height * 0.35;
    }
  }

  /** @param {any[]} given @param {Find[]} finds @param {Array<[number, number]>} missed */
  #row([place, kind, number, role, text, start], finds, missed) {
    const { speak, cursor } = this;
    const inHand = cursor?.place === place;
    const [first, last] = inHand ? [cursor.from, cursor.to].sort((one, other) => one - other) : [-1, -1];
    const who = role ? speak(`role_${role}`) : '';
    const isMissed = (piece) => missed.some(([from, to]) => piece.start < to && from < piece.end);
    let word = -1;
    const drawn = piecesOf(text, finds).map((piece) => {
      if (piece.find) return this.#find(piece.find);
      if (piece.kind === 'word') word += 1;
      const selected = piece.kind === 'word' ? word >= first && word <= last : word >= first && word < last;
      const classes = [inHand && piece.kind === 'word' ? 'w' : '', inHand && selected ? 'selected' : '',
        inHand && piece.kind === 'word' && word === cursor?.to ? 'at' : '', isMissed(piece) ? 'missed' : ''].filter(Boolean);
      if (!classes.length) return piece.text;
      return el('span', { class: classes.join(' '), 'data-word': piece.kind === 'word' ? word : null }, piece.text);
    });
    const told = kind === 'turn' ? [who, clock(start)].filter(Boolean) : [];
    const row = el('div', { class: `place${inHand ? ' here' : ''}`, 'data-place': place },
      el('div', { class: 'place-head' }, el('span', {}, speak(`place_${kind}`, { n: number })), ...told.map((one) => el('bdi', {}, one))),
      el('div', { class: 'words', dir: 'auto' }, ...drawn));
    return row;
  }

  /** @param {Find} find */
  #find(find) {
    const isHere = find.id === this.here;
    const behind = isHere || this.revealed ? el('span', { class: 'behind' }, find.original) : null;
    const mark = el('mark', {
      class: `find ${find.decided}${isHere ? ' here' : ''}`, 'data-find': find.id, 'data-doubtful': find.doubt >= 0.5 ? '1' : '0',
    }, behind, behind ? ' → ' : '', find.placeholder);
    if (isHere) put(mark, 'aria-current', 'true');
    return mark;
  }
}

/** @param {Find[]} finds @returns {Map<string, Find[]>} */
function grouped(finds) {
  const found = new Map();
  for (const find of finds) {
    const some = found.get(find.place);
    if (some) some.push(find);
    else found.set(find.place, [find]);
  }
  return found;
}
