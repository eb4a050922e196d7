import { html } from 'lit';
import { Dialog } from './dialog.js';
import { pages } from './pages.js';
import { t } from '../../i18n/catalogue.js';
import '../settings/profile.js';
import '../settings/privacy.js';
import '../settings/look.js';
import '../settings/alerts.js';
import '../settings/devices.js';
import '../settings/blocked.js';
import '../settings/account.js';

export const PAGES = Object.freeze(['profile', 'privacy', 'look', 'alerts', 'devices', 'blocked', 'account']);

/** Everything about me and how the page is for me. */
export class TertuliaSettings extends Dialog {
  static properties = { page: {} };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);

  constructor() {
    super();
    this.page = 'profile';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat.session, ['change']);
    this.watch(this.chat.mine, ['change']);
  }

  render() {
    return this.frame(
      t('settings.title'),
      pages({
        label: t('settings.title'),
        pages: PAGES.map((page) => [page, t(`settings.page.${page}`)]),
        page: this.page,
        choose: (page) => (this.page = page),
        content: this.#content(),
      }),
      { wide: true, look: 'settings' },
    );
  }

  #content() {
    const { chat } = this;
    switch (this.page) {
      case 'privacy':
        return html`<tertulia-settings-privacy .chat=${chat}></tertulia-settings-privacy>`;
      case 'look':
        return html`<tertulia-settings-look></tertulia-settings-look>`;
      case 'alerts':
        return html`<tertulia-settings-alerts></tertulia-settings-alerts>`;
      case 'devices':
        return html`<tertulia-settings-devices .chat=${chat}></tertulia-settings-devices>`;
      case 'blocked':
        return html`<tertulia-settings-blocked .chat=${chat}></tertulia-settings-blocked>`;
      case 'account':
        return html`<tertulia-settings-account .chat=${chat} @left=${() => this.finish()}></tertulia-settings-account>`;
      default:
        return html`<tertulia-settings-profile .chat=${chat}></tertulia-settings-profile>`;
    }
  }
}
customElements.define('tertulia-settings', TertuliaSettings);
