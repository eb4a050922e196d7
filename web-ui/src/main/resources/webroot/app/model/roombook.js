import { countsOf, totals, withEntry, withRead, withServer, withThreadRead } from './unread.js';

/** Fields of a room that an entry of kind `room` may change. */
const SETTINGS = ['name', 'topic', 'description', 'postBy', 'slowSeconds', 'archived', 'newcomersSee', 'retentionDays'];

/** Changes after which somebody is a member no more. Others say that a member may not post, or may again. */
export const ENDINGS = new Set(['left', 'removed', 'banned']);

/**
 * My rooms and what is new in them.
 *
 * @typedef {any} Room as the server lists it, plus `counts`
 */
export class RoomBook {
  #me;
  /** @type {Map<string, Room>} */
  #rooms = new Map();

  /** @param {string} me */
  constructor(me) {
    this.#me = me;
  }

  /** @returns {Room[]} */
  get all() {
    return [...this.#rooms.values()];
  }

  /** @param {string} roomId */
  get(roomId) {
    return this.#rooms.get(roomId);
  }

  /** @param {Room[]} rooms @returns {string[]} ids of those that are gone */
  replaceAll(rooms) {
    const before = this.#rooms;
    this.#rooms = new Map();
    for (const room of rooms) this.put(room, before.get(room.id));
    return [...before.keys()].filter((id) => !this.#rooms.has(id));
  }

  put(room, before = this.#rooms.get(room.id)) {
    // A mark made here may be on its way to the server still, and the answer may be older than what was heard.
    const known = before && { ...countsOf(room), heard: before.counts.heard.filter((one) => one.seq > (room.head ?? 0)) };
    const counts = known ? withRead(known, before.counts.readSeq) : countsOf(room);
    // Of a direct room the others are of interest.
    const people = room.people?.filter((person) => person.id !== this.#me);
    this.#rooms.set(room.id, { ...room, people, counts });
  }

  remove(roomId) {
    this.#rooms.delete(roomId);
  }

  /** @param {string} roomId @param {any} entry the next of its log */
  heard(roomId, entry) {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    const changed = { ...room, head: entry.seq, counts: withEntry(room.counts, entry, this.#me) };
    if (entry.kind === 'message') {
      delete changed.hidden;
      changed.last = { seq: entry.seq, actor: entry.actor, at: entry.at, kind: entry.kind, content: entry.content };
    } else if (entry.kind === 'room') {
      for (const field of SETTINGS) if (entry[field] !== undefined) changed[field] = entry[field];
    } else if (entry.kind === 'member') {
      Object.assign(changed, this.#membership(room, entry));
    } else if (entry.kind === 'edit' && room.last?.seq === entry.target) {
      changed.last = { ...room.last, content: entry.content };
    } else if (entry.kind === 'delete' && room.last?.seq === entry.target) {
      changed.last = { ...room.last, content: '', deleted: true };
    }
    this.#rooms.set(roomId, changed);
  }

  #membership(room, { user, change, role }) {
    if (change === 'role') return user?.id === this.#me ? { role } : {};
    if (room.memberCount === undefined || room.memberCount === null) return {};
    const more = change === 'joined' ? 1 : ENDINGS.has(change) ? -1 : 0;
    return { memberCount: room.memberCount + more };
  }

  /** @returns {boolean} whether the mark moved */
  read(roomId, seq) {
    const room = this.#rooms.get(roomId);
    if (!room || seq <= room.counts.readSeq) return false;
    this.#rooms.set(roomId, { ...room, counts: withRead(room.counts, seq) });
    return true;
  }

  /** A thread has been read up to here, on whatever device. */
  readThread(roomId, thread, seq) {
    const room = this.#rooms.get(roomId);
    if (room) this.#rooms.set(roomId, { ...room, counts: withThreadRead(room.counts, thread, seq) });
  }

  /** The server counted: another device of mine has read. */
  counted(frame, position) {
    const room = this.#rooms.get(frame.roomId);
    if (room) this.#rooms.set(frame.roomId, { ...room, counts: withServer(room.counts, frame, position) });
  }

  /** What I want of a room, as said on another device of mine. @param {any} frame */
  preferred({ roomId, favourite, muted, notify, hidden }) {
    const room = this.#rooms.get(roomId);
    if (room) this.#rooms.set(roomId, { ...room, favourite, muted, notify, hidden });
  }

  /** Ids of the people I talk with alone. */
  directPeers() {
    return this.all
      .filter((room) => room.kind === 'direct')
      .flatMap((room) => room.people ?? [])
      .map((person) => person.id);
  }

  /** @returns {{unread: number, mentions: number, rooms: number}} over all rooms */
  totals() {
    let unread = 0;
    let mentions = 0;
    let rooms = 0;
    for (const room of this.#rooms.values()) {
      const one = totals(room.counts);
      unread += one.unread;
      mentions += one.mentions;
      if (one.unread > 0) rooms++;
    }
    return { unread, mentions, rooms };
  }
}

/**
 * The list's order: newest first within direct chats and rooms; a room never written in stands by its creation.
 *
 * @param {Room[]} rooms
 */
export function inOrder(rooms) {
  const time = (room) => room.last?.at ?? room.createdAt ?? '';
  return [...rooms].sort((a, b) => (time(a) < time(b) ? 1 : time(a) > time(b) ? -1 : a.id < b.id ? -1 : 1));
}
