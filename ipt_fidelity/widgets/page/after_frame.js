// @ts-check
// What follows from a key without being what the key did: drawn once the frame that shows the key is out.

export class AfterFrame {
  /** @param {() => void} draw */
  constructor(draw) {
    this.draw = draw;
    this.asked = false;
  }

  /** Draw soon, once for all that asks until then. */
  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => setTimeout(() => this.now()));
  }

  /** Draw what was asked for, for a reader that cannot wait. */
  now() {
    if (!this.asked) return;
    this.asked = false;
    this.draw();
  }
}
