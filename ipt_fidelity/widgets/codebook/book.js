// @ts-check
// The codebook as the page holds it: entries in order, what they can be found by, what is shown.

/**
 * @typedef {object} Entry
 * @property {string} target kind and id, for example 'code:COM'
 * @property {'rules'|'code'|'attribute'|'item'} kind
 * @property {string} group heading that it stands under
 * @property {any} part as it came
 * @property {string} haystack everything it can be found by
 */

export class Book {
  /**
   * @param {any} content as the kernel sent it
   * @param {import('../page/words.js').Speak} speak
   */
  constructor(content, speak) {
    this.content = content;
    this.codes = new Set(content.codes.map(({ id }) => id));
    this.search = '';
    /** @type {string|null} */
    this.phase = content.phase;
    /** @type {Entry[]} */
    this.entries = [];
    const add = (kind, id, group, part) => this.entries.push(
      { target: `${kind}:${id}`, kind, group, part, haystack: fold(texts(part).join(' ')) });
    const { unit, rules } = content;
    if (unit || rules.length) add('rules', 'choosing', speak('codebook'), { label: speak('rules'), unit, rules });
    for (const family of content.families) {
      for (const code of content.codes) if (code.family === family.id) add('code', code.id, family.label, code);
    }
    for (const part of content.attributes) add('attribute', part.id, speak('attributes'), part);
    for (const [phases, items] of byPhases(content.items)) {
      const every = phases.length === content.phases.length;
      const phase = every ? speak('every_phase') : phases.join(', ');
      for (const item of items) add('item', item.id, speak('items_in', { phase }), item);
    }
  }

  /** Entries that the phase and every searched word let through, in order. */
  get shown() {
    const words = fold(this.search).split(/\s+/).filter(Boolean);
    return this.entries.filter((entry) => this.#inPhase(entry) && words.every((word) => entry.haystack.includes(word)));
  }

  /** @param {Entry} entry */
  #inPhase({ kind, part }) {
    if (this.phase === null || kind === 'rules' || kind === 'attribute') return true;
    return kind === 'item' ? part.phases.includes(this.phase) : this.standing(part) !== null;
  }

  /** @param {any} code @returns {string|null} expected, allowed or odd in the phase that is shown */
  standing(code) {
    const phase = this.phase;
    if (phase === null) return null;
    return ['expected', 'allowed', 'odd'].find((kind) => code.phases[kind].includes(phase)) ?? null;
  }

  /**
   * Cut a text at the codes that it names in brackets.
   * @param {string} text
   * @returns {Array<{text: string, code: string|null}>}
   */
  cut(text) {
    /** @type {Array<{text: string, code: string|null}>} */
    const parts = [];
    let from = 0;
    for (const bracket of text.matchAll(/\([^()]*\)/g)) {
      for (const word of bracket[0].matchAll(/[A-Za-z][A-Za-z0-9_-]*/g)) {
        if (!this.codes.has(word[0])) continue;
        const at = bracket.index + word.index;
        if (at > from) parts.push({ text: text.slice(from, at), code: null });
        parts.push({ text: word[0], code: word[0] });
        from = at + word[0].length;
      }
    }
    if (from < text.length) parts.push({ text: text.slice(from), code: null });
    return parts;
  }
}

/** @param {any[]} items @returns {Array<[string[], any[]]>} items that are asked in the same phases, together */
function byPhases(items) {
  /** @type {Map<string, [string[], any[]]>} */
  const groups = new Map();
  for (const item of items) {
    const name = item.phases.join(' ');
    if (!groups.has(name)) groups.set(name, [item.phases, []]);
    groups.get(name)?.[1].push(item);
  }
  return [...groups.values()];
}

/** @param {any} part @returns {string[]} every text in it */
function texts(part) {
  if (typeof part === 'string') return [part];
  return part && typeof part === 'object' ? Object.values(part).flatMap(texts) : [];
}

/** @param {string} text without case and accents */
export function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
