// @ts-check
// The coding desk as anywidget shows it: one life for each model, a screen for each view.
import { el } from '../page/dom.js';
import { Life } from '../page/life.js';
import { isWritten } from '../page/choices.js';
import { speaker } from '../page/words.js';
import { Desk } from './desk.js';
import { Screen } from './screen.js';

/** The two parts that anywidget asks for. */
export default function codingDesk() {
  /** @type {Set<Screen>} */
  const screens = new Set();
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @type {Desk|null} */
  let desk = null;
  /** @type {Life|null} */
  let life = null;
  const each = (act) => screens.forEach(act);

  return {
    /** @param {{model: any}} given */
    initialize({ model }) {
      const begun = new Life(model, {
        opened(content) {
          desk = new Desk(content, {
            client: begun.page,
            put: (mark) => begun.outbox.put(mark),
            changed: (targets) => each((screen) => screen.repaint(targets)),
            say: (id, facts) => each((screen) => screen.say(id, facts)),
          });
          desk.take(begun.outbox.waiting, { quietly: true });
          waiting.forEach((show) => show());
          waiting.clear();
        },
        changed: () => each((screen) => screen.showSaving()),
        refused(mark, problem, mend) {
          desk?.drop(mark);
          each((screen) => screen.say('refused', { problem, mend }));
        },
        elsewhere: (marks) => desk?.take(marks),
        isText: ({ target, field }) => {
          const item = field === 'value' && desk?.items.get(target.slice('item:'.length));
          const part = field.startsWith('attr_')
            && desk?.rubric.attributes.find(({ id }) => id === field.slice('attr_'.length));
          return Boolean((item && isWritten(item)) || (part && isWritten(part)));
        },
      });
      life = begun;
      return () => begun.end();
    },

    /** @param {{model: any, el: HTMLElement}} given */
    render({ model, el: host }) {
      const speak = speaker(model.get('language'));
      const root = el('div', { class: 'iptf-desk', 'data-ready': '0' },
        el('p', { class: 'opening' }, speak('waiting_for_kernel')));
      root.style.setProperty('--iptf-height', model.get('height'));
      host.append(root);
      /** @type {Screen|null} */
      let screen = null;
      const show = () => {
        if (!desk || !life) return;
        screen = new Screen(root, desk, life, speak);
        screens.add(screen);
      };
      if (desk) show();
      else waiting.add(show);
      return () => {
        waiting.delete(show);
        if (screen) {
          screen.end();
          screens.delete(screen);
        }
      };
    },
  };
}
