import { query } from '../protocol/api.js';

/**
 * Pictures of people and rooms, each fetched once when it first comes into view. Most have none, so those that come into
 * view together are asked about in one question, and only what there is is fetched.
 */

/** Requests under way at a time. */
const AT_ONCE = 4;
/** What comes into view within this time is asked about together. */
const GATHERED_MS = 40;
/** Asked about in one question. */
const ASKED = 100;
/** Kept at most; beyond this the oldest go. */
const KEPT = 500;

/** @typedef {`users/${string}` | `rooms/${string}`} Subject whose picture it is */

export class Pictures extends EventTarget {
  #api;
  /** @type {Map<string, string | null>} addresses within this page; null for those without a picture */
  #known = new Map();
  /** @type {Set<string>} not asked about yet */
  #unasked = new Set();
  /** @type {string[]} there is one, to be fetched */
  #wanted = [];
  #running = 0;
  #gathering;

  /** @param {import('../protocol/api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
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
    this.#unasked.add(subject);
    this.#gathering ??= setTimeout(() => this.#ask(), GATHERED_MS);
  }

  async #ask() {
    this.#gathering = undefined;
    const asked = [...this.#unasked].slice(0, ASKED);
    for (const subject of asked) this.#unasked.delete(subject);
    if (this.#unasked.size > 0) this.#gathering = setTimeout(() => this.#ask(), GATHERED_MS);
    const ids = (kind) => asked.filter((subject) => subject.startsWith(kind)).map((subject) => subject.slice(kind.length)).join(',');
    const answer = await this.#api.get(`/pictures${query({ users: ids('users/'), rooms: ids('rooms/') })}`).catch(() => null);
    // Without an answer each is wanted again when it next comes into view.
    if (!answer) return;
    const there = new Set(answer.pictures.map(({ user, room }) => (user ? `users/${user}` : `rooms/${room}`)));
    for (const subject of asked) {
      if (there.has(subject)) this.#wanted.push(subject);
      else this.#keep(subject, null);
    }
    for (let i = 0; i < AT_ONCE; i++) this.#next();
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
    this.#unasked.clear();
    this.#wanted = [];
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
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
    return URL.createObjectURL(await this.#api.file(`/${subject}/avatar`));
  }

  #keep(subject, address) {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(subject, address);
    this.dispatchEvent(new CustomEvent('picture', { detail: { subject } }));
  }
}
