import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Drill } from '../../../ipt_fidelity/widgets/practice/drill.js';
import { OWN } from '../../../ipt_fidelity/widgets/practice/words.js';

const { content } = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf8'));
const GOLD = { p1: { code: 'COM', reason: '', mistaken_for: '', grades: {} }, p2: { code: 'COG', reason: '', mistaken_for: '', grades: {} } };

function drill(marks = []) {
  const put = [];
  const held = new Drill({ ...content, order: ['p1', 'p2'], marks, gold: marks.length ? GOLD : {} },
    { client: 'c', put: (mark) => put.push(mark), changed() {}, say() {} });
  return { held, put };
}

function answer(held, code, grades = {}) {
  const id = held.next;
  held.choose(code);
  Object.assign(held.grades, grades);
  held.commit(id);
  held.gold.set(id, GOLD[id]);
}

test('the code closes an answer, so that nothing is an answer without it', () => {
  const { held, put } = drill();
  held.choose('COG');
  held.grades.severity = 2;
  held.unsure = true;
  held.commit('p1');
  assert.deepEqual(put.map(({ field, value }) => [field, value]),
    [['uncertain', true], ['attr_severity', 2], ['primary', 'COG']]);
  assert.deepEqual(held.last('p1'), { code: 'COG', uncertain: true, grades: { severity: 2 } });
  assert.equal(held.next, 'p2');
});

test('severity is asked where the rubric asks for it, and only there', () => {
  const { held } = drill();
  held.choose('COM');
  assert.deepEqual(held.graded('p1'), []);
  held.choose('COG');
  assert.deepEqual(held.graded('p1').map(({ id }) => id), ['severity']);
  assert.equal(held.lacking('p1').id, 'severity');
});

test('the first answer counts, whatever comes after it', () => {
  const { held } = drill();
  answer(held, 'DSP');
  answer(held, 'COG', { severity: 1 });
  assert.deepEqual(held.score, { n: 2, right: 1, unsure: 0, open: 1 });
  assert.deepEqual(held.confusions, [{ gold: 'COM', given: 'DSP', n: 1 }]);
  held.again();
  assert.deepEqual(held.asked, ['p1']);
  answer(held, 'COM');
  assert.deepEqual(held.score, { n: 2, right: 1, unsure: 0, open: 0 });
  assert.equal(held.next, null);
  assert.deepEqual(held.missed, []);
});

test('what was recorded resumes where it was, in the middle of a repetition too', () => {
  const { held, put } = drill();
  answer(held, 'DSP');
  answer(held, 'COM');
  held.again();
  answer(held, 'DSP');
  const kept = put.map(({ client, seq, target, field, value }) => [client, seq, target, field, value]);
  const { held: later } = drill(kept);
  assert.equal(later.round, 2);
  assert.equal(later.next, 'p2');
  assert.deepEqual(later.history, ['p2', 'p1']);
  later.take([...kept.map(([client, seq, target, field, value]) => ({ client, seq, target, field, value }))]);
  assert.equal(later.attempts.get('p1').length, 2);
});

test('an answer that was refused is asked again', () => {
  const { held, put } = drill();
  held.choose('COM');
  held.commit('p1');
  held.drop(put[0]);
  assert.equal(held.next, 'p1');
});

test('both languages have the same words with the same facts', () => {
  assert.deepEqual(Object.keys(OWN.de).sort(), Object.keys(OWN.en).sort());
  const facts = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const word of Object.keys(OWN.en)) assert.deepEqual(facts(OWN.de[word]), facts(OWN.en[word]), word);
});
