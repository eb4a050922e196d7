import { html } from 'lit';
import { View } from './view.js';
import { icon } from './icons.js';
import { t } from '../i18n/catalogue.js';
import './connection.js';
import './admin/people.js';
import './admin/audit.js';

const TABS = ['people', 'audit'];

/** What administrators of the server see and do. */
export class TertuliaAdmin extends View {
  static properties = { chat: { attribute: false }, tab: {} };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.tab = 'people';
  }

  render() {
    const tab = TABS.includes(this.tab) ? this.tab : 'people';
    return html`<main id="main" tabindex="-1" class="pane admin" aria-label=${t('admin.title')}>
      <header class="room-head">
        <a class="icon-button back" href="#/" aria-label=${t('back')} data-test="back">${icon('back')}</a>
        <div class="room-title"><h1>${t('admin.title')}</h1></div>
      </header>
      <tertulia-connection .chat=${this.chat}></tertulia-connection>
      <nav class="tabs" aria-label=${t('admin.title')}>${TABS.map(
        (one) => html`<a href="#/admin/${one}" aria-current=${one === tab ? 'page' : 'false'} data-test="admin-${one}">${t(`admin.${one}`)}</a>`,
      )}</nav>
      <div class="admin-body">${this.chat.me.role === 'admin' ? this.#tab(tab) : html`<p class="empty">${t('error.access_denied')}</p>`}</div>
    </main>`;
  }

  #tab(tab) {
    return tab === 'audit'
      ? html`<tertulia-audit .chat=${this.chat}></tertulia-audit>`
      : html`<tertulia-admin-people .chat=${this.chat}></tertulia-admin-people>`;
  }
}
customElements.define('tertulia-admin', TertuliaAdmin);
