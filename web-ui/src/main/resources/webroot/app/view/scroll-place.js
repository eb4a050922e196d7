/** Within this many pixels of the end a list counts as at its end. */
const AT_END_PX = 48;
/** Within this many pixels of either end more is fetched. */
const NEAR_PX = 600;

/**
 * Where the reader of a list is, kept while lines come and go above and below. Lines are elements with `data-key`; those of
 * the log have `data-seq`.
 */
export class ScrollPlace {
  /** The list stays at its end when something is added. */
  atEnd = true;
  /** The first sight of the list was arranged. */
  placed = false;
  /** @type {{key: string, top: number} | null} */
  #anchor = null;
  /** Where the list was put when it was put at its end. */
  #endTop = 0;
  /** @type {() => HTMLElement | null} */
  #list;

  /** @param {() => HTMLElement | null} list the element that scrolls */
  constructor(list) {
    this.#list = list;
  }

  /** Another list is to be shown. */
  reset() {
    this.atEnd = true;
    this.placed = false;
    this.#anchor = null;
  }

  /** Before lines change: remembers the first one in view. */
  remember() {
    const list = this.#list();
    // Somebody may have scrolled away already, though the event that says so comes with the next frame.
    if (list && this.placed && this.atEnd && list.scrollTop < this.#endTop - 1) this.look();
    this.#anchor = this.atEnd ? null : this.#firstInView();
  }

  /** After lines changed: puts what was remembered where it was, or the end to the end. */
  settle() {
    const list = this.#list();
    if (!list || !this.placed) return;
    if (this.atEnd) {
      list.scrollTop = list.scrollHeight;
      this.#endTop = list.scrollTop;
    } else if (this.#anchor) {
      const line = this.line(`[data-key="${CSS.escape(this.#anchor.key)}"]`);
      if (line) list.scrollTop += line.getBoundingClientRect().top - this.#anchor.top;
      this.#anchor = null;
    }
  }

  /** First sight: at this line with some of what comes before it, or at the end. @param {HTMLElement | null} line */
  place(line) {
    const list = this.#list();
    if (!list) return;
    this.placed = true;
    list.scrollTop = list.scrollHeight;
    this.#endTop = list.scrollTop;
    if (line && line.offsetTop < list.scrollHeight - list.clientHeight) {
      list.scrollTop = line.offsetTop - list.clientHeight / 4;
    }
    this.look();
  }

  /** @param {HTMLElement} line */
  centre(line) {
    this.placed = true;
    this.atEnd = false;
    this.#anchor = null;
    line.scrollIntoView({ block: 'center' });
    this.look();
  }

  /** @param {string} selector @returns {HTMLElement | null} */
  line(selector) {
    return this.#list()?.querySelector(selector) ?? null;
  }

  look() {
    const list = this.#list();
    if (list) this.atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_PX;
  }

  get nearStart() {
    const list = this.#list();
    return this.placed && list !== null && list.scrollTop < NEAR_PX;
  }

  get nearEnd() {
    const list = this.#list();
    return this.placed && list !== null && list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
  }

  /** Number of the last entry whose line is in view whole; 0 for none. */
  lastInView() {
    const list = this.#list();
    if (!list) return 0;
    const bottom = list.getBoundingClientRect().bottom;
    const lines = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-seq]')]);
    return Number(lines.findLast((line) => line.getBoundingClientRect().bottom <= bottom)?.dataset.seq ?? 0);
  }

  #firstInView() {
    const list = this.#list();
    if (!list) return null;
    const top = list.getBoundingClientRect().top;
    for (const line of /** @type {Iterable<HTMLElement>} */ (list.querySelectorAll('[data-key]'))) {
      const box = line.getBoundingClientRect();
      if (box.bottom > top) return { key: line.dataset.key ?? '', top: box.top };
    }
    return null;
  }
}
