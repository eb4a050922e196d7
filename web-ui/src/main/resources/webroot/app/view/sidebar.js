import { html, nothing } from 'lit';
import { View } from './view.js';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { openSettings, startings, switchRoom } from './startings.js';
import { openStatusMenu } from './status-menu.js';
import { allAttention } from '../model/roomlist.js';
import { roomHash } from '../model/route.js';
import { t } from '../i18n/catalogue.js';
import './alerts.js';
import './menu.js';
import './room-list.js';

/** The left of the page: where to go, the conversations, and me. */
export class TertuliaSidebar extends View {
  static properties = {
    chat: { attribute: false },
    current: {},
    place: {},
    alone: { type: Boolean },
    filter: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.current = '';
    /** Which view of the whole is open: `home`, `inbox`, `admin`, or a room. */
    this.place = '';
    /** On a narrow screen the list is all there is. */
    this.alone = false;
    this.filter = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['rooms', 'connection']);
    this.watch(this.chat.mine, ['change']);
    this.watch(this.chat.threads, ['change']);
    this.watch(this.chat.session, ['change']);
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
      ${this.#places()}
      <div class="room-list" data-test="room-list"><tertulia-room-list .chat=${this.chat} .current=${this.current} .filter=${this.filter}
        ?cards=${this.alone}></tertulia-room-list></div>
      <tertulia-alerts .chat=${this.chat}></tertulia-alerts>
      ${this.#footer()}
    </nav>`;
  }

  #places() {
    const { unread, mentions } = allAttention(this.chat.rooms.all);
    const here = this.place === 'inbox' || (this.place === 'home' && !this.alone);
    return html`<ul class="places">
      <li>${this.#place('#/inbox', 'inbox', t('inbox.title'), here, 'go-inbox', unread > 0
        ? html`<span class="badge ${mentions > 0 ? 'mention' : ''}" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>`
        : nothing)}</li>
      <li>${this.#place('#/threads', 'thread', t('threads.title'), this.place === 'threads', 'go-threads', this.chat.threads.unread > 0
        ? html`<span class="badge" aria-hidden="true">${this.chat.threads.unread}</span>`
        : nothing)}</li>
      ${this.chat.me.role === 'admin' ? html`<li>${this.#place('#/admin', 'shield', t('admin.title'), this.place === 'admin', 'go-admin')}</li>` : nothing}
    </ul>`;
  }

  #place(href, look, label, here, test, after = /** @type {any} */ (nothing)) {
    return html`<a class="place" href=${href} aria-current=${here ? 'page' : nothing} data-test=${test}>${icon(look)}<span>${label}</span>${after}</a>`;
  }

  #footer() {
    const { me, mine } = this.chat;
    const online = this.chat.connection.state === 'online';
    const choice = mine.presence;
    const shown = !online ? 'offline' : choice === 'auto' ? 'online' : choice === 'invisible' ? 'offline' : choice;
    const state = !online ? t('connection.connecting') : mine.statusText || t(choice === 'auto' ? 'connection.online' : `status.${choice}`);
    return html`<footer>
      <button class="me-button" type="button" aria-haspopup="menu" aria-expanded="false" data-test="status"
        aria-label=${t('status.button', { name: me.name, state })} @click=${(event) => openStatusMenu(this.chat, event.currentTarget)}>
        ${avatar(me, { presence: shown })}
        <span class="me"><strong data-test="me">${me.name}</strong><small>${state}</small></span></button>
      <button class="icon-button" type="button" aria-label=${t('settings.open')} title=${t('settings.open')}
        data-test="settings" @click=${() => openSettings(this.chat)}>${icon('gear')}</button>
    </footer>`;
  }

  #filterKey(event) {
    if (event.key === 'Enter') {
      const [first] = this.find('tertulia-room-list').sections.flatMap((section) => section.rooms);
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
