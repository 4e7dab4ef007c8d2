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

/**
 * The words of one screen before those that all screens have.
 * @param {Record<string, Record<string, string>>} own by language
 * @returns {(language: string) => Speak}
 */
export function speakerWith(own) {
  return (language) => {
    const shared = speaker(language);
    const table = own[language.split('-')[0]] ?? own.en;
    return (id, facts = {}) => (id in table
      ? table[id].replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? '')) : shared(id, facts));
  };
}
