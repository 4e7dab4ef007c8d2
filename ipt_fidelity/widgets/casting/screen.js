// @ts-check
// Casting: speakers on the left; suggestion, reason, first turns and roles on the right.
import { button, clock, el, newName, put } from '../page/dom.js';
import { stroke } from '../page/keys.js';
import { StatusLine } from '../page/status_line.js';
import { report } from './report.js';

/** Key of each role; the letters of the keys of moving are not among them. */
export const ROLE_KEYS = new Map([
  ['therapist', 't'], ['co_therapist', 'o'], ['client', 'c'], ['partner', 'p'], ['relative', 'l'],
  ['group_member', 'g'], ['interpreter', 'i'], ['observer', 'b'], ['several', 's'],
]);

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
    this.content = content;
    this.name = `iptf-${newName().slice(0, 8)}`;
    this.at = 0;
    this.status = new StatusLine(talk, speak);
    this.list = el('div', {
      class: 'speakers', role: 'listbox', tabindex: '0', 'aria-label': speak('speakers'),
      onclick: (event) => {
        const row = event.target.closest('[role=option]');
        if (row) this.goTo(Number(row.dataset.place));
      },
    });
    this.detail = el('div', { class: 'detail', role: 'region', tabindex: '0', 'aria-label': speak('about_speaker') });
    this.found = el('span', { class: 'found' });
    this.told = el('p', { class: 'told', role: 'status' });
    root.replaceChildren(
      el('div', { class: 'head' }, el('strong', {}, speak('casting')), el('span', { class: 'space' }), this.found),
      this.told,
      el('div', { class: 'columns-of-cast' }, this.list, this.detail),
      this.status.element,
      el('div', { class: 'ways', 'aria-hidden': 'true' }, speak('ways')),
    );
    put(root, 'role', 'group');
    put(root, 'aria-label', speak('casting'));
    this.onKey = this.onKey.bind(this);
    root.addEventListener('keydown', this.onKey);
    root.addEventListener('focusin', () => this.status.keys(true));
    root.addEventListener('focusout', () => this.status.keys(false));
    const open = this.all.findIndex(({ speaker }) => !speaker.role);
    this.at = Math.max(0, open);
    this.#draw();
    put(root, 'data-ready', '1');
  }

  /** Every speaker with its session, in order. */
  get all() {
    return this.content.sessions.flatMap((session) => session.speakers.map((speaker) => ({ session, speaker })));
  }

  get here() {
    return this.all[this.at];
  }

  /** @param {any} content */
  update(content) {
    this.content = content;
    const [id, facts] = content.said;
    this.say(id, { ...facts, role: facts.role ? this.speak(`role_${facts.role}`) : '' });
    this.#draw();
  }

  /** @param {string} id @param {Record<string, any>} [facts] */
  say(id, facts) {
    this.status.say(this.speak(id, facts));
  }

  showSaving() {
    const { state, waiting } = this.talk.outbox;
    this.status.saving();
    if (state === 'gone' && waiting.length) this.status.state.textContent = `✗ ${this.speak('gone_last')}`;
    else if (state === 'saved' && !this.content.remembers) this.status.state.textContent = this.speak('kept_here');
    put(this.root, 'data-state', state);
    put(this.root, 'data-unsaved', String(waiting.length));
  }

  /** @param {number} place */
  goTo(place) {
    this.at = Math.max(0, Math.min(this.all.length - 1, place));
    this.#draw();
  }

  /** @param {string} role empty to take it back */
  cast(role) {
    const { session, speaker } = this.here;
    this.talk.act({ do: 'cast', session: session.id, speaker: speaker.id, role });
    if (role) this.#onward();
  }

  #confirm() {
    const { speaker } = this.here;
    const role = speaker.role || speaker.suggested;
    if (!role) this.say('no_suggestion_here', { label: speaker.labels[0] });
    else this.cast(role);
  }

  /** To the next speaker that was open when this one was cast. */
  #onward() {
    const places = this.all.map((_, n) => (this.at + 1 + n) % this.all.length);
    const next = places.find((place) => place !== this.at && !this.all[place].speaker.role);
    if (next !== undefined) this.goTo(next);
  }

  #draw() {
    const { speak, content } = this;
    const done = this.all.filter(({ speaker }) => speaker.role).length;
    this.found.textContent = speak('confirmed_count', { n: done, all: this.all.length });
    const { text, done: isDone } = this.#telling(done);
    this.told.textContent = text;
    put(this.told, 'data-done', isDone ? '1' : '0');
    let place = 0;
    this.list.replaceChildren(...content.sessions.map((session) => {
      const heading = `${this.name}-${session.id}`;
      return el('div', { role: 'group', class: 'group', 'aria-labelledby': heading },
        el('div', { class: 'group-name', id: heading, role: 'presentation' }, session.id),
        ...session.speakers.map((speaker) => this.#row(speaker, place++)));
    }));
    put(this.list, 'aria-activedescendant', `${this.name}-${this.at}`);
    this.list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    this.#drawDetail();
  }

  /** @param {number} done */
  #telling(done) {
    const { speak, content } = this;
    const open = this.all.length - done;
    const kept = speak(content.remembers ? 'remembered' : 'not_remembered');
    if (open) return { text: `${speak('still_open', { n: open })} ${kept}`, done: false };
    const without = content.sessions.find(({ speakers }) => !speakers.some(({ role }) => /therapist$/.test(role)));
    if (without) return { text: speak('no_therapist', { session: without.id }), done: false };
    return { text: `${speak(content.sessions.length > 1 ? 'all_cast_many' : 'all_cast')} ${kept}`, done: true };
  }

  /** @param {any} speaker @param {number} place */
  #row(speaker, place) {
    const { speak } = this;
    const role = speaker.role ? speak(`role_${speaker.role}`) : speaker.suggested ? `${speak(`role_${speaker.suggested}`)}?` : '?';
    return el('div', {
      role: 'option', class: 'row', id: `${this.name}-${place}`, 'data-place': place,
      'data-open': speaker.role ? '0' : '1', 'aria-selected': place === this.at ? 'true' : 'false',
    },
    el('span', { class: 'glyph', 'aria-hidden': 'true' }, speaker.role ? '✓' : '?'),
    el('bdi', { class: 'label' }, speaker.labels[0]), el('span', { class: 'role' }, role),
    el('span', { class: 'share quiet' }, percent(speaker.share)));
  }

  #drawDetail() {
    const { speak, here } = this;
    if (!here) return;
    const { session, speaker } = here;
    const [why, facts] = speaker.why;
    const stated = speaker.by === 'file' ? speak('stated_by_file') : speak('stated_by', { by: speaker.by });
    const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, el('span', { class: 'filled' }));
    /** @type {HTMLElement} */ (bar.firstChild).style.inlineSize = `${speaker.share * 100}%`;
    const others = speaker.labels.slice(1);
    const suggested = speaker.suggested
      ? speak('suggestion', { role: speak(`role_${speaker.suggested}`) }) : speak('no_suggestion');
    this.detail.replaceChildren(
      el('h3', {}, el('bdi', {}, speaker.labels[0]),
        el('span', { class: 'state', 'data-open': speaker.role ? '0' : '1' },
          speaker.role ? `✓ ${speak(`role_${speaker.role}`)}, ${stated}` : `? ${speak('not_stated')}`)),
      others.length ? el('p', { class: 'quiet' }, speak('also_labelled', { labels: others.join(', ') })) : '',
      el('p', { class: 'share' }, bar, speak('share_of_words', { share: percent(speaker.share), turns: speaker.turns })),
      el('p', { class: 'why' }, el('strong', {}, suggested), ` ${speak(why, facts)} `,
        speaker.suggested && !speaker.role ? el('span', { class: 'quiet' }, speak('only_suggested')) : ''),
      this.#roles(speaker),
      el('h4', {}, speak('first_lines')),
      el('ol', { class: 'sample', lang: session.language }, ...speaker.sample.map(([number, start, text]) => el('li', {},
        el('span', { class: 'number' }, [number, clock(start)].filter(Boolean).join(' · ')),
        el('span', { class: 'words', dir: 'auto' }, text)))),
      report(session, speak),
    );
    this.detail.scrollTop = 0;
  }

  /** @param {any} speaker */
  #roles(speaker) {
    const { speak } = this;
    const one = (role) => button({
      class: 'role-button', tabindex: '0', 'data-role': role,
      'aria-pressed': speaker.role === role ? 'true' : 'false',
      'data-suggested': !speaker.role && speaker.suggested === role ? '1' : '0', onclick: () => this.cast(role),
    }, el('kbd', {}, ROLE_KEYS.get(role) ?? ''), ` ${speak(`role_${role}`)}`);
    return el('div', { class: 'roles', role: 'group', 'aria-label': speak('roles') },
      ...this.content.roles.map(one),
      !speaker.role && speaker.suggested
        ? button({ class: 'main-act', tabindex: '0', onclick: () => this.#confirm() }, el('kbd', {}, 'Enter'), ` ${speak('take_suggestion')}`) : '',
      speaker.role ? button({ class: 'take-back', tabindex: '0', onclick: () => this.cast('') }, el('kbd', {}, '⌫'), ` ${speak('take_back')}`) : '');
  }

  /** @param {KeyboardEvent} event no key goes on to the notebook */
  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') return;
    event.stopPropagation();
    const pressed = stroke(event);
    const act = this.#actOf(pressed, /** @type {HTMLElement} */ (event.target));
    if (!act) return;
    event.preventDefault();
    act();
    this.#holdFocus();
  }

  /** @param {string} pressed @param {HTMLElement} target @returns {(() => void)|null} */
  #actOf(pressed, target) {
    const onControl = target.matches('button, summary');
    switch (pressed) {
      case 'j': case 'ArrowDown': return target === this.detail && pressed !== 'j' ? null : () => this.goTo(this.at + 1);
      case 'k': case 'ArrowUp': return target === this.detail && pressed !== 'k' ? null : () => this.goTo(this.at - 1);
      case ']': return () => this.#onward();
      case 'Home': return () => this.goTo(0);
      case 'End': return () => this.goTo(this.all.length - 1);
      case 'Enter': return onControl ? null : () => this.#confirm();
      case 'Backspace': case 'x': return () => this.here.speaker.role && this.cast('');
      case 'Ctrl+z': return () => this.talk.act({ do: 'undo' });
      case 'Ctrl+Shift+z': case 'Ctrl+y': return () => this.talk.act({ do: 'redo' });
      case 'r': return () => this.#toggleReport();
      case 'Escape': return () => this.#escape();
      default: break;
    }
    const role = [...ROLE_KEYS].find(([, key]) => key === pressed)?.[0];
    return role && this.content.roles.includes(role) ? () => this.cast(role) : null;
  }

  #toggleReport() {
    const shown = /** @type {HTMLDetailsElement|null} */ (this.detail.querySelector('details'));
    if (!shown) return;
    shown.open = !shown.open;
    if (shown.open) shown.scrollIntoView({ block: 'start' });
  }

  /** What was drawn anew may have held the focus. */
  #holdFocus() {
    const active = /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (!this.gaveBack && !this.root.contains(active)) this.list.focus({ preventScroll: true });
    this.gaveBack = false;
  }

  #escape() {
    const active = /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (active !== this.list) {
      this.list.focus({ preventScroll: true });
      return;
    }
    this.gaveBack = true;
    this.list.blur();
    /** @type {HTMLElement|null|undefined} */ (this.root.parentElement?.closest('[tabindex]'))?.focus();
  }

  end() {
    this.root.removeEventListener('keydown', this.onKey);
  }
}

/** @param {number} share */
function percent(share) {
  return `${Math.round(share * 100)} %`;
}
