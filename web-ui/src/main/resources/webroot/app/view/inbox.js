import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { avatar, roomAvatar } from './avatar.js';
import { hit } from './hit.js';
import { icon } from './icons.js';
import { notice } from './overlays.js';
import { startingCards } from './startings.js';
import { Inbox } from '../model/inbox.js';
import { roomHash, threadHash } from '../model/route.js';
import { query } from '../protocol/api.js';
import { plainText } from '../text/plain.js';
import { problemText, shortWhen, t } from '../i18n/catalogue.js';
import './connection.js';

const LINE_CHARS = 240;
/** Things happening together are asked about once. */
const PAUSE_MS = 300;
const MENTIONS_PAGE = 30;

/** What is new for me, and what names me: the first thing one sees. */
export class TertuliaInbox extends View {
  static properties = {
    chat: { attribute: false },
    joining: { type: Boolean },
    tab: { state: true },
    mentions: { state: true },
    next: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** @type {Inbox} */
    this.inbox = /** @type {any} */ (null);
    this.joining = false;
    this.tab = 'new';
    /** @type {any[] | null} */
    this.mentions = null;
    /** @type {string | undefined} */
    this.next = undefined;
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.inbox = new Inbox(this.chat);
    this.watch(this.inbox, ['change']);
    this.watch(this.chat, ['rooms', 'arrival'], () => this.#soon());
    this.#soon(0);
  }

  #soon(pause = PAUSE_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.chat.ready) this.inbox.refresh();
      this.requestUpdate();
    }, pause);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  render() {
    const pieces = this.inbox.pieces;
    return html`<main id="main" tabindex="-1" class="pane inbox" aria-label=${t('inbox.title')}>
      <header class="room-head">
        <a class="icon-button back" href="#/" aria-label=${t('back')} data-test="back">${icon('back')}</a>
        <div class="room-title"><h1>${t('inbox.title')}</h1></div>
        <div class="segments" role="group" aria-label=${t('inbox.show')}>${this.#tab('new', t('inbox.new'))}${this.#tab('mentions', t('inbox.mentions'))}</div>
        ${this.tab === 'new' && pieces.length > 1
          ? html`<button class="button small read-all" type="button" data-test="read-everything" @click=${() => this.#readAll()}>${icon('checks')}<span>${t('inbox.readAll')}</span></button>`
          : nothing}
      </header>
      <tertulia-connection .chat=${this.chat}></tertulia-connection>
      <div class="inbox-body" data-test="inbox">${this.tab === 'new' ? this.#news(pieces) : this.#mentions()}</div>
    </main>`;
  }

  #tab(tab, label) {
    return html`<button type="button" aria-pressed=${this.tab === tab} data-test="inbox-${tab}" @click=${() => this.#choose(tab)}>${label}</button>`;
  }

  #choose(tab) {
    this.tab = tab;
    if (tab === 'mentions') this.#loadMentions(false);
  }

  #news(pieces) {
    if (this.joining) return html`<p class="home-center" role="status">${t('join.working')}</p>`;
    if (!this.chat.ready || (!this.inbox.loaded && pieces.length === 0)) return this.#waiting();
    if (pieces.length === 0) return this.#nothingNew();
    return html`<p class="sr-only" role="status">${t('inbox.count', { count: pieces.length })}</p>
      <ul class="pieces">${repeat(pieces, (piece) => piece.key, (piece) => this.#piece(piece))}</ul>`;
  }

  #waiting() {
    return html`<div class="skeletons" role="status" aria-label=${t('loading')}>${[1, 2, 3].map(() => html`<i></i>`)}</div>`;
  }

  #nothingNew() {
    const first = this.chat.rooms.all.length === 0;
    return html`<div class="home-center">
      <img src="/logo.svg" alt="" width="72" height="72" />
      <h2 class="home-title">${t(first ? 'home.title' : 'inbox.none')}</h2>
      <p>${t(first ? 'home.text' : 'inbox.none.text')}</p>
      <div class="home-actions">${startingCards(this.chat)}</div>
    </div>`;
  }

  #piece(piece) {
    const { room, thread, root, messages, unread, mentions } = piece;
    const href = thread ? threadHash(room.id, thread.thread) : roomHash(room.id);
    const about = thread ? t('inbox.thread', { text: plainText(root?.content ?? '', 60) }) : '';
    const more = unread - (messages?.length ?? 0);
    const label = t('inbox.read', { name: room.name });
    return html`<li class="piece" data-test="piece" data-room=${room.id}>
      <header>${roomAvatar(room)}
        <h2><a href=${href} data-test="piece-open">${room.name}</a>${about ? html`<small>${icon('thread')}${about}</small>` : nothing}</h2>
        ${mentions > 0 ? html`<span class="badge mention" title=${t('rooms.mentions', { count: mentions })}>@</span>` : nothing}
        <span class="badge" title=${t('rooms.unread', { count: unread })}>${unread > 99 ? '99+' : unread}</span>
        <button class="icon-button" type="button" aria-label=${label} title=${label} data-test="piece-read" @click=${() => this.#read(piece)}>${icon('check')}</button>
      </header>
      ${messages === null ? html`<div class="skeletons small"><i></i></div>` : html`<ol>${messages.map((message) => this.#line(room, message))}</ol>`}
      ${messages && more > 0 ? html`<a class="piece-more" href=${href}>${t('inbox.more', { count: more })}</a>` : nothing}
    </li>`;
  }

  #line(room, message) {
    const calls = (message.mentions ?? []).some((person) => (person?.id ?? person) === this.chat.me.id);
    return html`<li class=${calls ? 'calls' : ''}><a href="${roomHash(room.id)}/${message.seq}" data-test="piece-line">
      ${avatar(message.actor)}<span class="line-text"><span class="line-head"><strong>${message.actor.name}</strong>
        <time datetime=${message.at}>${shortWhen(new Date(message.at))}</time></span>
        <span>${plainText(message.content ?? '', LINE_CHARS) || t('inbox.file')}</span></span></a></li>`;
  }

  async #read(piece) {
    await this.inbox.read(piece).catch((problem) => notice(problemText(problem)));
    await this.updateComplete;
    /** @type {any} */ (this.find('[data-test=piece-open]') ?? this.find('#main'))?.focus();
  }

  #readAll() {
    this.inbox.readAll().catch((problem) => notice(problemText(problem)));
  }

  async #loadMentions(more) {
    try {
      const { messages, next } = await this.chat.api.get(`/me/mentions${query({ limit: MENTIONS_PAGE, cursor: more ? this.next : undefined })}`);
      this.mentions = more ? [...(this.mentions ?? []), ...messages] : messages;
      [this.next, this.problem] = [next, null];
    } catch (problem) {
      this.problem = problem;
    }
  }

  #mentions() {
    if (this.problem) return html`<p class="form-error" role="alert">${problemText(this.problem)}</p>`;
    if (!this.mentions) return this.#waiting();
    if (this.mentions.length === 0) return html`<p class="home-center">${t('inbox.mentions.none')}</p>`;
    return html`<ul class="mentions">${this.mentions.map((one) => html`<li>${hit(one, { room: this.chat.rooms.get(one.roomId)?.name ?? '' })}</li>`)}</ul>
      ${this.next ? html`<button class="button wide" type="button" @click=${() => this.#loadMentions(true)}>${t('more')}</button>` : nothing}`;
  }
}
customElements.define('tertulia-inbox', TertuliaInbox);
