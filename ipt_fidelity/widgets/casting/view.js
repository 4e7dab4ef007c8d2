// @ts-check
// Casting as anywidget shows it.
import { actingView } from '../page/acting_view.js';
import { Screen } from './screen.js';
import { castSpeaker } from './words.js';

/** The part that anywidget asks for. */
export default function castingView() {
  return actingView({
    name: 'iptf-cast',
    speaker: castSpeaker,
    show: (root, content, talk, speak) => new Screen(root, content, talk, speak),
  });
}
