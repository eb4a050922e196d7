import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { avatar, presenceText, roomAvatar } from './avatar.js';
import { icon } from './icons.js';
import { openSettings, startingCards, startings, switchRoom } from './startings.js';
import { draftOf } from '../model/drafts.js';
import { inOrder } from '../model/roombook.js';
import { roomHash } from '../model/route.js';
import { totals } from '../model/unread.js';
import { plainText } from '../text/markdown.js';
import { shortWhen, t } from '../i18n/catalogue.js';
import './alerts.js';
import './menu.js';

/** The list of conversations, and me. */
export class TertuliaSidebar extends View {
  static properties = {
    chat: { attribute: false },
    current: {},
    alone: { type: Boolean },
    filter: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.current = '';
    /** On a narrow screen the list is all there is. */
    this.alone = false;
    this.filter = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['rooms', 'presence', 'connection']);
    this.watch(this.chat.session, ['change']);
    this.watch(window, ['tertulia-draft']);
  }

  render() {
    return this.alone ? html`<main class="sidebar-main"><h1 class="sr-only">${t('rooms.nav')}</h1>${this.#nav()}</main>` : this.#nav();
  }

  #nav() {
    return html`<nav class="sidebar" aria-label=${t('rooms.nav')}>
      <header>
        <a class="brand" href="#/"><img src="/logo.svg" alt="" width="30" height="30" /><span class="wordmark">Tertulia</span></a>
        <tertulia-menu label=${t('rooms.new')} icon="plus" test="new-conversation" .items=${startings(this.chat)}></tertulia-menu>
      </header>
      <div class="filter">
        ${icon('search')}
        <input id="room-filter" type="search" autocomplete="off" spellcheck="false" aria-label=${t('rooms.filter')}
          placeholder=${t('rooms.filter')} .value=${this.filter} data-test="room-filter"
          @input=${(event) => (this.filter = event.target.value)} @keydown=${this.#filterKey} />
        <button class="key-button" type="button" aria-label=${t('switcher.title')} title=${t('switcher.title')} data-test="open-switcher"
          @click=${() => switchRoom(this.chat)}><kbd aria-hidden="true">Ctrl K</kbd></button>
      </div>
      <div class="room-list" data-test="room-list">${this.#lists()}${this.#beginnings()}</div>
      <tertulia-alerts .chat=${this.chat}></tertulia-alerts>
      ${this.#footer()}
    </nav>`;
  }

  #shown() {
    const wanted = this.filter.trim().toLocaleLowerCase();
    const rooms = inOrder(this.chat.rooms.all);
    return wanted ? rooms.filter((room) => room.name.toLocaleLowerCase().includes(wanted)) : rooms;
  }

  #lists() {
    if (!this.chat.ready) return this.#waiting();
    const rooms = this.#shown();
    if (this.filter && rooms.length === 0) return html`<p class="empty">${t('rooms.filter.none')}</p>`;
    const direct = rooms.filter((room) => room.kind === 'direct');
    const others = rooms.filter((room) => room.kind !== 'direct');
    return html`${this.#section('rooms', others)}${direct.length > 0 ? this.#section('rooms.direct', direct) : nothing}`;
  }

  /** On a narrow screen nothing but this list is there to say how one begins. */
  #beginnings() {
    if (!this.alone || !this.chat.ready || this.chat.rooms.all.length > 0) return nothing;
    return html`<div class="home-actions">${startingCards(this.chat)}</div>`;
  }

  #waiting() {
    return html`<div class="skeletons" role="status" aria-label=${t('loading')}>${[1, 2, 3, 4, 5].map(() => html`<i></i>`)}</div>`;
  }

  #section(title, rooms) {
    return html`<section aria-label=${t(title)}>
      <h2>${t(title)}</h2>
      ${rooms.length === 0 ? html`<p class="empty">${t('rooms.none')}</p>` : nothing}
      <ul>
        ${repeat(rooms, (room) => room.id, (room) => this.#room(room))}
      </ul>
    </section>`;
  }

  #room(room) {
    const { unread, mentions } = totals(room.counts);
    const peer = room.kind === 'direct' && room.people?.length === 1 ? room.people[0] : null;
    const presence = peer ? this.chat.presence.of(peer.id).state : undefined;
    return html`<li>
      <a class="room-item ${unread > 0 ? 'unread' : ''}" href=${roomHash(room.id)} data-test="room-item" data-room=${room.id}
        aria-current=${room.id === this.current ? 'page' : nothing}>
        ${roomAvatar(room, { presence })}
        <span class="room-name">${room.name}${presence ? html`<span class="sr-only">, ${presenceText(presence)}</span>` : nothing}</span>
        ${room.last ? html`<time>${shortWhen(new Date(room.last.at))}</time>` : nothing}
        <span class="room-last">${this.#lastLine(room)}</span>
        ${this.#badges(unread, mentions)}
      </a>
    </li>`;
  }

  #lastLine(room) {
    const draft = room.id === this.current ? '' : draftOf(this.chat.me.id, room.id).trim();
    if (draft) return html`<em class="draft">${t('rooms.draft')}:</em> ${plainText(draft, 80)}`;
    if (!room.last) return room.topic || t(`kind.${room.kind}`);
    if (room.last.deleted) return t('rooms.deleted');
    const text = plainText(room.last.content ?? '', 80);
    if (room.last.kind && room.last.kind !== 'message') return room.topic || t(`kind.${room.kind}`);
    if (room.last.actor?.id === this.chat.me.id) return t('rooms.you', { text });
    return room.kind === 'direct' ? text : t('rooms.from', { name: room.last.actor?.name ?? '', text });
  }

  #badges(unread, mentions) {
    if (unread === 0) return nothing;
    const count = unread > 99 ? '99+' : String(unread);
    return html`<span class="badges">
      ${mentions > 0 ? html`<span class="badge mention" aria-hidden="true">@</span>` : nothing}
      <span class="badge" aria-hidden="true" data-test="unread">${count}</span>
      <span class="sr-only">${t('rooms.unread', { count: unread })}${mentions > 0 ? `, ${t('rooms.mentions', { count: mentions })}` : ''}</span>
    </span>`;
  }

  #footer() {
    const me = this.chat.me;
    const online = this.chat.connection.state === 'online';
    const state = online ? t('connection.online') : t('connection.connecting');
    return html`<footer>
      ${avatar(me, { presence: online ? 'online' : 'offline' })}
      <span class="me"><strong data-test="me">${me.name}</strong><small>${state}</small></span>
      <button class="icon-button" type="button" aria-label=${t('settings.open')} title=${t('settings.open')}
        data-test="settings" @click=${() => openSettings(this.chat)}>${icon('gear')}</button>
    </footer>`;
  }

  #filterKey(event) {
    if (event.key === 'Enter') {
      const [first] = this.#shown();
      if (!first) return;
      this.filter = '';
      location.hash = roomHash(first.id);
    } else if (event.key === 'Escape') {
      this.filter = '';
      /** @type {any} */ (document.querySelector('#composer-text') ?? event.target).focus();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.find('.room-item')?.focus();
    }
  }
}
customElements.define('tertulia-sidebar', TertuliaSidebar);
