import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { deviceName } from '../device-name.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { icon } from '../icons.js';
import { avatar } from '../avatar.js';
import { notice } from '../overlays.js';
import { chooseAlerts } from '../../model/alerts.js';
import { alertsOn, turnOnAlerts } from '../alerts.js';
import { THEMES, chooseTheme, themeChoice } from '../../theme.js';
import { LANGUAGES, agoText, chooseLanguage, languageChoice, problemText, t } from '../../i18n/catalogue.js';

/** Profile, appearance, and where I am signed in. */
export class TertuliaSettings extends Dialog {
  static properties = { devices: { state: true }, problem: { state: true }, changingPassword: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);

  constructor() {
    super();
    /** @type {any[] | null} */
    this.devices = null;
    /** @type {any} */
    this.problem = null;
    this.changingPassword = false;
    this.profile = new FormState(this);
    this.password = new FormState(this);
  }

  firstUpdated() {
    super.firstUpdated();
    this.#load();
  }

  async #load() {
    try {
      this.devices = (await this.chat.api.get('/auth/sessions')).sessions;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    return this.frame(
      t('settings.title'),
      html`${this.#profile()}${this.#appearance()}${this.#devices()}
        <button class="button danger wide" type="button" data-test="sign-out" @click=${() => this.#signOut()}>${icon('out')} ${t('settings.signOut')}</button>`,
      { wide: true },
    );
  }

  #profile() {
    const me = this.chat.me;
    return html`<section aria-labelledby="settings-profile"><h3 id="settings-profile">${t('settings.profile')}</h3>
      <form novalidate @submit=${this.#saveProfile} class="profile-form">
        ${avatar(me, { size: 'large' })}
        ${field({ name: 'displayName', label: t('settings.displayName'), value: me.name, error: this.profile.errors.displayName, required: true, maxlength: 80, hint: me.username ? `@${me.username}` : undefined })}
        <button class="button" type="submit" ?disabled=${this.profile.busy} data-test="save-profile">${t('save')}</button>
        ${this.profile.message ? html`<p class="form-error" role="alert">${this.profile.message}</p>` : nothing}
      </form>
      ${this.changingPassword
        ? this.#passwordForm()
        : html`<button class="link-button" type="button" data-test="change-password" @click=${() => (this.changingPassword = true)}>${t('settings.password')}</button>`}
    </section>`;
  }

  #passwordForm() {
    const { errors, message, busy } = this.password;
    return html`<form novalidate @submit=${this.#savePassword} data-test="password-form">
      <input class="sr-only" type="text" name="username" autocomplete="username" .value=${this.chat.me.username ?? ''} readonly tabindex="-1" aria-hidden="true" />
      ${field({ name: 'oldPassword', type: 'password', label: t('settings.password.old'), error: errors.oldPassword, required: true, autocomplete: 'current-password', maxlength: 256 })}
      ${field({ name: 'newPassword', type: 'password', label: t('settings.password.new'), error: errors.newPassword, required: true, autocomplete: 'new-password', minlength: 8, maxlength: 256, hint: t('sign.password.hint') })}
      ${message ? html`<p class="form-error" role="alert">${message}</p>` : nothing}
      <div class="dialog-actions"><button class="button" type="button" @click=${() => (this.changingPassword = false)}>${t('cancel')}</button>
        <button class="button primary" type="submit" ?disabled=${busy}>${t('settings.password')}</button></div>
    </form>`;
  }

  #appearance() {
    return html`<section aria-labelledby="settings-look"><h3 id="settings-look">${t('settings.appearance')}</h3>
      <div class="setting"><span id="theme-label">${t('settings.theme')}</span>
        <div class="segments" role="group" aria-labelledby="theme-label">
          ${THEMES.map((theme) => html`<button type="button" aria-pressed=${themeChoice() === theme} data-test="theme-${theme}"
            @click=${() => this.#theme(theme)}>${t(`settings.theme.${theme}`)}</button>`)}
        </div></div>
      <div class="setting"><label for="settings-language">${t('settings.language')}</label>
        <select id="settings-language" data-test="settings-language" @change=${(event) => this.#language(event.target.value)}>
          <option value="auto" ?selected=${languageChoice() === 'auto'}>${t('settings.language.auto')}</option>
          ${Object.entries(LANGUAGES).map(([tag, name]) => html`<option value=${tag} lang=${tag} ?selected=${languageChoice() === tag}>${name}</option>`)}
        </select></div>
      ${'Notification' in window && isSecureContext
        ? html`<div class="setting"><label for="settings-alerts">${t('alerts.setting')}</label>
            <input id="settings-alerts" type="checkbox" .checked=${alertsOn()} data-test="settings-alerts" @change=${(event) => this.#alerts(event.target)} /></div>`
        : nothing}
    </section>`;
  }

  #devices() {
    return html`<section aria-labelledby="settings-devices"><h3 id="settings-devices">${t('settings.devices')}</h3>
      ${this.problem ? html`<p class="form-error" role="alert">${problemText(this.problem)}</p>` : nothing}
      ${this.devices === null && !this.problem ? html`<p class="empty" role="status">${t('loading')}</p>` : nothing}
      <ul class="devices">${(this.devices ?? []).map((device) => this.#device(device))}</ul>
    </section>`;
  }

  #device(device) {
    const name = deviceName(device.agent) || t('settings.device.unknown');
    const used = device.usedAt ?? device.createdAt;
    const about = [device.current ? t('settings.devices.current') : used && t('settings.devices.used', { when: agoText(new Date(used)) }), device.address];
    return html`<li data-test="device">${icon('device')}<span class="result-text"><strong>${name}</strong><small>${about.filter(Boolean).join(' · ')}</small></span>
      ${device.current
        ? nothing
        : html`<button class="button small" type="button" aria-label=${t('settings.devices.endLabel', { device: name })} data-test="end-session"
            @click=${() => this.#end(device)}>${t('settings.devices.end')}</button>`}</li>`;
  }

  #saveProfile(event) {
    event.preventDefault();
    this.profile.submit(event.target, async ({ displayName }) => {
      this.chat.session.updateUser(await this.chat.api.patch('/auth/me', { displayName: displayName.trim() }));
      notice(t('saved'));
    });
  }

  #savePassword(event) {
    event.preventDefault();
    this.password.submit(event.target, async ({ oldPassword, newPassword }) => {
      await this.chat.api.post('/auth/password', { oldPassword, newPassword });
      this.changingPassword = false;
      notice(t('settings.password.done'));
      this.#load();
    });
  }

  #theme(theme) {
    chooseTheme(theme);
    this.requestUpdate();
  }

  async #alerts(box) {
    if (box.checked) await turnOnAlerts();
    else chooseAlerts('off');
    box.checked = alertsOn();
  }

  async #language(choice) {
    await chooseLanguage(choice);
    /** @type {any} */ (document.querySelector('tertulia-app'))?.redrawAll();
    this.requestUpdate();
  }

  async #end(device) {
    try {
      await this.chat.api.delete(`/auth/sessions/${encodeURIComponent(device.id)}`);
      this.devices = (this.devices ?? []).filter((one) => one.id !== device.id);
    } catch (problem) {
      notice(problemText(problem));
    }
  }

  async #signOut() {
    this.finish();
    await this.chat.session.signOut();
  }
}

customElements.define('tertulia-settings', TertuliaSettings);
