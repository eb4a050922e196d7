import { html } from 'lit';
import { View } from '../view.js';
import { alertsOn, alertsPossible, turnOnAlerts } from '../alerts.js';
import { toggle } from '../switch.js';
import { chooseAlerts } from '../../model/alerts.js';
import { t } from '../../i18n/catalogue.js';

/** What shows outside the page. */
export class TertuliaSettingsAlerts extends View {
  render() {
    return html`<div class="settings-part">
      ${alertsPossible()
        ? toggle({ id: 'settings-alerts', label: t('alerts.setting'), hint: t('alerts.setting.hint'), on: alertsOn(), choose: (box) => this.#choose(box) })
        : html`<p class="callout">${t('alerts.impossible')}</p>`}
      <p class="hint">${t('alerts.perRoom')}</p></div>`;
  }

  async #choose(box) {
    if (box.checked) await turnOnAlerts();
    else chooseAlerts('off');
    box.checked = alertsOn();
  }
}
customElements.define('tertulia-settings-alerts', TertuliaSettingsAlerts);
