// @ts-check
// The recording in step with the transcript: what is heard is found anew in every frame, and the
// reader is followed only as long as they do not look elsewhere themselves.
import { heardAt, timeline } from './sound_place.js';

const LEAD_S = 0.3;
const PAUSE_MS = 4000;
const SLOWEST = 0.5;
const FASTEST = 2;

/**
 * @typedef {object} Ear
 * @property {(turn: number) => void} heard the turn that is heard now; -1 for none
 * @property {(turn: number) => void} follow go there
 * @property {() => void} changed playing, speed or following
 * @property {(fault: string) => void} failed
 */

export class Player {
  /**
   * @param {any} audio an audio element
   * @param {Array<number|null>} starts of the turns, in seconds of the recording
   * @param {Ear} ear
   * @param {{frame?: (act: () => void) => any, now?: () => number}} [clock]
   */
  constructor(audio, starts, ear, clock = {}) {
    this.audio = audio;
    this.starts = starts;
    this.line = timeline(starts);
    this.ear = ear;
    this.frame = clock.frame ?? ((act) => requestAnimationFrame(act));
    this.now = clock.now ?? (() => performance.now());
    this.follows = true;
    this.pausedUntil = 0;
    this.turn = -1;
    /** Turn that was asked for and whose first word is not yet heard; -1 for none. */
    this.wanted = -1;
    this.ticking = false;
    audio.preload = 'metadata';
    audio.preservesPitch = true;
    for (const name of ['play', 'pause', 'ended', 'ratechange', 'loadedmetadata', 'seeked']) {
      audio.addEventListener(name, () => this.#looked());
    }
    audio.addEventListener('error', () => ear.failed('sound_unreadable'));
  }

  get isPlaying() {
    return !this.audio.paused && !this.audio.ended;
  }

  get isPaused() {
    return this.now() < this.pausedUntil;
  }

  toggle() {
    if (this.isPlaying) this.audio.pause();
    else this.#play();
  }

  /** @param {number} seconds forth, or back where negative */
  step(seconds) {
    this.seek(this.audio.currentTime + seconds);
  }

  /** @param {number} second of the recording */
  seek(second) {
    const end = Number.isFinite(this.audio.duration) ? this.audio.duration : Infinity;
    this.audio.currentTime = Math.max(0, Math.min(end, second));
  }

  /** @param {number} turn hear it from its beginning @returns {boolean} false where its time is not known */
  replay(turn) {
    const start = this.starts[turn];
    if (start === null || start === undefined || start < -LEAD_S) return false;
    this.pausedUntil = 0;
    this.wanted = turn;
    this.seek(start - LEAD_S);
    this.#play();
    return true;
  }

  /** @param {number} by tenths of the speed */
  speed(by) {
    const now = Math.round(this.audio.playbackRate * 10 + by) / 10;
    this.audio.playbackRate = Math.max(SLOWEST, Math.min(FASTEST, now));
  }

  toggleFollowing() {
    this.follows = !this.follows;
    this.pausedUntil = 0;
    this.ear.changed();
  }

  /** The reader looks elsewhere for a moment. */
  rest() {
    if (this.isPlaying && this.follows) this.pausedUntil = this.now() + PAUSE_MS;
  }

  end() {
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.ticking = true;
  }

  #play() {
    Promise.resolve(this.audio.play()).catch((error) => {
      if (error.name !== 'AbortError') this.ear.failed('sound_unreadable');
    });
  }

  #looked() {
    this.ear.changed();
    if (this.isPlaying || this.audio.currentTime > 0) this.#hear();
    if (this.isPlaying && !this.ticking) this.#tick();
  }

  #tick() {
    this.ticking = true;
    this.frame(() => {
      this.ticking = false;
      this.#hear();
      if (this.isPlaying) this.#tick();
    });
  }

  /** @param {number} second @returns {number} the turn; just before its first word, the one asked for */
  #turnAt(second) {
    const start = this.starts[this.wanted] ?? -1;
    if (this.wanted >= 0 && second < start && second > start - 2 * LEAD_S) return this.wanted;
    if (this.wanted >= 0 && second >= start) this.wanted = -1;
    return heardAt(this.line, second);
  }

  #hear() {
    const turn = this.#turnAt(this.audio.currentTime);
    if (turn !== this.turn) {
      this.turn = turn;
      this.ear.heard(turn);
    }
    if (turn >= 0 && this.isPlaying && this.follows && !this.isPaused) this.ear.follow(turn);
  }
}
