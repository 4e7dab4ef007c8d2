// @ts-check
// The coding desk as anywidget shows it.
import { markingView } from '../page/marking_view.js';
import { Desk } from './desk.js';
import { Screen } from './screen.js';
import { deskSpeaker } from './words.js';

/** The two parts that anywidget asks for. */
export default function codingDesk() {
  return markingView({
    name: 'iptf-desk',
    speaks: deskSpeaker,
    hold: (content, around) => new Desk(content, around),
    show: (root, desk, life, speak) => new Screen(root, desk, life, speak),
  });
}
