import { Bridge } from '../protocol/bridge.js';
import { Api, query } from '../protocol/api.js';
import { Problem } from '../protocol/problem.js';
import { upload } from '../protocol/upload.js';
import { BeingHere } from './being-here.js';
import { Conversation, PAGE_MESSAGES } from './conversation.js';
import { Files } from './files.js';
import { Members } from './members.js';
import { Messages } from './messages.js';
import { Mine } from './mine.js';
import { Outbox } from './outbox.js';
import { PresenceBoard } from './presence.js';
import { ReadMarks } from './read-marks.js';
import { TYPING_SENT_EVERY_MS, TYPING_SHOWN_MS, TypingSigns } from './typing.js';
import { ENDINGS, RoomBook } from './roombook.js';
import { Threads } from './threads.js';
import { UploadBook } from './uploads.js';
import { livingTabs, tabId } from './tabs.js';

const ROOMS_PAGE = 200;

/**
 * Everything a signed-in person sees: rooms, the conversation in each, the people, and the one connection that keeps them
 * true. Views read its fields and listen to its events: `rooms`, `room` (with a roomId), `changed` (with a roomId and the kind of an entry that is no message), `presence`, `connection`, `notice`.
 */
export class Chat extends EventTarget {
  session;
  api;
  rooms;
  mine;
  outbox;
  presence = new PresenceBoard();
  typing = new TypingSigns();
  members;
  messages;
  readMarks;
  threads;
  files;
  uploads;
  /** @type {{state: import('../protocol/bridge.js').BridgeState, retryAt?: number, since: number}} */
  connection = { state: 'connecting', since: Date.now() };
  /** Rooms were loaded once. */
  ready = false;
  #bridge;
  /** @type {Map<string, Conversation>} */
  #conversations = new Map();
  #epoch = '';
  /** Rooms on the screen, the one that is dealt with first. @type {string[]} */
  #open = [];
  #typingSentAt = new Map();
  #here;
  /** @type {any} */
  #me = null;
  #stopListening = new AbortController();

  /** @param {import('../protocol/session.js').Session} session @param {() => Promise<any>} openSocket */
  constructor(session, openSocket) {
    super();
    this.session = session;
    this.#me = session.user;
    const token = (renew) => session.token(renew);
    this.api = new Api(token);
    this.mine = new Mine(this.api, session.user.id);
    this.mine.addEventListener('change', () => this.#tellPresence());
    this.rooms = new RoomBook(session.user.id);
    this.outbox = new Outbox({
      userId: session.user.id,
      storage: localStorage,
      tab: tabId,
      send: (item) => this.#ask('room.post', asPost(item)),
    });
    this.outbox.onChange = (roomId) => this.#changed('room', roomId);
    this.members = new Members(this.api);
    this.messages = new Messages(this.#ask, {
      shown: (roomId, seq) => this.#conversations.get(roomId)?.shown.item(seq),
      arrived: (roomId) => this.#changed('room', roomId),
    });
    this.readMarks = new ReadMarks(this.rooms, (roomId, seq) => this.#ask('room.read', { roomId, seq }));
    this.files = new Files((path, timeoutMs) => this.api.file(path, timeoutMs));
    this.uploads = new UploadBook(
      (roomId) => (file, ports) => upload(`/rooms/${encodeURIComponent(roomId)}/attachments${query({ name: file.name })}`, file, { token, ...ports }),
    );
    this.threads = new Threads(this.#ask, session.user.id, (roomId) => this.#changed('room', roomId));
    this.#here = new BeingHere(this.#stopListening.signal);
    this.#here.onChange = () => this.#tellPresence();
    this.#here.onReturn = () => {
      this.#bridge.poke();
      // It may have been changed on another device.
      this.mine.load();
    };
    this.#bridge = new Bridge({ openSocket, token });
    this.#bridge.onState = (state, retryAt) => this.#connectionChanged(state, retryAt);
    this.#bridge.onOnline = (opened) => this.#online(opened);
    this.#bridge.onEvent = (address, body) => this.#heard(address, body);
    this.#bridge.onRefusal = (address, problem) => this.#refused(address, problem);
  }

  #ask = (address, body) => this.#bridge.request(address, body);

  /** The person signed in; stays when the session ends, until the page has let go of this chat. */
  get me() {
    return (this.#me = this.session.user ?? this.#me);
  }

  /** Id of the room on the screen that is dealt with, or ''. */
  get openRoom() {
    return this.#open[0] ?? '';
  }

  /** @param {string} roomId */
  isOpen(roomId) {
    return this.#open.includes(roomId);
  }

  start() {
    this.#bridge.start();
    livingTabs().then((tabs) => this.outbox.adopt(tabs));
    this.#watchPage();
  }

  stop() {
    this.#stopListening.abort();
    this.readMarks.stop();
    this.threads.stop();
    this.files.clear();
    this.#bridge.stop();
  }

  // Rooms

  /** @param {string} roomId @returns {Conversation | undefined} */
  conversation(roomId) {
    return this.#conversations.get(roomId);
  }

  /** @param {string[]} roomIds shown from now on, the one that is dealt with first */
  open(...roomIds) {
    const shown = roomIds.filter(Boolean);
    for (const roomId of this.#open.filter((one) => !shown.includes(one))) {
      const left = this.#conversations.get(roomId);
      left?.toEnd();
      left?.timeline.trim(PAGE_MESSAGES);
    }
    const added = shown.filter((roomId) => !this.#open.includes(roomId));
    this.#open = shown;
    for (const roomId of added) if (this.rooms.get(roomId)) this.#show(roomId);
    for (const roomId of added) this.#changed('room', roomId);
  }

  async #show(roomId) {
    this.loadMembers(roomId);
    const conversation = this.#conversations.get(roomId);
    if (conversation && !conversation.loaded) await this.loadMore(roomId);
  }

  /** @param {string} roomId */
  async loadMore(roomId) {
    await this.#loading(roomId, (conversation) => conversation.load());
  }

  /** What comes after the part of a room that is looked at. @param {string} roomId */
  async loadNewer(roomId) {
    await this.#loading(roomId, (conversation) => conversation.loadNewer());
  }

  /** @param {string} roomId @param {number} seq a message to be shown */
  async goTo(roomId, seq) {
    await this.#loading(roomId, (conversation) => conversation.goTo(seq));
  }

  /**
   * Compares what is here of a room with its log. What should be missing is read again from the log.
   *
   * @param {string} roomId
   */
  async verify(roomId) {
    const conversation = this.#conversations.get(roomId);
    if (!conversation) throw Problem.unreachable('not_connected');
    const verdict = await conversation.verify();
    if (verdict.missing.length > 0) {
      conversation.resume(verdict.upTo, false);
      await this.#show(roomId);
    }
    return verdict;
  }

  /** @param {string} roomId whose newest messages are to be shown again */
  toEnd(roomId) {
    this.#conversations.get(roomId)?.toEnd();
    this.#changed('room', roomId);
  }

  /** @param {string} roomId @param {(conversation: Conversation) => Promise<void>} load */
  async #loading(roomId, load) {
    const conversation = this.#conversations.get(roomId);
    if (!conversation) return;
    const loading = load(conversation);
    this.#changed('room', roomId);
    await loading;
    this.#changed('room', roomId);
  }

  async loadMembers(roomId) {
    const list = await this.members.load(roomId);
    if (!list) return;
    this.#changed('room', roomId);
    this.#watchPresence(list.map((member) => member.user.id));
  }

  async refreshRooms() {
    const rooms = [];
    let cursor;
    do {
      const page = await this.#bridge.request('room.list', { limit: ROOMS_PAGE, ...(cursor ? { cursor } : {}) });
      rooms.push(...page.rooms);
      cursor = page.next;
    } while (cursor);
    return rooms;
  }

  /** Takes a room the server answered with (created, joined, opened) into the list. */
  adopt(room) {
    this.#addRoom(room);
    return room;
  }

  async leave(roomId) {
    await this.api.post(`/rooms/${encodeURIComponent(roomId)}/leave`);
    this.#removeRoom(roomId);
  }

  async removeMember(roomId, userId) {
    await this.api.delete(`/rooms/${encodeURIComponent(roomId)}/members/${encodeURIComponent(userId)}`);
  }

  // Messages

  /** @param {{roomId: string, content: string, replyTo?: number, thread?: number, attachments?: any[]}} message */
  post(message) {
    this.#typingSentAt.delete(message.roomId);
    this.outbox.add(message, Date.now());
  }

  isTyping(roomId) {
    const now = Date.now();
    if (now - (this.#typingSentAt.get(roomId) ?? 0) < TYPING_SENT_EVERY_MS) return;
    this.#typingSentAt.set(roomId, now);
    this.#bridge.tell('room.typing', { roomId });
  }

  /** Everything up to this number has been on the screen. */
  markRead(roomId, seq) {
    if (this.readMarks.mark(roomId, seq)) this.#changed('rooms');
  }

  /** The same in a thread. What of it named me is counted by its room, which the server is asked about. */
  async markThreadRead(roomId, root, seq) {
    const named = this.threads.state(roomId, root)?.mentions ?? 0;
    const state = await this.threads.read(roomId, root, seq);
    if (!state) return;
    this.rooms.readThread(roomId, root, state.readSeq);
    if (named > 0) await this.#recount(roomId);
    this.#changed('rooms');
  }

  async #recount(roomId) {
    const room = await this.#ask('room.get', { roomId }).catch(() => null);
    if (room && this.rooms.get(roomId)) this.rooms.put(room);
  }

  // The connection

  #connectionChanged(state, retryAt) {
    if (state !== 'online') {
      this.outbox.setOnline(false);
      for (const conversation of this.#conversations.values()) conversation.live = false;
    }
    const since = this.connection.state === 'online' || state === 'online' ? Date.now() : this.connection.since;
    this.connection = { state, retryAt, since };
    this.#changed('connection');
  }

  async #online(opened) {
    const epoch = opened.epoch ?? '';
    const sameLog = this.#epoch === '' || epoch === this.#epoch;
    this.#epoch = epoch;
    this.#bridge.register(`user.${this.me.id}`);
    this.#tellPresence();
    this.presence.forget();
    try {
      this.#follow(await this.refreshRooms(), sameLog);
      this.outbox.setOnline(true);
    } catch {
      // The connection ended meanwhile, and its return begins again here; if it still lives, ask again.
      if (this.#bridge.state === 'online') setTimeout(() => this.#online(opened), 2000);
    }
  }

  #follow(rooms, sameLog) {
    const gone = this.rooms.replaceAll(rooms);
    for (const roomId of gone) this.#conversations.delete(roomId);
    for (const room of this.rooms.all) {
      const head = room.head ?? 0;
      const conversation = this.#conversations.get(room.id);
      if (!conversation) this.#converse(room).register();
      else if (conversation.resume(head, sameLog)) this.threads.reload(room.id);
    }
    this.ready = true;
    this.#watchPresence(this.rooms.directPeers());
    this.threads.refresh();
    for (const roomId of this.#open) if (this.rooms.get(roomId)) this.#show(roomId);
    this.#changed('rooms');
    for (const roomId of this.#open) this.#changed('room', roomId);
  }

  #converse(room) {
    const conversation = new Conversation(room.id, room.head ?? 0, this.me.id, {
      history: (roomId, place) => this.#ask('room.history', { roomId, limit: PAGE_MESSAGES, ...place }),
      entries: (roomId, after, limit) => this.#ask('room.entries', { roomId, after, limit }),
      thread: (roomId, thread) => this.#ask('thread.get', { roomId, thread, limit: 1 }),
      register: (roomId, since) =>
        this.#bridge.register(`room.${roomId}`, { since: String(since), epoch: this.#epoch }),
      now: () => Date.now(),
    });
    this.#conversations.set(room.id, conversation);
    return conversation;
  }

  // What comes over the socket

  #heard(address, body) {
    if (!body) return;
    if (address.startsWith('room.')) this.#heardInRoom(address.slice(5), body);
    else if (address.startsWith('user.')) this.#heardForMe(body);
  }

  #heardInRoom(roomId, body) {
    const conversation = this.#conversations.get(roomId);
    if (!conversation) return;
    if (body.seq !== undefined && body.kind) this.#entry(conversation, body);
    else this.#passing(conversation, body);
  }

  #entry(conversation, entry) {
    const roomId = conversation.roomId;
    if (!conversation.accept(entry)) return;
    this.rooms.heard(roomId, entry);
    this.threads.accept(roomId, entry);
    this.messages.changed(roomId, entry);
    if (entry.kind === 'message') {
      this.typing.stopped(roomId, entry.actor?.id);
      if (entry.actor?.id === this.me.id && entry.clientId) this.outbox.confirm(entry.clientId);
      if (entry.actor?.id !== this.me.id) this.#changed('arrival', roomId, entry);
    }
    this.outbox.confirmUpTo(roomId, entry.seq);
    if (entry.kind === 'member') this.#memberChanged(roomId, entry);
    if (entry.kind !== 'message') this.#changed('changed', roomId, { kind: entry.kind });
    this.#changed('rooms');
    this.#changed('room', roomId);
  }

  #memberChanged(roomId, { user, change }) {
    if (ENDINGS.has(change) && user?.id === this.me.id) {
      this.#removeRoom(roomId);
      if (change !== 'left') this.#changed('notice', roomId, { key: 'room.removedYou' });
    } else if (this.isOpen(roomId)) {
      this.loadMembers(roomId);
    } else {
      this.members.forget(roomId);
    }
  }

  #passing(conversation, body) {
    const roomId = conversation.roomId;
    switch (body.type) {
      case 'live':
        conversation.caughtUp(body.head ?? conversation.timeline.position);
        break;
      case 'lagged':
        conversation.register();
        break;
      case 'typing':
        this.#heardTyping(roomId, body.user);
        break;
      case 'presence':
        this.#heardPresence(body);
        return;
      case 'read':
        this.#heardRead(roomId, body);
        break;
      default:
        return;
    }
    this.#changed('room', roomId);
  }

  #heardTyping(roomId, person) {
    if (!person || person.id === this.me.id) return;
    this.typing.heard(roomId, person, Date.now());
    setTimeout(() => this.#changed('room', roomId), TYPING_SHOWN_MS + 50);
  }

  #heardRead(roomId, { user, seq }) {
    if (!user || user.id === this.me.id) return;
    this.readMarks.heard(roomId, user.id, seq);
  }

  #heardPresence(body) {
    if (this.presence.heard(body)) this.#changed('presence');
  }

  #heardForMe(body) {
    switch (body.type) {
      case 'room-added':
        this.#addRoom(body.room);
        break;
      case 'room-removed':
        this.#removeRoom(body.roomId ?? body.room?.id);
        break;
      case 'counts':
        this.rooms.counted(body, this.#conversations.get(body.roomId)?.timeline.position ?? 0);
        this.#changed('rooms');
        break;
      case 'thread':
        this.#heardThread(body.thread);
        break;
      case 'preferences':
        this.rooms.preferred(body);
        this.#changed('rooms');
        break;
      case 'presence':
        this.#heardPresence(body);
        break;
      case 'session-ended':
        this.session.ended();
        break;
      default:
    }
  }

  #heardThread(state) {
    if (!state?.thread) return;
    this.threads.heard(state);
    this.rooms.readThread(state.roomId, state.thread, state.readSeq);
    this.#changed('rooms');
  }

  #addRoom(room) {
    if (!room?.id) return;
    this.rooms.put(room);
    if (!this.#conversations.has(room.id)) {
      this.#converse(room).register();
      this.#watchPresence(this.rooms.directPeers());
    }
    if (this.isOpen(room.id)) this.#show(room.id);
    this.#changed('rooms');
    this.#changed('room', room.id);
  }

  #removeRoom(roomId) {
    if (!this.rooms.get(roomId)) return;
    this.#bridge.unregister(`room.${roomId}`);
    this.rooms.remove(roomId);
    this.#conversations.delete(roomId);
    this.members.forget(roomId);
    this.threads.forget(roomId);
    this.#changed('rooms');
    this.#changed('room', roomId);
  }

  #refused(address, problem) {
    if (!address?.startsWith('room.')) return;
    if (problem.passing) setTimeout(() => this.#conversations.get(address.slice(5))?.register(), 2000);
    else this.#removeRoom(address.slice(5));
  }

  async #watchPresence(userIds) {
    if (userIds.length === 0) return;
    try {
      const answer = await this.#bridge.request('presence.watch', { userIds });
      const known = answer?.presence ?? answer?.presences ?? answer?.users ?? [];
      let changed = false;
      for (const one of known) changed = this.presence.heard(one) || changed;
      if (changed) this.#changed('presence');
    } catch {
      // Presence is a courtesy: without it people show as unknown.
    }
  }

  // The page itself

  #watchPage() {
    const { signal } = this.#stopListening;
    addEventListener('online', () => this.#bridge.poke(), { signal });
    this.session.addEventListener('renewed', () => this.#renewed(), { signal });
  }

  async #renewed() {
    const token = await this.session.token(false).catch(() => '');
    if (token) this.#bridge.tell('session.renew', { token });
  }

  #tellPresence() {
    this.#bridge.tell('presence.set', this.mine.shown(this.#here.state));
  }

  reconnectNow() {
    this.#bridge.poke();
  }

  /** @param {string} type @param {string} [roomId] @param {any} [detail] */
  #changed(type, roomId = '', detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail: { roomId, ...detail } }));
  }
}

/** What the outbox keeps, as the server wants it. @param {import('./outbox.js').OutboxItem} item */
function asPost({ roomId, clientId, content, replyTo, thread, attachments }) {
  return {
    ...{ roomId, clientId, content },
    ...(replyTo ? { replyTo } : {}),
    ...(thread ? { thread } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
  };
}
