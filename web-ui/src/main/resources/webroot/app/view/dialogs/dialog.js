import { html, nothing } from 'lit';
import { View } from '../view.js';
import { icon } from '../icons.js';
import { t } from '../../i18n/catalogue.js';

/** A modal dialog of the browser's own kind, with focus and Escape as people expect. Ends with the event `done`. */
export class Dialog extends View {
  /** @type {any} */
  result = undefined;

  firstUpdated() {
    this.#dialog.showModal();
  }

  /** @returns {HTMLDialogElement} */
  get #dialog() {
    return this.find('dialog');
  }

  /** @param {any} [result] */
  finish(result) {
    this.result = result;
    this.#dialog.close();
  }

  /**
   * @param {string} title
   * @param {any} content
   * @param {{wide?: boolean, reading?: boolean, look?: string}} [look] `reading`: nothing in it takes the focus, so the keys scroll it
   */
  frame(title, content, { wide, reading, look } = {}) {
    return html`<dialog class="${wide ? 'wide' : ''} ${look ?? ''}" aria-labelledby="dialog-title" @close=${this.#closed} @pointerdown=${this.#outside} data-test="dialog">
      <header><h2 id="dialog-title">${title}</h2>
        <button class="icon-button" type="button" aria-label=${t('close')} data-test="close-dialog" @click=${() => this.finish()}>${icon('close')}</button></header>
      <div class="dialog-body" tabindex=${reading ? 0 : nothing} role=${reading ? 'group' : nothing} aria-labelledby=${reading ? 'dialog-title' : nothing}>${content}</div>
    </dialog>`;
  }

  #closed = () => this.dispatchEvent(new CustomEvent('done', { detail: this.result }));

  #outside = (event) => {
    if (event.target !== this.#dialog) return;
    const box = this.#dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.finish();
  };
}
