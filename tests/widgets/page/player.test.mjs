import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Player } from '../../../ipt_fidelity/widgets/page/player.js';
import { heardAt, hostOf, placeOf, timeline } from '../../../ipt_fidelity/widgets/page/sound_place.js';

const HOST = { baseUrl: '/user/km/', serverRoot: '~/study' };

test('a file below the root of the server has an address, whatever is in its name', () => {
  assert.deepEqual(placeOf(['/home/km/study/a b/s#3.wav', '~/study/a b/s#3.wav'], HOST),
    { url: '/user/km/files/a%20b/s%233.wav', fault: '' });
  assert.equal(placeOf(['C:\\work\\a.wav'], { baseUrl: '/', serverRoot: 'C:/work' }).url, '/files/a.wav');
});

test('why there is no sound is told', () => {
  assert.equal(placeOf(['/elsewhere/a.wav'], HOST).fault, 'sound_outside');
  assert.equal(placeOf(['~/studyroom/a.wav'], HOST).fault, 'sound_outside');
  assert.equal(placeOf(['~/study/../a.wav'], HOST).fault, 'sound_outside');
  assert.equal(placeOf(['~/study/.kept/a.wav'], HOST).fault, 'sound_hidden');
  assert.equal(placeOf(['~/study/a.wav'], null).fault, 'sound_no_server');
});

test('the host is read from the page, where there is one', () => {
  const page = (textContent) => ({ getElementById: () => (textContent === null ? null : { textContent }) });
  assert.deepEqual(hostOf(page(JSON.stringify({ ...HOST, token: 'x' }))), HOST);
  assert.equal(hostOf(page(null)), null);
  assert.equal(hostOf(page('{"baseUrl": "/"}')), null);
});

test('the turn that is heard is the last that has begun', () => {
  const line = timeline([0, 4, null, 9, 9]);
  const at = (second) => heardAt(line, second);
  assert.deepEqual([-1, 0, 3.9, 4, 8, 9, 99].map(at), [-1, 0, 0, 1, 1, 4, 4]);
  assert.equal(heardAt([], 5), -1);
});

function playing(starts = [0, 4, null, 9]) {
  const told = { heard: [], followed: [], changed: 0, now: 0, frames: [] };
  const listeners = new Map();
  const audio = {
    paused: true, ended: false, currentTime: 0, duration: 20, playbackRate: 1, src: 'x',
    addEventListener: (name, act) => listeners.set(name, act), removeAttribute() {},
    play() { audio.paused = false; listeners.get('play')(); }, pause() { audio.paused = true; },
  };
  const player = new Player(audio, starts, {
    heard: (turn) => told.heard.push(turn), follow: (turn) => told.followed.push(turn),
    changed: () => { told.changed += 1; }, failed: (fault) => { told.fault = fault; },
  }, { frame: (act) => told.frames.push(act), now: () => told.now });
  const at = (second) => {
    audio.currentTime = second;
    told.frames.splice(0).forEach((act) => act());
  };
  return { player, audio, told, at };
}

test('while it plays the turn is found anew in each frame, and followed', () => {
  const { player, told, at } = playing();
  player.toggle();
  at(4.5);
  at(9);
  assert.deepEqual(told.heard, [0, 1, 3]);
  assert.deepEqual([...new Set(told.followed)], [0, 1, 3]);
  player.toggle();
  at(0);
  assert.equal(told.frames.length, 0);
});

test('nothing is followed for a while after the reader looks elsewhere, or when told not to', () => {
  const { player, told, at } = playing();
  player.toggle();
  told.followed = [];
  player.rest();
  at(4.5);
  assert.deepEqual([told.heard, told.followed], [[0, 1], []]);
  told.now = 5000;
  at(9.5);
  assert.deepEqual(told.followed, [3]);
  player.toggleFollowing();
  at(0.5);
  assert.deepEqual(told.followed, [3]);
});

test('steps stay within the recording, and the speed within half and twice, with the pitch kept', () => {
  const { player, audio } = playing();
  player.step(-5);
  assert.equal(audio.currentTime, 0);
  player.step(99);
  assert.equal(audio.currentTime, 20);
  for (let n = 0; n < 20; n += 1) player.speed(-1);
  assert.equal(audio.playbackRate, 0.5);
  for (let n = 0; n < 30; n += 1) player.speed(1);
  assert.equal(audio.playbackRate, 2);
  assert.equal(audio.preservesPitch, true);
});

test('just before the first word of a turn that was asked for, it is that turn that is heard', () => {
  const { player, told, at } = playing();
  player.replay(1);
  at(3.8);
  at(4.1);
  assert.deepEqual([told.heard, [...new Set(told.followed)]], [[1], [1]]);
});

test('a turn is heard from just before its first word; one without a time is not', () => {
  const { player, audio } = playing();
  assert.equal(player.replay(2), false);
  assert.equal(audio.paused, true);
  assert.equal(player.replay(1), true);
  assert.deepEqual([audio.currentTime, audio.paused], [3.7, false]);
});
