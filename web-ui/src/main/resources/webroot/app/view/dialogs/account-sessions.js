import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { attempt } from '../ask.js';
import { deviceName } from '../device-name.js';
import { icon } from '../icons.js';
import { agoText, problemText, t } from '../../i18n/catalogue.js';

/** Where an account is signed in, for administrators. */
export class TertuliaAccountSessions extends Dialog {
  static properties = { sessions: { state: true }, problem: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  /** @type {any} */
  user = null;

  constructor() {
    super();
    /** @type {any[] | null} */
    this.sessions = null;
    /** @type {any} */
    this.problem = null;
  }

  get #path() {
    return `/admin/users/${encodeURIComponent(this.user.id)}/sessions`;
  }

  firstUpdated() {
    super.firstUpdated();
    this.chat.api.get(this.#path).then(
      ({ sessions }) => (this.sessions = sessions),
      (problem) => (this.problem = problem),
    );
  }

  render() {
    return this.frame(
      t('admin.sessions.of', { name: this.user.name }),
      html`${this.problem ? html`<p class="form-error" role="alert">${problemText(this.problem)}</p>` : nothing}
        ${this.sessions === null && !this.problem ? html`<p class="empty" role="status">${t('loading')}</p>` : nothing}
        ${this.sessions?.length === 0 ? html`<p class="empty">${t('admin.sessions.none')}</p>` : nothing}
        <ul class="devices">${(this.sessions ?? []).map((session) => this.#session(session))}</ul>
        ${this.sessions && this.sessions.length > 0
          ? html`<div class="dialog-actions"><button class="button danger" type="button" data-test="end-sessions" @click=${() => this.#end()}>${t('admin.sessions.end')}</button></div>`
          : nothing}`,
    );
  }

  #session({ agent, address, usedAt, createdAt }) {
    return html`<li data-test="session">${icon('device')}<span class="result-text"><strong>${deviceName(agent) || t('settings.device.unknown')}</strong>
      <small>${[t('settings.devices.used', { when: agoText(new Date(usedAt ?? createdAt)) }), address].filter(Boolean).join(' · ')}</small></span></li>`;
  }

  async #end() {
    if (await attempt(() => this.chat.api.delete(this.#path), t('admin.sessions.end.done'))) this.finish();
  }
}
customElements.define('tertulia-account-sessions', TertuliaAccountSessions);
