import { html, nothing } from 'lit';
import { View } from '../view.js';
import { attempt } from '../ask.js';
import { avatar } from '../avatar.js';
import { choice } from '../field.js';
import { icon } from '../icons.js';
import { copyText, notice } from '../overlays.js';
import { pagedList } from '../paged-list.js';
import { Paged } from '../../model/paged.js';
import { roomPath } from '../../model/membership.js';
import { joinHash } from '../../model/route.js';
import { agoText, momentText, t } from '../../i18n/catalogue.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The invitations of a room: make one, copy it, see who came by it, take it back. */
export class TertuliaRoomInvites extends View {
  static properties = { chat: { attribute: false }, room: { attribute: false }, uses: { state: true } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** @type {any} */
    this.room = null;
    /** @type {Map<string, any[]>} who came in, by invitation that was opened */
    this.uses = new Map();
    this.paged = new Paged(() => this.#page(), () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.load();
  }

  async #page() {
    const { invites } = await this.chat.api.get(roomPath(this.room.id, 'invites'));
    return { items: invites };
  }

  render() {
    const expiry = /** @type {[string, string][]} */ ([[HOUR, 'hour'], [DAY, 'day'], [7 * DAY, 'week'], [30 * DAY, 'month']].map(([seconds, key]) => [String(seconds), t(`time.${key}`)]));
    const uses = /** @type {[string, string][]} */ ([['', t('invites.uses.any')], ...[1, 5, 25, 100].map((count) => [String(count), t('invites.uses', { count })])]);
    return html`<div class="tab-page"><form class="invite-made" novalidate @submit=${this.#make} data-test="invite-form">
        ${choice({ name: 'expiresIn', label: t('invites.expires'), value: String(7 * DAY), options: expiry })}
        ${choice({ name: 'uses', label: t('invites.limit'), value: '', options: uses })}
        <button class="button primary" type="submit" data-test="make-invite">${t('invites.make')}</button></form>
      ${pagedList(this.paged, { key: (invite) => invite.id, line: (invite) => this.#line(invite), none: t('invites.none'), label: t('room.settings.invites'), test: 'invites' })}</div>`;
  }

  #line(invite) {
    const until = invite.expiresAt ? t('status.until', { when: momentText(new Date(invite.expiresAt)) }) : t('time.forGood');
    const left = invite.usesLeft === undefined || invite.usesLeft === null ? '' : t('invites.left', { count: invite.usesLeft });
    const came = this.uses.get(invite.id);
    return html`<li class="invite" data-test="invite-line"><div class="line">${icon('link')}
        <span class="result-text"><strong class="code">${invite.code}</strong><small>${[until, left].filter(Boolean).join(' · ')}</small></span>
        <button class="button small" type="button" aria-expanded=${came !== undefined} data-test="invite-used" @click=${() => this.#open(invite)}>${t('invites.used', { count: invite.used ?? 0 })}</button>
        <button class="icon-button" type="button" aria-label=${t('invites.copy')} title=${t('invites.copy')} @click=${() => this.#copy(invite)}>${icon('copy')}</button>
        <button class="icon-button danger" type="button" aria-label=${t('invites.revoke')} title=${t('invites.revoke')} data-test="revoke" @click=${() => this.#revoke(invite)}>${icon('trash')}</button></div>
      ${came ? html`<ul class="came">${came.length === 0 ? html`<li class="empty">${t('invites.used.none')}</li>` : came.map(({ user, at }) => html`<li>${avatar(user)}<span>${user.name}</span><small>${agoText(new Date(at))}</small></li>`)}</ul>` : nothing}</li>`;
  }

  #make(event) {
    event.preventDefault();
    const values = new FormData(event.target);
    const uses = Number(values.get('uses'));
    attempt(async () => {
      await this.chat.api.post(roomPath(this.room.id, 'invites'), { expiresIn: Number(values.get('expiresIn')), ...(uses ? { uses } : {}) });
      await this.paged.load();
    });
  }

  async #open({ id }) {
    const uses = new Map(this.uses);
    if (!uses.delete(id)) {
      const answer = await this.chat.api.get(roomPath(this.room.id, 'invites', id, 'uses')).catch(() => ({ uses: [] }));
      uses.set(id, answer.uses);
    }
    this.uses = uses;
  }

  async #copy({ url, code }) {
    if (await copyText(new URL(url ?? joinHash(code), location.href).href)) notice(t('copied'));
  }

  async #revoke({ id }) {
    if (await attempt(() => this.chat.api.delete(roomPath(this.room.id, 'invites', id)))) this.paged.replace((one) => one.id === id);
  }
}
customElements.define('tertulia-room-invites', TertuliaRoomInvites);
