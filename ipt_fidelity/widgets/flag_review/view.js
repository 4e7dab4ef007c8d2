// @ts-check
// The flag review as anywidget shows it.
import { markingView } from '../page/marking_view.js';
import { Review } from './review.js';
import { Screen } from './screen.js';
import { reviewSpeaker } from './words.js';

/** The two parts that anywidget asks for. */
export default function flagReview() {
  return markingView({
    name: 'iptf-flags',
    speaks: reviewSpeaker,
    hold: (content, around) => new Review(content, around),
    show: (root, review, life, speak) => new Screen(root, review, life, speak),
  });
}
