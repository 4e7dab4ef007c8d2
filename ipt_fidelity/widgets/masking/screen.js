// @ts-check
// Review of masking: finds on the left; the one in hand and the words of the session on the right.
import { button, el, newName, put } from '../page/dom.js';
import { stroke } from '../page/keys.js';
import { Overlay } from '../page/overlay.js';
import { StatusLine } from '../page/status_line.js';
import { Finds, asks, detail } from './finds.js';
import { actOf, keyList } from './keys.js';
import { findOf } from './pieces.js';
import { sampleHead } from './sample.js';
import { Text } from './text.js';
import { Who } from './who.js';

const STATES = ['unmasked', 'masked', 'checked'];

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {any} content
   * @param {import('../page/acting_view.js').Talk} talk
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, content, talk, speak) {
    this.root = root;
    this.talk = talk;
    this.speak = speak;
    /** @type {import('./keys.js').Mode} */
    this.mode = 'finds';
    this.here = '';
    this.onward = false;
    this.status = new StatusLine(talk, speak);
    this.overlay = new Overlay(speak, () => this.focus());
    this.who = new Who(this.overlay, speak);
    this.finds = new Finds(`iptf-${newName().slice(0, 8)}`, speak, (id) => this.#leaveFor(id));
    this.text = new Text(speak, {
      onFind: (id) => this.#leaveFor(id),
      onWord: (place, word, extend) => this.#pick(place, word, extend),
    });
    this.top = el('div', { class: 'in-hand', role: 'region', 'aria-label': speak('the_find') });
    this.found = el('span', { class: 'found' });
    this.ways = el('div', { class: 'ways', 'aria-hidden': 'true' });
    this.states = el('ol', { class: 'states', 'aria-label': speak('states') });
    this.acts = Object.fromEntries(['keep', 'not', 'not_all', 'other', 'everywhere'].map((act) => [act, () => this.do(act)]));
    this.#lay(content);
    this.onKey = this.onKey.bind(this);
    root.addEventListener('keydown', this.onKey);
    root.addEventListener('focusin', () => this.status.keys(true));
    root.addEventListener('focusout', () => this.status.keys(false));
    this.#take(content);
    this.here = (this.list.find((find) => asks(find, content.doubtful)) ?? this.list[0])?.id ?? '';
    this.draw();
    put(root, 'data-ready', '1');
  }

  /** @param {any} content */
  #lay({ session, without_capitals: bare }) {
    const { root, speak } = this;
    const tool = (act, key) => button({ class: `tool-${act}`, tabindex: '0', onclick: () => this.do(act) }, el('kbd', {}, key), ` ${speak(act === 'help' ? 'act_keys' : `act_${act}`)}`);
    root.replaceChildren(
      el('div', { class: 'head' }, el('strong', {}, speak('masking', { session })), this.states, el('span', { class: 'space' }), this.found,
        el('span', { class: 'tools' }, tool('words', 'w'), tool('sample', 's'), tool('check', 'c'), tool('help', '?'))),
      bare ? el('p', { class: 'warned' }, speak('without_capitals')) : '',
      el('div', { class: 'columns-of-mask' }, this.finds.element, el('div', { class: 'side' }, this.top, this.text.element)),
      this.overlay.line, this.who.element, this.status.element,
      this.ways, this.overlay.element,
    );
    put(root, 'role', 'group');
    put(root, 'aria-label', speak('masking', { session }));
  }

  /** @param {any} content */
  #take(content) {
    this.content = content;
    /** @type {import('./pieces.js').Find[]} */
    this.list = content.finds.map(findOf);
    this.where = Object.fromEntries(content.places.map(([place, kind, number]) => [place, this.speak(`place_${kind}`, { n: number })]));
  }

  get find() {
    return this.list.find(({ id }) => id === this.here) ?? null;
  }

  /** @param {any} content a new state, after an act */
  update(content) {
    const before = this.list.findIndex(({ id }) => id === this.here);
    const [said, facts] = content.said;
    this.#take(content);
    this.say(said, facts);
    if (!this.find && this.list.length) this.here = this.list[Math.max(0, Math.min(before, this.list.length - 1))].id;
    if (this.onward) {
      this.onward = false;
      this.#toDoubtful(1, before);
    }
    this.draw();
    if (this.mode === 'sample' && !this.text.cursor) this.#putCursor(this.#unread() ?? '');
    if (this.text.cursor && !this.text.selected) this.#putCursor(this.text.cursor.place);
  }

  /** @param {string} id @param {Record<string, any>} [facts] */
  say(id, facts) {
    this.onward = id === 'refused' ? false : this.onward;
    this.status.say(this.speak(id, facts));
  }

  showSaving() {
    const { state, waiting } = this.talk.outbox;
    this.status.saving();
    if (state === 'gone' && waiting.length) this.status.state.textContent = `✗ ${this.speak('gone_last')}`;
    put(this.root, 'data-state', state);
    put(this.root, 'data-unsaved', String(waiting.length));
  }

  draw() {
    const { speak, content, mode } = this;
    const doubtful = this.list.filter(({ doubt }) => doubt >= content.doubtful);
    const open = doubtful.filter((find) => asks(find, content.doubtful));
    this.found.textContent = speak('counts', { open: open.length, doubtful: doubtful.length, finds: this.list.length });
    this.states.replaceChildren(...STATES.map((state) => el('li', {
      class: 'state-of', 'data-state': state, 'aria-current': state === content.state ? 'step' : null,
    }, el('span', {}, state === 'checked' && content.checked_by ? speak('state_checked_by', { by: content.checked_by }) : speak(`state_${state}`)))));
    put(this.root, 'data-masking', content.state);
    put(this.root, 'data-mode', mode);
    this.finds.show(this.list, mode === 'finds' ? this.here : '', content.doubtful, this.where);
    this.text.here = mode === 'finds' ? this.here : '';
    const { sample } = content;
    const places = mode !== 'sample' ? content.places
      : sample && !sample.stale ? content.places.filter(([place]) => sample.turns.includes(place.slice('turn:'.length))) : [];
    this.text.show(places, this.list, mode === 'sample' && sample && !sample.stale ? sample.missed : {});
    this.ways.textContent = speak(`ways_${mode}`);
    if (mode === 'sample') this.#drawSample();
    else if (mode === 'words') this.#drawWords();
    else this.top.replaceChildren(...detail(this.find, this.where[this.find?.place ?? ''] ?? '', speak, this.acts));
    put(this.top, 'aria-label', speak({ finds: 'the_find', words: 'the_selected', sample: 'the_sample' }[mode]));
    this.text.reveal();
  }

  #drawWords() {
    const { speak } = this;
    const chosen = this.text.selected;
    const tool = (act, key, label) => button({ class: `act-${act}`, tabindex: '0', onclick: () => this.do(act) }, el('kbd', {}, key), ` ${speak(label)}`);
    this.top.replaceChildren(
      el('p', { class: 'becomes' }, el('bdi', { class: 'original' }, chosen?.words ?? '')),
      el('p', { class: 'why' }, speak('words_how')),
      el('div', { class: 'acts' }, tool('mask', 'm', 'act_mask'), tool('back', 'Esc', 'act_back')));
  }

  #drawSample() {
    const { sample } = this.content;
    this.top.replaceChildren(...sampleHead(this.content, this.speak, {
      draw: () => this.do('draw'), finish: () => this.do('finish'), back: () => this.do('back'),
    }));
    const read = new Set(sample?.read ?? []);
    for (const row of this.text.element.querySelectorAll('.place')) {
      put(row, 'data-read', read.has(/** @type {HTMLElement} */ (row).dataset.place?.slice('turn:'.length)) ? '1' : '0');
    }
  }

  /** @param {string} id */
  goTo(id) {
    this.here = id;
    if (this.mode !== 'finds') return;
    this.finds.select(id);
    this.text.here = id;
    this.text.paint();
    this.top.replaceChildren(...detail(this.find, this.where[this.find?.place ?? ''] ?? '', this.speak, this.acts));
    this.text.reveal();
  }

  /** @param {string} id a find that was clicked */
  #leaveFor(id) {
    if (this.mode === 'sample') return;
    this.#enter('finds');
    this.goTo(id);
  }

  /** @param {1|-1} step @param {number} [from] */
  #toDoubtful(step, from = this.list.findIndex(({ id }) => id === this.here)) {
    const { list, content } = this;
    const places = list.map((_, n) => (from + step * (n + 1) + 2 * list.length) % list.length);
    const stay = this.find && asks(this.find, content.doubtful) && list[from]?.id !== this.here;
    const next = stay ? this.find : places.map((n) => list[n]).find((find) => asks(find, content.doubtful));
    if (next) this.here = next.id;
    else this.say('no_more_doubtful');
    this.draw();
  }

  /** @param {import('./keys.js').Mode} mode */
  #enter(mode) {
    this.mode = mode;
    this.text.cursor = null;
    this.draw();
    if (mode !== 'finds') {
      const first = mode === 'words' ? this.find?.place : this.#unread();
      this.#putCursor(first ?? this.text.places[0]?.[0] ?? '');
      if (mode === 'words') this.say('words_on');
    }
    this.focus();
  }

  #unread() {
    const { sample } = this.content;
    const turn = sample?.turns.find((one) => !sample.read.includes(one)) ?? sample?.turns[0];
    return turn && `turn:${turn}`;
  }

  /** @param {string} place @param {number} [word] @param {boolean} [extend] */
  #putCursor(place, word = 0, extend = false) {
    const same = extend && this.text.cursor?.place === place;
    this.text.cursor = place ? { place, from: same && this.text.cursor ? this.text.cursor.from : word, to: word } : null;
    this.draw();
  }

  /** @param {string} place @param {number} word @param {boolean} extend */
  #pick(place, word, extend) {
    if (!place) return;
    if (this.mode === 'finds') this.#enter('words');
    this.#putCursor(place, word, extend);
  }

  /** @param {string} act */
  do(act) {
    const { find, talk, text } = this;
    const onFind = (what) => {
      if (!find) this.say('no_find_here');
      else talk.act({ find: find.id, ...what });
    };
    const at = this.list.findIndex(({ id }) => id === this.here);
    const simple = {
      next: () => this.list[at + 1] && this.goTo(this.list[at + 1].id),
      previous: () => this.list[at - 1] && this.goTo(this.list[at - 1].id),
      next_doubtful: () => this.#toDoubtful(1),
      previous_doubtful: () => this.#toDoubtful(-1),
      keep: () => { this.onward = true; onFind({ do: 'keep' }); },
      not: () => { this.onward = true; onFind({ do: 'take_back', all: false }); },
      not_all: () => { this.onward = true; onFind({ do: 'take_back', all: true }); },
      everywhere: () => { this.onward = true; onFind({ do: 'everywhere' }); },
      other: () => find && this.who.ask(find.original, this.content.people, (who) => { this.onward = true; onFind({ do: 'name', who }); }),
      words: () => this.#enter('words'),
      sample: () => this.#enter('sample'),
      check: () => this.#openCheck(),
      show: () => { text.revealed = !text.revealed; text.paint(); },
      right: () => text.moveWord(1, false),
      left: () => text.moveWord(-1, false),
      right_more: () => text.moveWord(1, true),
      left_more: () => text.moveWord(-1, true),
      down: () => text.movePlace(1),
      up: () => text.movePlace(-1),
      mask: () => this.#mask(),
      missed: () => this.#missed(),
      read: () => this.#read(),
      draw: () => talk.act({ do: 'sample_draw' }),
      finish: () => talk.act({ do: 'sample_finish' }),
      undo: () => talk.act({ do: 'undo' }),
      redo: () => talk.act({ do: 'redo' }),
      help: () => this.overlay.open(this.speak('help'), keyList(this.speak)),
      back: () => this.#back(),
    };
    simple[act]?.();
    if (this.mode === 'sample') this.#drawSample();
    else if (this.mode === 'words') this.#drawWords();
  }

  #mask() {
    const chosen = this.text.selected;
    if (!chosen) return;
    this.who.ask(chosen.words, this.content.people, (who) => this.talk.act({
      do: 'mask', place: chosen.place, start: chosen.start, end: chosen.end, who,
    }));
  }

  #missed() {
    const chosen = this.text.selected;
    const { sample } = this.content;
    if (!chosen || !sample || sample.done || sample.stale) return;
    this.talk.act({ do: 'sample_missed', turn: chosen.place.slice('turn:'.length), start: chosen.start, end: chosen.end });
  }

  #read() {
    const { sample } = this.content;
    const place = this.text.cursor?.place;
    if (!place || !sample || sample.done || sample.stale) return;
    this.talk.act({ do: 'sample_read', turn: place.slice('turn:'.length) });
    this.text.movePlace(1);
  }

  #openCheck() {
    const { speak, content } = this;
    const open = this.list.filter((find) => asks(find, content.doubtful)).length;
    const decided = this.list.filter((find) => find.decided !== 'open').length;
    const isChecked = content.state === 'checked';
    const state = isChecked ? speak('check_already', { by: content.checked_by })
      : open ? speak('check_open', { n: open }) : speak('check_ready', { finds: this.list.length, decided });
    this.overlay.open(speak('check_title'), el('div', { class: 'check' },
      el('p', {}, state), isChecked || open ? '' : el('p', {}, speak('check_says', { by: content.by })),
      el('p', {}, speak('check_sample')), el('p', { class: 'quiet' }, speak('never')),
      isChecked ? '' : button({
        class: 'main', tabindex: '0', disabled: open > 0,
        onclick: () => { this.overlay.close(); this.talk.act({ do: 'check' }); },
      }, speak('check_do'))));
    /** @type {HTMLElement|null} */ (this.overlay.element.querySelector('.main:not([disabled])'))?.focus();
  }

  #back() {
    if (this.overlay.isOpen) this.overlay.close();
    else if (this.mode !== 'finds') this.#enter('finds');
    else {
      this.finds.element.blur();
      /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
    }
  }

  focus() {
    (this.mode === 'finds' ? this.finds.element : this.text.element).focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event no key goes on to the notebook */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    if (this.who.onKey(event)) return;
    const pressed = stroke(event);
    if (this.overlay.isOpen) {
      if (pressed === 'Tab' || pressed === 'Shift+Tab') this.overlay.trap(event);
      else if (pressed === 'Escape') {
        event.preventDefault();
        this.overlay.close();
      }
      return;
    }
    const onButton = /** @type {HTMLElement} */ (event.target).matches('button');
    const act = onButton && pressed === 'Enter' ? null : actOf(pressed, this.mode);
    if (!act) return;
    event.preventDefault();
    this.do(act);
    const active = /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (act !== 'back' && !this.overlay.isOpen && this.overlay.line.hidden && !this.root.contains(active)) this.focus();
  }

  end() {
    this.root.removeEventListener('keydown', this.onKey);
  }
}
