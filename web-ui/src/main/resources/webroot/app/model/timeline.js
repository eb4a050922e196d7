import { Replies } from './replies.js';

/**
 * What a page knows of one room's log: the messages of an unbroken stretch, with every change applied. The stretch ends at
 * the newest entry, or lies further back while somebody reads there. Entries are merged by number, so doubles change nothing
 * and a hole is noticed. Pure: no clock, no network.
 *
 * @typedef {{id: string, name: string}} Person
 * @typedef {{emoji: string, count: number, mine: boolean}} Reaction
 * @typedef {{seq: number, kind: string, actor: Person, at: string, content?: string, clientId?: string,
 *   replyTo?: any, thread?: number, mentions?: any[], editedAt?: string, deleted?: boolean, deletedBy?: Person, reason?: string,
 *   pinned?: boolean, reactions: Reaction[], replies?: import('./replies.js').Summary, forwarded?: any, attachments?: any[],
 *   user?: Person, change?: string, role?: string, name?: string, topic?: string}} Item
 *     one line of the list; replaced, never altered, when it changes
 * @typedef {'applied' | 'repeat' | 'hole'} Verdict
 */

/** Changes kept to be applied to pages that were read before them. */
const CHANGES_KEPT = 400;
const CHANGE_KINDS = new Set(['edit', 'delete', 'reaction', 'pin']);

export class Timeline {
  /** The number of the last entry applied; the next must be one more. */
  position;
  /** True when the list begins with the first message of the room. */
  reachedStart = false;
  /** Raised by every visible change: views compare it. */
  version = 0;
  #me;
  /** @type {Map<number, Item>} */
  #items = new Map();
  /** @type {number[]} numbers of #items, ascending */
  #order = [];
  /** @type {any[]} the latest change entries, ascending */
  #changes = [];
  /** @type {Map<number, number>} for what came by page: the entry up to which its state is known */
  #asOf = new Map();
  #replies = new Replies();
  /** First messages of threads of which only the server can tell what is left. @type {Set<number>} */
  #unsure = new Set();

  /**
   * @param {number} position number of the last entry that came before
   * @param {string} me id of the person who looks
   */
  constructor(position, me) {
    this.position = position;
    this.#me = me;
  }

  /** @returns {Item[]} ascending */
  get items() {
    return this.#order.map((seq) => /** @type {Item} */ (this.#items.get(seq)));
  }

  get size() {
    return this.#order.length;
  }

  /** Number of the oldest line held; 0 when there is none. */
  get oldest() {
    return this.#order[0] ?? 0;
  }

  get newest() {
    return this.#order.at(-1) ?? 0;
  }

  /** @param {number} seq */
  item(seq) {
    return this.#items.get(seq);
  }

  /**
   * Takes the next entry of the log.
   *
   * @param {any} entry
   * @returns {Verdict} `hole` when entries before it are missing: nothing was changed, and the log must be read again from `position`
   */
  accept(entry) {
    if (entry.seq <= this.position) return 'repeat';
    if (entry.seq > this.position + 1) return 'hole';
    this.position = entry.seq;
    if (CHANGE_KINDS.has(entry.kind)) {
      this.#remember(entry);
    } else {
      // A page may have been ahead of the live entries; what follows changes this one in order.
      this.#asOf.delete(entry.seq);
      this.#put(asItem(entry), entry.seq);
      this.#answered(entry);
    }
    this.version++;
    return 'applied';
  }

  /**
   * Takes the next entry of a log whose end is not in this stretch: only what it changes here matters.
   *
   * @param {any} entry
   * @param {boolean} [belongs] whether it is one of the lines of this stretch, and its newest
   */
  follow(entry, belongs = false) {
    if (entry.seq <= this.position) return;
    this.position = entry.seq;
    if (CHANGE_KINDS.has(entry.kind)) this.#remember(entry);
    else if (belongs) this.#put(asItem(entry), entry.seq);
    this.#answered(entry);
    this.version++;
  }

  /**
   * The first messages of threads about which the server is to be asked, each once.
   *
   * @returns {number[]}
   */
  takeUnsure() {
    const unsure = [...this.#unsure];
    this.#unsure.clear();
    return unsure;
  }

  /** What the server says of a thread by now. @param {any} message it began with @param {number} asOf */
  retell(message, asOf) {
    if (!this.#items.has(message.seq)) return;
    this.#replies.began(message, asOf);
    this.#retold(message.seq);
  }

  #answered(entry) {
    if (entry.kind === 'message' && entry.thread && this.#replies.heard(entry)) this.#retold(entry.thread);
  }

  #retold(seq) {
    const item = this.#items.get(seq);
    if (!item) return;
    this.#items.set(seq, { ...item, replies: this.#replies.of(seq) });
    this.version++;
  }

  /**
   * Takes a page of history: messages in their state after entry `asOf`.
   *
   * @param {any[]} messages in any order
   * @param {{asOf: number, reachedStart?: boolean}} page
   */
  merge(messages, { asOf, reachedStart = false }) {
    const added = new Set();
    for (const message of messages) {
      // What is here already follows the live entries and is right.
      if (this.#items.has(message.seq)) continue;
      this.#put(asItem({ kind: 'message', ...message }), asOf);
      this.#asOf.set(message.seq, asOf);
      added.add(message.seq);
    }
    // Answers that were heard before their first message came with a page are in that page already, or come here.
    for (const item of this.#items.values()) if (item.thread && !item.deleted && added.has(item.thread)) this.#answered(item);
    for (const change of this.#changes) if (added.has(change.target)) this.#apply(change);
    if (reachedStart) this.reachedStart = true;
    this.version++;
  }

  /** Forgets all but the newest lines, when nobody looks at the old ones. @param {number} keep */
  trim(keep) {
    if (this.#order.length <= keep) return;
    for (const seq of this.#order.splice(0, this.#order.length - keep)) {
      this.#forget(seq);
    }
    this.reachedStart = false;
    this.version++;
  }

  /** Forgets all but the oldest lines: the stretch no longer ends where the log does. @param {number} keep */
  trimEnd(keep) {
    if (this.#order.length <= keep) return;
    for (const seq of this.#order.splice(keep)) {
      this.#forget(seq);
    }
    this.version++;
  }

  /**
   * The oldest lines of this stretch as one of their own.
   *
   * @param {number} count
   */
  older(count) {
    const part = new Timeline(this.position, this.#me);
    part.merge(this.items.slice(0, count), { asOf: this.position, reachedStart: this.reachedStart });
    return part;
  }

  #forget(seq) {
    this.#items.delete(seq);
    this.#asOf.delete(seq);
    this.#replies.forget(seq);
  }

  #remember(change) {
    this.#changes.push(change);
    if (this.#changes.length > CHANGES_KEPT) this.#changes.shift();
    this.#apply(change);
  }

  #apply(change) {
    const item = this.#items.get(change.target);
    if (!item || change.seq <= (this.#asOf.get(item.seq) ?? 0)) return;
    if (item.thread && (change.kind === 'delete' || (change.kind === 'edit' && item.deleted))) this.#turned(item, change);
    if (change.kind === 'edit') {
      // An edit of what was deleted takes the deletion back.
      const { deletedBy, reason, ...kept } = item;
      this.#items.set(item.seq, { ...kept, content: change.content, editedAt: change.at, deleted: false });
    } else if (change.kind === 'delete') {
      const gone = { content: '', deleted: true, deletedBy: change.actor, reason: change.reason, pinned: false, reactions: [] };
      this.#items.set(item.seq, { ...item, ...gone });
    } else if (change.kind === 'pin') {
      this.#items.set(item.seq, { ...item, pinned: change.on });
    } else {
      const reactions = react(item.reactions, change, change.actor?.id === this.#me);
      this.#items.set(item.seq, { ...item, reactions });
    }
  }

  /** An answer in a thread was deleted, or is there again. */
  #turned(item, change) {
    const outcome = this.#replies.turned(item, change.kind === 'delete', change.seq);
    if (outcome === 'changed') this.#retold(item.thread);
    else if (outcome === 'unknown') this.#unsure.add(item.thread);
  }

  /** @param {Item} item @param {number} asOf */
  #put(item, asOf) {
    if (item.kind === 'message' && !item.thread) this.#replies.began(item, asOf);
    if (!this.#items.has(item.seq)) insert(this.#order, item.seq);
    this.#items.set(item.seq, item);
  }
}

/** @returns {Item} */
function asItem(entry) {
  return { ...entry, reactions: entry.reactions ?? [] };
}

/** Insertion into an ascending list; nearly always at one of its ends. */
function insert(order, seq) {
  if (order.length === 0 || seq > order[order.length - 1]) order.push(seq);
  else {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order[middle] < seq) low = middle + 1;
      else high = middle;
    }
    order.splice(low, 0, seq);
  }
}

/**
 * @param {Reaction[]} reactions
 * @param {{emoji: string, on: boolean}} change
 * @param {boolean} mine
 */
export function react(reactions, { emoji, on }, mine) {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known) return on ? [...reactions, { emoji, count: 1, mine }] : reactions;
  const changed = { ...known, count: known.count + (on ? 1 : -1), mine: mine ? on : known.mine };
  return reactions
    .map((reaction) => (reaction === known ? changed : reaction))
    .filter((reaction) => reaction.count > 0);
}
