import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decisions } from '../../../ipt_fidelity/widgets/comparison/decisions.js';
import { page } from './made.mjs';

function made(marks = []) {
  const sent = [];
  const said = [];
  const decisions = new Decisions(page(marks), {
    client: 'p', put: (mark) => sent.push(mark), changed() {}, say: (id) => said.push(id),
  });
  const point = (id) => decisions.points.byId.get(id);
  return { decisions, sent, said, point };
}
const plain = (sent) => sent.map(({ target, field, value }) => [target, field, value]);

test('taking a rater takes over the whole coding, and nothing else', () => {
  const { decisions, sent, point } = made();
  assert.equal(decisions.takeFrom(point('segment:g002'), 0), 'taken');
  assert.deepEqual(plain(sent), [
    ['segment:g002', 'reading', 'read'], ['segment:g002', 'primary', 'COM'],
    ['segment:g002', 'secondary', ['LNK']], ['segment:g002', 'attr_link', 1]]);
  assert.deepEqual(decisions.takenFrom(point('segment:g002')), [0]);
  assert.equal(decisions.takeFrom(point('segment:g002'), 0), 'already');
});

test('taking the other one replaces all of it', () => {
  const { decisions, point } = made();
  decisions.takeFrom(point('segment:g002'), 0);
  decisions.takeFrom(point('segment:g002'), 1);
  assert.deepEqual(decisions.takenFrom(point('segment:g002')), [1]);
  assert.deepEqual(decisions.coding('g002').secondary, []);
});

test('a segment that one rater read and did not code can be decided so', () => {
  const { decisions, point } = made();
  decisions.takeFrom(point('segment:g004'), 1);
  assert.equal(decisions.isSettled(point('segment:g004')), true);
  assert.equal(decisions.coding('g004').primary, null);
  assert.deepEqual(decisions.takenFrom(point('segment:g004')), [1]);
});

test('a rater who gave nothing cannot be taken', () => {
  const { decisions, sent, point } = made();
  decisions.points.sheets = [{ ...decisions.points.sheets[0], codings: { g001: { reading: 'unread', attributes: {}, secondary: [] } } }];
  assert.equal(decisions.takeFrom(point('segment:g001'), 0), 'nothing');
  assert.equal(decisions.takeFrom(point('segment:g001'), 5), 'nothing');
  assert.deepEqual(sent, []);
});

test('one undo takes back a whole decision, one redo brings it back', () => {
  const { decisions, point } = made();
  decisions.takeFrom(point('segment:g002'), 0);
  decisions.takeFrom(point('segment:g002'), 1);
  assert.equal(decisions.undo(), 'segment:g002');
  assert.deepEqual(decisions.takenFrom(point('segment:g002')), [0]);
  assert.equal(decisions.undo(), 'segment:g002');
  assert.equal(decisions.isSettled(point('segment:g002')), false);
  assert.equal(decisions.undo(), null);
  decisions.redo();
  decisions.redo();
  assert.deepEqual(decisions.takenFrom(point('segment:g002')), [1]);
  assert.equal(decisions.redo(), null);
  decisions.undo();
  assert.deepEqual(decisions.takenFrom(point('segment:g002')), [0]);
});

test('after a new opening undo goes back over what was decided before', () => {
  const first = made();
  first.decisions.takeFrom(first.point('segment:g004'), 0);
  first.decisions.takeFrom(first.point('segment:g002'), 1);
  const { decisions, point } = made(first.sent.map((mark) => ['before', mark.seq, mark.target, mark.field, mark.value]));
  assert.equal(decisions.undo(), 'segment:g002');
  assert.equal(decisions.isSettled(point('segment:g002')), false);
  assert.equal(decisions.isSettled(point('segment:g004')), true);
  assert.equal(decisions.undo(), 'segment:g004');
  assert.equal(decisions.isSettled(point('segment:g004')), false);
});

test('what agrees is taken over in one act, with the evidence of all, and one undo takes it back', () => {
  const { decisions } = made();
  assert.equal(decisions.takeAgreeing(), 2);
  assert.deepEqual(decisions.progress, { settled: 0, of: 5, agreed: 2, agreeing: 2 });
  assert.deepEqual(decisions.evidenceOf('A2', 'evidence_for'), ['g001', 'g003']);
  assert.equal(decisions.takeAgreeing(), 0);
  decisions.undo();
  assert.equal(decisions.progress.agreed, 0);
  decisions.redo();
  assert.equal(decisions.progress.agreed, 2);
});

test('another code keeps the facts on which all agree, and wants a reason', () => {
  const { decisions, point } = made();
  decisions.other(point('segment:g002'), 'LNK');
  assert.equal(decisions.coding('g002').primary, 'LNK');
  assert.equal(decisions.attribute('g002', 'link'), 1);
  assert.equal(decisions.wantsReason(point('segment:g002')), true);
  decisions.setMemo('segment:g002', 'the aim is named');
  assert.equal(decisions.wantsReason(point('segment:g002')), false);
  decisions.other(point('segment:g003'), 'LNK');
  assert.equal(decisions.attribute('g003', 'link'), null);
});

test('another code that one rater gave all the same is taken from that rater', () => {
  const { decisions, point } = made();
  decisions.other(point('segment:g002'), 'XTR');
  assert.deepEqual(decisions.takenFrom(point('segment:g002')), [1]);
  assert.equal(decisions.wantsReason(point('segment:g002')), false);
});

test('an item is taken with its evidence; an answer of its own has the evidence of all', () => {
  const { decisions, point } = made();
  decisions.takeFrom(point('item:A1'), 1);
  assert.deepEqual(decisions.evidenceOf('A1', 'evidence_for'), ['g002']);
  decisions.leaveOpen(point('item:A1'));
  assert.equal(decisions.isSettled(point('item:A1')), false);
  decisions.otherValue(decisions.items.get('A1'), 2);
  assert.deepEqual(decisions.evidenceOf('A1', 'evidence_for'), ['g001', 'g002']);
  assert.deepEqual(decisions.takenFrom(point('item:A1')), []);
});

test('an omission is decided either way, and left open again', () => {
  const { decisions, sent, point } = made();
  const omission = point('omission-code:COM');
  decisions.takeFrom(omission, 1);
  assert.deepEqual(plain(sent), [['code:COM', 'omission', false]]);
  assert.deepEqual(decisions.takenFrom(omission), [1]);
  decisions.takeFrom(omission, 0);
  assert.equal(decisions.sheet.value('code:COM', 'omission'), 't0001');
  decisions.leaveOpen(omission);
  assert.equal(decisions.isSettled(omission), false);
});

test('once handed in nothing is decided any more', () => {
  const { decisions, sent, said, point } = made();
  decisions.mark('sheet', 'hand_in', true);
  assert.equal(decisions.takeFrom(point('segment:g002'), 0), 'locked');
  assert.equal(decisions.takeAgreeing(), 0);
  assert.equal(decisions.undo(), null);
  assert.deepEqual(plain(sent), [['sheet', 'hand_in', true]]);
  assert.ok(said.includes('locked') || said.includes('nothing_to_undo'));
});
