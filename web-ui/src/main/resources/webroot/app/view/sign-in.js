import { html, nothing } from 'lit';
import { View, touch } from './view.js';
import { field } from './field.js';
import { FormState } from './form.js';
import { icon } from './icons.js';
import { LANGUAGES, chooseLanguage, languageChoice, t } from '../i18n/catalogue.js';

/** Sign in or create an account, on one screen. */
export class TertuliaSignIn extends View {
  static properties = {
    session: { attribute: false },
    invited: { type: Boolean },
    creating: { state: true },
    shown: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../protocol/session.js').Session} */
    this.session = /** @type {any} */ (null);
    this.invited = false;
    this.creating = false;
    this.shown = false;
    this.form = new FormState(this);
  }

  render() {
    return html`<main class="sign-in">
      <div class="sign-in-card">
        <header>
          <img src="/logo.svg" alt="" width="56" height="56" />
          <p class="wordmark">Tertulia</p>
          <p class="tagline">${t('app.tagline')}</p>
        </header>
        ${this.#explanation()}
        <div class="segments" role="group" aria-label=${t('sign.mode')}>
          ${this.#mode(false, t('sign.in'))}${this.#mode(true, t('sign.up'))}
        </div>
        <form novalidate @submit=${this.#submit} data-test="sign-in-form">
          <h1>${this.creating ? t('sign.up.title') : t('sign.in.title')}</h1>
          ${this.#fields()}
          ${this.form.message ? html`<p class="form-error" role="alert" data-test="form-error">${this.form.message}</p>` : nothing}
          <button class="button primary wide" type="submit" ?disabled=${this.form.busy} data-test="submit">
            ${this.creating ? t('sign.up') : t('sign.in')}
          </button>
        </form>
      </div>
      ${this.#languages()}
    </main>`;
  }

  #explanation() {
    if (this.session.endedBecause) {
      return html`<p class="callout" role="status">${t(this.session.endedBecause)}</p>`;
    }
    return this.invited ? html`<p class="callout">${t('sign.invited')}</p>` : nothing;
  }

  #mode(creating, label) {
    return html`<button type="button" aria-pressed=${this.creating === creating} data-test=${creating ? 'mode-register' : 'mode-login'}
      @click=${() => this.#choose(creating)}>${label}</button>`;
  }

  firstUpdated() {
    if (!touch()) this.#focusName();
  }

  async #choose(creating) {
    this.creating = creating;
    this.form.clear();
    await this.updateComplete;
    this.#focusName();
  }

  #focusName() {
    this.find('[name=username]')?.focus();
  }

  #fields() {
    const { errors } = this.form;
    const name = field({
      name: 'username', label: t('sign.username'), error: errors.username, required: true, autocomplete: 'username',
      autocapitalize: 'none', maxlength: 32, hint: this.creating ? t('sign.username.hint') : undefined,
    });
    const password = field({
      name: 'password', label: t('sign.password'), error: errors.password, required: true, maxlength: 256,
      minlength: this.creating ? 8 : undefined, type: this.shown ? 'text' : 'password',
      autocomplete: this.creating ? 'new-password' : 'current-password',
      hint: this.creating ? t('sign.password.hint') : undefined, after: this.#eye(),
    });
    const display = field({
      name: 'displayName', label: t('sign.displayName'), error: errors.displayName, autocomplete: 'name', maxlength: 80,
      hint: t('sign.displayName.hint'), spellcheck: false,
    });
    return html`${name}${this.creating ? display : nothing}${password}`;
  }

  #eye() {
    const label = t(this.shown ? 'sign.password.hide' : 'sign.password.show');
    return html`<button class="icon-button" type="button" aria-label=${label} title=${label}
      @click=${() => (this.shown = !this.shown)}>${icon(this.shown ? 'eyeOff' : 'eye')}</button>`;
  }

  #languages() {
    return html`<label class="language"><span class="sr-only">${t('settings.language')}</span>
      <select @change=${(event) => this.#language(event.target.value)} data-test="language">
        <option value="auto" ?selected=${languageChoice() === 'auto'}>${t('settings.language.auto')}</option>
        ${Object.entries(LANGUAGES).map(
          ([tag, name]) => html`<option value=${tag} lang=${tag} ?selected=${languageChoice() === tag}>${name}</option>`,
        )}
      </select></label>`;
  }

  async #language(choice) {
    await chooseLanguage(choice);
    this.form.clear();
    this.requestUpdate();
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, ({ username, password, displayName }) =>
      this.creating
        ? this.session.register(username.trim(), password, displayName?.trim())
        : this.session.signIn(username.trim(), password),
    );
  }
}
customElements.define('tertulia-sign-in', TertuliaSignIn);
