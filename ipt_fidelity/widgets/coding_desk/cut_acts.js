// @ts-check
// What the keys and buttons do to the cut of a session, as long as it is open.

/** @typedef {import('./cut.js').Cut} Cut */

/**
 * @param {any} screen
 * @param {(cut: Cut, place: number) => import('./cut.js').Done} change
 * @param {string} word
 */
function recut(screen, change, word) {
  const place = screen.desk.recut((cut) => change(cut, screen.rows.at), word);
  if (place !== null) screen.goTo(place, { quietly: true });
}

/** @param {any} screen @param {number} turn that a segment begins with from now on, or no longer */
export function turnBoundary(screen, turn) {
  recut(screen, (cut) => cut.turnBoundary(turn), 'cut_now');
}

/** @type {Record<string, (screen: any) => void>} */
export const CUT_ACTS = {
  extend: (screen) => recut(screen, (cut, place) => cut.extend(place), 'cut_now'),
  shrink: (screen) => recut(screen, (cut, place) => cut.shrink(place), 'cut_now'),
  split: (screen) => recut(screen, (cut, place) => cut.split(place), 'cut_split'),
  join: (screen) => recut(screen, (cut, place) => cut.join(place), 'cut_joined'),
  lock: (screen) => {
    screen.desk.lock();
    screen.say('cut_is_locked');
  },
  undo_cut: (screen) => recut(screen, (cut, place) => cut.undo(place), 'cut_undone'),
  redo_cut: (screen) => recut(screen, (cut, place) => cut.redo(place), 'cut_redone'),
};
