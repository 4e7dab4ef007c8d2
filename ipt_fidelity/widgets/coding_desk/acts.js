// @ts-check
// What each act of the table of keys does on a screen.
import { isWritten } from '../page/choices.js';
import { CUT_ACTS } from './cut_acts.js';
import { handInPage, helpPage, omissionsPage } from './pages.js';
import { SOUND_ACTS } from './sound_acts.js';
import { SPAN_ACTS } from './span_view.js';

/** @typedef {'text'|'form'|'facts'} Area */

/** @param {any} screen @param {Area} area @returns {string} what a sign or memo is about */
function subject(screen, area) {
  const item = screen.form.inHand;
  return area === 'form' && item ? `item:${item.id}` : `segment:${screen.segment}`;
}

/** @param {any} screen @param {Area} area @param {1|-1} step */
function move(screen, area, step) {
  if (area === 'form') screen.form.take(screen.form.at + step, { focus: true });
  else if (area === 'facts') screen.facts.take(screen.facts.at + step);
  else {
    const place = screen.rows.at + step;
    if (place >= 0 && place < screen.desk.segments.length) screen.goTo(place);
  }
}

/** @param {any} screen @param {Area} area @param {boolean} last */
function toEnd(screen, area, last) {
  if (area === 'form') screen.form.take(last ? Infinity : 0, { focus: true });
  else if (area === 'facts') screen.facts.take(last ? Infinity : 0);
  else screen.goTo(last ? screen.desk.segments.length - 1 : 0);
}

/** @param {any} screen @param {'evidence_for'|'evidence_against'} field */
function tie(screen, field) {
  const item = screen.form.inHand;
  if (item) screen.desk.toggleEvidence(item, screen.segment, field);
}

/** @param {any} screen */
function look(screen) {
  const { find, overlay, speak, rows } = screen;
  const count = () => (find.hits.length ? speak('found', { n: find.at + 1, all: find.hits.length }) : speak('not_found'));
  overlay.write({
    label: speak('find'),
    live: (written) => {
      find.look(written, rows.at);
      overlay.label(written.trim() ? count() : speak('find'));
      if (find.place !== null) screen.goTo(find.place, { quietly: true });
    },
  }, (written, how) => {
    if (how === 'done' && written.trim()) screen.status.say(count());
    else if (how === 'escape') find.look('', 0);
  });
}

/** @param {any} screen @param {1|-1} step */
function stepFound(screen, step) {
  screen.find.step(step);
  if (screen.find.place === null) screen.say('not_found');
  else {
    screen.goTo(screen.find.place);
    screen.say('found', { n: screen.find.at + 1, all: screen.find.hits.length });
  }
}

/** @param {any} screen */
function go(screen) {
  const { desk, overlay, speak } = screen;
  overlay.write({ label: speak('go') }, (written, how) => {
    const wanted = written.trim().toLowerCase();
    if (how !== 'done' || !wanted) return;
    const number = Number(wanted.replace(/^[gt]/, ''));
    const place = wanted.startsWith('g') ? number - 1
      : desk.segments.findIndex(({ first, last }) => first < number && number <= last + 1);
    if (desk.segments[place]) screen.goTo(place);
    else screen.say('no_such_place', { place: written.trim() });
  });
}

/** @param {any} screen to the evidence of the item in hand, one after the other */
function replay(screen) {
  const item = screen.form.inHand;
  if (!item) return;
  const tied = [...screen.desk.evidenceOf(item.id, 'evidence_for'), ...screen.desk.evidenceOf(item.id, 'evidence_against')];
  if (!tied.length) screen.say('no_evidence_yet', { where: item.label });
  else {
    screen.goTo(screen.desk.placeOf.get(tied[screen.replayed % tied.length]) ?? 0);
    screen.replayed += 1;
  }
}

/** @param {any} screen */
async function beforeHandIn(screen) {
  const { desk, life, overlay, speak } = screen;
  const title = speak('before_hand_in');
  overlay.open(title, document.createTextNode(speak('asking')));
  const gaps = desk.isHandedIn ? [] : await life.askMissing();
  if (!overlay.isOpen) return;
  if (gaps === null) {
    overlay.open(title, document.createTextNode(speak('gone_none')));
    return;
  }
  const close = (act, word) => () => {
    act();
    screen.say(word);
    overlay.close();
  };
  overlay.open(title, ...handInPage(desk, speak, gaps, {
    unsaved: life.outbox.waiting.length,
    visit: (target) => screen.visit(target),
    handIn: close(() => desk.mark('sheet', 'hand_in', true), 'handed_in'),
    reopen: close(() => desk.mark('sheet', 'reopen', true), 'reopened'),
  }));
}

/** @param {any} screen @param {Area} area */
function close(screen, area) {
  if (screen.pending) return;
  if (screen.spans?.chosen) {
    screen.spans.drop();
    return;
  }
  const inText = screen.root.getRootNode().activeElement === screen.rows.element;
  if (area !== 'text' || !inText) screen.focusText();
  else {
    screen.rows.element.blur();
    screen.root.parentElement?.closest('[tabindex]')?.focus();
  }
}

/** @type {Record<string, (screen: any, area: Area) => void>} */
export const ACTS = {
  ...CUT_ACTS,
  ...SOUND_ACTS,
  ...SPAN_ACTS,
  next: (screen, area) => move(screen, area, 1),
  previous: (screen, area) => move(screen, area, -1),
  done: (screen) => {
    screen.spans?.keep();
    screen.desk.done(screen.segment);
    move(screen, 'text', 1);
  },
  repeat: (screen) => {
    if (screen.desk.lastCode) screen.desk.setCode(screen.segment, screen.desk.lastCode);
    else screen.say('nothing_to_repeat');
  },
  next_unread: (screen) => screen.goOrSay(screen.desk.unreadFrom(screen.rows.at, 1)),
  previous_unread: (screen) => screen.goOrSay(screen.desk.unreadFrom(screen.rows.at, -1)),
  unsure: (screen, area) => screen.desk.toggleUncertain(subject(screen, area)),
  memo: (screen, area) => screen.writeMemo(subject(screen, area)),
  evidence: (screen) => tie(screen, 'evidence_for'),
  evidence_against: (screen) => tie(screen, 'evidence_against'),
  omission: ({ desk, form, overlay, rows, speak }) => {
    const turn = desk.turns[desk.segments[rows.at].first][0];
    overlay.open(speak('omissions'),
      ...omissionsPage(desk, speak, form.inHand, (target) => desk.toggleOmission(target, turn)));
  },
  replay,
  clear: ({ desk, form, facts, segment }, area) => {
    const item = form.inHand;
    if (area === 'form' && item && !desk.rating(item).resolved) {
      const field = desk.sheet.value(`item:${item.id}`, 'absence') === null ? 'value' : 'absence';
      desk.mark(`item:${item.id}`, field, null);
    } else if (facts.inHand) desk.mark(`segment:${segment}`, `attr_${facts.inHand.id}`, null);
  },
  absence: ({ desk, form }) => form.inHand && desk.turnAbsence(form.inHand),
  write: (screen, area) => {
    const item = screen.form.inHand;
    const part = screen.facts.inHand;
    if (area === 'form' && item && isWritten(item)) screen.writeAnswer(`item:${item.id}`, 'value', item);
    else if (area === 'facts' && part && isWritten(part)) {
      screen.writeAnswer(`segment:${screen.segment}`, `attr_${part.id}`, part);
    } else if (area === 'facts') screen.focusText();
  },
  take_back: (screen) => {
    if (screen.has.has('cut')) CUT_ACTS.undo_cut(screen);
    else screen.follow(screen.desk.undo(`segment:${screen.segment}`));
  },
  undo: (screen) => {
    if (screen.has.has('cut')) CUT_ACTS.undo_cut(screen);
    else screen.follow(screen.desk.undo());
  },
  redo: (screen) => {
    if (screen.has.has('cut')) CUT_ACTS.redo_cut(screen);
    else screen.follow(screen.desk.redo());
  },
  to_facts: (screen, area) => {
    if (area === 'facts') screen.focusText();
    else if (!screen.facts.take(screen.facts.at)) screen.say('nothing_asked');
  },
  to_form: (screen, area) => {
    if (area === 'form') screen.focusText();
    else screen.form.take(screen.form.at, { focus: true });
  },
  find: look,
  find_next: (screen) => stepFound(screen, 1),
  find_previous: (screen) => stepFound(screen, -1),
  go,
  page_down: (screen) => screen.rows.page(1),
  page_up: (screen) => screen.rows.page(-1),
  first: (screen, area) => toEnd(screen, area, false),
  last: (screen, area) => toEnd(screen, area, true),
  before_hand_in: beforeHandIn,
  help: ({ desk, overlay, speak, has }) => overlay.open(speak('help'), ...helpPage(desk, speak, has)),
  close,
};
