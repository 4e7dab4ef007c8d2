// @ts-check
// Practice as anywidget shows it.
import { markingView } from '../page/marking_view.js';
import { Drill } from './drill.js';
import { Screen } from './screen.js';
import { practiceSpeaker } from './words.js';

/** The two parts that anywidget asks for. */
export default function practice() {
  return markingView({
    name: 'iptf-desk iptf-practice',
    hold: (content, around) => new Drill(content, around),
    show: (root, drill, life, speak) => new Screen(root, drill, life, practiceSpeaker(life.model.get('language'), speak)),
  });
}
