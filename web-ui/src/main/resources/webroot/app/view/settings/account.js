import { html, nothing } from 'lit';
import { View } from '../view.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { icon } from '../icons.js';
import { notice } from '../overlays.js';
import { t } from '../../i18n/catalogue.js';

/** Password and sign-out. Says `left` when the dialog has to go. */
export class TertuliaSettingsAccount extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.password = new FormState(this);
  }

  render() {
    return html`<div class="settings-part">${this.#password()}
      <section><button class="button" type="button" data-test="sign-out" @click=${() => this.#signOut()}>${icon('out')}${t('settings.signOut')}</button></section></div>`;
  }

  #password() {
    const { errors, message, busy } = this.password;
    return html`<section aria-labelledby="settings-password"><h3 id="settings-password">${t('settings.password')}</h3>
      <form novalidate @submit=${this.#savePassword} data-test="password-form">
        <input class="sr-only" type="text" name="username" autocomplete="username" .value=${this.chat.me.username ?? ''} readonly tabindex="-1" aria-hidden="true" />
        ${field({ name: 'oldPassword', type: 'password', label: t('settings.password.old'), error: errors.oldPassword, required: true, autocomplete: 'current-password', maxlength: 256 })}
        ${field({ name: 'newPassword', type: 'password', label: t('settings.password.new'), error: errors.newPassword, required: true, autocomplete: 'new-password', minlength: 8, maxlength: 256, hint: t('sign.password.hint') })}
        ${message ? html`<p class="form-error" role="alert">${message}</p>` : nothing}
        <div class="dialog-actions"><button class="button primary" type="submit" ?disabled=${busy} data-test="change-password">${t('settings.password')}</button></div>
      </form></section>`;
  }

  #savePassword(event) {
    event.preventDefault();
    this.password.submit(event.target, async ({ oldPassword, newPassword }) => {
      await this.chat.api.post('/auth/password', { oldPassword, newPassword });
      event.target.reset();
      notice(t('settings.password.done'));
    });
  }

  async #signOut() {
    this.dispatchEvent(new Event('left'));
    await this.chat.session.signOut();
  }
}
customElements.define('tertulia-settings-account', TertuliaSettingsAccount);
