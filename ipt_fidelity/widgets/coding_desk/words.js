// @ts-check
// The words of the coding desk, by language.
import { speakerWith } from '../page/words.js';
import { GERMAN } from './words_de.js';
import { ENGLISH } from './words_en.js';

export const LANGUAGES = { en: ENGLISH, de: GERMAN };
export const deskSpeaker = speakerWith(LANGUAGES);
