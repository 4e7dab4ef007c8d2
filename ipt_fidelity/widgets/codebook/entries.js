// @ts-check
// One entry of the codebook as an article: what a rater reads before choosing.
import { button, el } from '../page/dom.js';
import { GLYPHS } from '../page/rows.js';

/** @typedef {import('./book.js').Entry} Entry */
/** @typedef {import('../page/words.js').Speak} Speak */

/**
 * @param {import('./book.js').Book} book
 * @param {Entry} entry
 * @param {Speak} speak
 * @param {(target: string) => void} follow goes to another entry
 * @returns {HTMLElement}
 */
export function article(book, entry, speak, follow) {
  const draw = { code: ofCode, item: ofItem, attribute: ofAttribute, rules: ofRules }[entry.kind];
  const near = { book, speak, follow };
  return el('article', { class: `entry ${entry.kind}`, 'data-target': entry.target, tabindex: '-1' },
    ...draw(entry.part, near));
}

/** @param {any} near @param {string} code a link to the code */
function link({ follow }, code) {
  return button({ class: 'link', tabindex: '0', onclick: () => follow(`code:${code}`) }, code);
}

/** @param {any} near @param {string} text with links to the codes that it names in brackets */
function linked(near, text) {
  return near.book.cut(text).map((part) => (part.code ? link(near, part.code) : part.text));
}

/** @param {string} word @param {...(Node|string|null)} content nothing where there is no content */
function part(word, ...content) {
  const held = content.filter((one) => one !== null && one !== '');
  return held.length ? [el('h5', {}, word), ...held.map((one) => (typeof one === 'string' ? el('p', {}, one) : one))] : [];
}

/** @param {any} near @param {string} word @param {string[]} texts */
function list(near, word, texts) {
  return texts.length ? part(word, el('ul', {}, ...texts.map((text) => el('li', {}, ...linked(near, text))))) : [];
}

/** @param {Array<[string, string]>} pairs name and text; those without a text are left out */
function facts(pairs) {
  const held = pairs.filter(([, text]) => text);
  return held.length ? [el('dl', { class: 'facts' }, ...held.flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)]))] : [];
}

/** @param {any} near @param {Array<[string, string]>} notes */
function local({ speak }, notes) {
  return notes.map(([text, signed]) => el('p', { class: 'local' }, el('b', {}, `${speak('local_note')}: `),
    signed ? `${text} (${signed})` : text));
}

/** @param {any} code @param {any} near */
function ofCode(code, near) {
  const { speak, book } = near;
  const status = (name) => `${GLYPHS[name]} ${speak(`status_${name}`)}`;
  const standing = ['expected', 'allowed', 'odd'].filter((kind) => code.phases[kind].length)
    .map((kind) => `${speak(`phase_${kind}`)}: ${code.phases[kind].join(', ')}`).join('; ');
  const here = book.standing(code);
  return [
    el('h4', {}, el('span', { class: `chip ${code.status}` }, `${GLYPHS[code.status]} ${code.id}`),
      code.label === code.id ? null : ` ${code.label}`, code.retired ? ` (${speak('retired')})` : null,
      ...code.keys.map((key) => el('kbd', {}, key))),
    el('p', { class: 'quiet' }, [status(code.status),
      ...code.status_rules.map(([name, when]) => speak('status_if', { status: status(name), when })),
      here && `${book.phase}: ${speak(`phase_${here}`)}`].filter(Boolean).join(' · ')),
    el('p', { class: 'definition' }, code.definition),
    ...list(near, speak('include'), code.include),
    ...list(near, speak('exclude'), code.exclude),
    ...part(speak('example'), code.example && el('p', { class: 'case' }, code.example)),
    ...(code.near_miss ? part(speak('near_miss_is'), el('p', { class: 'case near-miss' }, code.near_miss.text, ' ',
      el('span', { class: 'right' }, `${speak('this_is')} `, link(near, code.near_miss.code)))) : []),
    ...part(speak('rule'), code.rule),
    ...facts([[speak('phase_filter'), standing], [speak('only_in'), code.only_in.join(', ')],
      [speak('not_in'), code.not_in.join(', ')]]),
    ...local(near, code.notes),
  ];
}

/** @param {any} item @param {any} near */
function ofItem(item, near) {
  const { speak } = near;
  const weight = [item.construct.replace('_', ' '), item.essential ? speak('essential') : '',
    item.reverse ? speak('reversed') : ''].filter(Boolean).join(' · ');
  return [
    el('h4', {}, el('span', { class: 'chip' }, item.id), item.label === item.id ? null : ` ${item.label}`,
      item.retired ? ` (${speak('retired')})` : null),
    el('p', { class: 'quiet' }, weight),
    item.text ? el('p', { class: 'definition' }, item.text) : null,
    item.help ? el('p', {}, item.help) : null,
    ...(item.anchors.length ? part(speak('anchors'), el('dl', { class: 'anchors' },
      ...item.anchors.flatMap(([value, text]) => [el('dt', {}, value), el('dd', {}, text)]))) : []),
    ...facts([[speak('values'), item.values.join(', ')], [speak('phase_filter'), item.phases.join(', ')],
      [speak('asked_if'), item.applies_if], [speak('na_if'), item.na_if],
      [speak('no_opportunity_if'), item.no_opportunity_if],
      [speak('wants_evidence'), item.evidence_for.join(', ')],
      [speak('rated_by'), item.perspectives.join(', ')],
      [speak('only_in'), item.only_in.join(', ')], [speak('not_in'), item.not_in.join(', ')]]),
    ...local(near, item.notes),
  ].filter(Boolean);
}

/** @param {any} attribute @param {any} near */
function ofAttribute(attribute, { speak }) {
  return [
    el('h4', {}, attribute.label),
    attribute.help ? el('p', {}, attribute.help) : null,
    ...facts([[speak('values'), attribute.values.join(', ')], [speak('asked_if'), attribute.ask_if]]),
  ].filter(Boolean);
}

/** @param {any} rules @param {any} near */
function ofRules(rules, { speak }) {
  return [
    ...(rules.unit ? [el('h4', {}, speak('unit')), el('p', {}, rules.unit)] : []),
    ...(rules.rules.length ? [el('h4', {}, rules.label), el('dl', { class: 'anchors' },
      ...rules.rules.flatMap(([id, text]) => [el('dt', {}, id), el('dd', {}, text)]))] : []),
  ];
}
