import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimals, givenOf, nameOf, rowsOf, shown } from '../../../ipt_fidelity/widgets/dashboard/tables.js';
import { OWN } from '../../../ipt_fidelity/widgets/dashboard/words.js';

const figure = (facts) => ({ what: 'COM', label: 'Communication', kind: 'code', family: 'technique', level: 'unit',
  statistic: 'krippendorff_alpha', form: 'nominal', value: 0.58, low: 0.49, high: 0.66, n_positive: 240, n_units: 812, ...facts });

test('the first figure of a code is its main one, and its percentage stands beside it', () => {
  const rows = rowsOf([figure({}), figure({ statistic: 'percent_agreement', value: 0.88 }),
    figure({ what: 'A1', kind: 'item', statistic: 'icc', form: 'A,1' })], 'codes', '');
  assert.deepEqual(rows.map(({ what, percent, figures }) => [what, percent, figures.length]), [['COM', 0.88, 2]]);
  assert.equal(rows[0].main.statistic, 'krippendorff_alpha');
  assert.equal(givenOf(rows[0]), 240);
});

test('items stand by themselves, and a family leaves only its codes', () => {
  const figures = [figure({}), figure({ what: 'SYM', family: 'assess' }), figure({ what: 'A1', kind: 'item', family: '' })];
  assert.deepEqual(rowsOf(figures, 'items', '').map(({ what }) => what), ['A1']);
  assert.deepEqual(rowsOf(figures, 'codes', 'assess').map(({ what }) => what), ['SYM']);
});

test('each pair of raters has a row of its own', () => {
  const rows = rowsOf([figure({ form: 'nominal A-B' }), figure({ form: 'nominal A-E' }), figure({ statistic: 'gwet_ac1', form: 'unweighted A-B' })], 'pairs', '');
  assert.deepEqual(rows.map(({ beside, figures }) => [beside, figures.length]), [['A-B', 2], ['A-E', 1]]);
});

test('numbers are written in the language of the screen, with their interval', () => {
  assert.equal(shown(figure({}), 'en'), '0.58 [0.49; 0.66]');
  assert.equal(shown(figure({ low: null }), 'de'), '0,58');
  assert.equal(shown(figure({ low: -641 }), 'en', { brief: true }), '0.58 [< −1; 0.66]');
  assert.equal(decimals(-0.1, 'en'), '−0.10');
  assert.equal(decimals(null, 'en'), '–');
  assert.equal(nameOf({ statistic: 'icc', form: 'A,1 of share of units' }), 'ICC(A,1)');
});

test('both languages have the same words with the same facts', () => {
  assert.deepEqual(Object.keys(OWN.de).sort(), Object.keys(OWN.en).sort());
  const facts = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const word of Object.keys(OWN.en)) assert.deepEqual(facts(OWN.de[word]), facts(OWN.en[word]), word);
});
