import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { kindIcon } from '../icons.js';
import { t } from '../../i18n/catalogue.js';

/** Makes a room. Gives the room. */
export class TertuliaCreateRoom extends Dialog {
  static properties = { kind: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);

  constructor() {
    super();
    this.kind = 'public';
    this.form = new FormState(this, { password: 'field.roomPassword' });
  }

  render() {
    const { errors } = this.form;
    return this.frame(
      t('create.title'),
      html`<form novalidate @submit=${this.#submit} data-test="create-form">
        ${field({ name: 'name', label: t('create.name'), error: errors.name, required: true, maxlength: 80, autofocus: true, spellcheck: true })}
        ${field({ name: 'topic', label: t('create.topic'), error: errors.topic, maxlength: 500, spellcheck: true })}
        <fieldset class="choices"><legend>${t('create.kind')}</legend>${['public', 'private', 'instant'].map((kind) => this.#kind(kind))}</fieldset>
        ${this.kind === 'private'
          ? field({ name: 'password', type: 'password', label: t('create.password'), hint: t('create.password.hint'), error: errors.password, maxlength: 128, autocomplete: 'new-password' })
          : nothing}
        ${this.form.message ? html`<p class="form-error" role="alert" data-test="form-error">${this.form.message}</p>` : nothing}
        <div class="dialog-actions">
          <button class="button" type="button" @click=${() => this.finish()}>${t('cancel')}</button>
          <button class="button primary" type="submit" ?disabled=${this.form.busy} data-test="submit">${t('create.submit')}</button>
        </div>
      </form>`,
    );
  }

  #kind(kind) {
    return html`<label class="choice"><input type="radio" name="kind" value=${kind} .checked=${this.kind === kind}
        data-test="kind-${kind}" @change=${() => (this.kind = kind)} />
      ${kindIcon(kind)}<span><strong>${t(`kind.${kind}`)}</strong><small>${t(`kind.${kind}.hint`)}</small></span></label>`;
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, async ({ name, topic, kind, password }) => {
      const body = { name: name.trim(), kind, ...(topic.trim() ? { topic: topic.trim() } : {}), ...(password ? { password } : {}) };
      this.finish(this.chat.adopt(await this.chat.api.post('/rooms', body)));
    });
  }
}
customElements.define('tertulia-create-room', TertuliaCreateRoom);
