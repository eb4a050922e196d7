import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { icon } from '../icons.js';
import { problemText, t } from '../../i18n/catalogue.js';

/** Says up to which number a room is complete here, after comparing with the log itself. */
export class TertuliaComplete extends Dialog {
  static properties = { verdict: { state: true }, problem: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  roomId = '';

  constructor() {
    super();
    /** @type {{from: number, upTo: number, missing: number[]} | null} */
    this.verdict = null;
    /** @type {any} */
    this.problem = null;
  }

  firstUpdated() {
    super.firstUpdated();
    this.#verify();
  }

  async #verify() {
    this.verdict = this.problem = null;
    try {
      this.verdict = await this.chat.verify(this.roomId);
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    return this.frame(t('complete.title'), html`<div class="complete" role="status">${this.#outcome()}</div>
      <div class="dialog-actions"><button class="button" type="button" data-test="complete-again" ?disabled=${!this.verdict && !this.problem} @click=${() => this.#verify()}>${t('complete.again')}</button></div>`);
  }

  #outcome() {
    if (this.problem) return html`<p class="form-error">${problemText(this.problem)}</p>`;
    if (!this.verdict) return html`<p>${t('complete.comparing')}</p>`;
    const { from, upTo, missing } = this.verdict;
    const whole = missing.length === 0;
    return html`<p class="complete-mark ${whole ? '' : 'not'}" data-test="complete">${icon(whole ? 'verified' : 'alert')}<strong>${whole ? t('complete.upTo', { seq: `${upTo}` }) : t('complete.missing', { count: missing.length })}</strong></p>
      <p>${whole ? t('complete.text', { from: `${from}`, upTo: `${upTo}` }) : t('complete.mending')}</p>
      ${whole && from > 1 ? html`<p class="hint">${t('complete.older', { from: `${from}` })}</p>` : nothing}`;
  }
}
customElements.define('tertulia-complete', TertuliaComplete);
