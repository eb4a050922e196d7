import { html, nothing } from 'lit';
import { View, narrow, twoRooms } from './view.js';
import { presenceText, roomAvatar } from './avatar.js';
import { icon } from './icons.js';
import { copyText, notice, openDialog } from './overlays.js';
import { openPerson } from './person.js';
import { openRoomSettings } from './room-choices.js';
import { RoomTalk } from '../model/talk.js';
import { runs } from '../model/membership.js';
import { roomHash, threadHash } from '../model/route.js';
import { problemText, t } from '../i18n/catalogue.js';
import './composer.js';
import './connection.js';
import './door.js';
import './members.js';
import './menu.js';
import './message-list.js';

const MEMBERS_KEY = 'tertulia.membersShown';
const WIDE = '(min-width: 1100px)';

/** What can stand beside the messages, each fetched when it is first wanted. */
const SIDES = {
  members: async () => {},
  pins: () => import('./pins.js'),
  search: () => import('./search.js'),
  files: () => import('./room-files.js'),
};

/** One conversation: its head, its messages, the composer, and what stands beside it. */
export class TertuliaRoom extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    seq: { type: Number },
    thread: { type: Number },
    threadSeq: { type: Number },
    beside: {},
    second: { type: Boolean },
    side: { state: true },
    replyTo: { state: true },
    dropping: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    this.seq = 0;
    /** The thread that stands beside it, by the address, and an answer in it; 0 for none. */
    this.thread = 0;
    this.threadSeq = 0;
    /** The room that stands beside this one, '' for none; and whether this is that one. */
    this.beside = '';
    this.second = false;
    /** @type {any} */
    this.replyTo = null;
    /** What stands beside the messages where no thread does: '' or one of SIDES. */
    this.side = matchMedia(WIDE).matches && localStorage.getItem(MEMBERS_KEY) !== 'no' ? 'members' : '';
    /** Files are held over it. */
    this.dropping = false;
    /** @type {RoomTalk} */
    this.talk = /** @type {any} */ (null);
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
      this.talk = new RoomTalk(this.chat, this.roomId);
      if (!matchMedia(WIDE).matches || this.second) this.side = '';
    }
    if (changed.has('beside') && this.beside) this.side = '';
    if (changed.has('thread') && this.thread) import('./thread.js').then(() => this.requestUpdate());
  }

  render() {
    const room = this.chat.rooms.get(this.roomId);
    if (!room) return this.chat.ready ? this.#door() : this.#waiting();
    const content = this.#content(room);
    return html`${this.second
      ? html`<section class="pane room second" aria-label=${room.name} data-test="second">${content}</section>`
      : html`<main id="main" tabindex="-1" class="pane room" aria-label=${room.name}>${content}</main>`}${this.#beside(room)}`;
  }

  #content(room) {
    const reads = room.role === 'reader';
    return html`${this.#head(room)}
      ${this.second ? nothing : html`<tertulia-connection .chat=${this.chat}></tertulia-connection>`}
      <div class="talk ${this.dropping ? 'dropping' : ''}" @dragenter=${this.#dragged} @dragover=${this.#dragged} @dragleave=${this.#dragLeft} @drop=${this.#dropped}>
        <tertulia-message-list .chat=${this.chat} .talk=${this.talk} .seq=${this.seq} @reply=${this.#reply} @thread=${this.#openThread} @day=${(event) => this.#jumpToDate(room, event.detail)}
          @below=${() => this.find('tertulia-composer')?.focusText()} @invite=${() => this.#invite(room)}></tertulia-message-list>
        ${reads
          ? html`<p class="readonly">${t('room.readonly')}</p>`
          : html`<tertulia-composer .chat=${this.chat} .roomId=${room.id} .replyTo=${this.replyTo} ?apart=${this.second}
              @reply-ended=${() => (this.replyTo = null)} @posted=${this.#posted}
              @edit-last=${() => this.#list.editLast()}></tertulia-composer>`}
        ${this.dropping ? html`<div class="drop-here" aria-hidden="true">${icon('clip')}<p>${t('files.drop', { name: room.name })}</p></div>` : nothing}
      </div>`;
  }

  /** @returns {any} */
  get #list() {
    return this.find('.pane tertulia-message-list');
  }

  /** @returns {any} */
  get #composer() {
    return this.find('.pane tertulia-composer');
  }

  #beside(room) {
    if (this.thread && customElements.get('tertulia-thread')) {
      return html`<tertulia-thread .chat=${this.chat} .roomId=${room.id} .root=${this.thread} .seq=${this.threadSeq} @close=${() => this.#closeThread()}></tertulia-thread>`;
    }
    const close = () => this.#show('');
    switch (this.side) {
      case 'members':
        return html`<tertulia-members .chat=${this.chat} .roomId=${room.id} @close=${close} @invite=${() => this.#invite(room)}></tertulia-members>`;
      case 'pins':
        return html`<tertulia-pins .chat=${this.chat} .roomId=${room.id} @close=${close}></tertulia-pins>`;
      case 'search':
        return html`<tertulia-search .chat=${this.chat} .roomId=${room.id} @close=${close}></tertulia-search>`;
      case 'files':
        return html`<tertulia-room-files .chat=${this.chat} .roomId=${room.id} @close=${close}></tertulia-room-files>`;
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
    const members = room.kind !== 'direct';
    return html`<header class="room-head">
      ${this.second ? nothing : html`<a class="icon-button back" href="#/" aria-label=${t('back')} data-test="back">${icon('back')}</a>`}
      ${roomAvatar(room, { presence })}
      <div class="room-title">
        <h1 data-test="room-name">${room.name}</h1>
        <p>${room.code ? html`<span class="code" data-test="room-code" title=${t('room.code')}>${room.code}</span>` : nothing}${about}</p>
      </div>
      ${this.second
        ? nothing
        : html`${this.#toggle('search', 'search', t('search.title'))}${this.#toggle('pins', 'pin', t('pins.title'), 'optional')}${this.#toggle('files', 'files', t('files.title'), 'optional')}
          ${members ? this.#toggle('members', 'people', t('room.members')) : nothing}`}
      <tertulia-menu label=${t('room.menu')} icon="dots" test=${this.second ? 'second-menu' : 'room-menu'} .items=${this.#menu(room)}></tertulia-menu>
      ${this.second
        ? html`<button class="icon-button" type="button" aria-label=${t('beside.close')} title=${t('beside.close')} data-test="close-second" @click=${() => this.dispatchEvent(new Event('close'))}>${icon('close')}</button>`
        : nothing}
    </header>`;
  }

  /** @param {keyof typeof SIDES} side @param {string} [more] */
  #toggle(side, look, label, more = '') {
    const shown = this.side === side && !this.thread;
    return html`<button class="icon-button ${more}" type="button" aria-pressed=${shown} data-test="toggle-${side}" aria-label=${label} title=${label}
      @click=${() => this.#show(shown ? '' : side)}>${icon(/** @type {any} */ (look))}</button>`;
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
    const others = [
      ...(this.second ? [] : this.#panes()),
      { label: t('date.title'), icon: 'calendar', test: 'jump-to-date', run: () => this.#jumpToDate(room) },
      ...(this.second || !twoRooms.matches ? [] : [{ label: t('beside.open'), icon: 'beside', test: 'open-beside', run: () => this.#openBeside(room) }]),
      { label: t('complete.title'), icon: 'verified', test: 'verify-complete', run: () => this.#verify(room) },
    ];
    return room.kind === 'direct' ? [about, ...others, link] : [about, ...(runs(room) ? [invite] : []), ...others, link, leave];
  }

  /** Where the head has no room for their buttons. */
  #panes() {
    if (!narrow()) return [];
    return [
      { label: t('pins.title'), icon: 'pin', test: 'show-pins', run: () => this.#show('pins') },
      { label: t('files.title'), icon: 'files', test: 'show-files', run: () => this.#show('files') },
    ];
  }

  async #jumpToDate(room, day = new Date()) {
    await import('./dialogs/jump-date.js');
    const seq = await openDialog('tertulia-jump-date', { chat: this.chat, roomId: room.id, day });
    if (seq) this.#list.show(seq);
  }

  async #openBeside(room) {
    await import('./dialogs/pick-room.js');
    const other = await openDialog('tertulia-pick-room', { chat: this.chat, heading: t('beside.open'), action: t('beside.choose'), without: room.id });
    if (other) location.hash = roomHash(room.id, { beside: other.id });
  }

  async #verify(room) {
    await import('./dialogs/complete.js');
    openDialog('tertulia-complete', { chat: this.chat, roomId: room.id });
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

  /** @param {'' | keyof typeof SIDES} side */
  async #show(side) {
    const before = this.side;
    if (side) await SIDES[side]();
    if (this.thread && side) this.#closeThread();
    this.side = side;
    if (matchMedia(WIDE).matches && side !== 'search' && !this.second) localStorage.setItem(MEMBERS_KEY, side === 'members' ? 'yes' : 'no');
    if (!side) this.find(`[data-test=toggle-${before}]`)?.focus();
  }

  #openThread = ({ detail: { root, seq } }) => {
    location.hash = threadHash(this.roomId, root, { seq, beside: this.beside });
  };

  #closeThread() {
    const line = this.find(`.pane .message[data-seq="${this.thread}"]`);
    location.hash = roomHash(this.roomId, { beside: this.beside });
    (line ?? this.#composer)?.focus?.();
  }

  /** Opens the search, or goes to its field. */
  async search() {
    await this.#show('search');
    await this.updateComplete;
    this.find('tertulia-search')?.focusField();
  }

  #reply(event) {
    this.replyTo = event.detail;
    this.#composer?.focusText();
  }

  #posted() {
    this.replyTo = null;
    this.#list.stay();
  }

  // Files held over the conversation

  #dragged = (event) => {
    if (!event.dataTransfer?.types.includes('Files') || !this.#composer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.dropping = true;
  };

  #dragLeft = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) this.dropping = false;
  };

  #dropped = (event) => {
    if (!this.dropping) return;
    event.preventDefault();
    this.dropping = false;
    this.#composer?.addFiles(event.dataTransfer.files);
  };

  #key(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.replyTo) this.replyTo = null;
    else if (this.side && (this.side !== 'members' || !matchMedia(WIDE).matches)) this.#show('');
    else if (!narrow()) this.#list?.toNewest();
  }
}
customElements.define('tertulia-room', TertuliaRoom);
