import { html } from 'lit';
import { Dialog } from './dialog.js';
import { t } from '../../i18n/catalogue.js';

/** Asks before something that can't be taken back. Gives true when the person is sure. */
export class TertuliaConfirm extends Dialog {
  heading = '';
  text = '';
  action = '';
  danger = false;

  render() {
    return this.frame(
      this.heading,
      html`<p>${this.text}</p>
        <div class="dialog-actions">
          <button class="button" type="button" @click=${() => this.finish(false)} data-test="cancel">${t('cancel')}</button>
          <button class="button ${this.danger ? 'danger' : 'primary'}" type="button" data-test="confirm" @click=${() => this.finish(true)}>${this.action}</button>
        </div>`,
    );
  }
}
customElements.define('tertulia-confirm', TertuliaConfirm);
