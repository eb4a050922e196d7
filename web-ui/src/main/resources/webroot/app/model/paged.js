/** A list the server gives page by page. Later answers to earlier questions are dropped. */
export class Paged {
  /** @type {any[] | null} null before the first answer */
  items = null;
  /** @type {string | undefined} */
  next = undefined;
  /** @type {any} */
  problem = null;
  #asked = 0;
  #page;
  #changed;

  /**
   * @param {(cursor: string | undefined) => Promise<{items: any[], next?: string}>} page
   * @param {() => void} changed
   */
  constructor(page, changed) {
    this.#page = page;
    this.#changed = changed;
  }

  /** @param {boolean} [more] the page after what is here; else from the beginning */
  async load(more = false) {
    const asked = ++this.#asked;
    try {
      const { items, next } = await this.#page(more ? this.next : undefined);
      if (asked !== this.#asked) return;
      this.items = more ? [...(this.items ?? []), ...items] : items;
      this.next = next;
      this.problem = null;
    } catch (problem) {
      if (asked === this.#asked) this.problem = problem;
    }
    if (asked === this.#asked) this.#changed();
  }

  /** @param {(item: any) => boolean} is @param {any} [instead] nothing takes it out */
  replace(is, instead) {
    this.items = (this.items ?? []).flatMap((item) => (is(item) ? (instead ? [instead] : []) : [item]));
    this.#changed();
  }
}
