import { html, nothing } from 'lit';
import { View, narrow, narrowScreen, twoRooms } from './view.js';
import { Chat } from '../model/chat.js';
import { openSocket } from '../protocol/sockets.js';
import { allAttention, neighbour, sections } from '../model/roomlist.js';
import { roomHash, routeOf } from '../model/route.js';
import { plainText } from '../text/plain.js';
import { loadMarkdown } from '../text/rich.js';
import { problemText, t } from '../i18n/catalogue.js';
import { showBadge } from './badge.js';
import { letterKeys } from './letter-keys.js';
import { beginPictures } from './picture.js';
import { openKeys, switchRoom } from './startings.js';
import { notice } from './overlays.js';
import './sign-in.js';
import './sidebar.js';
import './inbox.js';

/** The whole page: who is signed in, which place of it is shown, and the keys that work everywhere. */
export class TertuliaApp extends View {
  static properties = { route: { state: true }, begun: { state: true } };

  constructor() {
    super();
    /** @type {import('../protocol/session.js').Session} */
    this.session = /** @type {any} */ (null);
    /** @type {Chat | null} */
    this.chat = null;
    this.begun = false;
    this.route = routeOf(location.hash);
    /** Joins by link that are on their way. */
    this.joining = '';
  }

  /** @param {import('../protocol/session.js').Session} session */
  begin(session) {
    this.session = session;
    this.watch(session, ['change'], () => this.#signedInOrOut());
    this.watch(window, ['hashchange'], () => this.#routeChanged());
    this.watch(window, ['keydown'], (event) => this.#key(event));
    this.watch(narrowScreen, ['change']);
    this.watch(twoRooms, ['change'], () => this.#routeChanged());
    this.begun = true;
    this.#signedInOrOut();
  }

  #signedInOrOut() {
    const userId = this.session.user?.id;
    if (this.chat && this.chat.me.id !== userId) {
      this.chat.stop();
      this.chat = null;
      beginPictures(null);
      showBadge({ unread: 0, mentions: 0 }, '');
      document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
      if (!this.session.endedBecause && location.hash) location.hash = '#/';
    }
    if (userId && !this.chat) this.#startChat();
    this.requestUpdate();
  }

  #startChat() {
    const chat = new Chat(this.session, openSocket);
    this.chat = chat;
    beginPictures(chat.api);
    this.watch(chat, ['rooms'], () => this.#roomsChanged());
    this.watch(chat, ['connection'], () => chat.connection.state === 'online' && chat.mine.load());
    this.watch(chat, ['arrival'], (event) => this.#announce(event.detail));
    this.watch(chat, ['notice'], (event) => notice(t(event.detail.key)));
    chat.start();
    loadMarkdown().catch(() => {});
    this.#routeChanged();
  }

  #routeChanged() {
    this.route = routeOf(location.hash);
    if (!this.chat) return;
    if (this.route.place === 'join') this.#join(this.route.code);
    this.#open();
    this.#fetchView();
    this.#roomsChanged();
  }

  /** Conversations come after the first view, whatever that is; other places when they are wanted. */
  async #fetchView() {
    const views = { admin: () => import('./admin.js'), threads: () => import('./threads.js') };
    await Promise.allSettled([import('./room.js'), views[this.route.place]?.()]);
    this.requestUpdate();
  }

  /** What is on the screen: one room, or two where there is space. */
  #open() {
    if (this.route.place === 'room') this.chat?.open(this.route.roomId, this.#besideId);
    else this.chat?.open();
  }

  get #besideId() {
    return this.route.place === 'room' && twoRooms.matches ? (this.route.beside ?? '') : '';
  }

  async #join(code) {
    const chat = this.chat;
    if (!chat || this.joining === code) return;
    this.joining = code;
    try {
      const room = chat.adopt(await chat.api.post('/rooms/join', { code }));
      history.replaceState(null, '', roomHash(room.id));
    } catch (problem) {
      notice(problem.status === 404 ? t('join.failed') : problemText(problem));
      history.replaceState(null, '', '#/');
    }
    this.joining = '';
    this.#routeChanged();
  }

  #roomsChanged() {
    if (!this.chat) return;
    showBadge(allAttention(this.chat.rooms.all), this.#placeName());
    if (!this.drawnReady) this.requestUpdate();
  }

  #placeName() {
    switch (this.route.place) {
      case 'room':
        return this.chat?.rooms.get(this.route.roomId)?.name ?? '';
      case 'admin':
        return t('admin.title');
      case 'threads':
        return t('threads.title');
      default:
        return t('inbox.title');
    }
  }

  /** Says new messages of the open room to a screen reader, and no others. */
  #announce({ roomId, actor, content }) {
    if (!this.chat || roomId !== this.chat.openRoom || !this.chat.conversation(roomId)?.live) return;
    const region = this.find('.announcer');
    if (region) region.textContent = t('rooms.from', { name: actor?.name ?? '', text: plainText(content ?? '') });
  }

  #key(event) {
    if (!this.chat || document.querySelector('dialog[open]')) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      switchRoom(this.chat);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' && event.shiftKey && this.route.place === 'room') {
      event.preventDefault();
      this.find('tertulia-room').search();
    } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.#step(event.key === 'ArrowDown' ? 1 : -1, event.shiftKey);
    } else if (letterKeys(event)) {
      this.#letter(event);
    }
  }

  #letter(event) {
    if (event.key === '?') openKeys();
    else if (event.key === 'n') this.#step(1, true);
    else if (event.key === 'i') location.hash = '#/inbox';
    else return;
    event.preventDefault();
  }

  /** To the next room of the list, or the next with something unread. */
  #step(direction, newOnly) {
    const room = neighbour(sections(this.chat?.rooms.all ?? []), this.chat?.openRoom ?? '', direction, newOnly);
    if (room) location.hash = roomHash(room.id);
    else if (newOnly) notice(t('inbox.none'));
  }

  render() {
    if (!this.begun) return html`<div class="splash" role="status"><img src="/logo.svg" alt="Tertulia" width="72" height="72" /></div>`;
    if (!this.chat) {
      return html`<tertulia-sign-in .session=${this.session} ?invited=${this.route.place === 'join'}></tertulia-sign-in>`;
    }
    return this.#shell(this.chat);
  }

  #shell(chat) {
    this.drawnReady = chat.ready;
    const pane = this.route.place === 'home' || this.route.place === 'join' ? 'list' : 'room';
    return html`${narrow() ? nothing : html`<a class="skip-link" href="#main" @click=${this.#skip}>${t('app.skip')}</a>`}
      <div class="shell" data-pane=${pane} data-test="shell">
        <tertulia-sidebar .chat=${chat} .current=${this.route.place === 'room' ? this.route.roomId : ''} .place=${this.route.place}
          ?alone=${pane === 'list' && narrow()}></tertulia-sidebar>
        ${this.#pane(chat)}
      </div>
      <div class="announcer sr-only" aria-live="polite"></div>`;
  }

  #pane(chat) {
    switch (this.route.place) {
      case 'room':
        return customElements.get('tertulia-room') ? this.#rooms(chat, this.route) : this.#waiting();
      case 'threads':
        return customElements.get('tertulia-threads') ? html`<tertulia-threads .chat=${chat}></tertulia-threads>` : this.#waiting();
      case 'admin':
        return html`<tertulia-admin .chat=${chat} .tab=${this.route.tab}></tertulia-admin>`;
      default:
        return html`<tertulia-inbox .chat=${chat} ?joining=${this.joining !== ''}></tertulia-inbox>`;
    }
  }

  #waiting() {
    return html`<main id="main" tabindex="-1" class="pane"><p class="home-center" role="status">${t('loading')}</p></main>`;
  }

  #rooms(chat, { roomId, seq = 0, thread = 0 }) {
    const beside = this.#besideId;
    return html`<tertulia-room .chat=${chat} .roomId=${roomId} .seq=${thread ? 0 : seq} .thread=${thread} .threadSeq=${thread ? seq : 0} .beside=${beside}></tertulia-room>
      ${beside && !thread
        ? html`<tertulia-room second .chat=${chat} .roomId=${beside} .beside=${roomId} @close=${() => (location.hash = roomHash(roomId))}></tertulia-room>`
        : nothing}`;
  }

  #skip(event) {
    event.preventDefault();
    /** @type {any} */ (document.querySelector('#composer-text') ?? document.querySelector('#main'))?.focus();
  }

  /** Everything is drawn anew, in another language. */
  redrawAll() {
    for (const view of document.querySelectorAll('*')) if (view instanceof View) view.requestUpdate();
  }
}
customElements.define('tertulia-app', TertuliaApp);

