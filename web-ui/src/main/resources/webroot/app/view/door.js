import { html, nothing } from 'lit';
import { View } from './view.js';
import { field } from './field.js';
import { FormState } from './form.js';
import { icon } from './icons.js';
import { problemText, t } from '../i18n/catalogue.js';

/** What a link to a room shows to somebody who is not in it. */
export class TertuliaDoor extends View {
  static properties = { chat: { attribute: false }, roomId: {} };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    this.form = new FormState(this, { password: 'error.wrong_password' });
  }

  render() {
    return html`<div class="home-center door">
      <a class="icon-button back" href="#/" aria-label=${t('back')}>${icon('back')}</a>
      <span class="door-icon">${icon('lock')}</span>
      <h1>${t('door.title')}</h1>
      <p>${t('door.text')}</p>
      <form novalidate @submit=${this.#submit} data-test="door-form">
        ${field({ name: 'password', type: 'password', label: t('door.password'), error: this.form.errors.password, maxlength: 128 })}
        ${this.form.message ? html`<p class="form-error" role="alert" data-test="form-error">${this.form.message}</p>` : nothing}
        <button class="button primary wide" type="submit" ?disabled=${this.form.busy} data-test="submit">${t('door.submit')}</button>
      </form>
    </div>`;
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, async ({ password }) => {
      try {
        const path = `/rooms/${encodeURIComponent(this.roomId)}/join`;
        this.chat.adopt(await this.chat.api.post(path, password ? { password } : {}));
      } catch (problem) {
        // A wrong password and a room that isn't there are answered alike.
        if (problem.status !== 403 && problem.status !== 404) throw problem;
        this.form.message = problemText(password ? { code: 'wrong_password' } : problem);
      }
    });
  }
}
customElements.define('tertulia-door', TertuliaDoor);
