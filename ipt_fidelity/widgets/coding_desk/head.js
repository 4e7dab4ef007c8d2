// @ts-check
// The line above: which session and sheet, whether the segments are open or locked, and what changes them.
import { button, el, put } from '../page/dom.js';

const CHANGES = /** @type {const} */ ([['extend', '⇧↓'], ['shrink', '⇧↑'], ['split', ':'], ['join', '+'],
  ['undo', 'Ctrl+Z']]);

export class Head {
  /**
   * @param {any} desk
   * @param {import('../page/words.js').Speak} speak
   * @param {(act: string) => void} act
   */
  constructor(desk, speak, act) {
    this.desk = desk;
    this.speak = speak;
    const { handle, names, stage } = desk.page;
    this.cut = el('bdi', { class: 'cut-state' });
    const shown = (name, key) => button({ tabindex: '0', class: `cut-${name}`, onclick: () => act(name) },
      el('kbd', {}, key), ` ${speak(`do_${name}`)}`);
    this.bar = el('div', { class: 'cut-bar', role: 'toolbar', 'aria-label': speak('segments') },
      ...CHANGES.map(([name, key]) => shown(name, key)), shown('lock', '='), el('span', { class: 'quiet' }, speak('cut_help')));
    this.element = el('div', { class: 'top' }, el('div', { class: 'head' },
      el('strong', {}, handle), names.phase ? el('span', {}, speak('phase', { phase: names.phase })) : null,
      el('span', { class: 'instrument' }, `${desk.rubric.id} ${desk.rubric.version}`), el('span', { class: 'stage' }, stage), this.cut,
      el('span', { class: 'space' }),
      button({ tabindex: '0', onclick: () => act('help') }, el('kbd', {}, '?'), ` ${speak('help_button')}`),
      button({ tabindex: '0', class: 'hand-in', onclick: () => act('before_hand_in') }, speak('hand_in_button'))),
    this.bar);
  }

  /** Show whether the cut is open, and whether it is kept. */
  paint() {
    const { desk, speak } = this;
    const { isLocked } = desk.cut;
    const { state, problem } = desk.cutKeeping;
    const told = [speak('cut_count', { n: desk.segments.length }), speak(isLocked ? 'cut_locked' : 'cut_open')];
    if (!isLocked) told.push(`${speak(`cut_${state}`)}${state === 'refused' ? ` ${problem}` : ''}`);
    const text = `${isLocked ? '■' : '□'} ${told.filter(Boolean).join(' · ')}`;
    if (this.cut.textContent !== text) this.cut.textContent = text;
    put(this.cut, 'data-kept', state);
    this.bar.hidden = isLocked;
  }
}
