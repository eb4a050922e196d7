import { html } from 'lit';
import { View } from '../view.js';
import { attempt } from '../ask.js';
import { avatar } from '../avatar.js';
import { pagedList } from '../paged-list.js';
import { block } from '../../model/membership.js';
import { Paged } from '../../model/paged.js';
import { query } from '../../protocol/api.js';
import { agoText, t } from '../../i18n/catalogue.js';

/** Whom I take no direct messages from. */
export class TertuliaSettingsBlocked extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.paged = new Paged((cursor) => this.#page(cursor), () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.load();
  }

  async #page(cursor) {
    const { blocks, next } = await this.chat.api.get(`/me/blocks${query({ cursor })}`);
    return { items: blocks, next };
  }

  render() {
    return html`<div class="settings-part">${pagedList(this.paged, {
      ...{ key: (one) => one.user.id, line: (one) => this.#line(one), none: t('blocked.none'), label: t('settings.page.blocked'), test: 'blocked' },
    })}</div>`;
  }

  #line({ user, at }) {
    return html`<li class="line">${avatar(user)}<span class="result-text"><strong>${user.name}</strong><small>${agoText(new Date(at))}</small></span>
      <button class="button small" type="button" aria-label=${t('blocked.unblock', { name: user.name })} data-test="unblock" @click=${() => this.#unblock(user)}>${t('person.unblock')}</button></li>`;
  }

  async #unblock(user) {
    if (await attempt(() => block(this.chat, user.id, false))) this.paged.replace((one) => one.user.id === user.id);
  }
}
customElements.define('tertulia-settings-blocked', TertuliaSettingsBlocked);
