import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { field } from '../field.js';
import { t } from '../../i18n/catalogue.js';

const MAX_REASON_CHARS = 500;

/** Asks for a reason, and for how long where that is to be said. Gives both, or nothing. */
export class TertuliaWhy extends Dialog {
  heading = '';
  text = '';
  action = '';
  danger = false;
  /** Whether nothing but a time is asked for. */
  timeOnly = false;
  required = false;
  /** @type {[string, number][]} labels and seconds; 0 for good */
  times = [];

  render() {
    return this.frame(
      this.heading,
      html`<form novalidate @submit=${this.#submit} data-test="why-form">
        ${this.text ? html`<p>${this.text}</p>` : nothing}
        ${this.timeOnly
          ? nothing
          : field({ name: 'reason', label: t(this.required ? 'why.reason.required' : 'why.reason'), required: this.required, maxlength: MAX_REASON_CHARS, autofocus: true, spellcheck: true })}
        ${this.times.length > 0
          ? html`<div class="setting"><label for="why-time">${t('why.time')}</label>
              <select id="why-time" name="seconds" data-test="why-time">${this.times.map(([label, seconds]) => html`<option value=${seconds}>${label}</option>`)}</select></div>`
          : nothing}
        <div class="dialog-actions">
          <button class="button" type="button" data-test="cancel" @click=${() => this.finish()}>${t('cancel')}</button>
          <button class="button ${this.danger ? 'danger' : 'primary'}" type="submit" data-test="confirm">${this.action}</button>
        </div>
      </form>`,
    );
  }

  #submit(event) {
    event.preventDefault();
    const values = new FormData(event.target);
    const reason = String(values.get('reason') ?? '').trim();
    if (this.required && !reason) return this.find('[name=reason]').focus();
    this.finish({ reason, seconds: Number(values.get('seconds') ?? 0) });
  }
}
customElements.define('tertulia-why', TertuliaWhy);
