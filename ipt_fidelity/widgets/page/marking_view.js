// @ts-check
// A screen that makes marks, as anywidget shows it: one life for each model, a screen for each view.
import { el } from './dom.js';
import { Life } from './life.js';
import { speaker } from './words.js';

/** @typedef {import('./sheet.js').Mark} Mark */
/**
 * @typedef {object} Held what the marks of a page are about
 * @property {(marks: Mark[], how?: {quietly?: boolean}) => void} take marks made before or elsewhere
 * @property {(mark: Mark) => void} drop a mark that was refused
 * @property {(mark: Mark) => boolean} isText whether its value is something that the rater wrote
 * @property {(reply: any) => void} [hear] what the kernel says to this screen alone
 */
/**
 * @typedef {object} Shown
 * @property {(targets: string[]) => void} repaint
 * @property {() => void} showSaving
 * @property {(id: string, facts?: Record<string, any>) => void} say
 * @property {() => void} end
 */
/**
 * @typedef {object} Around
 * @property {string} client
 * @property {(mark: Mark) => void} put
 * @property {(targets: string[]) => void} changed
 * @property {(id: string, facts?: Record<string, any>) => void} say
 * @property {(message: any) => void} [send] say something of this screen alone; throws where the kernel is gone
 */
/**
 * @typedef {object} Parts
 * @property {string} name class of the root
 * @property {(content: any, around: Around) => Held} hold
 * @property {(root: HTMLElement, held: any, life: Life, speak: import('./words.js').Speak) => Shown} show
 * @property {(language: string) => import('./words.js').Speak} [speaks] of a screen with words of its own
 */

/** @param {Parts} parts @returns what anywidget asks for */
export function markingView({ name, hold, show, speaks = speaker }) {
  /** @type {Set<Shown>} */
  const screens = new Set();
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @type {Held|null} */
  let held = null;
  /** @type {Life|null} */
  let life = null;
  const each = (act) => screens.forEach(act);

  return {
    /** @param {{model: any}} given */
    initialize({ model }) {
      const begun = new Life(model, {
        opened(content) {
          held = hold(content, {
            client: begun.page,
            put: (mark) => begun.outbox.put(mark),
            changed: (targets) => each((screen) => screen.repaint(targets)),
            say: (id, facts) => each((screen) => screen.say(id, facts)),
            send: (message) => begun.send(message),
          });
          held.take(begun.outbox.waiting, { quietly: true });
          waiting.forEach((open) => open());
          waiting.clear();
        },
        changed: () => each((screen) => screen.showSaving()),
        refused(mark, problem, mend) {
          held?.drop(mark);
          each((screen) => screen.say('refused', { problem, mend }));
        },
        elsewhere: (marks) => held?.take(marks),
        isText: (mark) => held?.isText(mark) ?? false,
        other: (reply) => held?.hear?.(reply),
      });
      life = begun;
      return () => begun.end();
    },

    /** @param {{model: any, el: HTMLElement}} given */
    render({ model, el: host }) {
      const speak = speaks(model.get('language'));
      const root = el('div', { class: `iptf ${name}`, 'data-ready': '0' },
        el('p', { class: 'opening' }, speak('waiting_for_kernel')));
      root.style.setProperty('--iptf-height', model.get('height'));
      host.append(root);
      /** @type {Shown|null} */
      let screen = null;
      const open = () => {
        if (!held || !life) return;
        screen = show(root, held, life, speak);
        screens.add(screen);
      };
      if (held) open();
      else waiting.add(open);
      return () => {
        waiting.delete(open);
        if (screen) {
          screen.end();
          screens.delete(screen);
        }
      };
    },
  };
}
