import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { BINDINGS } from '../../../ipt_fidelity/widgets/page/keys.js';
import { LANGUAGES as DESK } from '../../../ipt_fidelity/widgets/coding_desk/words.js';
import { LANGUAGES, speaker } from '../../../ipt_fidelity/widgets/page/words.js';

const ROOM = new URL('../../../ipt_fidelity/widgets/', import.meta.url);
const folders = ['page/', 'coding_desk/'];
const sources = folders.flatMap((folder) => readdirSync(new URL(folder, ROOM))
  .filter((name) => name.endsWith('.js') && !name.startsWith('words'))
  .map((name) => [folder + name, readFileSync(new URL(folder + name, ROOM), 'utf-8')]));
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

const words = { ...LANGUAGES.en, ...DESK.en };

test('every language has every word, with the same holes', () => {
  for (const languages of [LANGUAGES, DESK]) {
    for (const table of Object.values(languages)) {
      assert.deepEqual(Object.keys(table).sort(), Object.keys(languages.en).sort());
      for (const [id, text] of Object.entries(table)) assert.deepEqual(holes(text), holes(languages.en[id]), id);
    }
  }
});

test('every word that a screen asks for is there', () => {
  for (const [name, text] of sources) {
    for (const [, id] of text.matchAll(/(?:speak|say)\('(\w+)'/g)) assert.ok(words[id], `${name}: ${id}`);
  }
  for (const { act } of BINDINGS) assert.ok(words[`key_${act}`], act);
});

test('numbers are written as the language writes them', () => {
  assert.equal(speaker('de')('reading_count', { read: 1234, all: 6000 }), 'gelesen 1.234 von 6.000');
});

test('a language that is not there falls back to English', () => {
  assert.equal(speaker('eo')('yes'), 'yes');
});

test('text is never read as markup', () => {
  const forbidden = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/;
  for (const [name, text] of sources) assert.equal(forbidden.exec(text), null, name);
});
