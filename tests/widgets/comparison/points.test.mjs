import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEYS, actOf } from '../../../ipt_fidelity/widgets/comparison/keys.js';
import { Points } from '../../../ipt_fidelity/widgets/comparison/points.js';
import { OWN } from '../../../ipt_fidelity/widgets/comparison/words.js';
import { LANGUAGES } from '../../../ipt_fidelity/widgets/page/words.js';
import { page } from './made.mjs';

const ids = (points) => points.list.map(({ id }) => id);

test('the gravest difference comes first, and what agrees is not shown unasked', () => {
  const points = new Points(page());
  assert.deepEqual(ids(points), ['segment:g002', 'segment:g004', 'item:A1', 'omission-code:COM', 'segment:g003']);
});

test('a key narrows to codes and answers, then shows everything, and comes round', () => {
  const points = new Points(page());
  points.nextFilter();
  assert.deepEqual(ids(points), ['segment:g002', 'segment:g004', 'item:A1', 'omission-code:COM']);
  points.nextFilter();
  assert.equal(points.list.length, 7);
  points.nextFilter();
  assert.equal(points.list.length, 5);
});

test('as spoken leaves the order of the session', () => {
  const points = new Points(page());
  points.asSpoken = true;
  assert.deepEqual(ids(points), ['segment:g002', 'segment:g003', 'segment:g004', 'item:A1', 'omission-code:COM']);
});

test('each point is counted once, by its gravest difference', () => {
  assert.deepEqual(new Points(page()).counts, { status: 1, detail: 1, code: 1, value: 1, omission: 1 });
});

test('a sheet that is no independent one says its stage', () => {
  const points = new Points(page());
  assert.equal(points.rater({ rater: 'KM', stage: 'independent' }), 'KM');
  assert.equal(points.rater({ rater: 'AB', stage: 'consensus' }), 'AB (consensus)');
});

test('every key stands once, leaves the letters of codes alone, and has its word', () => {
  const keys = KEYS.flatMap((one) => one.keys);
  assert.equal(new Set(keys).size, keys.length);
  for (const letter of keys.filter((key) => /^[a-z]$/.test(key))) assert.ok('egjkmnru'.includes(letter), letter);
  for (const { word } of KEYS) assert.ok(OWN.en[word] ?? LANGUAGES.en[word], word);
  assert.equal(actOf('1', true), 'take');
  assert.equal(actOf('1', false), null);
});

test('both languages have every word, with the same holes', () => {
  const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  assert.deepEqual(Object.keys(OWN.de).sort(), Object.keys(OWN.en).sort());
  for (const [id, text] of Object.entries(OWN.de)) assert.deepEqual(holes(text), holes(OWN.en[id]), id);
});
