import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { AfterFrame } from '../../../ipt_fidelity/widgets/page/after_frame.js';

let frames = [];
let drawn = 0;
const task = () => new Promise((resolve) => { setTimeout(resolve, 5); });
const frame = () => { for (const act of frames.splice(0)) act(); };

beforeEach(() => {
  frames = [];
  drawn = 0;
  globalThis.requestAnimationFrame = (act) => frames.push(act);
});

test('nothing is drawn before the frame, nor in it', async () => {
  const later = new AfterFrame(() => { drawn += 1; });
  later.ask();
  await task();
  assert.equal(drawn, 0);
  frame();
  assert.equal(drawn, 0);
  await task();
  assert.equal(drawn, 1);
});

test('what is asked for many times is drawn once, and again when asked again', async () => {
  const later = new AfterFrame(() => { drawn += 1; });
  for (let n = 0; n < 5; n += 1) later.ask();
  frame();
  await task();
  assert.equal(drawn, 1);
  later.ask();
  frame();
  await task();
  assert.equal(drawn, 2);
});

test('a reader that cannot wait has it drawn at once, and it is not drawn twice', async () => {
  const later = new AfterFrame(() => { drawn += 1; });
  later.now();
  assert.equal(drawn, 0);
  later.ask();
  later.now();
  assert.equal(drawn, 1);
  frame();
  await task();
  assert.equal(drawn, 1);
});
