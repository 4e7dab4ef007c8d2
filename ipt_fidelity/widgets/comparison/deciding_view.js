// @ts-check
// Sheets side by side, to be decided between, as anywidget shows them.
import { markingView } from '../page/marking_view.js';
import { Decisions } from './decisions.js';
import { DecidingScreen } from './deciding_screen.js';
import { comparingSpeaker } from './words.js';

/** The two parts that anywidget asks for. */
export default function adjudication() {
  return markingView({
    name: 'iptf-compare',
    speaks: comparingSpeaker,
    hold: (content, around) => new Decisions(content, around),
    show: (root, decisions, life, speak) => new DecidingScreen(root, decisions, life, speak).open(),
  });
}
