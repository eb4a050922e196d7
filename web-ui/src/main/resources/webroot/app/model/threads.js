import { Thread } from './thread.js';
import { mentions } from './unread.js';

/** Threads asked for at once: those I follow with the newest messages. */
const LISTED = 100;
/** Threads kept after they were closed. */
const KEPT = 6;
/** What happens in many threads within this time is asked about once. */
const PAUSE_MS = 400;

/**
 * The threads I follow, with what is new in them, and those that are open. The server counts; what is heard here only tells
 * when to ask again.
 *
 * Emits `change` when the list or a mark changed.
 *
 * @typedef {import('./thread.js').ThreadState} ThreadState
 * @typedef {(address: string, body: any) => Promise<any>} Ask
 */
export class Threads extends EventTarget {
  #ask;
  #me;
  #changed;
  /** @type {Map<string, ThreadState>} those I follow */
  #followed = new Map();
  /** Threads that were heard of since the list was asked for, and those heard of before that I do not follow. */
  #heardOf = new Set();
  #others = new Set();
  /** @type {Map<string, Thread>} in the order they were opened */
  #open = new Map();
  #timer;
  /** The list was asked for once. */
  loaded = false;

  /**
   * @param {Ask} ask
   * @param {string} me
   * @param {(roomId: string) => void} changed something about a room's threads is to be drawn anew
   */
  constructor(ask, me, changed) {
    super();
    this.#ask = ask;
    this.#me = me;
    this.#changed = changed;
  }

  /** @returns {ThreadState[]} those with the newest messages first */
  get followed() {
    const last = (state) => state.lastAt ?? '';
    return [...this.#followed.values()].sort((a, b) => (last(a) < last(b) ? 1 : last(a) > last(b) ? -1 : 0));
  }

  /** @returns {number} threads with something unread */
  get unread() {
    return this.followed.filter((state) => state.unread > 0).length;
  }

  /** @param {string} roomId @param {number} root @returns {ThreadState | undefined} of a thread I follow */
  state(roomId, root) {
    return this.#followed.get(key(roomId, root));
  }

  /** @param {string} roomId @param {number} root */
  open(roomId, root) {
    const name = key(roomId, root);
    let thread = this.#open.get(name);
    if (!thread) {
      thread = new Thread(roomId, root, this.#me, {
        page: (room, number, before, limit) => this.#ask('thread.get', { roomId: room, thread: number, limit, ...(before ? { before } : {}) }),
      });
    }
    this.#open.delete(name);
    this.#open.set(name, thread);
    const [oldest] = this.#open.keys();
    if (this.#open.size > KEPT) this.#open.delete(oldest);
    return thread;
  }

  /** @param {Thread} thread */
  async load(thread) {
    const loading = thread.load();
    this.#changed(thread.roomId);
    await loading;
    this.#changed(thread.roomId);
  }

  /** The next entry of a room's log. @param {string} roomId @param {any} entry */
  accept(roomId, entry) {
    for (const thread of this.#open.values()) if (thread.roomId === roomId) thread.accept(entry);
    if (entry.kind === 'message' && entry.thread && this.#concerns(roomId, entry)) this.#soon();
    if (entry.kind === 'delete' && this.followed.some((state) => state.roomId === roomId && entry.target >= state.thread)) this.#soon();
  }

  #concerns(roomId, entry) {
    const name = key(roomId, entry.thread);
    this.#heardOf.add(name);
    return this.#followed.has(name) || !this.#others.has(name) || entry.actor?.id === this.#me || mentions(entry, this.#me);
  }

  #soon() {
    this.#timer ??= setTimeout(() => this.refresh(), PAUSE_MS);
  }

  /** Asks which threads I follow, and how far. */
  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const answer = await this.#ask('me.threads', { limit: LISTED }).catch(() => null);
    if (!answer) return;
    this.#followed = new Map(answer.threads.map((state) => [key(state.roomId, state.thread), state]));
    this.loaded = true;
    for (const name of this.#heardOf) if (!this.#followed.has(name)) this.#others.add(name);
    this.#heardOf.clear();
    for (const [name, thread] of this.#open) {
      const state = this.#followed.get(name);
      if (state) thread.state = state;
    }
    this.#tell();
  }

  /** Entries of a room may have been missed. @param {string} [roomId] of all, if not said */
  reload(roomId) {
    for (const thread of this.#open.values()) {
      if (roomId !== undefined && thread.roomId !== roomId) continue;
      thread.reload().then(() => this.#changed(thread.roomId));
    }
  }

  /** My mark was moved, or I follow another thread: here or on another device. @param {ThreadState} state */
  heard(state) {
    const name = key(state.roomId, state.thread);
    if (state.follows) {
      this.#followed.set(name, state);
      this.#others.delete(name);
    } else {
      this.#followed.delete(name);
      this.#others.add(name);
    }
    const open = this.#open.get(name);
    if (open) open.state = state;
    this.#tell();
  }

  /** @param {string} roomId @param {number} root @param {boolean} on */
  async follow(roomId, root, on) {
    const state = await this.#ask(on ? 'thread.follow' : 'thread.unfollow', { roomId, thread: root });
    const before = this.#open.get(key(roomId, root))?.state ?? this.state(roomId, root);
    if (state?.thread) this.heard(state);
    else if (before) this.heard({ ...before, follows: false, unread: 0, mentions: 0 });
  }

  /**
   * Everything in a thread up to this number has been on the screen.
   *
   * @param {string} roomId @param {number} root @param {number} seq
   * @returns {Promise<ThreadState | null>} null when nothing moved
   */
  async read(roomId, root, seq) {
    const state = this.#open.get(key(roomId, root))?.state ?? this.state(roomId, root);
    if (!state || seq <= state.readSeq) return null;
    const all = seq >= (state.lastSeq ?? 0);
    this.heard({ ...state, readSeq: seq, ...(all ? { unread: 0, mentions: 0 } : {}) });
    const now = await this.#ask('thread.read', { roomId, thread: root, seq }).catch(() => null);
    if (now) this.heard(now);
    return now;
  }

  /** @param {string} roomId a room I am in no more */
  forget(roomId) {
    for (const [name, thread] of this.#open) if (thread.roomId === roomId) this.#open.delete(name);
    for (const [name, state] of this.#followed) if (state.roomId === roomId) this.#followed.delete(name);
    this.#tell();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
    for (const roomId of new Set(this.followed.map((state) => state.roomId))) this.#changed(roomId);
  }
}

const key = (roomId, root) => `${roomId}/${root}`;
