import { html } from 'lit';
import { Dialog } from './dialog.js';
import { field } from '../field.js';
import { t } from '../../i18n/catalogue.js';

const MAX_REASON_CHARS = 500;

/** Asks a moderator before somebody else's message goes. Gives the reason, maybe empty, when it is to go. */
export class TertuliaDeleteMessage extends Dialog {
  name = '';

  render() {
    return this.frame(
      t('message.delete'),
      html`<form @submit=${this.#submit} data-test="delete-form">
        <p>${t('message.delete.ask', { name: this.name })}</p>
        ${field({ name: 'reason', label: t('message.delete.reason'), maxlength: MAX_REASON_CHARS, autofocus: true, spellcheck: true })}
        <div class="dialog-actions">
          <button class="button" type="button" data-test="cancel" @click=${() => this.finish()}>${t('cancel')}</button>
          <button class="button danger" type="submit" data-test="confirm">${t('message.delete')}</button>
        </div>
      </form>`,
    );
  }

  #submit = (event) => {
    event.preventDefault();
    this.finish(this.find('input').value.trim());
  };
}
customElements.define('tertulia-delete-message', TertuliaDeleteMessage);
