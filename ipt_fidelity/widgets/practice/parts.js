// @ts-check
// What practice draws: the passage, the two codes side by side, the score.
import { choiceRow } from '../page/questions.js';
import { button, el } from '../page/dom.js';
import { GLYPHS } from '../page/rows.js';

/** @typedef {import('../page/words.js').Speak} Speak */
/** @typedef {import('./drill.js').Drill} Drill */
/** @typedef {import('./drill.js').Gold} Gold */
/** @typedef {import('./drill.js').Attempt} Attempt */

/** @param {Drill} drill @param {string} id @returns {HTMLElement} sign and id of a code */
export function chip(drill, id) {
  const code = drill.codes.get(id);
  return el('span', { class: `chip ${code?.status ?? ''}`, title: code?.label ?? id }, `${GLYPHS[code?.status] ?? ''} ${id}`);
}

/** @param {any} passage @param {Speak} speak @returns {Node[]} */
export function passageParts(passage, speak) {
  const turn = ([role, words]) => el('p', { class: `turn ${role}` },
    el('b', {}, speak(`role_${role}`)), el('span', { dir: 'auto' }, words));
  const around = (name, turns) => (turns.length
    ? [el('div', { class: 'around', role: 'group', 'aria-label': speak(name) }, el('p', { class: 'around-name', 'aria-hidden': 'true' }, speak(name)), ...turns.map(turn))] : []);
  return [...around('before', passage.before), el('div', { class: 'turns asked' }, ...passage.turns.map(turn)),
    ...around('after', passage.after)];
}

/**
 * The answer in hand, before it is given.
 * @param {Drill} drill @param {string} id @param {Speak} speak
 * @param {{grade: (part: any, value: any) => void, commit: () => void}} acts
 * @returns {Node[]}
 */
export function handParts(drill, id, speak, acts) {
  const code = drill.codes.get(drill.draft ?? '');
  if (!code) return [el('p', { class: 'ask' }, speak('your_turn'))];
  const graded = drill.graded(id).map((part) => el('div', { class: 'fact' },
    el('span', { class: 'fact-name' }, part.label),
    choiceRow(part, drill.grades[part.id] ?? null, speak, (value) => acts.grade(part, value))));
  return [
    el('p', { class: 'ask' }, `${speak('in_hand')}: `, chip(drill, code.id), ` ${code.label}`,
      drill.unsure ? el('span', { class: 'sign' }, ` ? ${speak('unsure_now')}`) : null),
    ...graded,
    button({ class: 'main', tabindex: '0', onclick: acts.commit }, speak('commit')),
  ];
}

/** @param {Drill} drill @param {string} id @param {string} title @param {Speak} speak @returns {HTMLElement} */
function rulesOf(drill, id, title, speak) {
  const code = drill.codes.get(id);
  const list = (word, texts) => (texts?.length ? [el('h5', {}, speak(word)), el('ul', {}, ...texts.map((text) => el('li', {}, text)))] : []);
  const text = (word, said, facts = {}) => (said ? [el('h5', {}, speak(word, facts)), el('p', {}, said)] : []);
  return el('section', { class: 'rules', 'aria-label': `${title}: ${id}` },
    el('h4', {}, el('span', { class: 'quiet' }, `${title}: `), chip(drill, id), ` ${code?.label ?? ''}`),
    el('p', {}, code?.definition ?? ''),
    ...list('exclude', code?.exclude),
    ...text('near_miss', code?.near_miss?.text, { code: code?.near_miss?.code }),
    ...text('rule', code?.rule),
    ...text('example', code?.example));
}

/**
 * Gold and answer side by side, with why.
 * @param {Drill} drill @param {string} id @param {Speak} speak @param {HTMLElement} onward
 * @returns {Node[]}
 */
export function verdictParts(drill, id, speak, onward) {
  const gold = /** @type {Gold} */ (drill.gold.get(id));
  const given = /** @type {Attempt} */ (drill.last(id));
  const isRight = gold.code === given.code;
  const repeated = (drill.attempts.get(id)?.length ?? 0) > 1;
  const label = (code) => `${code} ${drill.codes.get(code)?.label ?? ''}`;
  const told = isRight ? speak('right', { code: label(gold.code) })
    : speak('wrong', { gold: label(gold.code), given: label(given.code) });
  const grades = drill.rubric.attributes.filter(({ id: name }) => name in given.grades).map((part) => {
    const facts = { label: part.label, yours: given.grades[part.id], gold: gold.grades[part.id] };
    return el('p', { class: 'quiet' }, speak(facts.gold === undefined ? 'grade_of' : 'grade_with_gold', facts));
  });
  const other = isRight ? gold.mistaken_for : given.code;
  return [
    el('p', { class: `verdict ${isRight ? 'is-right' : 'is-wrong'}` }, `${isRight ? '✓' : '✗'} ${told}`,
      isRight && repeated ? el('span', { class: 'quiet' }, ` (${speak('right_again')})`) : null),
    gold.reason ? el('p', { class: 'reason' }, el('b', {}, `${speak('why')}: `), el('span', { dir: 'auto' }, gold.reason)) : null,
    ...grades,
    onward,
    el('div', { class: 'beside' },
      rulesOf(drill, gold.code, speak(isRight ? 'gold_and_yours' : 'gold'), speak),
      other && other !== gold.code ? rulesOf(drill, other,
        isRight ? speak('easily', { code: '' }).trim() : speak('yours'), speak) : null),
  ].filter((one) => one !== null);
}

/** @param {Drill} drill @param {Speak} speak @param {boolean} [full] @returns {HTMLElement} */
export function hitsTable(drill, speak, full = false) {
  const taken = (hit) => [...hit.taken].sort((one, other) => other[1] - one[1])
    .flatMap(([code, n], place) => [place ? ', ' : '', chip(drill, code), n > 1 ? ` ${n}` : '']);
  return el('table', { class: 'hits' },
    el('caption', { class: full ? '' : 'unseen' }, speak('by_code')),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, speak('code')), el('th', { scope: 'col', class: 'figure' }, speak('hits')),
      el('th', { scope: 'col' }, speak('taken_for')), full ? el('th', { scope: 'col', class: 'figure' }, speak('still')) : null)),
    el('tbody', {}, ...drill.hits.map((hit) => el('tr', {},
      el('th', { scope: 'row' }, chip(drill, hit.code), full ? ` ${drill.codes.get(hit.code)?.label ?? ''}` : null),
      el('td', { class: 'figure' }, `${hit.right} ${speak('of')} ${hit.n}`),
      el('td', {}, ...taken(hit)),
      full ? el('td', { class: 'figure' }, hit.open ? String(hit.open) : '') : null))));
}

/** @param {Drill} drill @param {Speak} speak @returns {string} */
export function scoreLine(drill, speak) {
  const { n, right } = drill.score;
  return n ? speak('score_line', { right, n, share: Math.round((100 * right) / n) }) : speak('not_yet');
}

/** @param {Drill} drill @param {Speak} speak @returns {Node[]} the whole score */
export function scoreParts(drill, speak) {
  const label = (code) => `${code} ${drill.codes.get(code)?.label ?? ''}`;
  if (!drill.score.n) return [el('p', {}, speak('not_yet'))];
  const { confusions } = drill;
  return [
    el('p', { class: 'score-line' }, scoreLine(drill, speak)),
    el('p', { class: 'quiet' }, speak('first_only')),
    hitsTable(drill, speak, true),
    el('h4', {}, speak('confusions')),
    confusions.length ? el('ul', { class: 'confusions' }, ...confusions.map(({ gold, given, n }) => el('li', {},
      el('span', { class: 'bar', style: `inline-size: ${n * 1.4}em`, 'aria-hidden': 'true' }),
      el('b', {}, `${n} `), speak('confusion', { gold: label(gold), given: label(given) }))))
      : el('p', {}, speak('no_confusions')),
  ];
}
