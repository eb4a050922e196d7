/**
 * Messages on their way. Each has an id made here, is kept in storage until the room's log has it, leaves in order within
 * its room, and is sent again with the same id after any failure that may pass: the server takes a repeat for the first.
 *
 * @typedef {'sending' | 'stored' | 'failed'} OutboxState
 * @typedef {{clientId: string, roomId: string, content: string, replyTo?: number, thread?: number, attachments?: any[], at: number, tab: string,
 *   state: OutboxState, seq?: number, code?: string}} OutboxItem
 */

import { randomId } from './ids.js';

const RETRY_FIRST_MS = 800;
const RETRY_LONGEST_MS = 15_000;

export class Outbox {
  #prefix;
  #storage;
  #send;
  #tab;
  #later;
  #online = false;
  /** @type {OutboxItem[]} in the order they were written */
  #items = [];
  /** Rooms whose first item is on its way. */
  #busy = new Set();
  /** @type {Map<string, number>} tries in a row that failed, by room */
  #failures = new Map();

  /** @type {(roomId: string) => void} */
  onChange = () => {};

  /**
   * @param {{userId: string, storage: Storage, tab: string, send: (item: OutboxItem) => Promise<{seq: number}>,
   *     later?: (run: () => void, ms: number) => void}} ports
   *     `send` rejects with a Problem, whose `passing` says whether to try again
   */
  constructor({ userId, storage, tab, send, later = (run, ms) => setTimeout(run, ms) }) {
    this.#prefix = `tertulia.outbox.${userId}.`;
    this.#storage = storage;
    this.#tab = tab;
    this.#send = send;
    this.#later = later;
  }

  /**
   * Takes up what an earlier page left, except what a living tab is sending itself.
   *
   * @param {Set<string>} livingTabs
   */
  adopt(livingTabs) {
    for (let i = 0; i < this.#storage.length; i++) {
      const key = this.#storage.key(i);
      if (!key?.startsWith(this.#prefix)) continue;
      const item = parse(this.#storage.getItem(key));
      if (!item || (item.tab !== this.#tab && livingTabs.has(item.tab))) continue;
      if (this.#items.some((known) => known.clientId === item.clientId)) continue;
      this.#items.push({ ...item, tab: this.#tab, state: item.state === 'failed' ? 'failed' : 'sending' });
    }
    this.#items.sort((a, b) => a.at - b.at);
    for (const item of this.#items) this.#keep(item);
    this.#pump();
  }

  /** @param {string} roomId @returns {OutboxItem[]} */
  of(roomId) {
    return this.#items.filter((item) => item.roomId === roomId);
  }

  get size() {
    return this.#items.length;
  }

  /**
   * @param {{roomId: string, content: string, replyTo?: number, thread?: number, attachments?: any[]}} message `attachments` as
   *     the server answered their upload
   * @param {number} now
   * @returns {string} the client id
   */
  add({ roomId, content, replyTo, thread, attachments }, now) {
    // Two messages of one millisecond keep their order.
    const at = Math.max(now, (this.#items.at(-1)?.at ?? 0) + 1);
    const item = { clientId: randomId(), roomId, content, replyTo, thread, attachments, at, tab: this.#tab, state: 'sending' };
    this.#items.push(/** @type {OutboxItem} */ (item));
    this.#keep(item);
    this.onChange(roomId);
    this.#pump();
    return item.clientId;
  }

  /** @param {boolean} online */
  setOnline(online) {
    this.#online = online;
    if (online) {
      this.#failures.clear();
      this.#pump();
    }
  }

  /** The room's log has it. */
  confirm(clientId) {
    this.#remove(clientId);
  }

  /** Everything stored up to here has been seen in the log. */
  confirmUpTo(roomId, seq) {
    for (const item of this.of(roomId)) {
      if (item.state === 'stored' && (item.seq ?? 0) <= seq) this.#remove(item.clientId);
    }
  }

  /** Sends a failed message again: a new id, for the old one may be what was refused. */
  retry(clientId) {
    const item = this.#items.find((one) => one.clientId === clientId);
    if (!item || item.state !== 'failed') return;
    this.#remove(clientId);
    this.add(item, item.at);
  }

  discard(clientId) {
    this.#remove(clientId);
  }

  #pump() {
    if (!this.#online) return;
    for (const roomId of new Set(this.#items.map((item) => item.roomId))) this.#pumpRoom(roomId);
  }

  #pumpRoom(roomId) {
    if (!this.#online || this.#busy.has(roomId)) return;
    const next = this.#items.find((item) => item.roomId === roomId && item.state === 'sending');
    if (!next) return;
    this.#busy.add(roomId);
    this.#send(next).then(
      (stored) => this.#stored(next, stored),
      (problem) => this.#refused(next, problem),
    );
  }

  #stored(item, { seq }) {
    this.#busy.delete(item.roomId);
    this.#failures.delete(item.roomId);
    if (this.#items.includes(item)) {
      this.#change(item, { state: 'stored', seq });
      this.#storage.removeItem(this.#prefix + item.clientId);
    }
    this.#pumpRoom(item.roomId);
  }

  #refused(item, problem) {
    this.#busy.delete(item.roomId);
    if (!problem.passing && problem.status !== 401) {
      if (this.#items.includes(item)) {
        this.#keep(this.#change(item, { state: 'failed', code: problem.code }));
      }
      this.#pumpRoom(item.roomId);
      return;
    }
    const failures = (this.#failures.get(item.roomId) ?? 0) + 1;
    this.#failures.set(item.roomId, failures);
    const delay = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** (failures - 1));
    this.#later(() => this.#pumpRoom(item.roomId), problem.retryAfterMs ?? delay);
  }

  #change(item, parts) {
    const changed = { ...item, ...parts };
    this.#items[this.#items.indexOf(item)] = changed;
    this.onChange(item.roomId);
    return changed;
  }

  #keep(item) {
    try {
      this.#storage.setItem(this.#prefix + item.clientId, JSON.stringify(item));
    } catch {
      // Storage is full or forbidden: the message still lives as long as the page does.
    }
  }

  #remove(clientId) {
    const at = this.#items.findIndex((item) => item.clientId === clientId);
    if (at < 0) return;
    const [item] = this.#items.splice(at, 1);
    this.#storage.removeItem(this.#prefix + clientId);
    this.onChange(item.roomId);
  }
}

/** @returns {OutboxItem | null} */
function parse(text) {
  try {
    const item = JSON.parse(text ?? '');
    return item && typeof item.clientId === 'string' && typeof item.content === 'string' ? item : null;
  } catch {
    return null;
  }
}
