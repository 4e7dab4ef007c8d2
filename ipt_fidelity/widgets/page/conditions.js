// @ts-check
// Conditions of a rubric, already parsed by the kernel; three-valued as in rubric/expressions.py:
// what depends on a name without a value is undecided (null), never false.

/** @typedef {string|number|boolean|null|Array<string|number|boolean>} Answer */
/** @typedef {any[]} Tree The kind first, then its parts. */
/** @typedef {Record<string, Answer|undefined>} Names */

/**
 * @param {Tree|null} tree
 * @param {Names} names
 * @returns {boolean|null} null where what is not known decides
 */
export function evaluate(tree, names) {
  const value = tree === null ? null : valueOf(tree, names);
  if (value === 0 || value === 1) return value === 1;
  return typeof value === 'boolean' ? value : null;
}

/**
 * @param {Tree} tree
 * @param {Names} names
 * @returns {Answer}
 */
function valueOf(tree, names) {
  const [kind, ...parts] = tree;
  if (kind === 'value') return parts[0];
  if (kind === 'name') return names[parts[0]] ?? null;
  if (kind === 'not') {
    const held = evaluate(parts[0], names);
    return held === null ? null : !held;
  }
  if (kind === 'and' || kind === 'or') {
    const held = parts.map((part) => evaluate(part, names));
    const deciding = kind === 'or';
    if (held.includes(deciding)) return deciding;
    return held.includes(null) ? null : !deciding;
  }
  const [left, right] = parts.map((part) => valueOf(part, names));
  if (kind === '+' || kind === '-') {
    if (typeof left !== 'number' || typeof right !== 'number') return null;
    return kind === '+' ? left + right : left - right;
  }
  return compare(kind, left, right);
}

/**
 * @param {string} sign
 * @param {Answer} left
 * @param {Answer} right
 * @returns {boolean|null}
 */
function compare(sign, left, right) {
  if (left === null || right === null) return null;
  if (sign === 'in' || sign === 'not in') {
    if (!Array.isArray(right)) return null;
    const inside = right.some((one) => same(left, one));
    return sign === 'in' ? inside : !inside;
  }
  if (sign === '==') return same(left, right);
  if (sign === '!=') return !same(left, right);
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  if (sign === '<') return left < right;
  if (sign === '<=') return left <= right;
  if (sign === '>') return left > right;
  return left >= right;
}

/**
 * @param {Answer} left
 * @param {Answer} right
 * @returns {boolean}
 */
function same(left, right) {
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length
      && left.every((one, place) => same(one, right[place]));
  }
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  return Number(left) === Number(right);
}
