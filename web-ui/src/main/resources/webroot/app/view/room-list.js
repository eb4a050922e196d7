import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { presenceText, roomAvatar } from './avatar.js';
import { icon } from './icons.js';
import { openRoomMenu } from './room-choices.js';
import { startingCards } from './startings.js';
import { draftOf } from '../model/drafts.js';
import { attention, hold, isQuiet, sections } from '../model/roomlist.js';
import { roomHash } from '../model/route.js';
import { totals } from '../model/unread.js';
import { plainText } from '../text/plain.js';
import { shortWhen, t } from '../i18n/catalogue.js';

const COLLAPSED_KEY = 'tertulia.collapsed';
const LAST_CHARS = 80;
const DRAFT_MS = 400;

/** My conversations in sections: favourites, people, rooms. */
export class TertuliaRoomList extends View {
  static properties = {
    chat: { attribute: false },
    current: {},
    filter: {},
    cards: { type: Boolean },
    collapsed: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.current = '';
    this.filter = '';
    /** Nothing but this list is on the screen to say how one begins. */
    this.cards = false;
    this.collapsed = new Set((localStorage.getItem(COLLAPSED_KEY) ?? '').split(' ').filter(Boolean));
    /** @type {{id: string, rank: number} | undefined} where the open room stood when it was opened */
    this.held = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['rooms', 'presence']);
    this.watch(window, ['tertulia-draft'], () => this.#draftSoon());
  }

  /** Drafts are told of with each letter, and typing must not wait for this list. */
  #draftSoon() {
    clearTimeout(this.drafting);
    this.drafting = setTimeout(() => this.requestUpdate(), DRAFT_MS);
  }

  willUpdate() {
    if (this.held?.id === this.current) return;
    const room = this.chat.rooms.get(this.current);
    this.held = room && hold(room);
  }

  /** Sections as they are shown. */
  get sections() {
    return sections(this.chat.rooms.all, { filter: this.filter, held: this.held });
  }

  render() {
    if (!this.chat.ready) return this.#waiting();
    const shown = this.sections;
    if (shown.length === 0) return this.#nothing();
    return html`${shown.map((section) => this.#section(section))}`;
  }

  #nothing() {
    if (this.filter.trim()) return html`<p class="empty">${t('rooms.filter.none')}</p>`;
    return html`<p class="empty">${t('rooms.none')}</p>${this.cards ? html`<div class="home-actions">${startingCards(this.chat)}</div>` : nothing}`;
  }

  #waiting() {
    return html`<div class="skeletons" role="status" aria-label=${t('loading')}>${[1, 2, 3, 4, 5].map(() => html`<i></i>`)}</div>`;
  }

  #section({ key, rooms }) {
    const title = t(`list.${key}`);
    const folded = this.collapsed.has(key) && !this.filter.trim();
    const shown = folded ? rooms.filter((room) => room.id === this.current || attention(room).unread > 0) : rooms;
    return html`<section aria-label=${title} data-test="section-${key}">
      <h2><button type="button" aria-expanded=${!folded} data-test="fold-${key}" @click=${() => this.#fold(key)}>${icon('chevron')}${title}
        ${folded ? html`<small>${rooms.length}</small>` : nothing}</button></h2>
      <ul>${repeat(shown, (room) => room.id, (room) => this.#room(room))}</ul>
    </section>`;
  }

  #fold(key) {
    const folded = new Set(this.collapsed);
    if (!folded.delete(key)) folded.add(key);
    this.collapsed = folded;
    localStorage.setItem(COLLAPSED_KEY, [...folded].join(' '));
  }

  #room(room) {
    const { unread } = totals(room.counts);
    const calls = attention(room);
    const peer = room.kind === 'direct' && room.people?.length === 1 ? room.people[0] : null;
    const presence = peer ? this.chat.presence.of(peer.id).state : undefined;
    const look = `room-item ${calls.unread > 0 ? 'unread' : ''} ${isQuiet(room) ? 'quiet' : ''}`;
    return html`<li class="room-line" @contextmenu=${(event) => this.#menu(event, room)}>
      <a class=${look} href=${roomHash(room.id)} data-test="room-item" data-room=${room.id}
        aria-current=${room.id === this.current ? 'page' : nothing}>
        ${roomAvatar(room, { presence })}
        <span class="room-name">${room.name}${presence ? html`<span class="sr-only">, ${presenceText(presence)}</span>` : nothing}${isQuiet(room)
            ? html`<span class="quiet-mark" title=${t('list.quiet')}>${icon('bellOff')}<span class="sr-only">, ${t('list.quiet')}</span></span>`
            : nothing}</span>
        ${room.last ? html`<time datetime=${room.last.at}>${shortWhen(new Date(room.last.at))}</time>` : nothing}
        <span class="room-last">${this.#lastLine(room)}</span>
        ${this.#badges(room, unread, calls)}
      </a>
      <button class="icon-button room-more" type="button" aria-haspopup="menu" aria-expanded="false" data-test="room-more"
        aria-label=${t('list.menu', { name: room.name })} @click=${(event) => openRoomMenu(this.chat, room, event.currentTarget)}>${icon('dots')}</button>
    </li>`;
  }

  #menu(event, room) {
    event.preventDefault();
    openRoomMenu(this.chat, room, event.currentTarget.querySelector('.room-more'));
  }

  #lastLine(room) {
    const draft = room.id === this.current ? '' : draftOf(this.chat.me.id, room.id).trim();
    if (draft) return html`<em class="draft">${t('rooms.draft')}:</em> ${plainText(draft, LAST_CHARS)}`;
    if (!room.last || (room.last.kind && room.last.kind !== 'message')) return room.topic || t(`kind.${room.kind}`);
    if (room.last.deleted) return t('rooms.deleted');
    const text = plainText(room.last.content ?? '', LAST_CHARS);
    if (room.last.actor?.id === this.chat.me.id) return t('rooms.you', { text });
    return room.kind === 'direct' && room.people?.length === 1 ? text : t('rooms.from', { name: firstName(room.last.actor?.name), text });
  }

  #badges(room, unread, { mentions }) {
    if (unread === 0) return room.favourite && this.filter ? html`<span class="badges">${icon('star')}</span>` : nothing;
    const count = unread > 99 ? '99+' : String(unread);
    return html`<span class="badges">
      ${mentions > 0 ? html`<span class="badge mention" aria-hidden="true" data-test="mentioned">@</span>` : nothing}
      <span class="badge" aria-hidden="true" data-test="unread">${count}</span>
      <span class="sr-only">${t('rooms.unread', { count: unread })}${mentions > 0 ? `, ${t('rooms.mentions', { count: mentions })}` : ''}</span>
    </span>`;
  }
}

/** A line of the list is short. @param {string | undefined} name */
const firstName = (name) => (name ?? '').split(' ')[0];

customElements.define('tertulia-room-list', TertuliaRoomList);
