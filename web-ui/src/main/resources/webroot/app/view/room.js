import { html, nothing } from 'lit';
import { View, narrow } from './view.js';
import { presenceText, roomAvatar } from './avatar.js';
import { icon } from './icons.js';
import { copyText, notice, openDialog } from './overlays.js';
import { openPerson } from './person.js';
import { openRoomSettings } from './room-choices.js';
import { runs } from '../model/membership.js';
import { roomHash } from '../model/route.js';
import { problemText, t } from '../i18n/catalogue.js';
import './composer.js';
import './connection.js';
import './door.js';
import './members.js';
import './menu.js';
import './message-list.js';

const MEMBERS_KEY = 'tertulia.membersShown';
const WIDE = '(min-width: 1100px)';

/** One conversation: its head, its messages, the composer, and the members beside it. */
export class TertuliaRoom extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    seq: { type: Number },
    side: { state: true },
    replyTo: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    this.seq = 0;
    /** @type {any} */
    this.replyTo = null;
    /** What stands beside the messages: '', 'members', 'pins' or 'search'. */
    this.side = matchMedia(WIDE).matches && localStorage.getItem(MEMBERS_KEY) !== 'no' ? 'members' : '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['rooms', 'presence']);
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.roomId && this.requestUpdate());
    this.watch(this, ['keydown'], (event) => this.#key(event));
  }

  willUpdate(changed) {
    if (changed.has('roomId')) {
      this.replyTo = null;
      if (!matchMedia(WIDE).matches) this.side = '';
    }
  }

  render() {
    const room = this.chat.rooms.get(this.roomId);
    if (!room) return this.chat.ready ? this.#door() : this.#waiting();
    return html`<main id="main" tabindex="-1" class="pane room" aria-label=${room.name}>
        ${this.#head(room)}
        <tertulia-connection .chat=${this.chat}></tertulia-connection>
        <tertulia-message-list .chat=${this.chat} .roomId=${room.id} .seq=${this.seq} @reply=${this.#reply} @below=${() => this.find('tertulia-composer')?.focusText()}
          @invite=${() => this.#invite(room)}></tertulia-message-list>
        ${room.role === 'reader'
          ? html`<p class="readonly">${t('room.readonly')}</p>`
          : html`<tertulia-composer .chat=${this.chat} .roomId=${room.id} .replyTo=${this.replyTo}
              @reply-ended=${() => (this.replyTo = null)} @posted=${this.#posted}
              @edit-last=${() => this.find('tertulia-message-list').editLast()}></tertulia-composer>`}
      </main>
      ${this.#beside(room)}`;
  }

  #beside(room) {
    const close = () => this.#show('');
    switch (this.side) {
      case 'members':
        return html`<tertulia-members .chat=${this.chat} .roomId=${room.id} @close=${close} @invite=${() => this.#invite(room)}></tertulia-members>`;
      case 'pins':
        return html`<tertulia-pins .chat=${this.chat} .roomId=${room.id} @close=${close}></tertulia-pins>`;
      case 'search':
        return html`<tertulia-search .chat=${this.chat} .roomId=${room.id} @close=${close}></tertulia-search>`;
      default:
        return nothing;
    }
  }

  #door() {
    return html`<main id="main" tabindex="-1" class="pane"><tertulia-connection .chat=${this.chat}></tertulia-connection>
      <tertulia-door .chat=${this.chat} .roomId=${this.roomId}></tertulia-door></main>`;
  }

  #waiting() {
    return html`<main id="main" tabindex="-1" class="pane"><tertulia-connection .chat=${this.chat}></tertulia-connection>
      <p class="home-center" role="status">${t('loading')}</p></main>`;
  }

  #head(room) {
    const peer = room.kind === 'direct' && room.people?.length === 1 ? room.people[0] : null;
    const presence = peer ? this.chat.presence.of(peer.id).state : undefined;
    const about = peer ? this.chat.presence.of(peer.id).text || presenceText(presence ?? 'unknown') : room.topic || this.#count(room);
    return html`<header class="room-head">
      <a class="icon-button back" href="#/" aria-label=${t('back')} data-test="back">${icon('back')}</a>
      ${roomAvatar(room, { presence })}
      <div class="room-title">
        <h1 data-test="room-name">${room.name}</h1>
        <p>${room.code ? html`<span class="code" data-test="room-code" title=${t('room.code')}>${room.code}</span>` : nothing}${about}</p>
      </div>
      ${this.#toggle('search', 'search', t('search.title'))}${this.#toggle('pins', 'pin', t('pins.title'))}
      ${room.kind === 'direct' ? nothing : this.#toggle('members', 'people', t('room.members'))}
      <tertulia-menu label=${t('room.menu')} icon="dots" test="room-menu" .items=${this.#menu(room)}></tertulia-menu>
    </header>`;
  }

  #toggle(side, look, label) {
    const shown = this.side === side;
    return html`<button class="icon-button" type="button" aria-pressed=${shown} data-test="toggle-${side}" aria-label=${label} title=${label}
      @click=${() => this.#show(shown ? '' : side)}>${icon(look)}</button>`;
  }

  #count(room) {
    const count = room.memberCount ?? this.chat.members.get(room.id)?.list.length;
    return count ? t('browse.members', { count }) : t(`kind.${room.kind}`);
  }

  #menu(room) {
    const invite = { label: t('room.invite'), icon: 'invite', test: 'invite', run: () => this.#invite(room) };
    const link = { label: t('room.copyLink'), icon: 'link', test: 'copy-room-link', run: () => this.#copyLink(room) };
    const leave = { label: t('room.leave'), icon: 'out', danger: true, test: 'leave', run: () => this.#leave(room) };
    const peer = room.kind === 'direct' && room.people?.length === 1 ? room.people[0] : null;
    const about = peer
      ? { label: t('person.profile'), icon: 'person', test: 'profile', run: () => openPerson(this.chat, peer) }
      : { label: t('room.settings'), icon: 'gear', test: 'room-settings', run: () => openRoomSettings(this.chat, room) };
    return room.kind === 'direct' ? [about, link] : [about, ...(runs(room) ? [invite] : []), link, leave];
  }

  async #invite(room) {
    await import('./dialogs/invite.js');
    openDialog('tertulia-invite', { chat: this.chat, room });
  }

  async #copyLink(room) {
    if (await copyText(new URL(roomHash(room.id), location.href).href)) notice(t('copied'));
  }

  async #leave(room) {
    await import('./dialogs/confirm.js');
    const sure = await openDialog('tertulia-confirm', {
      heading: t('room.leave'),
      text: t('room.leave.ask', { name: room.name }),
      action: t('room.leave'),
      danger: true,
    });
    if (!sure) return;
    try {
      await this.chat.leave(room.id);
      location.hash = '#/';
    } catch (problem) {
      notice(problemText(problem));
    }
  }

  async #show(side) {
    const before = this.side;
    if (side === 'pins') await import('./pins.js');
    if (side === 'search') await import('./search.js');
    this.side = side;
    if (matchMedia(WIDE).matches && side !== 'search') localStorage.setItem(MEMBERS_KEY, side === 'members' ? 'yes' : 'no');
    if (!side) this.find(`[data-test=toggle-${before}]`)?.focus();
  }

  /** Opens the search, or goes to its field. */
  async search() {
    await this.#show('search');
    await this.updateComplete;
    this.find('tertulia-search')?.focusField();
  }

  #reply(event) {
    this.replyTo = event.detail;
    this.find('tertulia-composer')?.focusText();
  }

  #posted() {
    this.replyTo = null;
    this.find('tertulia-message-list').stay();
  }

  #key(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.replyTo) this.replyTo = null;
    else if (this.side && (this.side !== 'members' || !matchMedia(WIDE).matches)) this.#show('');
    else if (!narrow()) this.find('tertulia-message-list')?.toNewest();
  }
}
customElements.define('tertulia-room', TertuliaRoom);
