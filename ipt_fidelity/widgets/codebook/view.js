// @ts-check
// The codebook as anywidget shows it: each view asks the kernel for the words and keeps them.
import { el, newName } from '../page/dom.js';
import { Book } from './book.js';
import { Screen } from './screen.js';
import { bookSpeaker } from './words.js';

const PROTOCOL = 1;
const HELLO_MS = 2000;

/** The part that anywidget asks for. */
export default function codebookView() {
  return {
    /** @param {{model: any, el: HTMLElement}} given */
    render({ model, el: host }) {
      const speak = bookSpeaker(model.get('language'));
      const told = el('p', { class: 'opening' }, speak('waiting_for_kernel'));
      const root = el('div', { class: 'iptf-book', 'data-ready': '0', 'data-lm-suppress-shortcuts': 'true' }, told);
      root.style.setProperty('--iptf-height', model.get('height'));
      host.append(root);
      const page = newName();
      /** @type {Screen|null} */
      let screen = null;
      /** @type {any} */
      let timer = 0;
      const hear = (message, buffers) => {
        if (message?.to !== page || message.kind !== 'book' || screen) return;
        clearTimeout(timer);
        const content = JSON.parse(new TextDecoder().decode(buffers[0]));
        screen = new Screen(root, new Book(content, speak), speak);
      };
      const hello = () => {
        if (screen) return;
        try {
          model.send({ v: PROTOCOL, kind: 'hello', page });
          timer = setTimeout(hello, HELLO_MS);
        } catch {
          told.textContent = speak('kernel_gone');
        }
      };
      const lose = () => {
        clearTimeout(timer);
        if (!screen) told.textContent = speak('kernel_gone');
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
