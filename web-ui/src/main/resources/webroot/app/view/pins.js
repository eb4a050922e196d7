import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { hit } from './hit.js';
import { sidePane } from './side-pane.js';
import { problemText, t } from '../i18n/catalogue.js';

/** What is pinned in a room. */
export class TertuliaPins extends View {
  static properties = { chat: { attribute: false }, roomId: {}, pins: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** @type {any[] | null} */
    this.pins = null;
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['changed'], ({ detail }) => {
      if (detail.roomId === this.roomId && ['pin', 'edit', 'delete'].includes(detail.kind)) this.#load();
    });
    this.watch(this.chat, ['connection'], () => this.chat.connection.state === 'online' && this.#load());
  }

  willUpdate(changed) {
    if (!changed.has('roomId')) return;
    this.pins = null;
    this.#load();
  }

  async #load() {
    const { roomId } = this;
    try {
      const pins = await this.chat.messages.pins(roomId);
      if (roomId === this.roomId) [this.pins, this.problem] = [pins, null];
    } catch (problem) {
      if (roomId === this.roomId && !this.pins) this.problem = problem;
    }
  }

  render() {
    return sidePane(this, { test: 'pins', title: t('pins.title'), closing: t('close'), content: this.#content() });
  }

  #content() {
    if (this.problem) return html`<p class="form-error" role="alert">${problemText(this.problem)}</p>`;
    if (!this.pins) return html`<p class="empty" role="status">${t('loading')}</p>`;
    if (this.pins.length === 0) return html`<p class="empty">${t('pins.none')}</p>`;
    return html`<ul>${repeat(this.pins, (pin) => pin.seq, (pin) => html`<li>${hit({ ...pin, roomId: this.roomId })}</li>`)}</ul>`;
  }
}
customElements.define('tertulia-pins', TertuliaPins);
