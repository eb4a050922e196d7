import { Bridge } from '../protocol/bridge.js';
import { Api, query } from '../protocol/api.js';
import { Conversation, PAGE_MESSAGES } from './conversation.js';
import { Mine } from './mine.js';
import { Outbox } from './outbox.js';
import { PresenceBoard } from './presence.js';
import { TYPING_SENT_EVERY_MS, TYPING_SHOWN_MS, TypingSigns } from './typing.js';
import { ENDINGS, RoomBook } from './roombook.js';
import { randomId } from './ids.js';
import { livingTabs, tabId } from './tabs.js';

const ROOMS_PAGE = 200;
const MEMBERS_PAGE = 200;
/** Members of one room asked for at most; bigger rooms show these and the number. */
const MEMBERS_SHOWN = 1_000;
/** A read mark leaves this long after the last line came into view. */
const READ_DELAY_MS = 400;
/** Messages far from what is shown that are kept because something refers to them. */
const ORIGINALS_KEPT = 500;
/** A change whose answer was lost is sent again after this. */
const REPEAT_AFTER_MS = 1_000;
/** Hidden and idle for this long, a person is away. */
const AWAY_AFTER_MS = 5 * 60_000;

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
  /** @type {Map<string, {list: any[], complete: boolean}>} members by room */
  members = new Map();
  /** @type {Map<string, Map<string, number>>} read marks of others, by room and person */
  readMarks = new Map();
  /** @type {{state: import('../protocol/bridge.js').BridgeState, retryAt?: number, since: number}} */
  connection = { state: 'connecting', since: Date.now() };
  /** Rooms were loaded once. */
  ready = false;
  #bridge;
  /** @type {Map<string, Conversation>} */
  #conversations = new Map();
  /** @type {Map<string, any>} messages far from what is shown, by room and number */
  #originals = new Map();
  #epoch = '';
  #open = '';
  #readTimers = new Map();
  #typingSentAt = new Map();
  #awayTimer;
  #state = 'online';
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
      send: ({ roomId, clientId, content, replyTo }) =>
        this.#bridge.request('room.post', { roomId, clientId, content, ...(replyTo ? { replyTo } : {}) }),
    });
    this.outbox.onChange = (roomId) => this.#changed('room', roomId);
    this.#bridge = new Bridge({ openSocket, token });
    this.#bridge.onState = (state, retryAt) => this.#connectionChanged(state, retryAt);
    this.#bridge.onOnline = (opened) => this.#online(opened);
    this.#bridge.onEvent = (address, body) => this.#heard(address, body);
    this.#bridge.onRefusal = (address, problem) => this.#refused(address, problem);
  }

  /** The person signed in; stays when the session ends, until the page has let go of this chat. */
  get me() {
    return (this.#me = this.session.user ?? this.#me);
  }

  /** Id of the room on the screen, or ''. */
  get openRoom() {
    return this.#open;
  }

  start() {
    this.#bridge.start();
    livingTabs().then((tabs) => this.outbox.adopt(tabs));
    this.#watchPage();
  }

  stop() {
    this.#stopListening.abort();
    clearTimeout(this.#awayTimer);
    for (const timer of this.#readTimers.values()) clearTimeout(timer);
    this.#bridge.stop();
  }

  // Rooms

  /** @param {string} roomId @returns {Conversation | undefined} */
  conversation(roomId) {
    return this.#conversations.get(roomId);
  }

  /** @param {string} roomId shown from now on; '' for none */
  open(roomId) {
    if (this.#open === roomId) return;
    const before = this.#conversations.get(this.#open);
    if (before) {
      before.toEnd();
      before.timeline.trim(PAGE_MESSAGES);
    }
    this.#open = roomId;
    if (roomId && this.rooms.get(roomId)) this.#show(roomId);
    this.#changed('room', roomId);
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
    const list = [];
    let cursor;
    try {
      do {
        const page = await this.api.get(`/rooms/${encodeURIComponent(roomId)}/members${query({ limit: MEMBERS_PAGE, cursor })}`);
        list.push(...page.members);
        cursor = page.next;
      } while (cursor && list.length < MEMBERS_SHOWN);
    } catch {
      return;
    }
    this.members.set(roomId, { list, complete: !cursor });
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

  /** @param {string} roomId @param {string} content @param {number} [replyTo] */
  post(roomId, content, replyTo) {
    this.#typingSentAt.delete(roomId);
    this.outbox.add({ roomId, content, replyTo }, Date.now());
  }

  /** Changes the text of my message. The same client id makes a repeat harmless. */
  edit(roomId, seq, content) {
    const change = { roomId, seq, content, clientId: randomId() };
    return this.#twice(() => this.#bridge.request('room.edit', change));
  }

  /** @param {string} roomId @param {number} seq @param {string} [reason] */
  deleteMessage(roomId, seq, reason) {
    return this.#twice(() => this.#bridge.request('room.delete', { roomId, seq, ...(reason ? { reason } : {}) }));
  }

  /** Takes my last edit or deletion of a message back. */
  undo(roomId, seq) {
    return this.#bridge.request('room.undo', { roomId, seq });
  }

  /** @param {string} roomId @param {number} seq @param {string} emoji @param {boolean} on */
  react(roomId, seq, emoji, on) {
    return this.#twice(() => this.#bridge.request('room.react', { roomId, seq, emoji, on }));
  }

  /** @param {string} roomId @param {number} seq @param {boolean} on */
  pin(roomId, seq, on) {
    return this.#twice(() => this.#bridge.request('room.pin', { roomId, seq, on }));
  }

  /** The texts a message had, oldest first. */
  async versions(roomId, seq) {
    return (await this.#bridge.request('room.versions', { roomId, seq })).versions;
  }

  /** Last pinned first. */
  async pins(roomId) {
    return (await this.#bridge.request('room.pins', { roomId })).messages;
  }

  /**
   * A message others refer to: from what is shown, else fetched, for a later drawing.
   *
   * @param {string} roomId @param {number} seq
   * @returns {any} null while it isn't here, or where there is none
   */
  original(roomId, seq) {
    const here = this.#conversations.get(roomId)?.shown.item(seq);
    if (here) return here;
    const key = `${roomId}/${seq}`;
    const known = this.#originals.get(key);
    if (known !== undefined) return known;
    if (this.#originals.size >= ORIGINALS_KEPT) this.#originals.clear();
    this.#originals.set(key, null);
    this.#bridge.request('room.message', { roomId, seq }).then(
      (message) => {
        this.#originals.set(key, message);
        this.#changed('room', roomId);
      },
      () => {},
    );
    return null;
  }

  /** What repeats without harm is tried once more when the first answer was lost. */
  async #twice(request) {
    try {
      return await request();
    } catch (problem) {
      if (!problem.passing) throw problem;
      await new Promise((later) => setTimeout(later, problem.retryAfterMs ?? REPEAT_AFTER_MS));
      return request();
    }
  }

  isTyping(roomId) {
    const now = Date.now();
    if (now - (this.#typingSentAt.get(roomId) ?? 0) < TYPING_SENT_EVERY_MS) return;
    this.#typingSentAt.set(roomId, now);
    this.#bridge.tell('room.typing', { roomId });
  }

  /** Everything up to this number has been on the screen. */
  markRead(roomId, seq) {
    if (!this.rooms.read(roomId, seq)) return;
    this.#changed('rooms');
    if (this.#readTimers.has(roomId)) return;
    this.#readTimers.set(roomId, setTimeout(() => this.#sendRead(roomId), READ_DELAY_MS));
  }

  async #sendRead(roomId) {
    this.#readTimers.delete(roomId);
    const seq = this.rooms.get(roomId)?.counts.readSeq;
    if (seq) await this.#bridge.request('room.read', { roomId, seq }).catch(() => {});
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
      if (conversation) conversation.resume(head, sameLog);
      else this.#converse(room).register();
    }
    this.ready = true;
    this.#watchPresence(this.rooms.directPeers());
    if (this.#open && this.rooms.get(this.#open)) this.#show(this.#open);
    this.#changed('rooms');
    this.#changed('room', this.#open);
  }

  #converse(room) {
    const conversation = new Conversation(room.id, room.head ?? 0, this.me.id, {
      history: (roomId, place) => this.#bridge.request('room.history', { roomId, limit: PAGE_MESSAGES, ...place }),
      entries: (roomId, after, limit) => this.#bridge.request('room.entries', { roomId, after, limit }),
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
    } else if (this.#open === roomId) {
      this.loadMembers(roomId);
    } else {
      this.members.delete(roomId);
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
    let marks = this.readMarks.get(roomId);
    if (!marks) this.readMarks.set(roomId, (marks = new Map()));
    marks.set(user.id, Math.max(seq, marks.get(user.id) ?? 0));
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

  #addRoom(room) {
    if (!room?.id) return;
    this.rooms.put(room);
    if (!this.#conversations.has(room.id)) {
      this.#converse(room).register();
      this.#watchPresence(this.rooms.directPeers());
    }
    if (this.#open === room.id) this.#show(room.id);
    this.#changed('rooms');
    this.#changed('room', room.id);
  }

  #removeRoom(roomId) {
    if (!this.rooms.get(roomId)) return;
    this.#bridge.unregister(`room.${roomId}`);
    this.rooms.remove(roomId);
    this.#conversations.delete(roomId);
    this.members.delete(roomId);
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
    document.addEventListener('visibilitychange', () => this.#visibility(), { signal });
    this.session.addEventListener('renewed', () => this.#renewed(), { signal });
  }

  async #renewed() {
    const token = await this.session.token(false).catch(() => '');
    if (token) this.#bridge.tell('session.renew', { token });
  }

  #visibility() {
    clearTimeout(this.#awayTimer);
    if (document.visibilityState === 'visible') {
      this.#bridge.poke();
      // It may have been changed on another device.
      this.mine.load();
      this.#setPresence('online');
    } else {
      this.#awayTimer = setTimeout(() => this.#setPresence('away'), AWAY_AFTER_MS);
    }
  }

  #setPresence(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#tellPresence();
  }

  #tellPresence() {
    this.#bridge.tell('presence.set', this.mine.shown(this.#state));
  }

  reconnectNow() {
    this.#bridge.poke();
  }

  /** @param {string} type @param {string} [roomId] @param {any} [detail] */
  #changed(type, roomId = '', detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail: { roomId, ...detail } }));
  }
}

