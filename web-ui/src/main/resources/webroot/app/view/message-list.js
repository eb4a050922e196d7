import { html, nothing } from 'lit';
import { View, touch } from './view.js';
import { icon } from './icons.js';
import { MESSAGE_KEYS, act } from './message-acts.js';
import { drawnRows } from './message-rows.js';
import { popupOpen } from './popup.js';
import { ScrollPlace } from './scroll-place.js';
import { PAGE_MESSAGES, STRETCH_LINES } from '../model/conversation.js';
import { rowsOf } from '../model/rows.js';
import { totals } from '../model/unread.js';
import { problemText, t } from '../i18n/catalogue.js';

/** A line that was pointed at is marked this long. */
const POINTED_MS = 1_800;

/** The messages of one room, kept at its end or where the reader is, and the mark of what was read. */
export class TertuliaMessageList extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    seq: { type: Number },
    away: { state: true },
    active: { state: true },
    editing: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
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
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.roomId && this.requestUpdate());
    this.watch(this.chat, ['arrival'], (event) => event.detail.roomId === this.roomId && this.#arrived());
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
    return this.chat.rooms.get(this.roomId);
  }

  get #conversation() {
    return this.chat.conversation(this.roomId);
  }

  willUpdate(changed) {
    if (changed.has('roomId')) {
      this.away = null;
      this.editing = 0;
      this.active = this.tabStop = '';
      const counts = this.#room?.counts;
      this.newAfter = counts && counts.readSeq < (this.#room.head ?? 0) ? counts.readSeq : Infinity;
      this.place.reset();
      this.sought = 0;
      this.seeking = false;
    } else {
      this.place.remember();
    }
  }

  render() {
    const conversation = this.#conversation;
    return html`${this.#unseen(conversation)}<div class="messages" role="log" aria-live="off" aria-label=${t('room.messages', { name: this.#room?.name ?? '' })}
        data-test="messages" @scroll=${this.#scrolled} @pointerover=${this.#pointed} @pointerleave=${this.#left}
        @focusin=${this.#focused} @keydown=${this.#key}>
        <div class="messages-inner">${this.#top(conversation)}${this.#rows(conversation)}</div>
      </div>
      <div class="messages-foot">${this.#typing()}${this.#jump()}${conversation?.filling && this.chat.connection.state === 'online'
        ? html`<p class="filling" role="status" data-test="filling">${t('room.filling')}</p>`
        : nothing}</div>`;
  }

  /** New messages begin further back than what is shown: a way there. */
  #unseen(conversation) {
    const counts = this.#room?.counts;
    if (!conversation?.loaded || !counts || conversation.detour || conversation.timeline.reachedStart) return nothing;
    const { unread } = totals(counts);
    if (unread === 0 || conversation.timeline.oldest <= counts.readSeq + 1) return nothing;
    return html`<div class="unseen" data-test="unseen"><span>${t('room.unseen', { count: unread })}</span>
      <button class="link-button" type="button" data-test="to-first-unread" @click=${() => this.show(counts.readSeq + 1)}>${t('room.unseen.show')}</button>
      <button class="link-button" type="button" data-test="mark-all-read" @click=${() => this.#readAll()}>${t('room.unseen.read')}</button></div>`;
  }

  #readAll() {
    const conversation = this.#conversation;
    if (conversation) this.chat.markRead(this.roomId, conversation.timeline.position);
    this.newAfter = Infinity;
    this.requestUpdate();
  }

  #top(conversation) {
    if (conversation?.failure) {
      return html`<div class="list-note" role="alert"><p>${t('room.loadFailed')} ${problemText(conversation.failure)}</p>
        <button class="button" type="button" @click=${() => this.chat.loadMore(this.roomId)}>${t('retry')}</button></div>`;
    }
    if (!conversation?.loaded) {
      return html`<div class="skeletons messages-skeleton" role="status" aria-label=${t('loading')}>
        ${[1, 2, 3, 4, 5, 6].map(() => html`<i></i>`)}</div>`;
    }
    if (!conversation.shown.reachedStart) return html`<p class="list-note older">${t('room.older')}</p>`;
    const room = this.#room;
    const key = room?.kind === 'direct' ? 'room.start.direct' : 'room.start';
    return html`<div class="room-start"><h2>${t(key, { name: room?.name ?? '' })}</h2>
      ${room?.topic ? html`<p>${room.topic}</p>` : nothing}
      ${conversation.shown.items.some((item) => item.kind === 'message') ? nothing : this.#iceBreaker(room)}</div>`;
  }

  #iceBreaker(room) {
    return html`<p>${t('room.empty')}</p>
      ${room?.kind === 'direct' ? nothing : html`<button class="button" type="button" data-test="start-invite"
        @click=${() => this.dispatchEvent(new Event('invite'))}>${icon('invite')}${t('room.invite')}</button>`}`;
  }

  #rows(conversation) {
    if (!conversation) return nothing;
    const { detour, shown } = conversation;
    const items = conversation.loaded ? shown.items : [];
    const logged = new Set(items.map((item) => item.clientId).filter(Boolean));
    const pending = detour ? [] : this.chat.outbox.of(this.roomId).filter((one) => !logged.has(one.clientId));
    const rows = rowsOf(items, pending, { me: this.chat.me, newAfter: this.newAfter, fromStart: shown.reachedStart });
    this.rows = rows.filter((row) => row.type === 'message');
    if (!this.rows.some((row) => row.key === this.tabStop)) this.tabStop = this.rows.at(-1)?.key ?? '';
    return drawnRows(rows, { ...this.#acts, active: this.active, tabStop: this.tabStop, editing: this.editing, edited: this.#edited });
  }

  #edited = async (item) => {
    this.editing = 0;
    await this.updateComplete;
    this.place.line(`.message[data-seq="${item.seq}"]`)?.focus();
  };

  #typing() {
    const people = this.chat.typing.in(this.roomId, Date.now());
    if (people.length === 0) return html`<p class="typing" role="status"></p>`;
    const [a, b] = people.map((person) => person.name);
    const text = people.length === 1 ? t('typing.one', { a }) : people.length === 2 ? t('typing.two', { a, b }) : t('typing.many');
    return html`<p class="typing" role="status" data-test="typing"><span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>${text}</p>`;
  }

  #jump() {
    if (this.away === null && !this.#conversation?.detour) return nothing;
    const count = this.away ?? 0;
    const label = count > 0 ? t('room.jump.new', { count }) : t('room.jump');
    return html`<button class="jump ${count > 0 ? 'new' : ''}" type="button" data-test="jump" aria-label=${label}
      @click=${() => this.toNewest()}>${icon('down')}${count > 0 ? html`<span>${label}</span>` : nothing}</button>`;
  }

  /** What a message's buttons and keys reach. */
  get #acts() {
    return {
      chat: this.chat,
      roomId: this.roomId,
      edit: (row) => (this.editing = row.item.seq),
      reply: (item) => this.dispatchEvent(new CustomEvent('reply', { detail: item })),
      show: (seq) => this.show(seq),
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
    await this.chat.goTo(this.roomId, seq);
    // Another message, or another room, has been asked for meanwhile.
    if (this.sought !== seq) return;
    this.seeking = false;
    this.requestUpdate();
    await this.updateComplete;
    this.#showSought();
  }

  /** @returns {boolean} whether something was sought and is here now */
  #showSought() {
    const seq = this.sought;
    if (!seq || this.seeking || !this.#conversation?.loaded) return false;
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
    if (changed.has('roomId')) {
      this.resizing?.disconnect();
      this.resizing?.observe(inner);
      this.resizing?.observe(this.find('.messages'));
    }
    if (changed.has('seq') && this.seq > 0) this.show(this.seq);
    if (this.place.placed) this.place.settle();
    else if (this.#conversation?.loaded && !this.seeking && !this.#showSought()) this.place.place(this.find('.new-line'));
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
    const away = !this.place.atEnd || Boolean(this.#conversation?.detour);
    if (!away) this.away = null;
    else this.away ??= 0;
  }

  #fetch() {
    const conversation = this.#conversation;
    if (this.seeking || !conversation?.loaded || conversation.loading || conversation.failure) return;
    if (this.place.nearStart && !conversation.shown.reachedStart) this.chat.loadMore(this.roomId);
    else if (this.place.nearEnd && conversation.detour) this.#fetchNewer();
  }

  #fetchNewer() {
    // Where the log goes on is not the end of it.
    this.place.atEnd = false;
    this.chat.loadNewer(this.roomId);
  }

  #arrived() {
    if (this.away !== null) this.away++;
    const looking = document.visibilityState === 'visible' && document.hasFocus();
    if ((!looking || !this.place.atEnd) && this.newAfter === Infinity) this.newAfter = this.#room?.counts.readSeq ?? Infinity;
  }

  #markRead() {
    const conversation = this.#conversation;
    if (!this.place.placed || !conversation?.loaded) return;
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const { detour, timeline } = conversation;
    if (this.place.atEnd && !detour) {
      this.chat.markRead(this.roomId, timeline.position);
      if (timeline.size > STRETCH_LINES) timeline.trim(PAGE_MESSAGES);
    } else if (conversation.shown.oldest <= (this.#room?.counts.readSeq ?? 0) + 1) {
      const seq = this.place.lastInView();
      if (seq > 0) this.chat.markRead(this.roomId, seq);
    }
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
    this.chat.toEnd(this.roomId);
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
