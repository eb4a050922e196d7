/**
 * Files of messages within this page: each fetched once when it first comes into view. They cannot be addresses of the
 * server, for it gives them only to whoever shows a token.
 *
 * @typedef {'thumbnail' | 'whole'} Kind
 */

/** Requests under way at a time. */
const AT_ONCE = 4;
/** Kept at most, of each kind; beyond this those wanted longest ago go. */
const KEPT = { thumbnail: 200, whole: 24 };
/** A file may take this long. */
const TIMEOUT_MS = 120_000;

export class Files extends EventTarget {
  #fetch;
  /** @type {Record<Kind, Map<string, string | null>>} addresses within this page; null where it cannot be had */
  #known = { thumbnail: new Map(), whole: new Map() };
  /** @type {{id: string, kind: Kind}[]} last wanted last */
  #wanted = [];
  #running = 0;

  /** @param {(path: string, timeoutMs: number) => Promise<Blob>} fetch */
  constructor(fetch) {
    super();
    this.#fetch = fetch;
  }

  /** @param {string} id @param {Kind} kind @returns {string | null | undefined} undefined while it isn't here */
  of(id, kind) {
    return this.#known[kind].get(id);
  }

  /** @param {string} id @param {Kind} kind to be fetched, unless it is known or on its way */
  want(id, kind) {
    if (this.#known[kind].get(id) !== undefined || this.#wanted.some((one) => one.id === id && one.kind === kind)) return;
    this.#wanted.push({ id, kind });
    this.#next();
  }

  /** It was sent from here, so it need not be fetched. @param {string} id @param {Blob} file */
  adopt(id, file) {
    this.#keep(id, 'whole', URL.createObjectURL(file));
    this.#keep(id, 'thumbnail', URL.createObjectURL(file));
  }

  /** @param {string} id @returns {Promise<Blob>} */
  whole(id) {
    return this.#fetch(`/attachments/${id}`, TIMEOUT_MS);
  }

  /** Gives the memory back. */
  clear() {
    this.#wanted = [];
    for (const known of Object.values(this.#known)) {
      for (const address of known.values()) if (address) URL.revokeObjectURL(address);
      known.clear();
    }
  }

  async #next() {
    // What came into view last is most likely still there.
    const wanted = this.#running < AT_ONCE ? this.#wanted.at(-1) : undefined;
    if (!wanted) return;
    this.#running++;
    this.#wanted.pop();
    const { id, kind } = wanted;
    try {
      this.#keep(id, kind, URL.createObjectURL(await this.#fetch(`/attachments/${id}${kind === 'whole' ? '' : '/thumbnail'}`, TIMEOUT_MS)));
    } catch (problem) {
      // What may pass is tried again when it next comes into view.
      if (!problem.passing) this.#keep(id, kind, null);
      else this.dispatchEvent(new CustomEvent('file', { detail: { id } }));
    }
    this.#running--;
    this.#next();
  }

  #keep(id, kind, address) {
    const known = this.#known[kind];
    known.delete(id);
    known.set(id, address);
    if (known.size > KEPT[kind]) {
      const [[oldest, old]] = known;
      known.delete(oldest);
      if (old) URL.revokeObjectURL(old);
    }
    this.dispatchEvent(new CustomEvent('file', { detail: { id } }));
  }
}
