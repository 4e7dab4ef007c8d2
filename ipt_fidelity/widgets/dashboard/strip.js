// @ts-check
// One coefficient with its interval on a line, drawn by the page itself; the number stands beside it.

const SPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 150;
const HEIGHT = 18;
const LEFT = -0.2;
const TICKS = [0, 0.4, 0.6, 0.8, 1];

/** @param {number} value */
const at = (value) => 4 + ((Math.max(LEFT, Math.min(1, value)) - LEFT) / (1 - LEFT)) * (WIDTH - 8);

/** @param {string} tag @param {Record<string, string|number>} attributes */
function part(tag, attributes) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * @param {{value: number|null, low: number|null, high: number|null, level: string}} figure
 * @returns {SVGElement}
 */
export function strip({ value, low, high, level }) {
  const svg = /** @type {SVGElement} */ (part('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true', focusable: 'false', class: 'strip',
  }));
  const middle = HEIGHT / 2;
  for (const tick of TICKS) svg.append(part('line', { x1: at(tick), x2: at(tick), y1: 2, y2: HEIGHT - 2, class: tick === 0 ? 'tick zero' : 'tick' }));
  if (value === null) return svg;
  if (low !== null && high !== null) {
    svg.append(part('line', { x1: at(low), x2: at(high), y1: middle, y2: middle, class: 'interval' }));
    if (low < LEFT) svg.append(part('path', { d: `M ${at(LEFT) + 5} ${middle - 4} L ${at(LEFT)} ${middle} L ${at(LEFT) + 5} ${middle + 4}`, class: 'beyond' }));
  }
  svg.append(level === 'session' ? part('rect', { x: at(value) - 3.5, y: middle - 3.5, width: 7, height: 7, class: 'point' })
    : part('circle', { cx: at(value), cy: middle, r: 4, class: 'point' }));
  return svg;
}
