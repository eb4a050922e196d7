import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { threadHash } from '../model/route.js';
import { plainText } from '../text/plain.js';
import { agoText, t } from '../i18n/catalogue.js';
import './connection.js';

const TEXT_CHARS = 220;

/** The threads I follow, in all rooms, the newest messages first. */
export class TertuliaThreads extends View {
  static properties = { chat: { attribute: false }, onlyNew: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.onlyNew = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat.threads, ['change']);
    this.watch(this.chat, ['room', 'rooms']);
    if (this.chat.ready) this.chat.threads.refresh();
  }

  render() {
    return html`<main id="main" tabindex="-1" class="pane inbox threads" aria-label=${t('threads.title')}>
      <header class="room-head">
        <a class="icon-button back" href="#/" aria-label=${t('back')} data-test="back">${icon('back')}</a>
        <div class="room-title"><h1>${t('threads.title')}</h1></div>
        <div class="segments" role="group" aria-label=${t('inbox.show')}>${this.#choice(false, t('threads.all'))}${this.#choice(true, t('inbox.new'))}</div>
      </header>
      <tertulia-connection .chat=${this.chat}></tertulia-connection>
      <div class="inbox-body" data-test="threads">${this.#content()}</div>
    </main>`;
  }

  #choice(onlyNew, label) {
    return html`<button type="button" aria-pressed=${this.onlyNew === onlyNew} data-test="threads-${onlyNew ? 'new' : 'all'}" @click=${() => (this.onlyNew = onlyNew)}>${label}</button>`;
  }

  #content() {
    const { threads } = this.chat;
    if (!threads.loaded) return html`<div class="skeletons" role="status" aria-label=${t('loading')}>${[1, 2, 3].map(() => html`<i></i>`)}</div>`;
    const shown = threads.followed.filter((state) => this.chat.rooms.get(state.roomId) && (!this.onlyNew || state.unread > 0));
    if (shown.length === 0) return this.#none();
    return html`<ul class="pieces">${repeat(shown, (state) => `${state.roomId}/${state.thread}`, (state) => this.#line(state))}</ul>`;
  }

  #none() {
    return html`<div class="home-center"><span class="empty-look" aria-hidden="true">${icon('thread')}</span>
      <h2 class="home-title">${t(this.onlyNew ? 'threads.none.new' : 'threads.none')}</h2><p>${t('threads.none.text')}</p></div>`;
  }

  #line(state) {
    const { roomId, thread, replies, lastAt, unread, mentions } = state;
    const first = this.chat.messages.original(roomId, thread);
    const text = first?.deleted ? t('message.deleted') : plainText(first?.content ?? '', TEXT_CHARS) || t('inbox.file');
    return html`<li class="piece thread-piece" data-test="thread-line" data-room=${roomId}><a href=${threadHash(roomId, thread)}>
      ${first ? avatar(first.actor) : html`<span class="avatar" aria-hidden="true"></span>`}
      <span class="line-text"><span class="line-head"><strong>${first?.actor.name ?? ''}</strong><small>${this.chat.rooms.get(roomId)?.name}</small></span>
        <span class="thread-text">${first ? text : ''}</span>
        <span class="thread-about"><span class="repliers">${(first?.replies?.people ?? []).map((person) => avatar(person, { size: 'small' }))}</span><strong>${t('thread.replies', { count: replies })}</strong>
          ${lastAt ? html`<time datetime=${lastAt}>${t('thread.last', { when: agoText(new Date(lastAt)) })}</time>` : nothing}</span></span>
      ${mentions > 0 ? html`<span class="badge mention" title=${t('rooms.mentions', { count: mentions })}>@</span>` : nothing}
      ${unread > 0 ? html`<span class="badge" title=${t('thread.new', { count: unread })} data-test="thread-unread">${unread > 99 ? '99+' : unread}</span>` : nothing}</a></li>`;
  }
}
customElements.define('tertulia-threads', TertuliaThreads);
