import { Timeline } from './timeline.js';

/** Messages in one page of history. */
export const PAGE_MESSAGES = 60;
/** Lines held of one stretch of a room while somebody reads back; beyond it those furthest away are let go. */
export const STRETCH_LINES = 600;
/** Missing more entries than this, a room begins afresh from its newest page rather than catching up one by one. */
export const CATCH_UP_ENTRIES = 500;
/** While the holes of a room are asked for again, once in this many milliseconds at most. */
const REFETCH_EVERY_MS = 1_500;
/** Entries one answer of the log holds at most. */
const ENTRIES_AT_ONCE = 200;

/**
 * One room as this page follows it: its log from `since` on, and as much history as was looked at.
 *
 * @typedef {{before?: number, after?: number, around?: number}} Place where a page of history lies; nothing for the newest
 * @typedef {{history: (roomId: string, place: Place) => Promise<any>,
 *   entries: (roomId: string, after: number, limit: number) => Promise<any>,
 *   thread: (roomId: string, thread: number) => Promise<any>,
 *   register: (roomId: string, since: number) => void, now: () => number}} LogPort
 */
export class Conversation {
  roomId;
  /** @type {Timeline} the stretch that ends at the newest entry */
  timeline;
  /** @type {Timeline | null} a stretch further back, while it is looked at */
  detour = null;
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
  /** The page that is on its way, or was last. @type {Promise<void> | undefined} */
  #turn;

  /** @param {string} roomId @param {number} position @param {string} me @param {LogPort} port */
  constructor(roomId, position, me, port) {
    this.roomId = roomId;
    this.#me = me;
    this.#port = port;
    this.timeline = new Timeline(position, me);
  }

  /** The stretch to be seen. */
  get shown() {
    return this.detour ?? this.timeline;
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
      this.detour = null;
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
    if (verdict === 'applied') {
      this.detour?.follow(entry);
      this.#askUnsure(this.timeline);
      if (this.detour) this.#askUnsure(this.detour);
    }
    return verdict === 'applied';
  }

  /** How much is left of a thread whose older answers changed only the server knows. @param {Timeline} stretch */
  #askUnsure(stretch) {
    for (const seq of stretch.takeUnsure()) {
      this.#port.thread(this.roomId, seq).then(
        ({ root, head }) => stretch.retell(root, head),
        () => {},
      );
    }
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

  /** Loads the newest page, or the one before the oldest line seen. */
  async load() {
    if (this.loading || (this.loaded && this.shown.reachedStart)) return;
    if (!this.loaded) {
      await this.#page({}, (page) => {
        this.timeline.merge(page.messages, { asOf: this.#asOf(page), reachedStart: isLast(page) });
        this.loaded = true;
      });
      return;
    }
    this.#leaveTheEnd();
    const stretch = this.shown;
    await this.#page({ before: stretch.oldest }, (page) => {
      stretch.merge(page.messages, { asOf: this.#asOf(page), reachedStart: isLast(page) });
      if (stretch === this.detour) stretch.trimEnd(STRETCH_LINES);
    });
  }

  /** Loads what comes after the newest line of a detour, until it meets the end. */
  async loadNewer() {
    const stretch = this.detour;
    if (this.loading || !stretch) return;
    await this.#page({ after: stretch.newest }, (page) => {
      stretch.merge(page.messages, { asOf: this.#asOf(page) });
      this.#meetTheEnd(stretch, page.messages.length === 0);
      if (this.detour) stretch.trim(STRETCH_LINES);
    });
  }

  /**
   * Shows the stretch a message lies in.
   *
   * @param {number} seq its number
   */
  async goTo(seq) {
    await this.#turn;
    if (!this.loaded) await this.load();
    if (!this.loaded || this.loading || this.shown.item(seq)) return;
    this.detour = null;
    if (this.timeline.item(seq) || (seq >= this.timeline.oldest && this.timeline.size > 0)) return;
    const stretch = new Timeline(this.timeline.position, this.#me);
    this.detour = stretch;
    await this.#page({ around: seq }, (page) => {
      stretch.merge(page.messages, { asOf: this.#asOf(page), reachedStart: page.messages[0]?.seq === 1 });
      this.#meetTheEnd(stretch, page.messages.length === 0);
    });
    if (this.failure) this.detour = null;
  }

  /** Back to the newest messages. */
  toEnd() {
    this.detour = null;
    this.timeline.trim(STRETCH_LINES);
  }

  /** Reading back beyond what is held, the newest lines stay as the end and the others go on as a detour. */
  #leaveTheEnd() {
    if (this.detour || this.timeline.size < STRETCH_LINES) return;
    this.detour = this.timeline.older(STRETCH_LINES - PAGE_MESSAGES);
    this.timeline.trim(PAGE_MESSAGES);
  }

  /**
   * Whether all the log has is here, from the oldest line held to its end, by comparing with the log itself.
   *
   * @returns {Promise<{from: number, upTo: number, missing: number[]}>} numbers of messages that are not here
   */
  async verify() {
    const { timeline } = this;
    const from = timeline.oldest || timeline.position;
    const upTo = timeline.position;
    const missing = [];
    for (let after = from - 1; after < upTo; ) {
      const { entries } = await this.#port.entries(this.roomId, after, ENTRIES_AT_ONCE);
      const within = entries.filter(({ seq }) => seq > after && seq <= upTo);
      if (within.length === 0) break;
      missing.push(...within.filter(({ seq, kind }) => kind === 'message' && !timeline.item(seq)).map(({ seq }) => seq));
      after = within.at(-1).seq;
    }
    return { from, upTo, missing };
  }

  #meetTheEnd(stretch, nothingNewer) {
    if (stretch !== this.detour || (!nothingNewer && stretch.newest < this.timeline.oldest)) return;
    const { position } = this.timeline;
    this.timeline.merge(stretch.items, { asOf: position, reachedStart: stretch.reachedStart });
    this.detour = null;
  }

  /** A page's state is that of its head, where it says so. */
  #asOf(page) {
    return page.head ?? this.timeline.position;
  }

  /**
   * @param {Place} place
   * @param {(page: any) => void} take
   */
  #page(place, take) {
    return (this.#turn = this.#fetched(place, take));
  }

  async #fetched(place, take) {
    this.loading = true;
    this.failure = null;
    const [timeline, stretch] = [this.timeline, this.shown];
    const current = () => timeline === this.timeline && stretch === this.shown;
    try {
      const page = await this.#port.history(this.roomId, place);
      if (!current()) return;
      const others = await this.#between(page, place);
      if (!current()) return;
      if (others.length > 0) stretch.merge(others, { asOf: timeline.position });
      take(page);
    } catch (problem) {
      if (current()) this.failure = problem;
    } finally {
      if (timeline === this.timeline) this.loading = false;
    }
  }

  /** History pages hold messages; joins, leaves and new names between them come from the log itself. */
  async #between(page, { before, after, around }) {
    const numbers = page.messages.map((message) => message.seq);
    if (numbers.length === 0 && before === undefined) return [];
    const position = this.timeline.position;
    const first = after !== undefined ? after + 1 : around === undefined && isLast(page) ? 1 : Math.min(...numbers);
    const newest = around === undefined && after === undefined ? Math.min(page.head ?? position, position) : Math.max(...numbers);
    const last = before !== undefined ? before - 1 : newest;
    if (last - first + 1 <= numbers.length || last - first >= ENTRIES_AT_ONCE) return [];
    const shown = [];
    // Where entries are long, one answer does not hold all that were asked for.
    for (let from = first - 1; from < last; ) {
      const log = await this.#port.entries(this.roomId, from, last - from).catch(() => null);
      const entries = (log?.entries ?? []).filter((entry) => entry.seq > from && entry.seq <= last);
      if (entries.length === 0) break;
      shown.push(...entries.filter((entry) => entry.kind === 'member' || entry.kind === 'room'));
      from = entries.at(-1).seq;
    }
    return shown;
  }
}

/** Nothing lies before this page. */
function isLast(page) {
  return page.messages.length === 0 || page.next === undefined || page.next === null;
}
