// @ts-check
// The words of the codebook's screen that the other screens do not have, in English and German.
import { speaker } from '../page/words.js';

/** @type {Record<string, string>} */
const ENGLISH = {
  book: 'Codebook of {title}',
  index: 'Contents',
  text: 'Text',
  search: 'Search the codebook',
  search_key: 'Search, key /',
  phase_filter: 'Phase',
  every_phase: 'every phase',
  print: 'Print',
  kept: 'The wording of this instrument may not be shown here, because its text pack is not on this machine. Ids stand in its place.',
  nothing_found: 'Nothing found.',
  found_parts: '{n} of {all} entries',
  kernel_gone: 'The kernel is gone: run the cell again.',
  rules: 'When two codes fit, in this order',
  unit: 'What is coded as one',
  attributes: 'Attributes of a segment',
  items_in: 'Session items: {phase}',
  key: 'Key',
  keys: 'Keys',
  status_if: '{status} if {when}',
  phase_expected: 'expected',
  phase_allowed: 'allowed',
  phase_odd: 'odd',
  near_miss_is: 'Near miss',
  this_is: 'This is',
  only_in: 'Only in variants',
  not_in: 'Not in variants',
  retired: 'retired',
  values: 'Values',
  anchors: 'Anchors',
  asked_if: 'Asked if',
  na_if: 'Not applicable if',
  no_opportunity_if: 'No opportunity if',
  wants_evidence: 'Evidence wanted for',
  rated_by: 'Rated by',
  reversed: 'high values are bad',
  local_note: 'Local note, not part of the instrument',
  ways: 'j k move, Enter reads, / searches, Esc goes back',
};

/** @type {Record<string, string>} */
const GERMAN = {
  book: 'Kodierbuch: {title}',
  index: 'Inhalt',
  text: 'Text',
  search: 'Im Kodierbuch suchen',
  search_key: 'Suchen, Taste /',
  phase_filter: 'Phase',
  every_phase: 'jede Phase',
  print: 'Drucken',
  kept: 'Der Wortlaut dieses Instruments darf hier nicht gezeigt werden, denn sein Textpaket ist nicht auf diesem Rechner. An seiner Stelle stehen Kürzel.',
  nothing_found: 'Nichts gefunden.',
  found_parts: '{n} von {all} Einträgen',
  kernel_gone: 'Kernel weg: Zelle neu ausführen.',
  rules: 'Wenn zwei Codes passen, in dieser Reihenfolge',
  unit: 'Was als eines kodiert wird',
  attributes: 'Merkmale eines Segments',
  items_in: 'Sitzungs-Items: {phase}',
  key: 'Taste',
  keys: 'Tasten',
  status_if: '{status}, wenn {when}',
  phase_expected: 'erwartet',
  phase_allowed: 'möglich',
  phase_odd: 'ungewöhnlich',
  near_miss_is: 'Knapp daneben',
  this_is: 'Das ist',
  only_in: 'Nur in Varianten',
  not_in: 'Nicht in Varianten',
  retired: 'außer Gebrauch',
  values: 'Werte',
  anchors: 'Anker',
  asked_if: 'Gefragt, wenn',
  na_if: 'Trifft nicht zu, wenn',
  no_opportunity_if: 'Keine Gelegenheit, wenn',
  wants_evidence: 'Beleg nötig für',
  rated_by: 'Beurteilt von',
  reversed: 'hohe Werte sind schlecht',
  local_note: 'Örtliche Notiz, nicht Teil des Instruments',
  ways: 'j k bewegen, Enter liest, / sucht, Esc geht zurück',
};

/**
 * @param {string} language
 * @returns {import('../page/words.js').Speak}
 */
export function bookSpeaker(language) {
  const shared = speaker(language);
  const own = language.split('-')[0] === 'de' ? GERMAN : ENGLISH;
  return (id, facts = {}) => (id in own
    ? own[id].replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ''))
    : shared(id, facts));
}

/** Every own word, for the test that both languages have the same ones. */
export const OWN = { en: ENGLISH, de: GERMAN };
