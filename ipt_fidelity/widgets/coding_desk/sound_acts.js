// @ts-check
// What the keys and buttons do to the recording.

/** @param {(player: import('../page/player.js').Player, screen: any) => void} act */
const on = (act) => (screen) => {
  const { player } = screen.sound ?? {};
  if (player) act(player, screen);
};

/** @param {any} screen @param {() => void} act once it is recorded that the rater listens */
const listening = (screen, act) => screen.sound.allowed().then(act);

/** @type {Record<string, (screen: any) => void>} */
export const SOUND_ACTS = {
  play: on((player, screen) => listening(screen, () => player.toggle())),
  back: on((player) => player.step(-0.5)),
  forth: on((player) => player.step(0.5)),
  back_far: on((player) => player.step(-5)),
  forth_far: on((player) => player.step(5)),
  slower: on((player) => player.speed(-1)),
  faster: on((player) => player.speed(1)),
  hear_again: on((player, screen) => listening(screen, () => {
    const { desk, rows } = screen;
    const { first, last } = desk.segments[rows.at];
    const turn = first <= player.turn && player.turn <= last ? player.turn : first;
    if (!player.replay(turn)) screen.say('sound_no_time');
  })),
  follow: on((player, screen) => {
    player.toggleFollowing();
    screen.say(player.follows ? 'sound_follows' : 'sound_stays');
  }),
};
