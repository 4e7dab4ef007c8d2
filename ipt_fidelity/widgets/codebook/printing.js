// @ts-check
// Printing the codebook alone: a notebook would print the part of it that its window shows.

/** @param {Document} page @returns {string} the rules of the codebook, as the browser holds them */
function rulesOf(page) {
  const found = [];
  for (const sheet of page.styleSheets) {
    try {
      for (const rule of sheet.cssRules) if (rule.cssText.includes('.iptf-book')) found.push(rule.cssText);
    } catch {
      // A sheet from elsewhere may not be read, and holds no rule of ours.
    }
  }
  return found.join('\n');
}

/** @param {HTMLElement} root the screen of a codebook */
export function print(root) {
  const page = root.ownerDocument;
  page.querySelector('.iptf-book-print')?.remove();
  const frame = page.createElement('iframe');
  frame.className = 'iptf-book-print';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  page.body.append(frame);
  const inside = frame.contentDocument;
  if (!inside) return;
  const style = inside.createElement('style');
  style.textContent = rulesOf(page);
  inside.head.append(style);
  inside.title = root.getAttribute('aria-label') ?? '';
  inside.body.append(inside.importNode(root, true));
  frame.contentWindow?.print();
}
