// @ts-check
// The recording on the desk: one line of buttons, the turn that is heard, and why there is no sound.
import { button, clock, el, put } from '../page/dom.js';
import { Player } from '../page/player.js';
import { hostOf, placeOf } from '../page/sound_place.js';

const BUTTONS = /** @type {const} */ ([['play', 'Space'], ['back_far', 'Ctrl+←'], ['back', '←'], ['forth', '→'],
  ['forth_far', 'Ctrl+→'], ['hear_again', 'r'], ['slower', '<'], ['faster', '>'], ['follow', '*']]);
const STATES = new Map([['play', 'isPlaying'], ['follow', 'follows']]);

export class SoundBar {
  /**
   * @param {any} screen
   * @param {{ways: string[], offset: number, seconds: number|null, fault: string, logged: boolean}} sound
   */
  constructor(screen, sound) {
    this.screen = screen;
    const { speak, desk } = screen;
    const place = sound.fault ? { url: '', fault: sound.fault } : placeOf(sound.ways, hostOf(document));
    this.element = el('div', { class: 'sound-bar', role: 'toolbar', 'aria-label': speak('sound') });
    this.heard = desk.page.sound.logged ? null : Promise.resolve();
    /** @type {Player|null} */
    this.player = null;
    if (place.fault) {
      this.#fail(place.fault);
      return;
    }
    const audio = new Audio(place.url);
    this.player = new Player(audio, desk.turns.map(([, , , , start]) => (start === null ? null : start + sound.offset)), {
      heard: (turn) => this.#mark(turn),
      follow: (turn) => this.#follow(turn),
      changed: () => this.#paint(),
      failed: (fault) => this.#fail(fault),
    });
    this.buttons = new Map(BUTTONS.map(([name, key]) => [name, button({
      tabindex: '0', class: `sound-${name}`, title: speak(`key_${name}`), 'aria-label': speak(`key_${name}`),
      onclick: () => screen.act(name),
    }, el('kbd', {}, key), ' ', el('bdi', {}, speak(`do_${name}`)))]));
    this.slider = /** @type {HTMLInputElement} */ (el('input', {
      type: 'range', min: 0, max: Math.ceil(sound.seconds ?? 0), step: 1, value: 0, 'aria-label': speak('sound_place'),
      'data-lm-suppress-shortcuts': 'true', oninput: (event) => this.player?.seek(Number(event.target.value)),
    }));
    this.time = el('bdi', { class: 'sound-time' });
    this.rate = el('bdi', { class: 'sound-rate' });
    this.element.append(...this.buttons.values(), this.rate, this.slider, this.time);
    audio.addEventListener('timeupdate', () => this.#paint());
    this.rest = () => this.player?.rest();
    for (const name of ['wheel', 'pointerdown']) screen.rows.element.addEventListener(name, this.rest, { passive: true });
    this.#paint();
  }

  /** @returns {Promise<void>} once it is recorded that a blinded rater listens, where that is asked for */
  allowed() {
    this.heard ??= new Promise((resolve) => {
      this.screen.desk.askToListen(resolve);
      this.screen.say('sound_waiting');
    });
    return this.heard;
  }

  end() {
    this.player?.end();
  }

  #paint() {
    const { player } = this;
    if (!player || !this.buttons || !this.slider || !this.time || !this.rate) return;
    const { audio } = player;
    for (const [name, fact] of STATES) put(/** @type {HTMLElement} */ (this.buttons.get(name)), 'aria-pressed', String(player[fact]));
    const whole = Number.isFinite(audio.duration) ? audio.duration : this.screen.desk.page.sound.seconds;
    put(this.slider, 'max', String(Math.ceil(whole ?? 0)));
    this.slider.value = String(Math.floor(audio.currentTime));
    put(this.slider, 'aria-valuetext', clock(audio.currentTime));
    const time = `${clock(audio.currentTime)} / ${clock(whole ?? null)}`;
    if (this.time.textContent !== time) this.time.textContent = time;
    const rate = `${audio.playbackRate.toFixed(1)}×`;
    if (this.rate.textContent !== rate) this.rate.textContent = rate;
  }

  /** @param {number} turn the one that is heard gets a mark of its own */
  #mark(turn) {
    if (this.marked) put(this.marked, 'data-heard', null);
    const { rows, desk } = this.screen;
    this.marked = turn < 0 ? null : rows.turns.get(desk.turns[turn][0]);
    if (this.marked) put(this.marked, 'data-heard', '1');
  }

  /** @param {number} turn */
  #follow(turn) {
    const { rows, desk } = this.screen;
    const here = desk.segments[rows.at];
    if (here.first <= turn && turn <= here.last) return;
    this.screen.goTo(desk.segments.findIndex(({ last }) => turn <= last), { quietly: true });
  }

  /** @param {string} fault */
  #fail(fault) {
    this.player?.end();
    this.player = null;
    this.screen.has.delete('sound');
    this.element.replaceChildren(el('span', { class: 'no-sound' }, this.screen.speak('no_sound', { why: this.screen.speak(fault) })));
  }
}
