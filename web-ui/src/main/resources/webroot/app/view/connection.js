import { html, nothing } from 'lit';
import { View } from './view.js';
import { icon } from './icons.js';
import { t } from '../i18n/catalogue.js';

/** Short cuts pass unmentioned. */
const QUIET_MS = 1_500;

/** A line that says that the page is not connected, and when it tries again. */
export class TertuliaConnection extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.chat = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['connection']);
    this.watch(window, ['online', 'offline']);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  render() {
    clearTimeout(this.timer);
    const { state, since, retryAt } = this.chat.connection;
    if (state === 'online') return html`<div role="status" class="connection"></div>`;
    this.timer = setTimeout(() => this.requestUpdate(), 1_000);
    if (Date.now() - since < QUIET_MS) return html`<div role="status" class="connection"></div>`;
    const seconds = Math.max(1, Math.ceil(((retryAt ?? 0) - Date.now()) / 1000));
    const waiting = state === 'waiting' && navigator.onLine;
    const key = !navigator.onLine ? 'connection.offline' : waiting ? 'connection.waiting' : 'connection.connecting';
    return html`<div class="connection shown" data-test="connection">
      ${icon('wifi')}<span role="status">${key === 'connection.waiting' ? t(key, { seconds }) : t(key)}</span>
      ${waiting
        ? html`<button class="button small" type="button" @click=${() => this.chat.reconnectNow()}>${t('connection.now')}</button>`
        : nothing}
    </div>`;
  }
}
customElements.define('tertulia-connection', TertuliaConnection);
