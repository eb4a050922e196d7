import { html, nothing } from 'lit';
import { View, narrow, touch } from './view.js';
import { composerFiles } from './composer-files.js';
import { icon } from './icons.js';
import { notice } from './overlays.js';
import { draftOf, keepDraft } from '../model/drafts.js';
import { MAX_FILES } from '../model/uploads.js';
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
    thread: { type: Number },
    replyTo: { attribute: false },
    apart: { type: Boolean },
    length: { state: true },
    waiting: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** The thread that is answered in; 0 for the room itself. */
    this.thread = 0;
    /** @type {any} */
    this.replyTo = null;
    /** Stands beside another composer and does not take the focus by itself. */
    this.apart = false;
    this.length = 0;
    /** It goes as soon as its files are there. */
    this.waiting = false;
    /** @type {import('../model/uploads.js').Uploads} */
    this.uploads = /** @type {any} */ (null);
  }

  get #id() {
    return this.thread ? 'thread-text' : this.apart ? 'beside-text' : 'composer-text';
  }

  /** @returns {HTMLTextAreaElement} */
  get #text() {
    return this.find('textarea');
  }

  willUpdate(changed) {
    if (!changed.has('roomId') && !changed.has('thread')) return;
    this.unwatch();
    this.waiting = false;
    this.uploads = this.chat.uploads.of(this.roomId, this.thread);
    this.watch(this.uploads, ['change'], () => this.#filesChanged());
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.uploads) this.watch(this.uploads, ['change'], () => this.#filesChanged());
  }

  render() {
    const name = this.chat.rooms.get(this.roomId)?.name ?? '';
    const left = MAX_CONTENT_CHARS - this.length;
    return html`<form class="composer" @submit=${this.#submit} data-test="composer">
      ${this.replyTo ? this.#reply() : nothing}
      ${composerFiles(this.uploads)}
      <tertulia-completions .people=${() => this.#people()}></tertulia-completions>
      <div class="composer-line">
        <button class="icon-button" type="button" aria-label=${t('files.add')} title=${t('files.add.hint')} data-test="add-files" @click=${() => this.find('.file-choice').click()}>${icon('clip')}</button>
        <input class="file-choice" type="file" multiple hidden data-test="file-choice" @change=${this.#chosen} />
        <button class="icon-button" type="button" aria-haspopup="dialog" aria-label=${t('emoji.title')} title=${t('emoji.title')} data-test="composer-emoji"
          @click=${this.#emoji}>${icon('smile')}</button>
        <textarea aria-autocomplete="list" id=${this.#id} rows="1" aria-label=${t(this.thread ? 'thread.label' : 'composer.label')} placeholder=${this.thread ? t('thread.placeholder') : t('composer.placeholder', { name })}
          title=${t('composer.hint')} data-test="composer-text" enterkeyhint=${touch() ? 'enter' : 'send'}
          @input=${this.#input} @keydown=${this.#key} @paste=${this.#pasted} @click=${() => this.#completions.look()} @blur=${() => this.#completions.close()}></textarea>
        <button class="send" type="submit" aria-label=${t('composer.send')} title=${t('composer.send')} data-test="send"
          ?disabled=${!this.#sendable || left < 0} @pointerdown=${(event) => event.preventDefault()}>${icon('send')}</button>
      </div>
      <p class="composer-count ${left < 0 ? 'over' : ''}" role="status">${this.waiting
        ? t('files.waiting')
        : left < 0 ? t('composer.over', { count: -left })
        : left < WARN_BELOW ? t('composer.left', { count: left }) : ''}</p>
    </form>`;
  }

  #reply() {
    return html`<div class="replying" data-test="replying">${icon('reply')}
      <span><strong>${t('composer.replying', { name: this.replyTo.actor.name })}</strong> ${plainText(this.replyTo.content ?? '', 120) || t('inbox.file')}</span>
      <button class="icon-button" type="button" aria-label=${t('composer.replying.cancel')} @click=${() => this.#endReply()}>${icon('close')}</button></div>`;
  }

  firstUpdated() {
    this.#completions.field = this.#text;
  }

  updated(changed) {
    if (!changed.has('roomId') && !changed.has('thread')) return;
    this.#text.value = draftOf(this.chat.me.id, this.roomId, this.thread);
    this.#measure();
    if (!this.apart && !touch() && !narrow() && !document.querySelector('dialog[open]')) this.focusText();
  }

  focusText() {
    this.#text.focus();
  }

  #input = () => {
    this.#measure();
    this.#completions.look();
    keepDraft(this.chat.me.id, this.roomId, this.#text.value, this.thread);
    if (this.length > 0 && !this.thread) this.chat.isTyping(this.roomId);
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

  /** There is something to send. */
  get #sendable() {
    return this.length > 0 || this.uploads.done.length > 0 || this.uploads.busy;
  }

  #send() {
    const content = this.#text.value.trim();
    if (!this.#sendable || content.length > MAX_CONTENT_CHARS) return;
    if (this.uploads.busy) {
      this.waiting = true;
      return;
    }
    this.waiting = false;
    const { roomId, thread, replyTo } = this;
    this.chat.post({ roomId, content, replyTo: replyTo?.seq, thread: thread || undefined, attachments: this.#takeFiles() });
    this.#text.value = '';
    this.#measure();
    keepDraft(this.chat.me.id, roomId, '', thread);
    this.dispatchEvent(new Event('posted'));
  }

  /** What has been sent from here is shown without being fetched. */
  #takeFiles() {
    const taken = this.uploads.take();
    for (const { attachment, file, preview } of taken) {
      if (preview) this.chat.files.adopt(attachment.id, file);
      if (preview) URL.revokeObjectURL(preview);
    }
    return taken.map(({ attachment }) => attachment);
  }

  #filesChanged() {
    this.requestUpdate();
    // What failed is to be dealt with first.
    if (this.waiting && this.uploads.items.some(({ state }) => state === 'failed')) this.waiting = false;
    else if (this.waiting && !this.uploads.busy) this.#send();
  }

  /** @param {Iterable<File>} files picked, pasted or dropped */
  addFiles(files) {
    const left = this.uploads.add(files);
    if (left > 0) notice(t('files.tooMany', { count: MAX_FILES }));
    this.focusText();
  }

  #chosen = (event) => {
    this.addFiles(event.target.files);
    event.target.value = '';
  };

  #pasted = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A copied piece of a document brings its text and a picture of it: the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    this.addFiles(files);
  };

  #endReply() {
    this.dispatchEvent(new Event('reply-ended'));
    this.focusText();
  }
}
customElements.define('tertulia-composer', TertuliaComposer);
