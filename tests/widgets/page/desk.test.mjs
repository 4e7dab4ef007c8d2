import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Desk } from '../../../ipt_fidelity/widgets/coding_desk/desk.js';

const page = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf-8')).page;

function setUp(marks = []) {
  const made = [];
  const said = [];
  const desk = new Desk({ ...page, marks }, {
    client: 'p', put: (mark) => made.push(mark), changed() {}, say: (id) => said.push(id),
  });
  const entries = () => made.map(({ target, field, value }) => [target, field, value]);
  return { desk, said, entries };
}

test('the first code is primary, further ones secondary, at most as many as the rubric allows', () => {
  const { desk, said, entries } = setUp();
  ['COM', 'LNK', 'AFF', 'DSP'].forEach((code) => desk.setCode('g001', code));
  assert.deepEqual(entries(), [
    ['segment:g001', 'primary', 'COM'],
    ['segment:g001', 'secondary', ['LNK']],
    ['segment:g001', 'secondary', ['LNK', 'AFF']],
  ]);
  assert.equal(said.at(-1), 'too_many');
});

test('the same code again takes it off', () => {
  const { desk } = setUp();
  ['COM', 'LNK', 'COM', 'LNK'].forEach((code) => desk.setCode('g001', code));
  assert.equal(desk.coding('g001').reading, 'unread');
});

test('a code that replaces the primary one leaves the secondary ones', () => {
  const { desk } = setUp();
  desk.setCode('g001', 'COM');
  desk.setCode('g001', 'LNK');
  desk.setCode('g001', 'LNK', true);
  assert.deepEqual([desk.coding('g001').primary, desk.coding('g001').secondary], ['LNK', []]);
});

test('done with no code is read, once; done with a code adds nothing', () => {
  const { desk, entries } = setUp();
  desk.done('g001');
  desk.done('g001');
  desk.setCode('g002', 'COM');
  desk.done('g002');
  assert.deepEqual(entries().map(([, field]) => field), ['reading', 'primary']);
  assert.deepEqual(desk.counts, { read: 2, coded: 1, uncertain: 0 });
});

test('severity is asked of off-model segments alone, the kind of a code of that code alone', () => {
  const { desk } = setUp();
  desk.setCode('g001', 'COM');
  assert.equal(desk.asked('g001').some(({ id }) => id === 'severity'), false);
  desk.setCode('g001', 'THX', true);
  const ids = desk.asked('g001').map(({ id }) => id);
  assert.deepEqual(['severity', 'kind', 'sick_role'].filter((id) => ids.includes(id)), ['severity', 'kind']);
});

test('the status of a segment is resolved from its code and its attributes', () => {
  const { desk } = setUp();
  desk.setCode('g001', 'THX');
  assert.equal(desk.statusOf('g001'), 'off_model');
  desk.answer('segment:g001', 'attr_kind', { id: 'kind', type: 'nominal' }, 'advice');
  desk.answer('segment:g001', 'attr_severity', { id: 'severity', type: 'ordinal' }, 1);
  assert.equal(desk.statusOf('g001'), page.expected_status);
});

test('a gate opens and closes the items behind it', () => {
  const { desk } = setUp();
  const [gate, behind, area, grief] = ['C2g', 'C2', 'C0', 'C1g'].map((id) => desk.items.get(id));
  assert.equal(desk.rating(behind).absence, 'missing');
  desk.answer('item:C2g', 'value', gate, 0);
  assert.deepEqual(desk.rating(behind), { value: null, absence: 'no_opportunity', resolved: true });
  desk.answer('item:C0', 'value', area, 'dispute');
  assert.equal(desk.rating(grief).absence, 'not_applicable');
});

test('a high value wants evidence until a segment is tied to it', () => {
  const { desk } = setUp();
  const item = desk.items.get('A1');
  desk.answer('item:A1', 'value', item, 3);
  assert.equal(desk.lacksEvidence(item), true);
  desk.toggleEvidence(item, 'g002', 'evidence_for');
  desk.toggleEvidence(item, 'g001', 'evidence_for');
  assert.deepEqual(desk.evidenceOf('A1', 'evidence_for'), ['g001', 'g002']);
  assert.equal(desk.lacksEvidence(item), false);
});

test('undo is a mark and can be undone without limit', () => {
  const { desk, entries } = setUp();
  ['COM', 'LNK', 'AFF'].forEach((code) => desk.setCode('g001', code));
  assert.deepEqual([desk.undo(), desk.undo(), desk.undo(), desk.undo()], [...Array(3).fill('segment:g001'), null]);
  assert.equal(desk.coding('g001').reading, 'unread');
  [1, 2, 3].forEach(() => desk.redo());
  assert.deepEqual(desk.coding('g001').secondary, ['LNK', 'AFF']);
  assert.equal(entries().length, 9);
});

test('marks of an earlier page can be undone, too', () => {
  const { desk, entries } = setUp([['old', 4, 'segment:g001', 'primary', 'COM']]);
  desk.undo();
  assert.deepEqual(entries(), [['sheet', 'undo', 'old#4']]);
});

test('a sheet that is handed in takes no mark but to be opened again', () => {
  const { desk, said, entries } = setUp([['old', 1, 'sheet', 'hand_in', true]]);
  desk.setCode('g001', 'COM');
  assert.deepEqual([entries(), said], [[], ['locked']]);
  desk.mark('sheet', 'reopen', true);
  desk.setCode('g001', 'COM');
  assert.equal(entries().length, 2);
});

test('the desk opens where the rater was', () => {
  assert.equal(setUp([['o', 1, 'segment:g002', 'primary', 'COM']]).desk.resumeAt, 1);
  assert.equal(setUp([['o', 1, 'segment:g002', 'primary', 'COM'], ['o', 2, 'sheet', 'place', 'segment:g003']]).desk.resumeAt, 2);
  assert.equal(setUp().desk.resumeAt, 0);
});

test('where gates ask for opportunity a rater enters not codable only, and a value ends it', () => {
  const { desk } = setUp();
  const item = desk.items.get('A1');
  const seen = [1, 2, 3].map(() => { desk.turnAbsence(item); return desk.rating(item).absence; });
  assert.deepEqual(seen, ['not_codable', 'missing', 'not_codable']);
  desk.answer('item:A1', 'value', item, 2);
  assert.deepEqual(desk.rating(item), { value: 2, absence: null, resolved: false });
});
