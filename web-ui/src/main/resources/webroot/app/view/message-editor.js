import { html, nothing } from 'lit';
import { offerUndo } from './message-acts.js';
import { View, touch } from './view.js';
import { MAX_CONTENT_CHARS } from './composer.js';
import { problemText, t } from '../i18n/catalogue.js';

/** The text of one's message, to be changed in its place. Says `done` when it was, or nothing is to be. */
export class TertuliaMessageEditor extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    item: { attribute: false },
    saving: { state: true },
    problem: { state: true },
    length: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** @type {import('../model/timeline.js').Item} */
    this.item = /** @type {any} */ (null);
    this.saving = false;
    /** @type {any} */
    this.problem = null;
    this.length = 0;
  }

  render() {
    const over = this.length > MAX_CONTENT_CHARS;
    return html`<form class="editor" @submit=${this.#save} data-test="editor">
      <textarea rows="1" aria-label=${t('message.edit.label')} data-test="editor-text" ?readonly=${this.saving}
        @input=${() => this.#measure()} @keydown=${this.#key}></textarea>
      ${this.problem ? html`<p class="form-error" role="alert">${problemText(this.problem)}</p>` : nothing}
      ${over ? html`<p class="form-error" role="status">${t('composer.over', { count: this.length - MAX_CONTENT_CHARS })}</p>` : nothing}
      <p class="editor-actions"><button class="button small" type="button" data-test="editor-cancel" @click=${() => this.#done()}>${t('cancel')}</button>
        <button class="button small primary" type="submit" data-test="editor-save" ?disabled=${this.saving || over || this.length === 0}>${t('save')}</button>
        <small>${t('message.edit.hint')}</small></p>
    </form>`;
  }

  /** @returns {HTMLTextAreaElement} */
  get #text() {
    return this.find('textarea');
  }

  firstUpdated() {
    this.#text.value = this.item.content ?? '';
    this.#measure();
    this.#text.focus();
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
    this.#text.scrollIntoView({ block: 'nearest' });
  }

  #measure() {
    this.length = this.#text.value.trim().length;
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #key = (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#done();
    } else if (event.key === 'Enter' && !event.shiftKey && !touch()) {
      this.#save(event);
    }
  };

  #save = async (event) => {
    event.preventDefault();
    const content = this.#text.value.trim();
    if (this.saving || content.length === 0 || content.length > MAX_CONTENT_CHARS) return;
    if (content === this.item.content) {
      this.#done();
      return;
    }
    this.saving = true;
    this.problem = null;
    try {
      await this.chat.messages.edit(this.roomId, this.item.seq, content);
      offerUndo(this.chat, this.roomId, this.item.seq, t('message.edit.done'));
      this.#done();
    } catch (problem) {
      this.problem = problem;
      this.saving = false;
    }
  };

  #done() {
    this.dispatchEvent(new Event('done'));
  }
}
customElements.define('tertulia-message-editor', TertuliaMessageEditor);
