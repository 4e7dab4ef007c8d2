import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEYS, actOf } from '../../../ipt_fidelity/widgets/flag_review/keys.js';
import { Review } from '../../../ipt_fidelity/widgets/flag_review/review.js';
import { OWN } from '../../../ipt_fidelity/widgets/flag_review/words.js';
import { LANGUAGES } from '../../../ipt_fidelity/widgets/page/words.js';

const flag = (n) => ({ target: `s/segment:g00${n}`, session: 's', segment: `g00${n}` });
const rubric = { codes: [{ id: 'COM', keys: ['c'] }], families: [{ key: 'x' }] };

function made(marks = []) {
  const sent = [];
  const review = new Review({ flags: [1, 2, 3].map(flag), rubric, marks }, {
    client: 'p', put: (mark) => sent.push(mark), changed() {}, say() {},
  });
  return { review, sent };
}

test('a decision is one mark, and the same decision again is none', () => {
  const { review, sent } = made();
  assert.equal(review.decide('s/segment:g002', 'confirmed'), true);
  assert.equal(review.decide('s/segment:g002', 'confirmed'), false);
  assert.deepEqual(sent, [{ client: 'p', seq: 1, target: 's/segment:g002', field: 'flag_decision', value: 'confirmed' }]);
});

test('undo and redo are marks that hold what was decided before and after', () => {
  const { review, sent } = made([['a', 1, 's/segment:g001', 'flag_decision', 'later']]);
  review.decide('s/segment:g001', 'dismissed');
  assert.equal(review.undo(), 's/segment:g001');
  assert.equal(review.decision('s/segment:g001'), 'later');
  assert.equal(review.redo(), 's/segment:g001');
  assert.deepEqual(sent.map(({ value }) => value), ['dismissed', 'later', 'dismissed']);
  assert.equal(review.redo(), null);
});

test('what was left for later comes after what nobody has looked at', () => {
  const { review } = made();
  review.decide('s/segment:g001', 'later');
  assert.equal(review.nextOpen(0), 1);
  review.decide('s/segment:g002', 'confirmed');
  assert.equal(review.nextOpen(1), 2);
  review.decide('s/segment:g003', 'recoded-COM');
  assert.equal(review.nextOpen(2), 0);
  assert.deepEqual(review.counts, { open: 0, later: 1, confirmed: 1, dismissed: 0, recoded: 1 });
  review.decide('s/segment:g001', 'dismissed');
  assert.equal(review.nextOpen(0), null);
});

test('a refused decision is forgotten, and cannot be done again by undo', () => {
  const { review, sent } = made();
  review.decide('s/segment:g001', 'confirmed');
  review.drop(sent[0]);
  assert.equal(review.decision('s/segment:g001'), null);
  assert.equal(review.undo(), null);
});

test('every key stands once, and every word in both languages', () => {
  const keys = KEYS.flatMap((one) => one.keys);
  assert.equal(new Set(keys).size, keys.length);
  for (const { act, keys: [key], word } of KEYS) {
    assert.equal(actOf(key), act);
    assert.ok(OWN.en[word] ?? LANGUAGES.en[word], word);
  }
  const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  assert.deepEqual(Object.keys(OWN.de).sort(), Object.keys(OWN.en).sort());
  for (const [id, text] of Object.entries(OWN.de)) assert.deepEqual(holes(text), holes(OWN.en[id]), id);
});
