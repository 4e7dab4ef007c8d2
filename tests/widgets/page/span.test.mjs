import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chosen, placed, readSpan } from '../../../ipt_fidelity/widgets/coding_desk/span.js';

const turns = [['t0001', 'therapist', 'T', 'How was it, then?', 0], ['t0002', 'client', 'C', '😀 not so  bad', 4]];
const choose = (...steps) => {
  const chosen = new Chosen(turns, { first: 0, last: 1 });
  steps.forEach(([what, step]) => chosen[what](step));
  return chosen;
};
const more = ['end', 1];
const less = ['end', -1];
const later = ['start', 1];

test('words are chosen one by one, from the start of the segment', () => {
  assert.equal(choose().written, null);
  assert.equal(choose(more, more).written, 't0001:0-7');
  assert.equal(choose(more, more, less).written, 't0001:0-3');
  assert.equal(choose(more, less, less).written, null);
});

test('a span ends with its turn, and its start moves into the next one', () => {
  assert.equal(choose(more, more, more, more, more, more).written, 't0001:0-17');
  assert.equal(choose(more, later, later, later, later).written, 't0002:0-1');
});

test('what is kept counts characters, not units of the script', () => {
  assert.equal(choose(more, later, later, later, later, more).written, 't0002:0-5');
  assert.deepEqual(placed(turns, readSpan('t0002:0-5')), { turn: 1, first: 0, end: 6 });
  assert.equal(turns[1][3].slice(0, 6), '😀 not');
});

test('the start moves back and takes its word in', () => {
  const chosen = choose(more, later, later, ['start', -1]);
  assert.equal(chosen.written, 't0001:4-11');
});

test('a selection chooses every word that it touches, in its own turn', () => {
  const chosen = choose();
  chosen.take({ turn: 0, first: 5, end: 9 });
  assert.equal(chosen.written, 't0001:4-11');
});

test('what is no span is none', () => {
  assert.equal(readSpan(null), null);
  assert.equal(readSpan('t0001'), null);
  assert.equal(placed(turns, readSpan('t0009:0-2')), null);
});
