import { LitElement } from 'lit';

/**
 * What all elements of the page share: they render into the page itself, so that one set of style sheets and plain
 * labels by id reach everything, and they redraw when something they watch says that it changed.
 */
export class View extends LitElement {
  #watching = new AbortController();

  createRenderRoot() {
    return this;
  }

  /**
   * Redraws on events, until the element leaves the page.
   *
   * @param {EventTarget | undefined} target
   * @param {string[]} types
   * @param {(event: any) => void} [then] instead of a redraw
   */
  watch(target, types, then = () => this.requestUpdate()) {
    for (const type of types) target?.addEventListener(type, then, { signal: this.#watching.signal });
  }

  /** Ends what watch() began. */
  unwatch() {
    this.#watching.abort();
    this.#watching = new AbortController();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.unwatch();
  }

  /** @param {string} selector @returns {any} the first element in here, null when there is none */
  find(selector) {
    return this.querySelector(selector);
  }
}

export const narrowScreen = matchMedia('(max-width: 759px)');

/** Wide enough for two conversations side by side. */
export const twoRooms = matchMedia('(min-width: 1100px)');

/** True on screens that show one pane at a time. */
export const narrow = () => narrowScreen.matches;

/** True where fingers are the pointer: Enter makes a line there, and nothing pops up a keyboard unasked. */
export const touch = () => matchMedia('(hover: none) and (pointer: coarse)').matches;
