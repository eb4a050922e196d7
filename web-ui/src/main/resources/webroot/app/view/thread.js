import { html, nothing } from 'lit';
import { View } from './view.js';
import { icon } from './icons.js';
import { notice } from './overlays.js';
import { sidePane } from './side-pane.js';
import { ThreadTalk } from '../model/talk.js';
import { problemText, t } from '../i18n/catalogue.js';
import './composer.js';
import './message-list.js';

/** One thread beside its room: the message it began with, the answers, and where to write another. */
export class TertuliaThread extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    root: { type: Number },
    seq: { type: Number },
    replyTo: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    this.root = 0;
    /** An answer to be shown, from the address; 0 for none. */
    this.seq = 0;
    /** @type {any} */
    this.replyTo = null;
    /** @type {ThreadTalk} */
    this.talk = /** @type {any} */ (null);
    /** @type {import('../model/thread.js').Thread} */
    this.thread = /** @type {any} */ (null);
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat.threads, ['change']);
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.roomId && this.requestUpdate());
    this.watch(this, ['keydown'], (event) => this.#key(event));
  }

  willUpdate(changed) {
    if (!changed.has('roomId') && !changed.has('root')) return;
    this.replyTo = null;
    this.thread = this.chat.threads.open(this.roomId, this.root);
    this.talk = new ThreadTalk(this.chat, this.thread);
    if (!this.thread.loaded) this.chat.threads.load(this.thread);
  }

  render() {
    const room = this.chat.rooms.get(this.roomId);
    return sidePane(this, {
      ...{ test: 'thread', look: 'talk', title: t('thread.title'), closing: t('thread.close'), after: html`<small>${room?.name ?? ''}</small>` },
      actions: this.#follow(),
      content: html`<tertulia-message-list .chat=${this.chat} .talk=${this.talk} .seq=${this.seq} @reply=${this.#reply} @below=${() => this.focusText()}></tertulia-message-list>
        ${room?.role === 'reader'
          ? html`<p class="readonly">${t('room.readonly')}</p>`
          : html`<tertulia-composer .chat=${this.chat} .roomId=${this.roomId} .thread=${this.root} .replyTo=${this.replyTo}
              @reply-ended=${() => (this.replyTo = null)} @posted=${this.#posted} @edit-last=${() => this.find('tertulia-message-list').editLast()}></tertulia-composer>`}`,
    });
  }

  #follow() {
    const { state } = this.thread;
    if (!state) return nothing;
    const label = t(state.follows ? 'thread.unfollow' : 'thread.follow');
    return html`<button class="icon-button" type="button" aria-pressed=${state.follows} aria-label=${t('thread.follows')} title=${label} data-test="follow-thread"
      @click=${() => this.#setFollows(!state.follows)}>${icon(state.follows ? 'bell' : 'bellOff')}</button>`;
  }

  async #setFollows(on) {
    try {
      await this.chat.threads.follow(this.roomId, this.root, on);
      notice(t(on ? 'thread.follow.done' : 'thread.unfollow.done'));
    } catch (problem) {
      notice(problemText(problem));
    }
  }

  focusText() {
    this.find('tertulia-composer')?.focusText();
  }

  #reply(event) {
    this.replyTo = event.detail;
    this.focusText();
  }

  #posted() {
    this.replyTo = null;
    this.find('tertulia-message-list').stay();
  }

  #key(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    if (this.replyTo) this.replyTo = null;
    else this.dispatchEvent(new Event('close'));
  }
}
customElements.define('tertulia-thread', TertuliaThread);
