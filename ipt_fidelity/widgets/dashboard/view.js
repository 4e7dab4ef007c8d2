// @ts-check
// Agreement as anywidget shows it.
import { readingView } from '../page/reading_view.js';
import { Screen } from './screen.js';
import { agreementSpeaker } from './words.js';

/** The part that anywidget asks for. */
export default function agreement() {
  return {
    /** @param {{model: any, el: HTMLElement}} given */
    render(given) {
      return readingView({
        name: 'iptf-agreement',
        speaker: agreementSpeaker,
        show: (root, content, speak) => new Screen(root, content, speak, given.model),
      }).render(given);
    },
  };
}
