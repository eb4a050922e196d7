import { html, nothing } from 'lit';
import { View, narrow, touch } from './view.js';
import { icon } from './icons.js';
import { draftOf, keepDraft } from '../model/drafts.js';
import { mentionOf } from '../text/completion.js';
import { plainText } from '../text/plain.js';
import { t } from '../i18n/catalogue.js';
import './completions.js';

/** Most characters of one message. */
export const MAX_CONTENT_CHARS = 8_000;
const WARN_BELOW = 500;

/** Where a message is written; what isn't sent stays as a draft. */
export class TertuliaComposer extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    replyTo: { attribute: false },
    length: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** @type {any} */
    this.replyTo = null;
    this.length = 0;
  }

  /** @returns {HTMLTextAreaElement} */
  get #text() {
    return this.find('textarea');
  }

  render() {
    const name = this.chat.rooms.get(this.roomId)?.name ?? '';
    const left = MAX_CONTENT_CHARS - this.length;
    return html`<form class="composer" @submit=${this.#submit} data-test="composer">
      ${this.replyTo ? this.#reply() : nothing}
      <tertulia-completions .people=${() => this.#people()}></tertulia-completions>
      <div class="composer-line">
        <button class="icon-button" type="button" aria-haspopup="dialog" aria-label=${t('emoji.title')} title=${t('emoji.title')} data-test="composer-emoji"
          @click=${this.#emoji}>${icon('smile')}</button>
        <textarea aria-autocomplete="list" id="composer-text" rows="1" aria-label=${t('composer.label')} placeholder=${t('composer.placeholder', { name })}
          title=${t('composer.hint')} data-test="composer-text" enterkeyhint=${touch() ? 'enter' : 'send'}
          @input=${this.#input} @keydown=${this.#key} @click=${() => this.#completions.look()} @blur=${() => this.#completions.close()}></textarea>
        <button class="send" type="submit" aria-label=${t('composer.send')} title=${t('composer.send')} data-test="send"
          ?disabled=${this.length === 0 || left < 0} @pointerdown=${(event) => event.preventDefault()}>${icon('send')}</button>
      </div>
      <p class="composer-count ${left < 0 ? 'over' : ''}" role="status">${left < 0
        ? t('composer.over', { count: -left })
        : left < WARN_BELOW ? t('composer.left', { count: left }) : ''}</p>
    </form>`;
  }

  #reply() {
    return html`<div class="replying" data-test="replying">${icon('reply')}
      <span><strong>${t('composer.replying', { name: this.replyTo.actor.name })}</strong> ${plainText(this.replyTo.content ?? '', 120)}</span>
      <button class="icon-button" type="button" aria-label=${t('composer.replying.cancel')} @click=${() => this.#endReply()}>${icon('close')}</button></div>`;
  }

  firstUpdated() {
    this.#completions.field = this.#text;
  }

  updated(changed) {
    if (!changed.has('roomId')) return;
    this.#text.value = draftOf(this.chat.me.id, this.roomId);
    this.#measure();
    if (!touch() && !narrow() && !document.querySelector('dialog[open]')) this.focusText();
  }

  focusText() {
    this.#text.focus();
  }

  #input = () => {
    this.#measure();
    this.#completions.look();
    keepDraft(this.chat.me.id, this.roomId, this.#text.value);
    if (this.length > 0) this.chat.isTyping(this.roomId);
  };

  /** @returns {import('./completions.js').TertuliaCompletions} */
  get #completions() {
    return this.find('tertulia-completions');
  }

  /** Who can be called here. */
  #people() {
    const members = this.chat.members.get(this.roomId)?.list ?? [];
    const people = members.map(({ user }) => user).filter(({ id }) => id !== this.chat.me.id);
    const direct = this.chat.rooms.get(this.roomId)?.kind === 'direct';
    const audiences = direct ? [] : ['room', 'here'].map((name) => ({ id: '', name }));
    return [...people, ...audiences].map((one) => ({ ...one, write: mentionOf(one) }));
  }

  #emoji = async (event) => {
    const button = event.currentTarget;
    const { openEmojiPicker } = await import('./emoji-picker.js');
    openEmojiPicker(button, (emoji) => {
      const text = this.#text;
      text.focus();
      text.setRangeText(emoji, text.selectionStart, text.selectionEnd, 'end');
      this.#input();
    });
  };

  #measure() {
    const text = this.#text;
    this.length = text.value.trim().length;
    text.style.height = 'auto';
    text.style.height = `${text.scrollHeight}px`;
  }

  #key = (event) => {
    if (this.#completions.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !touch()) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' && this.#text.value === '') {
      event.preventDefault();
      this.dispatchEvent(new Event('edit-last'));
    }
  };

  #submit = (event) => {
    event.preventDefault();
    this.#send();
  };

  #send() {
    const content = this.#text.value.trim();
    if (content.length === 0 || content.length > MAX_CONTENT_CHARS) return;
    this.chat.post(this.roomId, content, this.replyTo?.seq);
    this.#text.value = '';
    this.#measure();
    keepDraft(this.chat.me.id, this.roomId, '');
    this.dispatchEvent(new Event('posted'));
  }

  #endReply() {
    this.dispatchEvent(new Event('reply-ended'));
    this.focusText();
  }
}
customElements.define('tertulia-composer', TertuliaComposer);
