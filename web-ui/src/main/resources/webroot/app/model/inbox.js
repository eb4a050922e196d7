import { attention, isQuiet } from './roomlist.js';
import { query } from '../protocol/api.js';

/**
 * What happened while I was away: per room and thread, with the first lines of it.
 *
 * @typedef {{key: string, room: any, thread?: any, root?: any, unread: number, mentions: number, messages: any[] | null, upTo: number}} Piece
 *     `messages` are the first unread ones, null while they are on their way; `upTo` is what reading it would reach
 */

/** Lines shown of each piece. */
const LINES = 3;
/** Asked for at once; some of them may be mine, deleted, or in a thread. */
const PAGE = 12;
/** Rooms whose lines are fetched; others show their counts. */
const PREVIEWED = 30;
const AT_ONCE = 4;
const THREADS = 50;

export class Inbox extends EventTarget {
  #chat;
  /** @type {Map<string, {mark: string, messages: any[] | null}>} lines by room */
  #lines = new Map();
  /** @type {any[]} threads I follow, with something unread */
  #threads = [];
  /** @type {Map<string, any>} first message of a thread and its unread ones */
  #threadLines = new Map();
  #refreshing = false;
  #again = false;
  loaded = false;

  /** @param {import('./chat.js').Chat} chat */
  constructor(chat) {
    super();
    this.#chat = chat;
  }

  /** @returns {Piece[]} mentions first, then people, then the rest; quiet rooms only when they call */
  get pieces() {
    const rooms = this.#chat.rooms.all.filter((room) => attention(room).unread > 0).map((room) => this.#roomPiece(room));
    const threads = this.#threads.flatMap((state) => this.#threadPiece(state) ?? []);
    return [...rooms, ...threads].sort((a, b) => rank(a) - rank(b) || (newest(a) < newest(b) ? 1 : -1));
  }

  /** @returns {Piece} */
  #roomPiece(room) {
    const { unread, mentions } = attention(room);
    return { key: room.id, room, unread, mentions, messages: this.#lines.get(room.id)?.messages ?? null, upTo: room.head ?? 0 };
  }

  /** @returns {Piece | null} */
  #threadPiece(state) {
    const room = this.#chat.rooms.get(state.roomId);
    if (!room || (isQuiet(room) && state.mentions === 0)) return null;
    const page = this.#threadLines.get(threadKey(state));
    return {
      ...{ key: threadKey(state), room, thread: state, root: page?.root, unread: state.unread, mentions: state.mentions },
      ...{ messages: page?.messages ?? null, upTo: state.lastSeq ?? 0 },
    };
  }

  /** Asks for what isn't known yet. Calls that come meanwhile are answered by one more round. */
  async refresh() {
    this.#again = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      while (this.#again) {
        this.#again = false;
        await Promise.all([this.#readRooms(), this.#readThreads()]);
        this.loaded = true;
        this.dispatchEvent(new Event('change'));
      }
    } finally {
      this.#refreshing = false;
    }
  }

  async #readRooms() {
    const wanted = this.#chat.rooms.all
      .filter((room) => attention(room).unread > 0)
      .slice(0, PREVIEWED)
      .filter((room) => this.#lines.get(room.id)?.mark !== mark(room));
    await inTurns(wanted, (room) => this.#readRoom(room));
  }

  async #readRoom(room) {
    const { readSeq } = room.counts;
    const messages = await this.#chat.api
      .get(`/rooms/${encodeURIComponent(room.id)}/messages${query({ after: String(readSeq), limit: PAGE })}`)
      .then((page) => page.messages, () => null);
    const me = this.#chat.me.id;
    const news = messages?.filter((one) => one.seq > readSeq && !one.deleted && !one.thread && one.actor?.id !== me) ?? null;
    this.#lines.set(room.id, { mark: messages ? mark(room) : '', messages: news && firstLines(news, me) });
    this.dispatchEvent(new Event('change'));
  }

  async #readThreads() {
    const answer = await this.#chat.api.get(`/me/threads${query({ limit: THREADS })}`).catch(() => null);
    if (!answer) return;
    this.#threads = answer.threads.filter((state) => state.unread > 0);
    await inTurns(this.#threads, (state) => this.#readThread(state));
  }

  async #readThread(state) {
    const key = threadKey(state);
    const known = this.#threadLines.get(key);
    if (known?.lastSeq === state.lastSeq) return;
    const page = await this.#chat.api.get(`/rooms/${encodeURIComponent(state.roomId)}/threads/${state.thread}`).catch(() => null);
    if (!page) return;
    const me = this.#chat.me.id;
    const news = page.messages.filter((one) => one.seq > state.readSeq && !one.deleted && one.actor?.id !== me);
    this.#threadLines.set(key, { lastSeq: state.lastSeq, root: page.root, messages: firstLines(news, me) });
  }

  /** @param {Piece} piece */
  async read(piece) {
    if (!piece.thread) {
      this.#chat.markRead(piece.room.id, piece.upTo);
      this.dispatchEvent(new Event('change'));
      return;
    }
    this.#threads = this.#threads.filter((state) => threadKey(state) !== piece.key);
    this.dispatchEvent(new Event('change'));
    await this.#chat.markThreadRead(piece.room.id, piece.thread.thread, piece.upTo);
  }

  async readAll() {
    const pieces = this.pieces;
    await inTurns(pieces, (piece) => this.read(piece));
  }
}

/** Some at a time. */
async function inTurns(list, work) {
  const left = [...list];
  const worker = async () => {
    while (left.length > 0) await work(left.shift());
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, left.length) }, worker));
}

/** The first lines, and what names me among the others. */
export function firstLines(messages, me) {
  const calls = (one) => (one.mentions ?? []).some((person) => (person?.id ?? person) === me);
  const called = messages.filter(calls).slice(0, LINES);
  const others = messages.filter((one) => !called.includes(one)).slice(0, LINES - called.length);
  return [...called, ...others].sort((a, b) => a.seq - b.seq);
}

const threadKey = ({ roomId, thread }) => `${roomId}/${thread}`;
const mark = (room) => `${room.counts.readSeq}-${room.last?.seq ?? 0}`;
/** @param {Piece} piece */
const rank = ({ mentions, room, thread }) => (mentions > 0 ? 0 : !thread && room.kind === 'direct' ? 1 : room.favourite ? 2 : 3);
/** @param {Piece} piece @returns {string} */
const newest = ({ thread, room }) => (thread ? thread.lastAt : room.last?.at) ?? '';
