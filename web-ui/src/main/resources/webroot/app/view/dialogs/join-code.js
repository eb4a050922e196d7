import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { routeOf } from '../../model/route.js';
import { t } from '../../i18n/catalogue.js';

/** Joins by a room's code, an invitation's, or its link. Gives the room. */
export class TertuliaJoinCode extends Dialog {
  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);

  constructor() {
    super();
    this.form = new FormState(this);
  }

  render() {
    return this.frame(
      t('join.title'),
      html`<form novalidate @submit=${this.#submit} data-test="join-form">
        ${field({ name: 'code', label: t('join.code'), hint: t('join.code.hint'), error: this.form.errors.code, required: true, autofocus: true, autocapitalize: 'none' })}
        ${this.form.message ? html`<p class="form-error" role="alert" data-test="form-error">${this.form.message}</p>` : nothing}
        <div class="dialog-actions">
          <button class="button" type="button" @click=${() => this.finish()}>${t('cancel')}</button>
          <button class="button primary" type="submit" ?disabled=${this.form.busy} data-test="submit">${t('join.submit')}</button>
        </div>
      </form>`,
    );
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, async (values) => {
      try {
        this.finish(this.chat.adopt(await this.chat.api.post('/rooms/join', { code: codeOf(values.code) })));
      } catch (problem) {
        if (problem.status !== 404) throw problem;
        this.form.errors.code = t('join.failed');
      }
    });
  }
}

/** The code alone, whether a code or a link was pasted. @param {string} text */
function codeOf(text) {
  const hash = text.indexOf('#');
  const route = hash >= 0 ? routeOf(text.slice(hash)) : null;
  return route?.place === 'join' ? route.code : text.trim();
}
customElements.define('tertulia-join-code', TertuliaJoinCode);
