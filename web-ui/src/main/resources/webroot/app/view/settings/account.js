import { html, nothing } from 'lit';
import { View } from '../view.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { icon } from '../icons.js';
import { notice } from '../overlays.js';
import { t } from '../../i18n/catalogue.js';

/** Password, sign-out, and the end of my account. Says `left` when the dialog has to go. */
export class TertuliaSettingsAccount extends View {
  static properties = { chat: { attribute: false }, erasing: { state: true } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.erasing = false;
    this.password = new FormState(this);
    this.erase = new FormState(this, { password: 'error.wrong_password' });
  }

  render() {
    return html`<div class="settings-part">${this.#password()}
      <section><button class="button" type="button" data-test="sign-out" @click=${() => this.#signOut()}>${icon('out')}${t('settings.signOut')}</button></section>
      ${this.#erase()}</div>`;
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

  #erase() {
    if (!this.erasing) {
      return html`<section><button class="button danger" type="button" data-test="erase" @click=${() => (this.erasing = true)}>${icon('trash')}${t('erase.title')}</button></section>`;
    }
    const { errors, message, busy } = this.erase;
    return html`<section aria-labelledby="settings-erase"><h3 id="settings-erase">${t('erase.title')}</h3><p>${t('erase.text')}</p>
      <form novalidate @submit=${this.#eraseMe} data-test="erase-form">
        ${field({ name: 'password', type: 'password', label: t('sign.password'), error: errors.password, required: true, autocomplete: 'current-password', maxlength: 256 })}
        ${message ? html`<p class="form-error" role="alert" data-test="form-error">${message}</p>` : nothing}
        <div class="dialog-actions"><button class="button" type="button" @click=${() => (this.erasing = false)}>${t('cancel')}</button>
          <button class="button danger" type="submit" ?disabled=${busy} data-test="erase-me">${t('erase.submit')}</button></div>
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

  #eraseMe(event) {
    event.preventDefault();
    this.erase.submit(event.target, async ({ password }) => {
      await this.chat.api.delete('/auth/me', { password });
      this.dispatchEvent(new Event('left'));
      await this.chat.session.signOut();
    });
  }

  async #signOut() {
    this.dispatchEvent(new Event('left'));
    await this.chat.session.signOut();
  }
}
customElements.define('tertulia-settings-account', TertuliaSettingsAccount);
