import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, readAnswer, valueUnder } from '../../../ipt_fidelity/widgets/page/choices.js';

const words = { yes: 'yes', no: 'no' };
const question = (type, values = [], more = {}) => ({ id: 'Q', label: 'Q', type, values, labels: [], ...more });

test('a digit gives the value of that number', () => {
  assert.equal(valueUnder(question('ordinal', [0, 1, 2, 3, 4]), '0', words), 0);
  assert.equal(valueUnder(question('ordinal', [1, 2, 3]), '4', words), undefined);
});

test('names are given by their place', () => {
  assert.equal(valueUnder(question('nominal', ['grief', 'dispute']), '2', words), 'dispute');
});

test('a yes or no without values is true or false, with values it is these', () => {
  assert.equal(valueUnder(question('binary'), '1', words), true);
  assert.equal(valueUnder(question('binary', [0, 1]), '1', words), 1);
  assert.deepEqual(choicesOf(question('binary', [0, 1]), words).map(({ label }) => label), ['no', 'yes']);
});

test('what is written must lie in the range', () => {
  const quality = question('interval', [], { range: [0, 100] });
  assert.deepEqual(readAnswer(quality, ' 55,5 '), { value: 55.5, fault: false });
  assert.deepEqual(readAnswer(quality, '101'), { value: null, fault: true });
  assert.deepEqual(readAnswer(quality, ''), { value: null, fault: false });
  assert.deepEqual(readAnswer(question('count'), '2.5'), { value: null, fault: true });
  assert.deepEqual(readAnswer(question('text'), ' so '), { value: 'so', fault: false });
});
