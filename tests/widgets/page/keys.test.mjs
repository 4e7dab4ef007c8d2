import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BINDINGS, actOf, codeOf, holds, stroke } from '../../../ipt_fidelity/widgets/page/keys.js';

const facts = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf-8'));
const key = (name, more = {}) => ({ key: name, code: '', ctrlKey: false, metaKey: false, altKey: false,
  shiftKey: false, isComposing: false, getModifierState: () => false, ...more });

const PARTS = ['cut', 'sound', 'span'];
const sessions = [...Array(8).keys()].map((n) => new Set(PARTS.filter((_, at) => n & (1 << at))));

test('no key does two things in one area, whatever the session has', () => {
  for (const has of sessions) {
    for (const area of ['text', 'form', 'facts']) {
      const keys = BINDINGS.filter((one) => one.areas.includes(area) && holds(one, has)).flatMap((one) => one.keys);
      assert.deepEqual(keys, [...new Set(keys)]);
    }
  }
});

test('keys of a part that the session has not do nothing', () => {
  assert.equal(actOf(':', 'text', new Set(['cut'])), 'split');
  assert.equal(actOf(':', 'text'), null);
  assert.equal(actOf(':', 'form', new Set(['cut'])), null);
});

test('the letters of the desk are those that rubrics leave to it', () => {
  const letters = BINDINGS.flatMap(({ keys }) => keys).filter((one) => /^[a-z]$/.test(one));
  assert.deepEqual([...new Set(letters)].sort().join(''), facts.desk_keys);
  for (const pressed of facts.code_keys) assert.equal(actOf(pressed[0], 'text'), null);
});

test('Caps Lock and Shift are told apart', () => {
  assert.equal(stroke(key('J')), 'j');
  assert.equal(stroke(key('J', { shiftKey: true })), 'Shift+j');
});

test('on another alphabet the place on the keyboard counts', () => {
  assert.equal(stroke(key('о', { code: 'KeyJ' })), 'j');
  assert.equal(stroke(key('ъ', { code: 'BracketRight' })), ']');
  assert.equal(stroke(key('٣', { code: 'Digit3' })), '3');
});

test('a sign is itself, with whatever it takes to type it', () => {
  assert.equal(stroke(key('?', { shiftKey: true })), '?');
  assert.equal(stroke(key(']', { ctrlKey: true, altKey: true, getModifierState: () => true })), ']');
});

test('nothing is ours while composing, in dead keys, or with Alt', () => {
  assert.equal(stroke(key('a', { isComposing: true })), '');
  assert.equal(stroke(key('Dead')), '');
  assert.equal(stroke(key('a', { altKey: true })), '');
});

test('the command key does what Ctrl does', () => {
  assert.equal(actOf(stroke(key('z', { metaKey: true })), 'text'), 'undo');
  assert.equal(actOf(stroke(key('Z', { metaKey: true, shiftKey: true })), 'text'), 'redo');
});

const codes = new Map([['c', 'COM'], ['x1', 'COG']]);
const families = new Set(['x']);

test('a letter is a code, a family letter waits for its digit', () => {
  assert.deepEqual(codeOf('c', null, codes, families), { code: 'COM', family: null, instead: false });
  assert.deepEqual(codeOf('x', null, codes, families), { code: null, family: 'x', instead: false });
  assert.equal(codeOf('1', 'x', codes, families).code, 'COG');
  assert.equal(codeOf('9', 'x', codes, families).code, null);
});

test('with Shift the code replaces the primary one, in a chord too', () => {
  assert.equal(codeOf('Shift+c', null, codes, families).instead, true);
  assert.deepEqual(codeOf('1', 'Shift+x', codes, families), { code: 'COG', family: null, instead: true });
});

test('what is no code key is not taken', () => {
  assert.equal(codeOf('b', null, codes, families), null);
  assert.equal(codeOf('ArrowLeft', null, codes, families), null);
});
