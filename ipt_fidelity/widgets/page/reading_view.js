// @ts-check
// A screen that is only read, as anywidget shows it: each view asks the kernel and keeps the answer.
import { el, newName } from './dom.js';

const PROTOCOL = 1;
const HELLO_MS = 2000;

/** @typedef {import('./words.js').Speak} Speak */
/**
 * @typedef {object} Parts
 * @property {string} name class of the root
 * @property {(language: string) => Speak} speaker
 * @property {(root: HTMLElement, content: any, speak: Speak) => {end: () => void}} show
 */

/** @param {Parts} parts @returns what anywidget asks for */
export function readingView({ name, speaker, show }) {
  return {
    /** @param {{model: any, el: HTMLElement}} given */
    render({ model, el: host }) {
      const speak = speaker(model.get('language'));
      const told = el('p', { class: 'opening' }, speak('waiting_for_kernel'));
      const root = el('div', { class: `iptf ${name}`, 'data-ready': '0', 'data-lm-suppress-shortcuts': 'true' }, told);
      root.style.setProperty('--iptf-height', model.get('height'));
      host.append(root);
      const page = newName();
      /** @type {{end: () => void}|null} */
      let screen = null;
      /** @type {any} */
      let timer = 0;
      const hear = (message, buffers) => {
        if (message?.to !== page || screen) return;
        if (message.kind === 'refused') told.textContent = `${message.problem} ${message.mend ?? ''}`.trim();
        if (message.kind !== 'snapshot') return;
        clearTimeout(timer);
        screen = show(root, JSON.parse(new TextDecoder().decode(buffers[0])), speak);
      };
      const hello = () => {
        if (screen) return;
        try {
          model.send({ v: PROTOCOL, kind: 'hello', page });
          timer = setTimeout(hello, HELLO_MS);
        } catch {
          told.textContent = speak('gone_none');
        }
      };
      const lose = () => {
        clearTimeout(timer);
        if (!screen) told.textContent = speak('gone_none');
      };
      model.on('msg:custom', hear);
      model.on('comm:close', lose);
      hello();
      return () => {
        clearTimeout(timer);
        model.off('msg:custom', hear);
        model.off('comm:close', lose);
        screen?.end();
      };
    },
  };
}
