// @ts-check
// The words of casting that other screens do not have, in English and German.
import { speaker } from '../page/words.js';

/** @type {Record<string, string>} */
const ENGLISH = {
  casting: 'Casting: who speaks',
  speakers: 'Speakers',
  about_speaker: 'About this speaker',
  roles: 'Role of this speaker',
  confirmed_count: '{n} of {all} confirmed',
  stated_by: 'stated by {by}',
  stated_by_file: 'stated by the file',
  not_stated: 'not stated',
  suggestion: 'Suggested: {role}',
  no_suggestion: 'No suggestion',
  why_label: '“{label}” is a usual label for this role.',
  why_other: 'The other speaker has the other role.',
  why_asks: 'Asks in {more} of the turns, the other speaker in {less}.',
  why_none: 'Nothing speaks for a role.',
  why_remembered: 'The same label was stated so in {session}.',
  why_said: '{reason}',
  only_suggested: 'It counts once you confirm it.',
  share_of_words: '{share} of the words, {turns} turns',
  first_lines: 'First turns',
  also_labelled: 'also written {labels}',
  take_suggestion: 'Take the suggestion',
  take_back: 'Take it back',
  cast: '{label}: {role}',
  taken_back: '{label}: open again',
  undone: 'Undone',
  redone: 'Redone',
  nothing_undone: 'Nothing to undo',
  nothing_redone: 'Nothing to redo',
  no_suggestion_here: 'Nothing is suggested for {label}: press a role’s key',
  all_cast: 'Every speaker has a role. Use screen.transcript in the next cell.',
  all_cast_many: 'Every speaker has a role. Use screen.transcripts in the next cell.',
  no_therapist: 'No speaker of {session} is the therapist. A study takes no session without one.',
  still_open: '{n} still open: a study does not take an open speaker.',
  remembered: 'Remembered in the study.',
  not_remembered: 'Not remembered: give study= to keep it for the next session.',
  kept_here: 'kept in this kernel only',
  report: 'How the file was read',
  report_faults: '{error} faults, {warning} to look at',
  report_clean: 'nothing repaired, left out or left open',
  what: 'What',
  value: 'Found',
  where: 'Where',
  mend: 'What to do',
  gone_last: 'kernel gone, the last step was not kept: run the cell again',
  role_relative: 'Relative (parent, child, sibling)',
  act_next: 'next speaker',
  act_previous: 'previous speaker',
  act_next_open: 'next open speaker',
  act_confirm: 'take the suggestion, go on',
  act_take_back: 'take the role back',
  act_report: 'how the file was read',
  ways: 'j k move, Enter takes the suggestion, a letter states another role, Ctrl+Z undoes, r report, Esc gives the keys back',
};

/** @type {Record<string, string>} */
const GERMAN = {
  casting: 'Rollen: wer spricht',
  speakers: 'Sprechende',
  about_speaker: 'Zu dieser Stimme',
  roles: 'Rolle dieser Stimme',
  confirmed_count: '{n} von {all} bestätigt',
  stated_by: 'angegeben von {by}',
  stated_by_file: 'in der Datei angegeben',
  not_stated: 'offen',
  suggestion: 'Vorschlag: {role}',
  no_suggestion: 'Kein Vorschlag',
  why_label: '„{label}“ ist eine übliche Bezeichnung für diese Rolle.',
  why_other: 'Die andere Stimme hat die andere Rolle.',
  why_asks: 'Fragt in {more} der Beiträge, die andere Stimme in {less}.',
  why_none: 'Nichts spricht für eine Rolle.',
  why_remembered: 'Dieselbe Bezeichnung wurde in {session} so angegeben.',
  why_said: '{reason}',
  only_suggested: 'Er zählt erst, wenn Sie ihn bestätigen.',
  share_of_words: '{share} der Wörter, {turns} Beiträge',
  first_lines: 'Erste Beiträge',
  also_labelled: 'auch geschrieben {labels}',
  take_suggestion: 'Vorschlag annehmen',
  take_back: 'Zurücknehmen',
  cast: '{label}: {role}',
  taken_back: '{label}: wieder offen',
  undone: 'Rückgängig gemacht',
  redone: 'Wiederholt',
  nothing_undone: 'Nichts rückgängig zu machen',
  nothing_redone: 'Nichts zu wiederholen',
  no_suggestion_here: 'Für {label} gibt es keinen Vorschlag: Taste einer Rolle drücken',
  all_cast: 'Alle haben eine Rolle. Weiter mit screen.transcript in der nächsten Zelle.',
  all_cast_many: 'Alle haben eine Rolle. Weiter mit screen.transcripts in der nächsten Zelle.',
  no_therapist: 'In {session} ist niemand Therapeut/in. Eine Studie nimmt keine solche Sitzung auf.',
  still_open: '{n} noch offen: eine Studie nimmt keine offene Stimme auf.',
  remembered: 'In der Studie gemerkt.',
  not_remembered: 'Nicht gemerkt: study= angeben, um es für die nächste Sitzung zu behalten.',
  kept_here: 'nur in diesem Kernel',
  report: 'Wie die Datei gelesen wurde',
  report_faults: '{error} Fehler, {warning} anzusehen',
  report_clean: 'nichts berichtigt, ausgelassen oder offen gelassen',
  what: 'Was',
  value: 'Gefunden',
  where: 'Wo',
  mend: 'Was zu tun ist',
  gone_last: 'Kernel weg, der letzte Schritt ist nicht gesichert: Zelle neu ausführen',
  role_relative: 'Angehörige (Eltern, Kind, Geschwister)',
  act_next: 'nächste Stimme',
  act_previous: 'vorige Stimme',
  act_next_open: 'nächste offene Stimme',
  act_confirm: 'Vorschlag annehmen und weiter',
  act_take_back: 'Rolle zurücknehmen',
  act_report: 'wie die Datei gelesen wurde',
  ways: 'j k bewegen, Enter nimmt den Vorschlag an, ein Buchstabe gibt eine andere Rolle, Strg+Z macht rückgängig, r Bericht, Esc gibt die Tasten zurück',
};

/**
 * @param {string} language
 * @returns {import('../page/words.js').Speak}
 */
export function castSpeaker(language) {
  const shared = speaker(language);
  const own = language.split('-')[0] === 'de' ? GERMAN : ENGLISH;
  return (id, facts = {}) => (id in own
    ? own[id].replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ''))
    : shared(id, facts));
}

/** Every own word, for the test that both languages have the same ones. */
export const OWN = { en: ENGLISH, de: GERMAN };
