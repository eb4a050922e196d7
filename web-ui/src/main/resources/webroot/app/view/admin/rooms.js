import { html, nothing } from 'lit';
import { Filtered } from './filtered.js';
import { askThen } from '../ask.js';
import { roomAvatar } from '../avatar.js';
import { icon } from '../icons.js';
import { pagedList } from '../paged-list.js';
import { query } from '../../protocol/api.js';
import { dateText, t } from '../../i18n/catalogue.js';

/** All rooms of the server, to be closed where that must be. */
export class TertuliaAdminRooms extends Filtered {
  async page(cursor) {
    const { rooms, next } = await this.chat.api.get(`/admin/rooms${query({ q: this.q, cursor })}`);
    return { items: rooms, next };
  }

  render() {
    return html`${this.searchField(t('admin.rooms.search'), 'admin-rooms-search')}
      ${pagedList(this.paged, { key: (room) => room.id, line: (room) => this.#line(room), none: t('admin.rooms.none'), label: t('admin.rooms'), test: 'all-rooms' })}`;
  }

  #line(room) {
    const about = [t(`kind.${room.kind}`), t('browse.members', { count: room.members }), t('admin.entries', { count: room.head }), t('admin.since', { when: dateText(new Date(room.createdAt)) })];
    const name = room.name || t('kind.direct');
    const label = t('admin.rooms.closeLabel', { name });
    return html`<li class="line" data-test="any-room">${roomAvatar({ id: room.id, kind: room.kind })}
      <span class="result-text"><strong>${name}${room.archived ? html`<span class="tag">${t('room.archived')}</span>` : nothing}</strong><small>${about.join(' · ')}</small></span>
      <button class="icon-button danger" type="button" aria-label=${label} title=${label} data-test="close-room" @click=${() => this.#close(room, name)}>${icon('trash')}</button></li>`;
  }

  async #close(room, name) {
    const question = { heading: t('admin.rooms.close'), text: t('admin.rooms.close.ask', { name }), action: t('admin.rooms.close'), danger: true };
    const done = await askThen(question, () => this.chat.api.delete(`/admin/rooms/${encodeURIComponent(room.id)}`));
    if (done) this.paged.replace((one) => one.id === room.id);
  }
}
customElements.define('tertulia-admin-rooms', TertuliaAdminRooms);
