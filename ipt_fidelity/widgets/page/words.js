// @ts-check
// The words of the screens, by language; a language that is not there falls back to English.
import { GERMAN } from './words_de.js';
import { ENGLISH } from './words_en.js';

/** @type {Record<string, Record<string, string>>} */
export const LANGUAGES = { en: ENGLISH, de: GERMAN };

/** @typedef {(id: string, facts?: Record<string, any>) => string} Speak */

/**
 * @param {string} language
 * @returns {Speak}
 */
export function speaker(language) {
  const table = LANGUAGES[language.split('-')[0]] ?? ENGLISH;
  const numbers = new Intl.NumberFormat(table === ENGLISH ? 'en' : language);
  return (id, facts = {}) => (table[id] ?? id).replace(/\{(\w+)\}/g, (_, name) => {
    const fact = facts[name];
    return typeof fact === 'number' ? numbers.format(fact) : String(fact ?? '');
  });
}
