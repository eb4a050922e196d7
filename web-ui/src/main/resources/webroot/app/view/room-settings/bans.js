import { html } from 'lit';
import { View } from '../view.js';
import { attempt } from '../ask.js';
import { avatar } from '../avatar.js';
import { pagedList } from '../paged-list.js';
import { Paged } from '../../model/paged.js';
import { roomPath } from '../../model/membership.js';
import { query } from '../../protocol/api.js';
import { momentText, t } from '../../i18n/catalogue.js';

/** Who is kept out of a room. */
export class TertuliaRoomBans extends View {
  static properties = { chat: { attribute: false }, room: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** @type {any} */
    this.room = null;
    this.paged = new Paged((cursor) => this.#page(cursor), () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.load();
  }

  async #page(cursor) {
    const { bans, next } = await this.chat.api.get(`${roomPath(this.room.id, 'bans')}${query({ cursor })}`);
    return { items: bans, next };
  }

  render() {
    return html`<div class="tab-page">${pagedList(this.paged, { key: (ban) => ban.user.id, line: (ban) => this.#line(ban), none: t('bans.none'), label: t('room.settings.bans'), test: 'bans' })}</div>`;
  }

  #line({ user, until, reason }) {
    const about = [reason, until ? t('status.until', { when: momentText(new Date(until)) }) : t('time.forGood')];
    return html`<li class="line" data-test="ban">${avatar(user)}<span class="result-text"><strong>${user.name}</strong><small>${about.filter(Boolean).join(' · ')}</small></span>
      <button class="button small" type="button" aria-label=${t('bans.liftFor', { name: user.name })} data-test="lift" @click=${() => this.#lift(user)}>${t('bans.lift')}</button></li>`;
  }

  async #lift(user) {
    if (await attempt(() => this.chat.api.delete(roomPath(this.room.id, 'bans', user.id)))) this.paged.replace((one) => one.user.id === user.id);
  }
}
customElements.define('tertulia-room-bans', TertuliaRoomBans);
