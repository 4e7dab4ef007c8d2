// @ts-check
// One screen of practice: codes, the passage with its answer, and the running score.
import { valueUnder } from '../page/choices.js';
import { button, el, put } from '../page/dom.js';
import { codeOf, stroke } from '../page/keys.js';
import { Overlay } from '../page/overlay.js';
import { StatusLine } from '../page/status_line.js';
import { GLYPHS } from '../page/rows.js';
import { Rail } from '../coding_desk/rail.js';
import { handParts, hitsTable, passageParts, scoreLine, scoreParts, verdictParts } from './parts.js';

const PROTOCOL = 1;
const ASK_AGAIN_MS = 2000;

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {import('./drill.js').Drill} drill
   * @param {import('../page/life.js').Life} life
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, drill, life, speak) {
    this.root = root;
    this.drill = drill;
    this.life = life;
    this.speak = speak;
    /** @type {string|null} family letter that waits for its digit */
    this.pending = null;
    /** @type {string|null} passage that is shown; null at the end */
    this.at = drill.next;
    /** @type {any} */
    this.timer = 0;
    this.rail = new Rail(drill, speak, (code, event) => {
      this.choose(code);
      if (event.detail > 0) this.focusText();
    });
    this.text = el('div', {
      class: 'passage', role: 'region', tabindex: '0', 'aria-label': speak('passage'), 'data-lm-suppress-shortcuts': 'true',
    });
    this.which = el('span', { class: 'which' });
    this.aside = el('div', { class: 'standing', role: 'region', tabindex: '0', 'aria-label': speak('score'), 'data-lm-suppress-shortcuts': 'true' });
    this.overlay = new Overlay(speak, () => this.focusText());
    this.status = new StatusLine(life, speak);
    this.#lay();
    this.onKey = this.onKey.bind(this);
    this.hear = this.hear.bind(this);
    root.addEventListener('keydown', this.onKey);
    root.addEventListener('focusin', () => this.status.keys(true));
    root.addEventListener('focusout', (event) => {
      if (!root.contains(/** @type {Node|null} */ (event.relatedTarget))) this.status.keys(false);
    });
    life.model.on('msg:custom', this.hear);
    this.repaint();
    const { n } = drill.score;
    if (!drill.order.length) this.status.say('');
    else if (n && this.at) this.say('resumed_at', { n, all: drill.order.length });
    else if (this.at) this.say('your_turn');
    put(root, 'data-ready', '1');
  }

  #lay() {
    const { speak, drill } = this;
    const { practice } = drill.content;
    const head = el('div', { class: 'head' },
      el('strong', {}, speak('head', { practice })), el('span', {}, `${drill.rubric.id} ${drill.rubric.version}`), this.which,
      el('span', { class: 'space' }),
      button({ tabindex: '0', onclick: () => this.help() }, el('kbd', {}, '?'), ` ${speak('help_button')}`),
      button({ tabindex: '0', class: 'to-score', onclick: () => this.score() }, el('kbd', {}, ';'), ` ${speak('score_button')}`));
    this.root.replaceChildren(head, el('div', { class: 'columns-of-practice' }, this.rail.element, this.text, this.aside),
      this.status.element, this.overlay.element);
    put(this.root, 'role', 'group');
    put(this.root, 'aria-label', speak('practice', { practice }));
  }

  /** Whether the passage that is shown still waits for an answer in this round. */
  get isAsking() {
    return this.at !== null && this.at === this.drill.next;
  }

  /** Draw what stands now; passages are few and small. */
  repaint() {
    const { drill, speak } = this;
    this.#askGold();
    this.rail.at('');
    this.aside.replaceChildren(el('h4', {}, speak('score')), el('p', { class: 'score-line' }, scoreLine(drill, speak)),
      ...(drill.score.n ? [hitsTable(drill, speak)] : []));
    const all = drill.asked.length;
    const place = this.at ? drill.asked.indexOf(this.at) + 1 : all;
    this.which.textContent = all ? speak(drill.round > 1 ? 'which_again' : 'which', { n: place, all }) : '';
    this.text.replaceChildren(...this.#shown().filter((one) => one !== null));
    put(this.root, 'data-passage', this.at ?? '');
    put(this.root, 'data-shown', this.#standing());
    const { n, right } = drill.score;
    this.status.counts([speak('answered', { n: drill.attempts.size, all: drill.order.length }), speak('first_count', { right, n })]);
    this.showSaving();
  }

  /** @returns {'asking'|'waiting'|'gold'|'end'|'empty'} */
  #standing() {
    if (!this.drill.order.length) return 'empty';
    if (!this.at) return 'end';
    if (this.isAsking) return 'asking';
    return this.drill.gold.has(this.at) ? 'gold' : 'waiting';
  }

  /** @returns {Array<Node|null>} */
  #shown() {
    const { drill, speak, at } = this;
    const standing = this.#standing();
    if (standing === 'empty') return [el('h3', {}, speak('empty')), el('p', {}, speak('empty_more'))];
    if (!at) return this.#end();
    const passage = drill.passages.get(at);
    const answer = el('div', { class: 'answer', role: 'group', 'aria-live': 'polite' });
    if (standing === 'asking') {
      if (!drill.score.n && drill.round === 1 && !drill.draft) answer.append(el('p', { class: 'quiet' }, speak('welcome')));
      answer.append(...handParts(drill, at, speak, {
        grade: (part, value) => this.grade(part, value), commit: () => this.commit(),
      }));
    } else if (standing === 'waiting') answer.append(el('p', { class: 'ask' }, speak('waiting')));
    else {
      const last = drill.next === null;
      answer.append(...verdictParts(drill, at, speak, button({
        class: 'main', tabindex: '0', onclick: () => { this.goOn(); this.focusText(); },
      }, speak(last ? 'to_score' : 'next'))));
    }
    return [el('p', { class: 'where quiet' }, [passage.id, passage.phase && speak('phase', { phase: passage.phase })].filter(Boolean).join(' · ')),
      ...passageParts(passage, speak), answer];
  }

  /** @returns {Array<Node|null>} */
  #end() {
    const { drill, speak } = this;
    const n = drill.missed.length;
    return [
      el('h3', {}, speak(drill.round > 1 ? 'round_finished' : 'finished')),
      n ? null : el('p', {}, speak('all_right_now')),
      n ? el('p', {}, button({ class: 'main again', tabindex: '0', onclick: () => { this.again(); this.focusText(); } }, speak('again', { n })),
        el('span', { class: 'quiet' }, ` ${speak('again_key')}`)) : null,
      ...scoreParts(drill, speak),
    ];
  }

  showSaving() {
    const { outbox } = this.life;
    put(this.root, 'data-unsaved', String(outbox.waiting.length));
    put(this.root, 'data-state', outbox.state);
    put(this.root, 'data-recorded', String(this.life.recorded));
    this.status.saving();
    if (!outbox.waiting.length) this.#askGold();
  }

  /** Ask for gold codes of answers that are saved and have none here yet. */
  #askGold() {
    clearTimeout(this.timer);
    const { drill, life } = this;
    const unsaved = new Set(life.outbox.waiting.map(({ target }) => target));
    const wanted = [...drill.attempts.keys()].filter((id) => !drill.gold.has(id) && !unsaved.has(`segment:${id}`));
    if (!wanted.length) return;
    try {
      for (const passage of wanted) life.model.send({ v: PROTOCOL, kind: 'reveal', page: life.page, passage });
      this.timer = setTimeout(() => this.#askGold(), ASK_AGAIN_MS);
    } catch {
      life.lose();
    }
  }

  /** @param {any} message @param {DataView[]} buffers */
  hear(message, buffers) {
    if (message?.to !== this.life.page || message.kind !== 'gold' || this.drill.gold.has(message.passage)) return;
    this.drill.gold.set(message.passage, JSON.parse(new TextDecoder().decode(buffers[0])));
    this.repaint();
    if (message.passage === this.at) {
      const gold = /** @type {any} */ (this.drill.gold.get(message.passage));
      const given = this.drill.last(message.passage)?.code ?? '';
      this.rail.show(gold.code);
      this.say(given === gold.code ? 'right' : 'wrong', { code: gold.code, gold: gold.code, given });
      this.text.querySelector('.verdict')?.scrollIntoView({ block: 'nearest' });
    }
  }

  /** @param {string} id @param {Record<string, any>} [facts] */
  say(id, facts = {}) {
    this.status.say(this.speak(id, facts));
  }

  end() {
    clearTimeout(this.timer);
    this.life.model.off('msg:custom', this.hear);
    this.root.removeEventListener('keydown', this.onKey);
  }

  focusText() {
    this.text.focus({ preventScroll: true });
  }

  /** @param {string} code */
  choose(code) {
    this.rail.show(code);
    if (!this.isAsking) return;
    this.drill.choose(code);
    this.repaint();
    this.say('code_on', { segment: this.at, label: this.drill.codes.get(code)?.label });
  }

  /** @param {any} part @param {any} value */
  grade(part, value) {
    this.drill.grades[part.id] = value;
    this.repaint();
    this.focusText();
  }

  commit() {
    const { drill, at } = this;
    if (!at || !drill.draft) {
      this.say('no_code_yet');
      return;
    }
    const lacking = drill.lacking(at);
    if (lacking) this.say('grade_first', { label: lacking.label });
    else {
      drill.commit(at);
      this.focusText();
      this.text.scrollTop = 0;
    }
  }

  /** On to the next passage, or to the end. */
  goOn() {
    if (this.#standing() === 'waiting') return;
    this.at = this.drill.next;
    this.repaint();
    this.text.scrollTop = 0;
    if (this.at) this.say('your_turn');
    else this.status.say(this.speak('finished'));
  }

  again() {
    if (this.drill.next !== null) return;
    this.drill.again();
    this.goOn();
  }

  /** @param {1|-1} step through what was answered */
  look(step) {
    const answered = this.drill.history;
    const now = this.isAsking || !this.at ? answered.length : answered.indexOf(this.at);
    const to = now + step;
    if (to < 0) this.say('no_more_back');
    else if (to >= answered.length) this.goOn();
    else {
      this.at = answered[to];
      this.repaint();
      this.text.scrollTop = 0;
      this.say('look_back');
    }
  }

  score() {
    this.overlay.open(this.speak('score'), ...scoreParts(this.drill, this.speak));
  }

  help() {
    const { speak, drill } = this;
    const keys = [[speak('codes_by_key'), 'key_letter'], [speak('digit'), 'key_digit_practice'], ['↵', 'key_enter'], ['u', 'key_unsure_practice'],
      ['⌫', 'key_clear_practice'], ['k j', 'key_back'], [';', 'key_score'], ['?', 'key_help_practice'], ['Esc', 'key_escape']];
    const codes = drill.rubric.codes.flatMap((code) => [el('dt', {}, ...code.keys.map((key) => el('kbd', {}, key))),
      el('dd', {}, `${GLYPHS[code.status]} ${code.label}`)]);
    this.overlay.open(speak('keys_of_practice'), el('div', { class: 'columns' },
      el('div', {}, el('dl', { class: 'keys' }, ...keys.flatMap(([key, word]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, speak(word))]))),
      el('div', {}, el('h4', {}, speak('codes_by_key')), el('dl', { class: 'keys' }, ...codes))));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const pressed = stroke(event);
    if (!pressed) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (this.overlay.isOpen) {
      if (['Escape', '?', ';'].includes(pressed)) this.#take(event, () => this.overlay.close());
      else if (event.key === 'Tab') this.overlay.trap(event);
      return;
    }
    if (target.matches('button') && (pressed === 'Enter' || pressed === 'Space')) return;
    if (this.rail.list.contains(target) && /^Arrow(Up|Down)$/.test(pressed)) {
      this.#take(event, () => this.rail.step(pressed === 'ArrowDown' ? 1 : -1));
      return;
    }
    const act = this.#actOf(pressed);
    if (act) this.#take(event, act);
    else if (this.#code(pressed)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event @param {() => void} act */
  #take(event, act) {
    event.preventDefault();
    act();
  }

  /** @param {string} pressed @returns {(() => void)|null} */
  #actOf(pressed) {
    const { drill } = this;
    if (/^\d$/.test(pressed) && !this.pending) return this.#digit(pressed);
    switch (pressed) {
      case 'Enter': return () => {
        this.#await(null);
        if (this.isAsking) this.commit();
        else if (this.at) this.goOn();
        else this.again();
      };
      case 'j': return () => this.look(1);
      case 'k': return () => this.look(-1);
      case 'u': return () => {
        if (!this.isAsking) return;
        drill.unsure = !drill.unsure;
        this.repaint();
        this.say(drill.unsure ? 'unsure_now' : 'unsure_off_now');
      };
      case 'Backspace': return () => {
        drill.draft = null;
        drill.grades = {};
        this.repaint();
      };
      case ';': return () => this.score();
      case '?': return () => this.help();
      case 'Escape': return () => this.#escape();
      default: return null;
    }
  }

  #escape() {
    if (this.pending) {
      this.#await(null);
      return;
    }
    const active = /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (active !== this.text) this.focusText();
    else {
      this.text.blur();
      /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
    }
  }

  /** @param {string} digit @returns {(() => void)|null} */
  #digit(digit) {
    const { drill, at, speak } = this;
    if (!this.isAsking || !at) return null;
    const part = drill.lacking(at) ?? drill.graded(at)[0];
    const value = part && valueUnder(part, digit, { yes: speak('yes'), no: speak('no') });
    return value === undefined ? null : () => this.grade(part, value);
  }

  /** @param {string|null} family */
  #await(family) {
    this.pending = family;
    this.rail.await(family?.replace('Shift+', '') ?? null);
    const named = this.drill.rubric.families.find(({ key }) => key === family);
    if (named) this.say('chord', { label: named.label });
  }

  /** @param {string} pressed @returns {boolean} true where the key was ours */
  #code(pressed) {
    const { drill } = this;
    const meant = codeOf(pressed, this.pending, drill.codeKeys, drill.familyKeys);
    if (!meant) return false;
    const under = (this.pending ?? '') + pressed;
    this.#await(meant.family);
    if (meant.code) this.choose(meant.code);
    else if (!meant.family) this.say('no_such_code', { key: under });
    return true;
  }
}
