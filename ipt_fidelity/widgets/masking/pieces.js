// @ts-check
// A masked text as pieces: words, what stands between them, and finds. Places are counted in code
// points, as the kernel counts them.

/**
 * @typedef {object} Find
 * @property {string} id
 * @property {string} place
 * @property {number} start
 * @property {number} end
 * @property {string} kind
 * @property {string} placeholder
 * @property {string} original
 * @property {string} by
 * @property {number} doubt
 * @property {string} decided
 * @property {number} same places with the same words
 */
/** @typedef {{kind: 'word'|'gap'|'find', start: number, end: number, text: string, find?: Find}} Piece */

/** @param {any[]} row @returns {Find} */
export function findOf([id, place, start, end, kind, placeholder, original, by, doubt, decided, same]) {
  return { id, place, start, end, kind, placeholder, original, by, doubt, decided, same };
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;
const INSIDE = /['’.@+-]/u;

/**
 * Part a text.
 * @param {string} text
 * @param {Find[]} finds of this text
 * @returns {Piece[]}
 */
export function piecesOf(text, finds) {
  const signs = Array.from(text);
  /** @type {Piece[]} */
  const pieces = [];
  let at = 0;
  for (const find of [...finds].sort((one, other) => one.start - other.start)) {
    part(signs, at, find.start, pieces);
    pieces.push({ kind: 'find', start: find.start, end: find.end, text: find.placeholder, find });
    at = find.end;
  }
  part(signs, at, signs.length, pieces);
  return pieces;
}

/** @param {string[]} signs @param {number} from @param {number} to @param {Piece[]} pieces */
function part(signs, from, to, pieces) {
  let start = from;
  while (start < to) {
    const isWord = WORD.test(signs[start]);
    let end = start + 1;
    while (end < to && (WORD.test(signs[end]) === isWord
      || (isWord && INSIDE.test(signs[end]) && end + 1 < to && WORD.test(signs[end + 1])))) end += 1;
    pieces.push({ kind: isWord ? 'word' : 'gap', start, end, text: signs.slice(start, end).join('') });
    start = end;
  }
}
