import { html, nothing } from 'lit';
import { View, touch } from './view.js';
import { icon } from './icons.js';
import { MESSAGE_KEYS, act } from './message-acts.js';
import { drawnRows } from './message-rows.js';
import { popupOpen } from './popup.js';
import { isPicture } from '../model/picture-size.js';
import { ScrollPlace } from './scroll-place.js';
import { rowsOf } from '../model/rows.js';
import { problemText, t } from '../i18n/catalogue.js';

/** A line that was pointed at is marked this long. */
const POINTED_MS = 1_800;

/** The messages of a room or a thread, kept at their end or where the reader is, and the mark of what was read. */
export class TertuliaMessageList extends View {
  static properties = {
    chat: { attribute: false },
    talk: { attribute: false },
    seq: { type: Number },
    away: { state: true },
    active: { state: true },
    editing: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** @type {import('../model/talk.js').Talk} */
    this.talk = /** @type {any} */ (null);
    /** A message to be shown, from the address; 0 for none. */
    this.seq = 0;
    /** Scrolled away from the end; counts what came since. @type {number | null} */
    this.away = null;
    /** Key of the line whose buttons are shown, and where Tab stops. */
    this.active = '';
    this.tabStop = '';
    /** Number of the message being edited; 0 for none. */
    this.editing = 0;
    this.newAfter = Infinity;
    this.place = new ScrollPlace(() => this.find('.messages'));
    /** @type {any[]} */
    this.rows = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.talk.roomId && this.requestUpdate());
    this.watch(this.chat, ['arrival'], (event) => event.detail.roomId === this.talk.roomId && this.#arrived(event.detail));
    this.watch(this.chat, ['connection']);
    this.watch(window, ['focus'], () => this.#markRead());
    this.watch(document, ['visibilitychange'], () => this.#markRead());
    this.resizing = new ResizeObserver(() => this.place.settle());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resizing?.disconnect();
  }

  get #room() {
    return this.chat.rooms.get(this.talk.roomId);
  }

  willUpdate(changed) {
    if (changed.has('talk')) {
      this.away = null;
      this.editing = 0;
      this.active = this.tabStop = '';
      this.newAfter = this.talk.newAfter;
      this.place.reset();
      this.sought = 0;
      this.seeking = false;
    } else {
      // What is new in a thread is known with its first page only.
      if (this.talk.loaded && !this.place.placed) this.newAfter = this.talk.newAfter;
      this.place.remember();
    }
  }

  render() {
    const { talk } = this;
    return html`${this.#unseen()}<div class="messages" role="log" aria-live="off" aria-label=${t(talk.thread ? 'thread.messages' : 'room.messages', { name: talk.name })}
        data-test="messages" @scroll=${this.#scrolled} @pointerover=${this.#pointed} @pointerleave=${this.#left}
        @focusin=${this.#focused} @keydown=${this.#key}>
        <div class="messages-inner">${this.#top()}${this.#rows()}</div>
      </div>
      <div class="messages-foot">${talk.thread ? nothing : this.#typing()}${this.#jump()}${talk.filling && this.chat.connection.state === 'online'
        ? html`<p class="filling" role="status" data-test="filling">${t('room.filling')}</p>`
        : nothing}</div>`;
  }

  /** New messages begin further back than what is shown: a way there. */
  #unseen() {
    const count = this.talk.unseen;
    if (count === 0) return nothing;
    return html`<div class="unseen" data-test="unseen"><span>${t('room.unseen', { count })}</span>
      <button class="link-button" type="button" data-test="to-first-unread" @click=${() => this.show(this.talk.readSeq + 1)}>${t('room.unseen.show')}</button>
      <button class="link-button" type="button" data-test="mark-all-read" @click=${() => this.#readAll()}>${t('room.unseen.read')}</button></div>`;
  }

  #readAll() {
    this.talk.readAll();
    this.newAfter = Infinity;
    this.requestUpdate();
  }

  #top() {
    const { talk } = this;
    if (talk.failure) {
      return html`<div class="list-note" role="alert"><p>${t('room.loadFailed')} ${problemText(talk.failure)}</p>
        <button class="button" type="button" @click=${() => talk.loadMore()}>${t('retry')}</button></div>`;
    }
    if (!talk.loaded) {
      return html`<div class="skeletons messages-skeleton" role="status" aria-label=${t('loading')}>
        ${[1, 2, 3, 4, 5, 6].map(() => html`<i></i>`)}</div>`;
    }
    if (!talk.reachedStart) return html`<p class="list-note older">${t('room.older')}</p>`;
    return talk.thread ? this.#threadStart(talk) : this.#roomStart(talk);
  }

  #roomStart(talk) {
    const room = this.#room;
    const key = room?.kind === 'direct' ? 'room.start.direct' : 'room.start';
    return html`<div class="room-start"><h2>${t(key, { name: talk.name })}</h2>
      ${room?.topic ? html`<p>${room.topic}</p>` : nothing}
      ${talk.items.some((item) => item.kind === 'message') ? nothing : this.#iceBreaker(room)}</div>`;
  }

  /** The message it began with, then how many answers there are. */
  #threadStart(talk) {
    if (!talk.first) return nothing;
    const count = talk.items.filter((item) => !item.deleted).length;
    return html`<div class="thread-first">${drawnRows([this.#firstRow(talk)], this.#sight)}</div>
      <div class="thread-count" role="separator"><span>${count > 0 ? t('thread.replies', { count }) : t('thread.none')}</span></div>`;
  }

  #firstRow(talk) {
    return { ...{ type: /** @type {const} */ ('message'), key: `m${talk.thread}`, item: talk.first }, head: true, pending: null };
  }

  #iceBreaker(room) {
    return html`<p>${t('room.empty')}</p>
      ${room?.kind === 'direct' ? nothing : html`<button class="button" type="button" data-test="start-invite"
        @click=${() => this.dispatchEvent(new Event('invite'))}>${icon('invite')}${t('room.invite')}</button>`}`;
  }

  #rows() {
    const { talk } = this;
    const items = talk.loaded ? talk.items : [];
    const logged = new Set(items.map((item) => item.clientId).filter(Boolean));
    const pending = talk.pending.filter((one) => !logged.has(one.clientId));
    const { thread, reachedStart } = talk;
    const rows = rowsOf(items, pending, { me: this.chat.me, newAfter: this.newAfter, fromStart: reachedStart, thread, since: talk.first && new Date(talk.first.at) });
    this.rows = rows.filter((row) => row.type === 'message');
    if (thread && talk.loaded && talk.first) this.rows.unshift(this.#firstRow(talk));
    if (!this.rows.some((row) => row.key === this.tabStop)) this.tabStop = this.rows.at(-1)?.key ?? '';
    return drawnRows(rows, this.#sight);
  }

  get #sight() {
    return { ...this.#acts, active: this.active, tabStop: this.tabStop, editing: this.editing, edited: this.#edited, day: this.#day };
  }

  /** All pictures of what is held, in their order. */
  #pictures() {
    const { talk } = this;
    const items = [...(talk.thread && talk.first ? [talk.first] : []), ...talk.items];
    return items
      .filter((item) => !item.deleted && (item.thread ?? 0) === (item.seq === talk.thread ? 0 : talk.thread))
      .flatMap((item) => (item.attachments ?? []).filter(isPicture).map((file) => ({ file, item })));
  }

  #day = (date) => this.dispatchEvent(new CustomEvent('day', { detail: date }));

  #edited = async (item) => {
    this.editing = 0;
    await this.updateComplete;
    this.place.line(`.message[data-seq="${item.seq}"]`)?.focus();
  };

  #typing() {
    const people = this.chat.typing.in(this.talk.roomId, Date.now());
    if (people.length === 0) return html`<p class="typing" role="status"></p>`;
    const [a, b] = people.map((person) => person.name);
    const text = people.length === 1 ? t('typing.one', { a }) : people.length === 2 ? t('typing.two', { a, b }) : t('typing.many');
    return html`<p class="typing" role="status" data-test="typing"><span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>${text}</p>`;
  }

  #jump() {
    if (this.away === null && !this.talk.elsewhere) return nothing;
    const count = this.away ?? 0;
    const label = count > 0 ? t('room.jump.new', { count }) : t('room.jump');
    return html`<button class="jump ${count > 0 ? 'new' : ''}" type="button" data-test="jump" aria-label=${label}
      @click=${() => this.toNewest()}>${icon('down')}${count > 0 ? html`<span>${label}</span>` : nothing}</button>`;
  }

  /** What a message's buttons and keys reach. */
  get #acts() {
    return {
      chat: this.chat,
      roomId: this.talk.roomId,
      edit: (row) => (this.editing = row.item.seq),
      reply: (item) => this.dispatchEvent(new CustomEvent('reply', { detail: item })),
      show: (seq) => this.show(seq),
      thread: (root) => this.dispatchEvent(new CustomEvent('thread', { detail: { root } })),
      pictures: () => this.#pictures(),
      inThread: this.talk.thread,
    };
  }

  /** Edits the last message I wrote, if it is shown. @returns {boolean} */
  editLast() {
    const row = this.rows.findLast(({ item, pending }) => !pending && item.actor.id === this.chat.me.id && !item.deleted);
    if (row) this.editing = row.item.seq;
    return row !== undefined;
  }

  /** Brings a message into view and points at it, wherever in the room it is. @param {number} seq */
  async show(seq) {
    this.sought = seq;
    this.seeking = true;
    this.place.atEnd = false;
    await this.talk.goTo(seq);
    // Another message, or another room, has been asked for meanwhile.
    if (this.sought !== seq) return;
    this.seeking = false;
    const root = this.talk.thread ? 0 : (this.talk.items.find((item) => item.seq === seq)?.thread ?? 0);
    if (root) {
      this.sought = root;
      this.dispatchEvent(new CustomEvent('thread', { detail: { root, seq } }));
    }
    this.requestUpdate();
    await this.updateComplete;
    this.#showSought();
  }

  /** @returns {boolean} whether something was sought and is here now */
  #showSought() {
    const seq = this.sought;
    if (!seq || this.seeking || !this.talk.loaded) return false;
    const lines = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.messages [data-seq]')]);
    // What isn't there any more, or has no line, is shown by what comes after it.
    const line = lines.find((one) => Number(one.dataset.seq) >= seq) ?? lines.at(-1);
    this.sought = 0;
    if (!line) return false;
    this.place.centre(line);
    this.away ??= 0;
    this.tabStop = line.dataset.key ?? this.tabStop;
    line.classList.add('pointed-at');
    setTimeout(() => line.classList.remove('pointed-at'), POINTED_MS);
    if (!touch()) line.focus({ preventScroll: true });
    return true;
  }

  // Where the reader is

  updated(changed) {
    const inner = this.find('.messages-inner');
    if (changed.has('talk')) {
      this.resizing?.disconnect();
      this.resizing?.observe(inner);
      this.resizing?.observe(this.find('.messages'));
    }
    if (changed.has('seq') && this.seq > 0) this.show(this.seq);
    if (this.place.placed) this.place.settle();
    else if (this.talk.loaded && !this.seeking && !this.#showSought()) this.place.place(this.find('.new-line'));
    this.#look();
    this.#markRead();
    this.#fetch();
  }

  #scrolled = () => {
    if (this.looking) return;
    this.looking = requestAnimationFrame(() => {
      this.looking = 0;
      this.place.look();
      this.#look();
      this.#markRead();
      this.#fetch();
    });
  };

  #look() {
    if (!this.place.placed) return;
    const away = !this.place.atEnd || this.talk.elsewhere;
    if (!away) this.away = null;
    else this.away ??= 0;
  }

  #fetch() {
    const { talk } = this;
    if (this.seeking || !talk.loaded || talk.loading || talk.failure) return;
    if (this.place.nearStart && !talk.reachedStart) talk.loadMore();
    else if (this.place.nearEnd && talk.elsewhere) this.#fetchNewer();
  }

  #fetchNewer() {
    // Where the log goes on is not the end of it.
    this.place.atEnd = false;
    this.talk.loadNewer();
  }

  #arrived({ thread = 0 }) {
    if (thread !== this.talk.thread) return;
    if (this.away !== null) this.away++;
    const looking = document.visibilityState === 'visible' && document.hasFocus();
    if ((!looking || !this.place.atEnd) && this.newAfter === Infinity) this.newAfter = this.talk.readSeq || Infinity;
  }

  #markRead() {
    const { talk } = this;
    if (!this.place.placed || !talk.loaded) return;
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (this.place.atEnd && !talk.elsewhere) talk.readToEnd();
    else talk.readTo(this.place.lastInView());
  }

  /** To the end, as somebody asked. */
  toNewest() {
    this.stay();
    this.#markRead();
  }

  /** Stay at the end from now on; what is new has been seen. */
  stay() {
    this.newAfter = Infinity;
    this.away = null;
    this.place.atEnd = true;
    this.place.placed = true;
    this.talk.toEnd();
    this.requestUpdate();
    this.place.settle();
  }

  // The line that is dealt with

  #pointed = (event) => {
    // The line whose menu is open keeps its buttons, which the menu stands beside.
    if (event.pointerType !== 'touch' && !popupOpen()) this.active = event.target.closest('.message')?.dataset.key ?? this.active;
  };

  #left = () => {
    if (!popupOpen()) this.active = this.#lineWithFocus()?.dataset.key ?? '';
  };

  #focused = (event) => {
    const key = event.target.closest('.message')?.dataset.key;
    if (key) this.active = this.tabStop = key;
  };

  /** @returns {HTMLElement | null} */
  #lineWithFocus() {
    const line = /** @type {HTMLElement | null} */ (document.activeElement?.closest('.message') ?? null);
    return line && this.contains(line) ? line : null;
  }

  #key = (event) => {
    const line = event.target.closest('.message');
    if (!line || event.target.matches('textarea, input') || event.ctrlKey || event.metaKey || event.altKey) return;
    const lines = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.messages .message')]);
    const at = lines.indexOf(line);
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: lines.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (lines[to]) lines[to].focus();
      else this.dispatchEvent(new Event('below'));
      return;
    }
    const action = MESSAGE_KEYS[event.key] ?? MESSAGE_KEYS[event.key.toLowerCase()];
    const row = this.rows.find(({ key }) => key === line.dataset.key);
    if (!action || !row || (event.target !== line && event.key.length > 1)) return;
    event.preventDefault();
    const button = line.querySelector(`[data-test=act-${action}]`) ?? line.querySelector('[data-test=act-more]') ?? line;
    act(this.#acts, action, row, button);
  };
}
customElements.define('tertulia-message-list', TertuliaMessageList);
