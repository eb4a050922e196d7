import { html } from 'lit';
import { View } from '../view.js';
import { attempt } from '../ask.js';
import { toggle } from '../switch.js';
import { t } from '../../i18n/catalogue.js';

/** What others may know of me. */
export class TertuliaSettingsPrivacy extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat.mine, ['change']);
  }

  render() {
    const { settings } = this.chat.mine;
    const one = (name) =>
      toggle({ id: `settings-${name}`, label: t(`privacy.${name}`), hint: t(`privacy.${name}.hint`), on: settings?.[name] ?? true, choose: (box) => this.#choose(name, box) });
    return html`<div class="settings-part">${one('showLastSeen')}${one('showReads')}</div>`;
  }

  async #choose(name, box) {
    if (!(await attempt(() => this.chat.mine.change({ [name]: box.checked })))) box.checked = !box.checked;
  }
}
customElements.define('tertulia-settings-privacy', TertuliaSettingsPrivacy);
