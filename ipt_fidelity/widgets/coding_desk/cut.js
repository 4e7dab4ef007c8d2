// @ts-check
// The cut of a session into segments, while it may still be changed: every change can be undone,
// and once it is locked none is left. Segments are named in order, as the kernel names them.

/** @typedef {{id: string, first: number, last: number}} Segment */
/** @typedef {{place: number, fault: string}} Done where to look now; or the word for why not */

/** @param {string} fault @returns {Done} */
const refused = (fault) => ({ place: -1, fault });

export class Cut {
  /**
   * @param {Segment[]} segments
   * @param {number} turns how many there are
   * @param {boolean} locked
   */
  constructor(segments, turns, locked) {
    this.turns = turns;
    this.isLocked = locked;
    this.segments = segments;
    /** @type {number[][]} cuts before this one, newest last */
    this.past = [];
    /** @type {number[][]} */
    this.undone = [];
  }

  /** Place of the first turn of each segment. */
  get firsts() {
    return this.segments.map(({ first }) => first);
  }

  /** @param {number} place give a segment the first turn of the next one */
  extend(place) {
    const next = this.segments[place + 1];
    if (!next) return refused('cut_last');
    if (next.first === next.last) return this.join(place);
    return this.#take(this.firsts.map((first, at) => (at === place + 1 ? first + 1 : first)), place);
  }

  /** @param {number} place give the last turn of a segment to the next one */
  shrink(place) {
    const { first, last } = this.segments[place];
    if (first === last) return refused('cut_one_turn');
    if (place === this.segments.length - 1) return this.splitBefore(last, place);
    return this.#take(this.firsts.map((one, at) => (at === place + 1 ? one - 1 : one)), place);
  }

  /** @param {number} place part a segment in the middle */
  split(place) {
    const { first, last } = this.segments[place];
    if (first === last) return refused('cut_one_turn');
    return this.splitBefore(Math.ceil((first + last) / 2), place);
  }

  /** @param {number} place make one segment of two */
  join(place) {
    if (place >= this.segments.length - 1) return refused('cut_last');
    return this.#take(this.firsts.filter((_, at) => at !== place + 1), place);
  }

  /** @param {number} turn begin a segment here; where one begins already, join it to the one before */
  turnBoundary(turn) {
    const place = this.segments.findIndex(({ last }) => turn <= last);
    if (turn !== this.segments[place].first) return this.splitBefore(turn, place + 1);
    return place ? this.join(place - 1) : refused('cut_first');
  }

  /** @param {number} turn @param {number} place where to look then */
  splitBefore(turn, place) {
    return this.#take([...this.firsts, turn].sort((a, b) => a - b), place);
  }

  /** @param {number} place where the rater is */
  undo(place) {
    return this.#back(this.past, this.undone, place, 'nothing_to_undo');
  }

  /** @param {number} place where the rater is */
  redo(place) {
    return this.#back(this.undone, this.past, place, 'nothing_to_redo');
  }

  /** No change from now on. */
  lock() {
    this.isLocked = true;
    this.past = [];
    this.undone = [];
  }

  /** A lock that the kernel refused. */
  unlock() {
    this.isLocked = false;
  }

  /** @param {number[]} firsts the whole cut */
  take(firsts) {
    return this.#take(firsts, 0);
  }

  /** @param {number[]} firsts @param {number} place */
  #take(firsts, place) {
    if (this.isLocked) return refused('cut_is_locked');
    this.past.push(this.firsts);
    this.undone = [];
    this.#set(firsts);
    return { place, fault: '' };
  }

  /** @param {number[][]} from @param {number[][]} to @param {number} place @param {string} fault */
  #back(from, to, place, fault) {
    const firsts = from.pop();
    if (!firsts) return refused(fault);
    const now = this.firsts;
    to.push(now);
    const turn = changed(now, firsts) ?? this.segments[place].first;
    this.#set(firsts);
    return { place: this.segments.findIndex(({ last }) => turn <= last), fault: '' };
  }

  /** @param {number[]} firsts */
  #set(firsts) {
    this.segments = firsts.map((first, at) => ({
      id: `g${String(at + 1).padStart(3, '0')}`, first, last: (firsts[at + 1] ?? this.turns) - 1,
    }));
  }
}

/** @param {number[]} now @param {number[]} then @returns {number|undefined} last turn before the first difference */
function changed(now, then) {
  const at = now.findIndex((first, place) => first !== then[place]);
  const place = at < 0 ? now.length : at;
  const turns = [now[place], then[place]].filter((one) => one !== undefined);
  return turns.length ? Math.max(0, Math.min(...turns) - 1) : undefined;
}
