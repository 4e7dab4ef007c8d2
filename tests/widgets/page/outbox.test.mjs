import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox, WAIT_MS } from '../../../ipt_fidelity/widgets/page/outbox.js';

const mark = (seq, client = 'p') => ({ client, seq, target: 'segment:g001', field: 'primary', value: 'COM' });
const microtasks = () => new Promise((resolve) => { setImmediate(resolve); });

function setUp() {
  const seen = { sent: [], kept: [], refused: [], recorded: [], timers: [], dead: false };
  const outbox = new Outbox({
    send(client, marks) {
      if (seen.dead) throw new Error('Cannot send');
      seen.sent.push([client, marks.map(({ seq }) => seq)]);
    },
    changed() {},
    keep(marks) { seen.kept = marks.map(({ seq }) => seq); },
    refused(refused) { seen.refused.push(refused.seq); },
    recorded(marks) { seen.recorded.push(...marks.map(({ seq }) => seq)); },
    later(act, ms) { seen.timers.push({ act, ms }); return seen.timers.length; },
    never() {},
  });
  return { outbox, seen };
}

test('a burst of keys leaves as one message', async () => {
  const { outbox, seen } = setUp();
  [1, 2, 3].forEach((seq) => outbox.put(mark(seq)));
  await microtasks();
  assert.deepEqual(seen.sent, [['p', [1, 2, 3]]]);
});

test('one batch is in flight; what comes meanwhile follows after the answer', async () => {
  const { outbox, seen } = setUp();
  outbox.put(mark(1));
  await microtasks();
  outbox.put(mark(2));
  outbox.put(mark(3));
  await microtasks();
  assert.equal(seen.sent.length, 1);
  outbox.acknowledge('p', 1);
  await microtasks();
  assert.deepEqual(seen.sent[1], ['p', [2, 3]]);
});

test('saved is said only when nothing waits', async () => {
  const { outbox } = setUp();
  outbox.put(mark(1));
  assert.equal(outbox.state, 'saving');
  await microtasks();
  outbox.put(mark(2));
  outbox.acknowledge('p', 1);
  assert.equal(outbox.state, 'saving');
  outbox.acknowledge('p', 2);
  assert.equal(outbox.state, 'saved');
});

test('without an answer the same marks go again under their numbers, later and later', async () => {
  const { outbox, seen } = setUp();
  outbox.put(mark(1));
  await microtasks();
  seen.timers.at(-1).act();
  assert.equal(outbox.state, 'trying');
  assert.deepEqual(seen.sent[1], ['p', [1]]);
  seen.timers.at(-1).act();
  assert.deepEqual(seen.timers.map(({ ms }) => ms), [WAIT_MS, 2 * WAIT_MS, 4 * WAIT_MS]);
});

test('an answer that comes twice, or late, does no harm', async () => {
  const { outbox, seen } = setUp();
  outbox.put(mark(1));
  await microtasks();
  outbox.acknowledge('p', 1);
  outbox.acknowledge('p', 1);
  outbox.put(mark(2));
  outbox.acknowledge('p', 1);
  assert.deepEqual(outbox.waiting.map(({ seq }) => seq), [2]);
  assert.deepEqual(seen.recorded, [1]);
});

test('a kernel that is gone keeps what waits, and the next key tries again', async () => {
  const { outbox, seen } = setUp();
  seen.dead = true;
  outbox.put(mark(1));
  await microtasks();
  assert.equal(outbox.state, 'gone');
  assert.deepEqual(seen.kept, [1]);
  seen.dead = false;
  outbox.put(mark(2));
  await microtasks();
  assert.deepEqual(seen.sent, [['p', [1, 2]]]);
  outbox.acknowledge('p', 2);
  assert.equal(outbox.state, 'saved');
});

test('what another page left is sent first, under its own client', async () => {
  const { outbox, seen } = setUp();
  outbox.put(mark(1));
  outbox.adopt([mark(7, 'old'), mark(8, 'old')]);
  await microtasks();
  assert.deepEqual(seen.sent[0], ['old', [7, 8]]);
  outbox.acknowledge('old', 8);
  await microtasks();
  assert.deepEqual(seen.sent[1], ['p', [1]]);
});

test('what another page has saved is not sent again', async () => {
  const { outbox } = setUp();
  outbox.put(mark(1));
  outbox.drop([mark(1)]);
  assert.equal(outbox.state, 'saved');
});

test('a refused mark is given back, the others stay', async () => {
  const { outbox, seen } = setUp();
  outbox.put(mark(1));
  outbox.put(mark(2));
  await microtasks();
  outbox.refuse('p', 1, { problem: 'no.', mend: 'Do.', keep: false });
  assert.deepEqual(seen.refused, [1]);
  assert.deepEqual(outbox.waiting.map(({ seq }) => seq), [2]);
});

test('a store that cannot write is told, and tried again', async () => {
  const { outbox, seen } = setUp();
  outbox.put(mark(1));
  await microtasks();
  outbox.refuse('p', 1, { problem: 'the disk is full.', mend: 'Make room.', keep: true });
  assert.equal(outbox.state, 'stuck');
  assert.equal(outbox.problem, 'the disk is full. Make room.');
  seen.timers.at(-1).act();
  assert.equal(outbox.state, 'stuck');
  assert.deepEqual(seen.sent[1], ['p', [1]]);
});
