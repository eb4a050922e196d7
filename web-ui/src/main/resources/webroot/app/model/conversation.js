import { Timeline } from './timeline.js';

/** Messages in one page of history. */
export const PAGE_MESSAGES = 60;
/** Missing more entries than this, a room begins afresh from its newest page rather than catching up one by one. */
export const CATCH_UP_ENTRIES = 500;
/** While the holes of a room are asked for again, once in this many milliseconds at most. */
const REFETCH_EVERY_MS = 1_500;

/**
 * One room as this page follows it: its log from `since` on, and as much history as was looked at.
 *
 * @typedef {{history: (roomId: string, before?: number) => Promise<any>,
 *   entries: (roomId: string, after: number, limit: number) => Promise<any>,
 *   register: (roomId: string, since: number) => void, now: () => number}} LogPort
 */
export class Conversation {
  roomId;
  /** @type {Timeline} */
  timeline;
  /** The first page of history is here. */
  loaded = false;
  /** A page of history is on its way. */
  loading = false;
  /** The last attempt to load failed: the list offers to try again. @type {import('../protocol/problem.js').Problem | null} */
  failure = null;
  /** Entries are missing and were asked for. */
  filling = false;
  /** The live frames flow; false from a cut to the `live` mark. */
  live = false;
  #me;
  #port;
  #refetchAt = 0;

  /** @param {string} roomId @param {number} position @param {string} me @param {LogPort} port */
  constructor(roomId, position, me, port) {
    this.roomId = roomId;
    this.#me = me;
    this.#port = port;
    this.timeline = new Timeline(position, me);
  }

  /** Follow the log (again) after the last entry known. */
  register() {
    this.live = false;
    this.#port.register(this.roomId, this.timeline.position);
  }

  /**
   * After a cut: goes on where it was, or forgets everything when that is too far behind or another log.
   *
   * @param {number} head the room's last entry by now
   * @param {boolean} sameLog
   * @returns {boolean} whether it began afresh
   */
  resume(head, sameLog) {
    const behind = head - this.timeline.position;
    const afresh = !sameLog || behind > CATCH_UP_ENTRIES || behind < 0 || !this.loaded;
    if (afresh) {
      this.timeline = new Timeline(head, this.#me);
      this.loaded = this.loading = false;
    }
    this.filling = !afresh && behind > 0;
    this.register();
    return afresh;
  }

  /** @param {any} entry @returns {boolean} whether it was new */
  accept(entry) {
    const verdict = this.timeline.accept(entry);
    if (verdict === 'hole') this.#refetch();
    return verdict === 'applied';
  }

  /** All that was missed has come. @param {number} head */
  caughtUp(head) {
    this.live = true;
    this.filling = this.timeline.position < head;
    if (this.filling) this.#refetch();
  }

  #refetch() {
    this.filling = true;
    const now = this.#port.now();
    if (now < this.#refetchAt) return;
    this.#refetchAt = now + REFETCH_EVERY_MS;
    this.register();
  }

  /** Loads the newest page, or the one before the oldest line held. */
  async load() {
    if (this.loading || (this.loaded && this.timeline.reachedStart)) return;
    this.loading = true;
    this.failure = null;
    const timeline = this.timeline;
    try {
      const before = this.loaded ? timeline.oldest : undefined;
      const page = await this.#port.history(this.roomId, before);
      if (timeline !== this.timeline) return;
      const reachedStart = page.messages.length === 0 || page.next === undefined || page.next === null;
      await this.#fillBetween(timeline, page, before, reachedStart);
      timeline.merge(page.messages, { asOf: page.head ?? timeline.position, reachedStart });
      this.loaded = true;
    } catch (problem) {
      if (timeline === this.timeline) this.failure = problem;
    } finally {
      if (timeline === this.timeline) this.loading = false;
    }
  }

  /** History pages hold messages; joins, leaves and new names between them come from the log itself. */
  async #fillBetween(timeline, page, before, reachedStart) {
    const numbers = page.messages.map((message) => message.seq);
    const first = reachedStart ? 1 : Math.min(...numbers);
    const last = before ? before - 1 : Math.min(page.head ?? timeline.position, timeline.position);
    const others = last - first + 1 - numbers.length;
    if (others <= 0 || last - first >= 200) return;
    const shown = [];
    // Where entries are long, one answer does not hold all that were asked for.
    for (let after = first - 1; after < last; ) {
      const log = await this.#port.entries(this.roomId, after, last - after).catch(() => null);
      const entries = (log?.entries ?? []).filter((entry) => entry.seq > after && entry.seq <= last);
      if (entries.length === 0) break;
      shown.push(...entries.filter((entry) => entry.kind === 'member' || entry.kind === 'room'));
      after = entries.at(-1).seq;
    }
    if (timeline === this.timeline) timeline.merge(shown, { asOf: timeline.position });
  }
}
