import { html, nothing } from 'lit';
import { View } from '../view.js';
import { attempt } from '../ask.js';
import { avatar } from '../avatar.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { notice } from '../overlays.js';
import { pictureChoice } from '../picture-choice.js';
import { openStatus, PRESENCES } from '../status-menu.js';
import { momentText, t } from '../../i18n/catalogue.js';

/** Name, picture, what I am at and how I show. */
export class TertuliaSettingsProfile extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.form = new FormState(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat.mine, ['change']);
  }

  render() {
    const { me } = this.chat;
    return html`<div class="settings-part"><div class="profile">${avatar(me, { size: 'large' })}
        <div><p class="profile-name">${me.name}</p>${me.username ? html`<p class="hint">@${me.username}</p>` : nothing}
        ${pictureChoice(this.chat, { path: '/me/avatar', subjects: [`users/${me.id}`], name: me.name })}</div></div>
      <form novalidate @submit=${this.#submit}>
        ${field({ name: 'displayName', label: t('settings.displayName'), value: me.name, error: this.form.errors.displayName, required: true, maxlength: 80, hint: t('sign.displayName.hint') })}
        ${this.form.message ? html`<p class="form-error" role="alert">${this.form.message}</p>` : nothing}
        <div class="dialog-actions"><button class="button primary" type="submit" ?disabled=${this.form.busy} data-test="save-profile">${t('save')}</button></div>
      </form>${this.#presence()}</div>`;
  }

  #presence() {
    const { presence, statusText, settings } = this.chat.mine;
    const until = statusText && settings?.statusUntil ? t('status.until', { when: momentText(new Date(settings.statusUntil)) }) : '';
    return html`<section aria-labelledby="settings-presence"><h3 id="settings-presence">${t('status.menu')}</h3>
      <div class="setting"><label for="presence-choice">${t('person.presence')}</label>
        <select id="presence-choice" data-test="presence-choice" @change=${this.#choose}>
          ${PRESENCES.map((one) => html`<option value=${one} ?selected=${one === presence}>${t(`status.${one}`)}</option>`)}</select></div>
      <div class="setting"><span>${statusText || t('status.none')}${until ? html` <small class="hint">${until}</small>` : nothing}</span>
        <button class="button small" type="button" data-test="edit-status" @click=${() => openStatus(this.chat)}>${t(statusText ? 'status.change' : 'status.set')}</button></div>
    </section>`;
  }

  #choose = (event) => attempt(() => this.chat.mine.change({ presence: event.target.value }));

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, async ({ displayName }) => {
      this.chat.session.updateUser(await this.chat.api.patch('/auth/me', { displayName: displayName.trim() }));
      notice(t('saved'));
    });
  }
}
customElements.define('tertulia-settings-profile', TertuliaSettingsProfile);
