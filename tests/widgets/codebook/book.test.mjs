import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Book, fold } from '../../../ipt_fidelity/widgets/codebook/book.js';
import { bookSpeaker, OWN } from '../../../ipt_fidelity/widgets/codebook/words.js';

const cases = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf-8'));
const speak = bookSpeaker('en');
const open = (more = {}) => new Book({ ...cases.book, ...more }, speak);
const targets = (book) => book.shown.map(({ target }) => target);

test('every code, attribute and item is an entry, once, and the rules come first', () => {
  const found = targets(open());
  assert.equal(found[0], 'rules:choosing');
  assert.equal(new Set(found).size, found.length);
  const { codes, attributes, items } = cases.book;
  assert.equal(found.length, 1 + codes.length + attributes.length + items.length);
});

test('codes stand under their family, items under their phases', () => {
  const { entries } = open();
  const group = (target) => entries.find((entry) => entry.target === target).group;
  assert.equal(group('code:COM'), 'Interpersonal techniques');
  assert.equal(group('item:A2'), 'Session items: every phase');
  assert.equal(group('item:B1'), 'Session items: initial');
});

test('all searched words must be there, in any order, case and accent', () => {
  const book = open();
  book.search = 'CONVERSATION  slows';
  assert.deepEqual(targets(book), ['code:COM']);
  book.search = 'slows zzz';
  assert.deepEqual(targets(book), []);
  assert.equal(fold('Élan'), 'elan');
});

test('an id is found in whatever case', () => {
  const book = open();
  book.search = 'rsk';
  assert.ok(targets(book).includes('code:RSK'));
});

for (const phase of cases.book.phases) {
  test(`phase ${phase} shows the items that its form has, and the codes it names`, () => {
    const book = open({ phase });
    const shown = targets(book);
    assert.deepEqual(shown.filter((t) => t.startsWith('item:')).sort(), cases.items[phase].map((id) => `item:${id}`).sort());
    assert.deepEqual(shown.filter((t) => t.startsWith('code:')).sort(), cases.codes[phase].map((id) => `code:${id}`).sort());
  });
}

test('a code says how it stands in the phase that is shown', () => {
  const book = open();
  const code = (id) => cases.book.codes.find((one) => one.id === id);
  assert.equal(book.standing(code('INV')), null);
  book.phase = 'initial';
  assert.equal(book.standing(code('INV')), 'expected');
  assert.equal(book.standing(code('COG')), 'odd');
  book.phase = 'ending';
  assert.equal(book.standing(code('INV')), null);
});

test('codes in brackets are cut out, other words are left', () => {
  const book = open();
  assert.deepEqual(book.cut('one quarrel in depth (DSP or COM)'), [
    { text: 'one quarrel in depth (', code: null }, { text: 'DSP', code: 'DSP' },
    { text: ' or ', code: null }, { text: 'COM', code: 'COM' }, { text: ')', code: null }]);
  assert.deepEqual(book.cut('COM outside, (NOPE) inside'), [{ text: 'COM outside, (NOPE) inside', code: null }]);
  assert.equal(book.cut('a (SYM) b').map(({ text }) => text).join(''), 'a (SYM) b');
});

test('both languages have the same words, and shared ones are found', () => {
  assert.deepEqual(Object.keys(OWN.de).sort(), Object.keys(OWN.en).sort());
  assert.equal(bookSpeaker('de-AT')('found_parts', { n: 2, all: 9 }), '2 von 9 Einträgen');
  assert.equal(bookSpeaker('de')('status_off_model'), 'modellfremd');
  assert.equal(bookSpeaker('fr')('print'), 'Print');
});

test('nothing searched and no phase shows everything, and an empty rubric nothing', () => {
  const empty = new Book({ phase: null, phases: [], unit: null, rules: [], families: [], codes: [], attributes: [], items: [] }, speak);
  assert.deepEqual(empty.shown, []);
});
