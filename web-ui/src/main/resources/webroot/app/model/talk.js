import { PAGE_MESSAGES, STRETCH_LINES } from './conversation.js';
import { totals } from './unread.js';

/**
 * What a list of messages shows, where more of it comes from, and what was read: of a room itself, or of one of its threads.
 *
 * @typedef {RoomTalk | ThreadTalk} Talk
 */

export class RoomTalk {
  /** The message a thread began with, and its number; a room has none. */
  thread = 0;
  /** @type {import('./timeline.js').Item | undefined} */
  first = undefined;
  roomId;
  #chat;

  /** @param {import('./chat.js').Chat} chat @param {string} roomId */
  constructor(chat, roomId) {
    this.#chat = chat;
    this.roomId = roomId;
  }

  get #room() {
    return this.#chat.rooms.get(this.roomId);
  }

  get #conversation() {
    return this.#chat.conversation(this.roomId);
  }

  get name() {
    return this.#room?.name ?? '';
  }

  get loaded() {
    return this.#conversation?.loaded ?? false;
  }

  get loading() {
    return this.#conversation?.loading ?? false;
  }

  get failure() {
    return this.#conversation?.failure ?? null;
  }

  /** Entries are missing and were asked for. */
  get filling() {
    return this.#conversation?.filling ?? false;
  }

  /** Nothing comes before what is shown. */
  get reachedStart() {
    return this.#conversation?.shown.reachedStart ?? false;
  }

  /** A stretch further back is shown; the newest messages are elsewhere. */
  get elsewhere() {
    return Boolean(this.#conversation?.detour);
  }

  get items() {
    return this.#conversation?.shown.items ?? [];
  }

  get pending() {
    return this.elsewhere ? [] : this.#chat.outbox.of(this.roomId).filter((one) => !one.thread);
  }

  /** Up to here nothing is new; Infinity when nothing is at all. */
  get newAfter() {
    const room = this.#room;
    return room && room.counts.readSeq < (room.head ?? 0) ? room.counts.readSeq : Infinity;
  }

  get readSeq() {
    return this.#room?.counts.readSeq ?? 0;
  }

  /** New messages that begin further back than what is shown. */
  get unseen() {
    const [conversation, counts] = [this.#conversation, this.#room?.counts];
    if (!conversation?.loaded || !counts || conversation.detour || conversation.timeline.reachedStart) return 0;
    return conversation.timeline.oldest > counts.readSeq + 1 ? totals(counts).unread : 0;
  }

  loadMore() {
    return this.#chat.loadMore(this.roomId);
  }

  loadNewer() {
    return this.#chat.loadNewer(this.roomId);
  }

  /** @param {number} seq to be shown */
  goTo(seq) {
    return this.#chat.goTo(this.roomId, seq);
  }

  toEnd() {
    this.#chat.toEnd(this.roomId);
  }

  /** All there is has been seen. */
  readAll() {
    const conversation = this.#conversation;
    if (conversation) this.#chat.markRead(this.roomId, conversation.timeline.position);
  }

  /** The end has been seen; what is far above it is let go. */
  readToEnd() {
    this.readAll();
    const timeline = this.#conversation?.timeline;
    if (timeline && timeline.size > STRETCH_LINES) timeline.trim(PAGE_MESSAGES);
  }

  /** @param {number} seq the last line in view; counts where no unread one lies above what is shown */
  readTo(seq) {
    const oldest = this.#conversation?.shown.oldest ?? 0;
    if (seq > 0 && oldest <= this.readSeq + 1) this.#chat.markRead(this.roomId, seq);
  }
}

export class ThreadTalk {
  filling = false;
  elsewhere = false;
  unseen = 0;
  thread;
  roomId;
  #chat;
  #thread;

  /** @param {import('./chat.js').Chat} chat @param {import('./thread.js').Thread} thread */
  constructor(chat, thread) {
    this.#chat = chat;
    this.#thread = thread;
    this.roomId = thread.roomId;
    this.thread = thread.root;
  }

  get name() {
    return this.#chat.rooms.get(this.roomId)?.name ?? '';
  }

  get first() {
    return this.#thread.first;
  }

  get loaded() {
    return this.#thread.loaded;
  }

  get loading() {
    return this.#thread.loading;
  }

  get failure() {
    return this.#thread.failure;
  }

  get reachedStart() {
    return this.#thread.timeline.reachedStart;
  }

  get items() {
    return this.#thread.answers;
  }

  get pending() {
    return this.#chat.outbox.of(this.roomId).filter((one) => one.thread === this.thread);
  }

  get newAfter() {
    const { state } = this.#thread;
    return state?.follows && state.unread > 0 ? state.readSeq : Infinity;
  }

  get readSeq() {
    return this.#thread.state?.readSeq ?? 0;
  }

  loadMore() {
    return this.#chat.threads.load(this.#thread);
  }

  async loadNewer() {}

  /** Reads back until it is here. @param {number} seq */
  async goTo(seq) {
    do await this.loadMore();
    while (!this.failure && !this.reachedStart && (this.items[0]?.seq ?? 0) > seq);
  }

  toEnd() {}

  readAll() {
    this.readTo(this.items.at(-1)?.seq ?? 0);
  }

  readToEnd() {
    this.readAll();
  }

  readTo(seq) {
    if (seq > 0 && this.#thread.state?.follows) this.#chat.markThreadRead(this.roomId, this.thread, seq);
  }
}
