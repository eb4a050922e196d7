import { html } from 'lit';
import { Dialog } from './dialog.js';
import { dayField, dayOf, firstOf } from '../../model/dates.js';
import { problemText, t } from '../../i18n/catalogue.js';

/** Asks for a day. Ends with the number of its first message. */
export class TertuliaJumpDate extends Dialog {
  static properties = { problem: { state: true }, busy: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  roomId = '';
  /** What the field begins with. */
  day = new Date();

  constructor() {
    super();
    /** @type {any} */
    this.problem = null;
    this.busy = false;
  }

  render() {
    const near = [
      ['date.today', 0],
      ['date.yesterday', 1],
      ['date.week', 7],
      ['date.month', 30],
    ];
    return this.frame(
      t('date.title'),
      html`<form @submit=${this.#submit} data-test="jump-date">
        <div class="field"><label for="field-day">${t('date.field')}</label>
          <div class="input-line"><input id="field-day" type="date" required autofocus .defaultValue=${dayField(this.day)} max=${dayField(new Date())} data-test="field-day" /></div></div>
        <p class="date-near">${near.map(([key, days]) => html`<button class="button small" type="button" ?disabled=${this.busy} @click=${() => this.#go(daysAgo(Number(days)))}>${t(String(key))}</button>`)}
          <button class="button small" type="button" data-test="date-start" @click=${() => this.finish(1)}>${t('date.start')}</button></p>
        ${this.problem ? html`<p class="form-error" role="alert">${problemText(this.problem)}</p>` : ''}
        <div class="dialog-actions"><button class="button primary" type="submit" ?disabled=${this.busy} data-test="submit">${t('date.submit')}</button></div>
      </form>`,
    );
  }

  #submit = (event) => {
    event.preventDefault();
    const day = dayOf(this.find('#field-day').value);
    if (day) this.#go(day);
  };

  async #go(day) {
    this.busy = true;
    try {
      this.finish(await firstOf(this.chat.api, this.roomId, day));
    } catch (problem) {
      this.problem = problem;
      this.busy = false;
    }
  }
}
customElements.define('tertulia-jump-date', TertuliaJumpDate);

function daysAgo(days) {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
}
