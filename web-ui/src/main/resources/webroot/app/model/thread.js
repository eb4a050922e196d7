import { Timeline } from './timeline.js';

/** Answers in one page. */
const PAGE = 50;
/** Lines of a thread that are held; those furthest back are let go. */
export const THREAD_LINES = 600;

/**
 * One thread as this page follows it: the message it began with and as many of its answers as were looked at. What comes
 * live comes in order with the room's own entries.
 *
 * @typedef {{roomId: string, thread: number, replies: number, lastSeq?: number, lastAt?: string, follows: boolean,
 *   readSeq: number, unread: number, mentions: number}} ThreadState as the server gives it
 * @typedef {{page: (roomId: string, root: number, before?: number, limit?: number) => Promise<any>}} ThreadPort
 */
export class Thread {
  roomId;
  /** Number of the message it began with. */
  root;
  /** @type {ThreadState | null} */
  state = null;
  /** The message it began with, and its answers. */
  timeline;
  loaded = false;
  loading = false;
  /** @type {any} why the last attempt to load failed */
  failure = null;
  #me;
  #port;
  /** Entries that came while the first page was on its way. @type {any[]} */
  #meanwhile = [];

  /** @param {string} roomId @param {number} root @param {string} me @param {ThreadPort} port */
  constructor(roomId, root, me, port) {
    this.roomId = roomId;
    this.root = root;
    this.#me = me;
    this.#port = port;
    this.timeline = new Timeline(0, me);
  }

  /** The first page, or the one before the oldest answer. */
  async load() {
    if (this.loading || (this.loaded && this.timeline.reachedStart)) return;
    this.loading = true;
    this.failure = null;
    try {
      if (this.loaded) await this.#older();
      else await this.#newest();
    } catch (problem) {
      this.failure = problem;
    }
    this.loading = false;
  }

  async #newest() {
    this.#meanwhile = [];
    const { state, root, messages, head, more } = await this.#port.page(this.roomId, this.root, undefined, PAGE);
    this.state = state;
    this.timeline = new Timeline(head, this.#me);
    this.timeline.merge([root, ...messages], { asOf: head, reachedStart: !more });
    this.loaded = true;
    for (const entry of this.#meanwhile) this.accept(entry);
    this.#meanwhile = [];
  }

  async #older() {
    const oldest = this.answers[0]?.seq;
    const { messages, head, more } = await this.#port.page(this.roomId, this.root, oldest, PAGE);
    this.timeline.merge(messages, { asOf: head, reachedStart: !more });
  }

  /** Entries may have been missed: begins anew, and shows what is here until the page has come. */
  async reload() {
    if (this.loading) return;
    this.loaded = false;
    await this.load();
  }

  get first() {
    return this.timeline.item(this.root);
  }

  get answers() {
    return this.timeline.items.filter(({ seq }) => seq !== this.root);
  }

  /** @param {any} entry the next of the room's log */
  accept(entry) {
    if (!this.loaded) {
      this.#meanwhile.push(entry);
      return;
    }
    this.timeline.follow(entry, entry.kind === 'message' && entry.thread === this.root);
  }
}
