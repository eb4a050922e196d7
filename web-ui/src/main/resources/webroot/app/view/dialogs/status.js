import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { field } from '../field.js';
import { FormState } from '../form.js';
import { notice } from '../overlays.js';
import { momentText, t } from '../../i18n/catalogue.js';

const MAX_STATUS_CHARS = 100;
const HOUR = 3_600;

/** What I am at, in a few words, and for how long. */
export class TertuliaStatus extends Dialog {
  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);

  constructor() {
    super();
    this.form = new FormState(this);
  }

  render() {
    const { settings, statusText } = this.chat.mine;
    const until = statusText && settings?.statusUntil;
    return this.frame(
      t('status.set'),
      html`<form novalidate @submit=${this.#submit} data-test="status-form">
        ${field({ name: 'statusText', label: t('status.text'), value: statusText, error: this.form.errors.statusText, maxlength: MAX_STATUS_CHARS, autofocus: true, spellcheck: true,
          hint: until ? t('status.until', { when: momentText(new Date(until)) }) : t('status.text.hint') })}
        <div class="setting"><label for="status-for">${t('status.for')}</label>
          <select id="status-for" name="statusFor" data-test="status-for">
            ${durations().map(([key, seconds]) => html`<option value=${seconds}>${t(`status.for.${key}`)}</option>`)}
          </select></div>
        ${this.form.message ? html`<p class="form-error" role="alert">${this.form.message}</p>` : nothing}
        <div class="dialog-actions">
          ${statusText ? html`<button class="button" type="button" data-test="clear-status" @click=${() => this.#save({ statusText: '' })}>${t('status.clear')}</button>` : nothing}
          <button class="button primary" type="submit" ?disabled=${this.form.busy} data-test="submit">${t('save')}</button>
        </div>
      </form>`,
    );
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, ({ statusText, statusFor }) => {
      const text = statusText.trim();
      return this.#save({ statusText: text, ...(text && Number(statusFor) > 0 ? { statusFor: Number(statusFor) } : {}) });
    });
  }

  async #save(change) {
    await this.chat.mine.change(change);
    this.finish();
    notice(t('saved'));
  }
}

/** @returns {[string, number][]} 0 for no end */
function durations() {
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const today = Math.max(60, Math.round((midnight.getTime() - now.getTime()) / 1000));
  return [['open', 0], ['half', HOUR / 2], ['hour', HOUR], ['hours', 4 * HOUR], ['today', today], ['week', 7 * 24 * HOUR]];
}
customElements.define('tertulia-status', TertuliaStatus);
