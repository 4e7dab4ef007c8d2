// @ts-check
// The person's own sample: drawn, read in full, and what it says of the masking, in words.
import { button, el } from '../page/dom.js';

/** @param {number} share */
function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** @param {any} sample @returns {number} identifiers marked as missed */
export function missedIn(sample) {
  return Object.values(sample.missed).reduce((sum, spans) => sum + spans.length, 0);
}

/**
 * What stands over the turns of the sample.
 * @param {any} content
 * @param {import('../page/words.js').Speak} speak
 * @param {{draw: () => void, finish: () => void, back: () => void}} acts
 * @returns {Node[]}
 */
export function sampleHead(content, speak, acts) {
  const { sample } = content;
  const back = button({ class: 'act-back', tabindex: '0', onclick: acts.back }, el('kbd', {}, 'Esc'), ` ${speak('act_back')}`);
  const draw = (id) => button({ class: 'act-draw', tabindex: '0', onclick: acts.draw }, el('kbd', {}, 'd'), ` ${speak(id, { n: content.sample_of })}`);
  const about = el('p', {}, speak('sample_about', { n: content.sample_of }));
  if (!sample) return [about, el('div', { class: 'acts' }, draw('sample_draw'), back)];
  if (sample.stale) return [el('p', { class: 'warned' }, speak('sample_stale')), el('div', { class: 'acts' }, draw('sample_again'), back)];
  if (sample.done) return [...told(sample, content, speak), el('div', { class: 'acts' }, draw('sample_again'), back)];
  const all = sample.read.length === sample.turns.length;
  const far = speak('sample_far', { read: sample.read.length, all: sample.turns.length, missed: missedIn(sample) });
  return [
    el('p', {}, el('strong', { class: 'how-many' }, far), ` ${speak(all ? 'sample_all_read' : 'sample_how')}`),
    el('div', { class: 'acts' },
      button({ class: 'act-finish', tabindex: '0', disabled: !all, onclick: acts.finish }, el('kbd', {}, 'f'), ` ${speak('sample_finish')}`), back),
  ];
}

/** @param {any} sample @param {any} content @param {import('../page/words.js').Speak} speak @returns {Node[]} */
function told(sample, content, speak) {
  const { check, seed } = sample;
  const facts = { ...check, seed };
  if (check.recall === null) return [el('p', { class: 'result' }, speak('sample_none', facts))];
  const shares = { recall: percent(check.recall), low: percent(check.low), high: percent(check.high) };
  const numbers = [...new Set(check.missed)].map((turn) => content.places.find(([place]) => place === `turn:${turn}`)?.[2] ?? turn);
  return [
    el('p', { class: 'result' }, speak('sample_result', { ...facts, ...shares })),
    el('p', { class: 'quiet' }, speak('sample_limits')),
    ...(numbers.length ? [el('p', {}, speak('sample_missed_in', { turns: numbers.join(', ') }))] : []),
  ];
}
