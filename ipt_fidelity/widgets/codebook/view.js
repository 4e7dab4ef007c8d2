// @ts-check
// The codebook as anywidget shows it.
import { readingView } from '../page/reading_view.js';
import { Book } from './book.js';
import { Screen } from './screen.js';
import { bookSpeaker } from './words.js';

/** The part that anywidget asks for. */
export default function codebookView() {
  return readingView({
    name: 'iptf-book',
    speaker: bookSpeaker,
    show: (root, content, speak) => new Screen(root, new Book(content, speak), speak),
  });
}
