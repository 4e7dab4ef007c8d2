// @ts-check
// One screen of the flag review: the ranked list, the flag in hand, and one key for each decision.
import { chip } from '../page/codings.js';
import { button, el, newName, put } from '../page/dom.js';
import { codeOf, stroke } from '../page/keys.js';
import { Overlay } from '../page/overlay.js';
import { StatusLine } from '../page/status_line.js';
import { bar, detail, percent } from './detail.js';
import { actOf } from './keys.js';
import { closedList, codeChoice, helpPage } from './pages.js';
import { RECODED } from './review.js';

const SIGNS = { confirmed: '▲', dismissed: '✕', later: '…' };

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {import('./review.js').Review} review
   * @param {import('../page/life.js').Life} life
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(root, review, life, speak) {
    this.root = root;
    this.review = review;
    this.life = life;
    this.speak = speak;
    this.name = `iptf-${newName().slice(0, 8)}`;
    this.at = -1;
    this.choosing = false;
    this.whole = false;
    /** @type {string|null} family letter that waits for its digit */
    this.pending = null;
    this.overlay = new Overlay(speak, () => this.focusList());
    this.status = new StatusLine(life, speak);
    this.rows = review.flags.map((flag, place) => this.#row(flag, place));
    this.list = el('div', {
      class: 'list', role: 'listbox', tabindex: '0', 'aria-label': speak('flags'), 'data-lm-suppress-shortcuts': 'true',
      onclick: (event) => {
        const row = event.target.closest('[role=option]');
        if (row) this.goTo(Number(row.dataset.place));
      },
    }, ...this.rows);
    this.text = el('div', {
      class: 'text', role: 'region', tabindex: '0', 'aria-label': speak('words'), 'data-lm-suppress-shortcuts': 'true',
    });
    this.choice = el('div', { class: 'choice-of-code', hidden: true });
    this.#lay();
    this.onKey = this.onKey.bind(this);
    root.addEventListener('keydown', this.onKey);
    root.addEventListener('focusin', () => this.status.keys(true));
    root.addEventListener('focusout', (event) => {
      if (!root.contains(/** @type {Node|null} */ (event.relatedTarget))) this.status.keys(false);
    });
    this.#begin();
  }

  get flag() {
    return this.review.flags[this.at] ?? null;
  }

  #lay() {
    const { speak, review } = this;
    const { rater, classifier, closed } = review.page;
    const decide = (act, key, word) => button({ class: `decide ${act}`, tabindex: '0', onclick: () => this.act(act) },
      el('kbd', {}, key), ` ${speak(word)}`);
    this.counts = el('span', { class: 'counts' });
    const head = el('div', { class: 'head' }, el('strong', {}, speak('flags')), this.counts, el('span', { class: 'space' }),
      el('span', { class: 'quiet' }, [speak('reviewer', { rater }), classifier].filter(Boolean).join(' · ')),
      button({ tabindex: '0', onclick: () => this.act('help') }, el('kbd', {}, '?'), ` ${speak('help_button')}`));
    const left = el('div', { class: 'left' }, this.rows.length ? this.list : null, closedList(closed, speak));
    const right = el('div', { class: 'right' }, this.text, this.choice, this.rows.length ? el('div', { class: 'decisions' },
      decide('confirm', 'C', 'do_confirm'), decide('dismiss', 'D', 'do_dismiss'),
      decide('recode', 'R', 'do_recode'), decide('later', 'L', 'do_later'),
      el('span', { class: 'quiet' }, speak('question'))) : null);
    this.root.replaceChildren(head, el('div', { class: 'columns-of-flags' }, left, right),
      this.status.element, this.overlay.element);
    put(this.root, 'role', 'group');
    put(this.root, 'aria-label', speak('review', { rater }));
  }

  #begin() {
    const { review, speak } = this;
    if (!this.rows.length) {
      const [title, more] = review.page.closed.length ? ['none_open', 'none_open_more'] : ['none_to_review', 'none_more'];
      this.text.replaceChildren(el('h3', {}, speak(title)), el('p', {}, speak(more)));
    } else {
      this.goTo(review.nextOpen(-1) ?? 0);
      const open = review.counts.open + review.counts.later;
      this.status.say(open ? speak('to_begin', { n: open }) : speak('all_settled'));
    }
    this.repaint(review.flags.map(({ target }) => target));
    put(this.root, 'data-ready', '1');
  }

  /** @param {any} flag @param {number} place */
  #row(flag, place) {
    const before = this.review.flags[place - 1]?.session;
    return el('div', {
      role: 'option', class: `flag${before === flag.session ? '' : ' first-of-session'}`, id: `${this.name}-${place}`,
      'data-place': place, 'data-target': flag.target, 'aria-selected': 'false',
      'aria-posinset': place + 1, 'aria-setsize': this.review.flags.length,
    }, el('span', { class: 'sign', 'aria-hidden': 'true' }), el('span', { class: 'where' },
      el('span', { class: 'session' }, flag.session), ' ', el('b', {}, flag.segment)),
    el('span', { class: 'looks' }, flag.resembles ? chip(this.review.codes, flag.resembles, null, this.speak) : null),
    bar(flag.probability), el('span', { class: 'odds' }, percent(flag.probability)),
    el('span', { class: 'decided' }));
  }

  /** @param {string} target */
  #paint(target) {
    const place = this.review.placeOf.get(target);
    const row = place === undefined ? null : this.rows[place];
    if (!row) return;
    const decision = this.review.decision(target);
    const kind = decision?.startsWith(RECODED) ? 'recoded' : decision ?? 'open';
    put(row, 'data-decision', kind);
    const sign = /** @type {HTMLElement} */ (row.querySelector('.sign'));
    const told = /** @type {HTMLElement} */ (row.querySelector('.decided'));
    sign.textContent = kind === 'recoded' ? '→' : SIGNS[kind] ?? '';
    told.textContent = this.#inWords(decision);
  }

  /** @param {string|null} decision */
  #inWords(decision) {
    if (decision?.startsWith(RECODED)) return `→ ${decision.slice(RECODED.length)}`;
    return this.speak(`short_${decision ?? 'open'}`);
  }

  /** @param {string[]} targets draw again what changed */
  repaint(targets) {
    for (const target of targets) this.#paint(target);
    const { counts } = this.review;
    const told = Object.entries(counts).filter(([kind, n]) => n || !['later', 'recoded'].includes(kind))
      .map(([kind, n]) => el('bdi', { class: `count-${kind}` }, this.speak(`count_${kind}`, { n })));
    this.counts?.replaceChildren(...told);
    this.showSaving();
  }

  showSaving() {
    const { outbox } = this.life;
    put(this.root, 'data-unsaved', String(outbox.waiting.length));
    put(this.root, 'data-state', outbox.state);
    put(this.root, 'data-recorded', String(this.life.recorded));
    this.status.saving();
  }

  /** @param {string} id @param {Record<string, any>} [facts] */
  say(id, facts = {}) {
    this.status.say(this.speak(id, facts));
  }

  focusList() {
    (this.rows.length ? this.list : this.text).focus({ preventScroll: true });
  }

  /** @param {number} place */
  goTo(place) {
    const row = this.rows[place];
    if (!row) return;
    this.#choose(false);
    if (this.at >= 0) put(this.rows[this.at], 'aria-selected', 'false');
    this.at = place;
    put(row, 'aria-selected', 'true');
    put(this.list, 'aria-activedescendant', row.id);
    this.#show();
    const { scrollTop, clientHeight } = this.list;
    if (row.offsetTop < scrollTop) this.list.scrollTop = row.offsetTop - 8;
    else if (row.offsetTop + row.offsetHeight > scrollTop + clientHeight) {
      this.list.scrollTop = row.offsetTop + row.offsetHeight - clientHeight + 8;
    }
  }

  /** Draw the flag in hand, its words in view. */
  #show() {
    if (!this.flag) return;
    this.text.replaceChildren(...detail(this.review, this.flag, this.speak, this.whole));
    const words = /** @type {HTMLElement|null} */ (this.text.querySelector('.flagged'));
    this.text.scrollTop = 0;
    if (words && words.offsetTop + Math.min(words.offsetHeight, 160) > this.text.clientHeight) {
      this.text.scrollTop = words.offsetTop - this.text.clientHeight * 0.3;
    }
  }

  /** @param {string} target of a flag @returns {string} */
  #where(target) {
    return target.replace('/segment:', ' ');
  }

  /** @param {string|null} decision @param {string} word @param {Record<string, any>} [facts] */
  decide(decision, word, facts = {}) {
    if (!this.flag) return;
    const { target } = this.flag;
    const where = this.#where(target);
    if (!this.review.decide(target, decision)) this.say('so_already', { where });
    else this.say(word, { where, ...facts });
    this.#choose(false);
    if (decision === null) return;
    const next = this.review.nextOpen(this.at);
    if (next === null) this.say('all_settled');
    else if (next !== this.at) this.goTo(next);
  }

  /** @param {boolean} open */
  #choose(open) {
    this.pending = null;
    if (this.choosing === open) return;
    this.choosing = open;
    this.choice.hidden = !open;
    put(this.root, 'data-choosing', open ? '1' : null);
    this.choice.replaceChildren(...(open && this.flag
      ? codeChoice(this.review, this.#where(this.flag.target), this.speak, (code) => this.#recode(code)) : []));
    if (!open && this.root.contains(document.activeElement)) this.focusList();
  }

  /** @param {string} code */
  #recode(code) {
    this.decide(`${RECODED}${code}`, 'recoded', { code });
  }

  /** @param {KeyboardEvent} event no key but Ctrl+S goes on to the notebook */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const pressed = stroke(event);
    if (!pressed) return;
    if (this.overlay.isOpen) {
      if (pressed === 'Escape' || pressed === '?') this.#take(event, () => this.overlay.close());
      else if (event.key === 'Tab') this.overlay.trap(event);
      return;
    }
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('button') && (pressed === 'Enter' || pressed === 'Space')) return;
    if (this.choosing) {
      if (pressed === 'Escape') this.#take(event, () => this.#choose(false));
      else this.#code(pressed, event);
      return;
    }
    const act = actOf(pressed);
    if (act) this.#take(event, () => this.act(act));
  }

  /** @param {KeyboardEvent} event @param {() => void} act */
  #take(event, act) {
    event.preventDefault();
    act();
  }

  /** @param {string} pressed @param {KeyboardEvent} event */
  #code(pressed, event) {
    const meant = codeOf(pressed, this.pending, this.review.codeKeys, this.review.familyKeys);
    if (!meant) return;
    event.preventDefault();
    const under = (this.pending ?? '') + pressed;
    this.pending = meant.family;
    if (meant.code) this.#recode(meant.code);
    else if (!meant.family) this.say('no_such_code', { key: under });
  }

  /** @param {1|-1} step */
  #scroll(step) {
    this.text.scrollTop += step * this.text.clientHeight * 0.8;
  }

  /** @param {string|null} target @param {string} nothing */
  #turnBack(target, nothing) {
    if (!target) {
      this.say(nothing);
      return;
    }
    this.goTo(this.review.placeOf.get(target) ?? this.at);
    this.say('took_back', { where: this.#where(target), now: this.#inWords(this.review.decision(target)) });
  }

  /** @param {string} act of the table of keys */
  act(act) {
    const { review } = this;
    const last = this.rows.length - 1;
    switch (act) {
      case 'confirm': return this.decide('confirmed', 'confirmed');
      case 'dismiss': return this.decide('dismissed', 'dismissed');
      case 'later': return this.decide('later', 'later');
      case 'clear': return this.decide(null, 'open_again');
      case 'recode': return this.flag ? this.#choose(true) : undefined;
      case 'next': return this.goTo(Math.min(last, this.at + 1));
      case 'previous': return this.goTo(Math.max(0, this.at - 1));
      case 'next_open': {
        const next = review.nextOpen(this.at);
        return next === null ? this.say('all_settled') : this.goTo(next);
      }
      case 'whole':
        this.whole = !this.whole;
        return this.#show();
      case 'first': return this.goTo(0);
      case 'last': return this.goTo(last);
      case 'down': return this.#scroll(1);
      case 'up': return this.#scroll(-1);
      case 'undo': return this.#turnBack(review.undo(), 'nothing_to_undo');
      case 'redo': return this.#turnBack(review.redo(), 'nothing_to_redo');
      case 'help': return this.overlay.open(this.speak('help'), ...helpPage(this.speak));
      default: return this.#giveBack();
    }
  }

  /** Give the keys back to the notebook. */
  #giveBack() {
    /** @type {any} */ (this.root.getRootNode()).activeElement?.blur();
    /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
  }

  end() {
    this.root.removeEventListener('keydown', this.onKey);
  }
}
