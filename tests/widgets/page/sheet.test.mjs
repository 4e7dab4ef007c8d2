import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SheetMarks, keyOf } from '../../../ipt_fidelity/widgets/page/sheet.js';

const mark = (seq, field, value, target = 'segment:g001') => ({ client: 'p', seq, target, field, value });
const fold = (...marks) => {
  const sheet = new SheetMarks();
  marks.forEach((one) => sheet.add(one));
  return sheet;
};

test('the last mark in force decides', () => {
  assert.equal(fold(mark(1, 'primary', 'COM'), mark(2, 'primary', 'LNK')).value('segment:g001', 'primary'), 'LNK');
});

test('an undo brings back what was there before, a redo the undone', () => {
  const sheet = fold(mark(1, 'primary', 'COM'), mark(2, 'primary', 'LNK'), mark(3, 'undo', 'p#2', 'sheet'));
  assert.equal(sheet.value('segment:g001', 'primary'), 'COM');
  sheet.add(mark(4, 'undo', 'p#3', 'sheet'));
  assert.equal(sheet.value('segment:g001', 'primary'), 'LNK');
});

test('a repeat changes nothing and says so', () => {
  const sheet = fold(mark(1, 'primary', 'COM'));
  assert.deepEqual(sheet.add(mark(1, 'primary', 'COM')), []);
});

test('a value replaces an absence, and the other way round', () => {
  const sheet = fold(mark(1, 'absence', 'not_codable', 'item:A1'), mark(2, 'value', 3, 'item:A1'));
  assert.equal(sheet.value('item:A1', 'absence'), null);
  assert.equal(sheet.value('item:A1', 'value'), 3);
});

test('a refused mark leaves no trace', () => {
  const sheet = fold(mark(1, 'primary', 'COM'), mark(2, 'undo', 'p#1', 'sheet'));
  sheet.remove(mark(2, 'undo', 'p#1', 'sheet'));
  assert.equal(sheet.value('segment:g001', 'primary'), 'COM');
});

test('undo passes over places and what is undone already', () => {
  const sheet = fold(mark(1, 'primary', 'COM'), mark(2, 'memo', 'x'), mark(3, 'undo', 'p#2', 'sheet'),
    mark(4, 'place', 'segment:g002', 'sheet'));
  assert.equal(keyOf(sheet.undoable()), 'p#1');
});

test('every sheet folds to what the kernel folds it to', () => {
  const cases = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf-8')).sheets;
  assert.ok(cases.length > 100);
  for (const { marks, expected } of cases) {
    const sheet = fold(...marks.map(([client, seq, target, field, value]) => ({ client, seq, target, field, value })));
    const found = Object.fromEntries(Object.keys(expected).map((slot) => {
      const [target, field] = slot.split('|');
      return [slot, sheet.value(target, field)];
    }));
    assert.deepEqual(found, expected);
  }
});
