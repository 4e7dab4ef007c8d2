// @ts-check
// Building elements. Text is set as text; no string is ever read as markup.

/** @typedef {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} Attributes */

/**
 * @param {string} tag
 * @param {Attributes} [attributes] 'on…' adds a listener; null, undefined and false are left out
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/**
 * Set an attribute only where it changes, so that nothing is laid out in vain.
 * @param {Element} element
 * @param {string} name
 * @param {string|null} value
 */
export function put(element, name, value) {
  if (value === null) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** A name for a page that nobody else has; works on plain http, too. */
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {number|null} seconds
 * @returns {string} h:mm:ss or mm:ss; empty where unknown
 */
export function clock(seconds) {
  if (seconds === null) return '';
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * A button whose keys JupyterLab leaves alone; reached by keys of the desk, not by Tab.
 * @param {Attributes} attributes
 * @param {...(Node|string|null|undefined)} children
 */
export function button(attributes, ...children) {
  const set = { type: 'button', tabindex: '-1', 'data-lm-suppress-shortcuts': 'true', ...attributes };
  return el('button', set, ...children);
}
