// @ts-check
// Where the recording of a session is heard from: the Jupyter server gives files below its root,
// in parts, to whoever may read the notebook. Elsewhere there is no sound, and the reason is told.

/** @typedef {{baseUrl: string, serverRoot: string}} Host */
/** @typedef {{url: string, fault: string}} Place the fault is the word for why there is no sound */

/** @returns {Host|null} null where the page is not one of a Jupyter server */
export function hostOf(document) {
  try {
    const { baseUrl, serverRoot } = JSON.parse(document.getElementById('jupyter-config-data').textContent);
    return baseUrl && serverRoot ? { baseUrl, serverRoot } : null;
  } catch {
    return null;
  }
}

/** @param {string} path */
const plain = (path) => path.replaceAll('\\', '/').replace(/\/+$/, '');

/**
 * @param {string[]} ways of writing the path of the file
 * @param {Host|null} host
 * @returns {Place}
 */
export function placeOf(ways, host) {
  if (!host) return { url: '', fault: 'sound_no_server' };
  const root = `${plain(host.serverRoot)}/`;
  const path = ways.map(plain).find((way) => way.startsWith(root));
  if (path === undefined) return { url: '', fault: 'sound_outside' };
  const steps = path.slice(root.length).split('/');
  if (steps.includes('..')) return { url: '', fault: 'sound_outside' };
  if (steps.some((step) => step.startsWith('.'))) return { url: '', fault: 'sound_hidden' };
  const base = host.baseUrl.endsWith('/') ? host.baseUrl : `${host.baseUrl}/`;
  return { url: `${base}files/${steps.map(encodeURIComponent).join('/')}`, fault: '' };
}

/**
 * @param {Array<number|null>} starts of the turns, in seconds of the recording
 * @returns {Array<[number, number]>} start and place of every turn with a time, by start
 */
export function timeline(starts) {
  return starts.flatMap((start, place) => (start === null ? [] : [/** @type {[number, number]} */ ([start, place])]))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/**
 * @param {Array<[number, number]>} line of timeline()
 * @param {number} second
 * @returns {number} place of the turn that is heard; -1 before the first
 */
export function heardAt(line, second) {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line[middle][0] <= second) low = middle + 1;
    else high = middle;
  }
  return low ? line[low - 1][1] : -1;
}
