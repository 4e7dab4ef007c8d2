import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Cut } from '../../../ipt_fidelity/widgets/coding_desk/cut.js';
import { CutKeeping } from '../../../ipt_fidelity/widgets/coding_desk/cut_keeping.js';
import { Desk } from '../../../ipt_fidelity/widgets/coding_desk/desk.js';

const page = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf-8')).page;
const segments = (firsts, turns) => firsts.map((first, at) => (
  { id: `g00${at + 1}`, first, last: (firsts[at + 1] ?? turns) - 1 }));
const cutOf = (firsts, turns = 10) => new Cut(segments(firsts, turns), turns, false);

test('a boundary moves both ways, and segments keep every turn once', () => {
  const cut = cutOf([0, 3, 6]);
  assert.deepEqual(cut.extend(0), { place: 0, fault: '' });
  assert.deepEqual(cut.firsts, [0, 4, 6]);
  cut.shrink(0);
  cut.shrink(0);
  assert.deepEqual(cut.segments, segments([0, 2, 6], 10));
});

test('a segment that takes the only turn of the next one is joined with it', () => {
  const cut = cutOf([0, 3, 4]);
  cut.extend(0);
  assert.deepEqual(cut.firsts, [0, 4]);
});

test('a segment is split in the middle and joined with the next', () => {
  const cut = cutOf([0, 3, 6]);
  assert.equal(cut.split(1).place, 1);
  assert.deepEqual(cut.firsts, [0, 3, 4, 6]);
  cut.join(0);
  assert.deepEqual(cut.firsts, [0, 4, 6]);
  cut.shrink(2);
  assert.deepEqual(cut.firsts, [0, 4, 6, 9]);
});

test('the number of a turn begins a segment there, and ends it again', () => {
  const cut = cutOf([0, 3]);
  assert.equal(cut.turnBoundary(5).place, 2);
  assert.deepEqual(cut.firsts, [0, 3, 5]);
  assert.equal(cut.turnBoundary(5).place, 1);
  assert.deepEqual(cut.firsts, [0, 3]);
  assert.equal(cut.turnBoundary(0).fault, 'cut_first');
});

test('what cannot be is refused by a word, and changes nothing', () => {
  const cut = cutOf([0, 9]);
  const faults = [cut.extend(1), cut.join(1), cut.shrink(1), cut.split(1), cut.undo(0), cut.redo(0)];
  assert.deepEqual(faults.map(({ fault }) => fault),
    ['cut_last', 'cut_last', 'cut_one_turn', 'cut_one_turn', 'nothing_to_undo', 'nothing_to_redo']);
  assert.deepEqual(cut.firsts, [0, 9]);
});

test('every change is undone and done again, and leads to its place', () => {
  const cut = cutOf([0, 3, 6]);
  cut.split(2);
  cut.join(0);
  assert.equal(cut.undo(0).place, 0);
  assert.equal(cut.undo(0).place, 2);
  assert.deepEqual(cut.firsts, [0, 3, 6]);
  assert.equal(cut.redo(0).place, 2);
  cut.redo(0);
  assert.deepEqual(cut.firsts, [0, 6, 8]);
});

test('after the lock nothing changes', () => {
  const cut = cutOf([0, 3]);
  cut.split(0);
  cut.lock();
  assert.equal(cut.join(0).fault, 'cut_is_locked');
  assert.equal(cut.undo(0).fault, 'nothing_to_undo');
});

function keeping() {
  const sent = [];
  const timers = [];
  const told = { gone: false };
  const keeps = new CutKeeping({
    page: 'p', changed() {}, later: (act) => timers.push(act), never() {},
    send: (message) => { if (told.gone) throw new Error('gone'); sent.push(message); },
  });
  return { keeps, sent, timers, told };
}
const reply = (seq, problem = '', keep = false) => ({ v: 1, kind: 'cut', to: 'p', seq, problem, mend: '', keep });

test('a cut is told as kept after the kernel said so, and of several the newest is sent', () => {
  const { keeps, sent } = keeping();
  [[0, 3], [0, 4], [0, 5]].forEach((firsts) => keeps.put(segments(firsts, 10)));
  assert.equal(keeps.state, 'keeping');
  keeps.hear(reply(1));
  assert.equal(keeps.state, 'keeping');
  keeps.hear(reply(3));
  assert.equal(keeps.state, 'kept');
  assert.deepEqual(sent.map(({ cut }) => cut), [[[0, 2], [3, 9]], [[0, 4], [5, 9]]]);
});

test('without an answer, and after a passing fault, the cut is sent again', () => {
  const { keeps, sent, timers } = keeping();
  keeps.put(segments([0, 3], 10));
  timers.at(-1)();
  assert.equal(keeps.state, 'trying');
  keeps.hear(reply(1, 'the disk is full.', true));
  timers.at(-1)();
  assert.equal(sent.length, 3);
});

test('a refusal for good is told, and a kernel that is gone, too', () => {
  const { keeps, told } = keeping();
  keeps.put(segments([0, 3], 10));
  keeps.hear(reply(1, 'the cut is locked.'));
  assert.equal(keeps.state, 'refused');
  told.gone = true;
  keeps.put(segments([0, 4], 10));
  assert.equal(keeps.state, 'gone');
});

function open(marks = []) {
  const made = [];
  const said = [];
  const sent = [];
  const desk = new Desk({ ...page, locked: false, marks: [] }, {
    client: 'p', put: (mark) => made.push(mark), changed() {}, say: (id) => said.push(id), send: (one) => sent.push(one),
  });
  desk.take(marks, { quietly: true });
  return { desk, made, said, sent };
}

test('the first mark locks: the cut travels before it, and no change comes after', () => {
  const { desk, made, said } = open();
  desk.recut((cut) => cut.join(0), 'cut_joined');
  desk.setCode('g001', 'COM');
  assert.deepEqual(made.map(({ seq, target, field, value }) => [seq, target, field, value]), [
    [1, 'sheet', 'lock', ['t0001', 't0005']],
    [2, 'segment:g001', 'primary', 'COM'],
  ]);
  assert.equal(desk.recut((cut) => cut.join(0), 'cut_joined'), null);
  assert.equal(said.at(-1), 'cut_is_locked');
});

test('where the rater is does not lock', () => {
  const { desk, made } = open();
  desk.keepPlace('g002');
  assert.deepEqual(made, []);
});

test('a lock is no mark that could be undone', () => {
  const { desk } = open();
  desk.lock();
  assert.equal(desk.undo(), null);
});

test('a lock made on another page, or kept from before, brings its cut', () => {
  const { desk } = open([{ client: 'q', seq: 1, target: 'sheet', field: 'lock', value: ['t0001', 't0003'] }]);
  assert.deepEqual([desk.cut.isLocked, desk.segments.length], [true, 2]);
});

test('a lock that is refused leaves the cut open, with the words of the kernel', () => {
  const { desk, made } = open();
  desk.lock();
  desk.drop(made[0]);
  assert.equal(desk.cut.isLocked, false);
});
