/**
 * Pictures of people and rooms, each fetched once when it first comes into view, a few at a time. Most have none: that is
 * remembered too.
 */

/** Requests under way at a time. */
const AT_ONCE = 4;
/** Kept at most; beyond this the oldest go. */
const KEPT = 500;

/** @typedef {`users/${string}` | `rooms/${string}`} Subject whose picture it is */

export class Pictures extends EventTarget {
  #token;
  /** @type {Map<string, string | null>} addresses within this page; null for those without a picture */
  #known = new Map();
  /** @type {string[]} */
  #wanted = [];
  #running = 0;

  /** @param {(renew: boolean) => Promise<string>} token */
  constructor(token) {
    super();
    this.#token = token;
  }

  /**
   * @param {string} subject
   * @returns {string | null | undefined} its address, null when there is none, undefined while that isn't known
   */
  of(subject) {
    return this.#known.get(subject);
  }

  /** @param {string} subject to be fetched, unless it is known */
  want(subject) {
    if (this.#known.has(subject) || this.#wanted.includes(subject)) return;
    this.#wanted.push(subject);
    this.#next();
  }

  /** Somebody changed it here. @param {string} subject */
  forget(subject) {
    const address = this.#known.get(subject);
    this.#known.delete(subject);
    this.want(subject);
    if (address) setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  /** Gives the memory back. */
  clear() {
    for (const address of this.#known.values()) if (address) URL.revokeObjectURL(address);
    this.#known.clear();
    this.#wanted = [];
  }

  async #next() {
    if (this.#running >= AT_ONCE || this.#wanted.length === 0) return;
    const subject = /** @type {string} */ (this.#wanted.shift());
    this.#running++;
    const address = await this.#fetch(subject).catch(() => undefined);
    this.#running--;
    if (address !== undefined) this.#keep(subject, address);
    this.#next();
  }

  async #fetch(subject) {
    const path = `/api/v1/${subject}/avatar`;
    const asked = async (renew) => fetch(path, { headers: { Authorization: `Bearer ${await this.#token(renew)}` } });
    let response = await asked(false);
    if (response.status === 401) response = await asked(true);
    if (response.ok) return URL.createObjectURL(await response.blob());
    return response.status === 404 ? null : undefined;
  }

  #keep(subject, address) {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(subject, address);
    this.dispatchEvent(new CustomEvent('picture', { detail: { subject } }));
  }
}
