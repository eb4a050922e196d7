import { html, nothing } from 'lit';
import { View } from '../view.js';
import { attempt } from '../ask.js';
import { deviceName } from '../device-name.js';
import { icon } from '../icons.js';
import { pagedList } from '../paged-list.js';
import { Paged } from '../../model/paged.js';
import { agoText, t } from '../../i18n/catalogue.js';

/** Where I am signed in. */
export class TertuliaSettingsDevices extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.paged = new Paged(() => this.#page(), () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.load();
  }

  async #page() {
    const { sessions } = await this.chat.api.get('/auth/sessions');
    return { items: sessions.sort((a, b) => Number(b.current) - Number(a.current)) };
  }

  render() {
    const others = (this.paged.items ?? []).filter((device) => !device.current);
    return html`<div class="settings-part">
      ${pagedList(this.paged, { key: (device) => device.id, line: (device) => this.#device(device), none: t('admin.sessions.none'), label: t('settings.page.devices') })}
      ${others.length > 1 ? html`<button class="button danger" type="button" data-test="end-others" @click=${() => this.#endAll(others)}>${t('settings.devices.endAll')}</button>` : nothing}</div>`;
  }

  #device(device) {
    const name = deviceName(device.agent) || t('settings.device.unknown');
    const used = device.usedAt ?? device.createdAt;
    const about = [device.current ? t('settings.devices.current') : used && t('settings.devices.used', { when: agoText(new Date(used)) }), device.address];
    return html`<li class="line" data-test="device">${icon('device')}<span class="result-text"><strong>${name}</strong><small>${about.filter(Boolean).join(' · ')}</small></span>
      ${device.current
        ? nothing
        : html`<button class="button small" type="button" aria-label=${t('settings.devices.endLabel', { device: name })} data-test="end-session"
            @click=${() => this.#end(device)}>${t('settings.devices.end')}</button>`}</li>`;
  }

  async #end(device) {
    if (await attempt(() => this.#out(device))) this.paged.replace((one) => one.id === device.id);
  }

  async #endAll(devices) {
    await attempt(() => Promise.all(devices.map((device) => this.#out(device))));
    this.paged.load();
  }

  #out({ id }) {
    return this.chat.api.delete(`/auth/sessions/${encodeURIComponent(id)}`);
  }
}
customElements.define('tertulia-settings-devices', TertuliaSettingsDevices);
