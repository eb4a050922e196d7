import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { icon } from '../icons.js';
import { copyText, notice } from '../overlays.js';
import { joinHash, roomHash } from '../../model/route.js';
import { problemText, t } from '../../i18n/catalogue.js';

const WEEK_SECONDS = 7 * 24 * 3600;

/** Ways to bring others into a room. */
export class TertuliaInvite extends Dialog {
  static properties = { link: { state: true }, problem: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  /** @type {any} */
  room = null;

  constructor() {
    super();
    this.link = '';
    /** @type {any} */
    this.problem = null;
  }

  firstUpdated() {
    super.firstUpdated();
    this.#make();
  }

  async #make() {
    try {
      const path = `/rooms/${encodeURIComponent(this.room.id)}/invites`;
      const invite = await this.chat.api.post(path, { expiresIn: WEEK_SECONDS });
      this.link = new URL(invite.url ?? joinHash(invite.code), location.href).href;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    const roomLink = new URL(roomHash(this.room.id), location.href).href;
    return this.frame(
      t('invite.title', { name: this.room.name }),
      html`${this.problem
          ? html`<p class="form-error" role="alert">${problemText(this.problem)}</p>`
          : this.#line('link', t('invite.link'), this.link || t('loading'), t('invite.hint'))}
        ${this.room.code ? this.#line('code', t('invite.code'), this.room.code, t('invite.code.hint')) : nothing}
        ${this.room.hasPassword ? this.#line('room', t('invite.roomLink'), roomLink, t('invite.roomLink.hint')) : nothing}`,
    );
  }

  #line(name, label, value, hint) {
    return html`<div class="field"><label for="invite-${name}">${label}</label>
      <div class="input-line"><input id="invite-${name}" readonly .value=${value} aria-describedby="invite-${name}-hint" data-test="invite-${name}"
          @focus=${(event) => event.target.select()} />
        <button class="icon-button" type="button" aria-label="${t('copy')}: ${label}" @click=${() => this.#copy(value)}>${icon('copy')}</button></div>
      <p class="hint" id="invite-${name}-hint">${hint}</p></div>`;
  }

  async #copy(text) {
    if (await copyText(text)) notice(t('copied'));
  }
}
customElements.define('tertulia-invite', TertuliaInvite);
