import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { dateTimeText, problemText, t } from '../../i18n/catalogue.js';

/** The texts a message had, newest first. */
export class TertuliaVersions extends Dialog {
  static properties = { versions: { state: true }, problem: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  roomId = '';
  seq = 0;

  constructor() {
    super();
    /** @type {any[] | null} */
    this.versions = null;
    /** @type {any} */
    this.problem = null;
  }

  firstUpdated() {
    super.firstUpdated();
    this.chat.messages.versions(this.roomId, this.seq).then(
      (versions) => (this.versions = versions.toReversed()),
      (problem) => (this.problem = problem),
    );
  }

  render() {
    return this.frame(t('message.versions'), this.#content(), { wide: true });
  }

  #content() {
    if (this.problem) return html`<p class="form-error" role="alert">${problemText(this.problem)}</p>`;
    if (!this.versions) return html`<p class="empty" role="status">${t('loading')}</p>`;
    return html`<ol class="versions">${this.versions.map(
      ({ at, content, undo }, place) => html`<li data-test="version"><p class="version-head"><time datetime=${at}>${dateTimeText(new Date(at))}</time>
        ${place === 0 ? html`<strong>${t('message.versions.now')}</strong>` : undo ? html`<em>${t(`message.versions.undo.${undo}`)}</em>` : nothing}</p>
        <p class="version-text">${content}</p></li>`,
    )}</ol>`;
  }
}
customElements.define('tertulia-versions', TertuliaVersions);
