import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { icon } from './icons.js';
import { eventLine, messageLine } from './message.js';
import { copyText, notice } from './overlays.js';
import { rowsOf } from '../model/rows.js';
import { roomHash } from '../model/route.js';
import { dayText, locale, problemText, t } from '../i18n/catalogue.js';

/** Within this many pixels of the end the list stays at its end when something is added. */
const AT_END_PX = 48;
/** Within this many pixels of the beginning earlier messages are fetched. */
const NEAR_START_PX = 600;
/** Looking at the end, more lines than this are let go. */
const LINES_KEPT = 400;

/** The messages of one room, kept at its end or where the reader is, and the mark of what was read. */
export class TertuliaMessageList extends View {
  static properties = { chat: { attribute: false }, roomId: {}, away: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** Scrolled away from the end; counts what came since. @type {number | null} */
    this.away = null;
    this.newAfter = Infinity;
    this.atEnd = true;
    this.placed = false;
    /** @type {{key: string, top: number} | null} */
    this.anchor = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.roomId && this.requestUpdate());
    this.watch(this.chat, ['arrival'], (event) => event.detail.roomId === this.roomId && this.#arrived());
    this.watch(this.chat, ['connection']);
    this.watch(window, ['focus'], () => this.#markRead());
    this.watch(document, ['visibilitychange'], () => this.#markRead());
    this.resizing = new ResizeObserver(() => this.#settle());
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
      this.atEnd = true;
      this.placed = false;
      const counts = this.#room?.counts;
      this.newAfter = counts && counts.readSeq < (this.#room.head ?? 0) ? counts.readSeq : Infinity;
      this.anchor = null;
    } else {
      this.anchor = this.atEnd ? null : this.#firstInView();
    }
  }

  render() {
    const conversation = this.#conversation;
    return html`<div class="messages" role="log" aria-live="off" tabindex="0" aria-label=${t('room.messages', { name: this.#room?.name ?? '' })}
        data-test="messages" @scroll=${this.#scrolled}>
        <div class="messages-inner">${this.#top(conversation)}${this.#rows(conversation)}</div>
      </div>
      <div class="messages-foot">${this.#typing()}${this.#jump()}${conversation?.filling && this.chat.connection.state === 'online'
        ? html`<p class="filling" role="status" data-test="filling">${t('room.filling')}</p>`
        : nothing}</div>`;
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
    if (!conversation.timeline.reachedStart) return html`<p class="list-note older">${t('room.older')}</p>`;
    const room = this.#room;
    const key = room?.kind === 'direct' ? 'room.start.direct' : 'room.start';
    return html`<div class="room-start"><h2>${t(key, { name: room?.name ?? '' })}</h2>
      ${room?.topic ? html`<p>${room.topic}</p>` : nothing}
      ${conversation.timeline.items.some((item) => item.kind === 'message') ? nothing : this.#iceBreaker(room)}</div>`;
  }

  #iceBreaker(room) {
    return html`<p>${t('room.empty')}</p>
      ${room?.kind === 'direct' ? nothing : html`<button class="button" type="button" data-test="start-invite"
        @click=${() => this.dispatchEvent(new Event('invite'))}>${icon('invite')}${t('room.invite')}</button>`}`;
  }

  #rows(conversation) {
    if (!conversation) return nothing;
    const pending = this.chat.outbox.of(this.roomId);
    const items = conversation.loaded ? conversation.timeline.items : [];
    const logged = new Set(items.map((item) => item.clientId).filter(Boolean));
    const rows = rowsOf(items, pending.filter((one) => !logged.has(one.clientId)), {
      me: this.chat.me,
      newAfter: this.newAfter,
      fromStart: conversation.timeline.reachedStart,
    });
    const lastMine = rows.findLast((row) => row.type === 'message' && row.item.actor.id === this.chat.me.id);
    return repeat(rows, (row) => row.key, (row) => this.#row(row, row === lastMine));
  }

  #row(row, lastMine) {
    if (row.type === 'day') {
      return html`<div class="day-line" role="separator"><span>${dayText(row.date)}</span></div>`;
    }
    if (row.type === 'new') {
      return html`<div class="new-line" role="separator" data-test="new-line"><span>${t('room.new')}</span></div>`;
    }
    if (row.type === 'event') return guard([row.item, locale()], () => eventLine(row.item));
    const seenBy = lastMine && row.item.seq > 0 ? this.#seenBy(row.item.seq) : [];
    const status = lastMine || row.pending;
    const original = row.item.replyTo ? this.#conversation?.timeline.item(Number(row.item.replyTo.seq ?? row.item.replyTo)) : null;
    const online = this.chat.connection.state === 'online';
    return guard(
      [row.item, row.head, row.pending, status, seenBy.join(), original, row.pending && online, locale()],
      () => messageLine(row, { status: Boolean(status), seenBy, original, online, me: this.chat.me, act: this.#act }),
    );
  }

  #seenBy(seq) {
    const marks = this.chat.readMarks.get(this.roomId) ?? new Map();
    const names = new Map((this.chat.members.get(this.roomId)?.list ?? []).map(({ user }) => [user.id, user.name]));
    for (const person of this.#room?.people ?? []) names.set(person.id, person.name);
    return [...marks].filter(([, read]) => read >= seq).map(([id]) => names.get(id)).filter(Boolean);
  }

  #typing() {
    const people = this.chat.typing.in(this.roomId, Date.now());
    if (people.length === 0) return html`<p class="typing" role="status"></p>`;
    const [a, b] = people.map((person) => person.name);
    const text = people.length === 1 ? t('typing.one', { a }) : people.length === 2 ? t('typing.two', { a, b }) : t('typing.many');
    return html`<p class="typing" role="status" data-test="typing"><span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>${text}</p>`;
  }

  #jump() {
    if (this.away === null) return nothing;
    const label = this.away > 0 ? t('room.jump.new', { count: this.away }) : t('room.jump');
    return html`<button class="jump ${this.away > 0 ? 'new' : ''}" type="button" data-test="jump" aria-label=${label}
      @click=${() => this.toNewest()}>${icon('down')}${this.away > 0 ? html`<span>${label}</span>` : nothing}</button>`;
  }

  /** What a line's buttons do. */
  #act = (action, row) => {
    const { item, pending } = row;
    switch (action) {
      case 'reply':
        this.dispatchEvent(new CustomEvent('reply', { detail: item }));
        break;
      case 'copy':
        copyText(item.content ?? '').then((copied) => copied && notice(t('copied')));
        break;
      case 'link':
        copyText(new URL(`${roomHash(this.roomId)}/${item.seq}`, location.href).href).then((copied) => copied && notice(t('copied')));
        break;
      case 'retry':
        this.chat.outbox.retry(pending.clientId);
        break;
      case 'discard':
        this.chat.outbox.discard(pending.clientId);
        break;
      case 'original':
        this.#showItem(Number(item.replyTo.seq ?? item.replyTo));
        break;
      default:
    }
  };

  #showItem(seq) {
    const line = this.querySelector(`[data-seq="${seq}"]`);
    if (!line) return;
    line.scrollIntoView({ block: 'center' });
    line.classList.add('pointed-at');
    setTimeout(() => line.classList.remove('pointed-at'), 1_600);
  }

  // Where the reader is

  updated(changed) {
    const inner = this.find('.messages-inner');
    if (changed.has('roomId')) {
      this.resizing?.disconnect();
      this.resizing?.observe(inner);
      this.resizing?.observe(this.find('.messages'));
    }
    if (!this.placed && this.#conversation?.loaded) this.#place();
    else this.#settle();
    this.#markRead();
    this.#fetchOlder();
  }

  /** First sight of a room: at the line above what is new, or at the end. */
  #place() {
    this.placed = true;
    const list = this.find('.messages');
    const line = /** @type {HTMLElement | null} */ (this.querySelector('.new-line'));
    list.scrollTop = list.scrollHeight;
    if (line && line.offsetTop < list.scrollHeight - list.clientHeight) {
      list.scrollTop = line.offsetTop - list.clientHeight / 4;
    }
    this.#look();
  }

  #settle() {
    const list = this.find('.messages');
    if (!list || !this.placed) return;
    if (this.atEnd) {
      list.scrollTop = list.scrollHeight;
    } else if (this.anchor) {
      const line = this.querySelector(`[data-key="${CSS.escape(this.anchor.key)}"]`);
      if (line) list.scrollTop += line.getBoundingClientRect().top - this.anchor.top;
      this.anchor = null;
    }
  }

  #firstInView() {
    const list = this.find('.messages');
    if (!list) return null;
    const top = list.getBoundingClientRect().top;
    for (const line of list.querySelectorAll('[data-key]')) {
      const box = line.getBoundingClientRect();
      if (box.bottom > top) return { key: /** @type {HTMLElement} */ (line).dataset.key ?? '', top: box.top };
    }
    return null;
  }

  #scrolled = () => {
    if (this.looking) return;
    this.looking = requestAnimationFrame(() => {
      this.looking = 0;
      this.#look();
      this.#markRead();
      this.#fetchOlder();
    });
  };

  #look() {
    const list = this.find('.messages');
    if (!list) return;
    this.atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_PX;
    if (this.atEnd) this.away = null;
    else this.away ??= 0;
  }

  #fetchOlder() {
    const list = this.find('.messages');
    const conversation = this.#conversation;
    if (!conversation?.loaded || conversation.loading || conversation.failure || conversation.timeline.reachedStart) return;
    if (this.placed && list.scrollTop < NEAR_START_PX) this.chat.loadMore(this.roomId);
  }

  #arrived() {
    if (this.away !== null) this.away++;
    const looking = document.visibilityState === 'visible' && document.hasFocus();
    if ((!looking || !this.atEnd) && this.newAfter === Infinity) this.newAfter = this.#room?.counts.readSeq ?? Infinity;
  }

  #markRead() {
    const conversation = this.#conversation;
    if (!this.placed || !conversation?.loaded) return;
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (this.atEnd) {
      this.chat.markRead(this.roomId, conversation.timeline.position);
      if (conversation.timeline.size > LINES_KEPT) conversation.timeline.trim(LINES_KEPT / 2);
    } else {
      const seq = this.#lastInView();
      if (seq > 0) this.chat.markRead(this.roomId, seq);
    }
  }

  #lastInView() {
    const list = this.find('.messages');
    const bottom = list.getBoundingClientRect().bottom;
    const lines = [...list.querySelectorAll('[data-seq]')];
    for (let i = lines.length - 1; i >= 0; i--) {
      if (lines[i].getBoundingClientRect().bottom <= bottom) return Number(/** @type {HTMLElement} */ (lines[i]).dataset.seq);
    }
    return 0;
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
    this.atEnd = true;
    this.placed = true;
    this.requestUpdate();
    this.#settle();
  }
}
customElements.define('tertulia-message-list', TertuliaMessageList);
