// @ts-check
// Sheets side by side, to be read, as anywidget shows them.
import { readingView } from '../page/reading_view.js';
import { Points } from './points.js';
import { Screen } from './screen.js';
import { comparingSpeaker } from './words.js';

/** The part that anywidget asks for. */
export default function sideBySide() {
  return readingView({
    name: 'iptf-compare',
    speaker: comparingSpeaker,
    show: (root, content, speak) => new Screen(root, new Points(content), speak).open(),
  });
}
