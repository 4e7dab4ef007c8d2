// @ts-check
// The review of masking as anywidget shows it.
import { actingView } from '../page/acting_view.js';
import { Screen } from './screen.js';
import { maskSpeaker } from './words.js';

/** The part that anywidget asks for. */
export default function maskingView() {
  return actingView({
    name: 'iptf-mask',
    speaker: maskSpeaker,
    show: (root, content, talk, speak) => new Screen(root, content, talk, speak),
  });
}
