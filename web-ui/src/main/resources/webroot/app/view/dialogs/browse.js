import { html } from 'lit';
import { SearchDialog } from './search.js';
import { roomAvatar } from '../avatar.js';
import { notice } from '../overlays.js';
import { query } from '../../protocol/api.js';
import { problemText, t } from '../../i18n/catalogue.js';

/** The directory of public rooms. Gives the room that was opened or joined. */
export class TertuliaBrowse extends SearchDialog {
  async page(q, cursor) {
    const { rooms, next } = await this.chat.api.get(`/rooms/public${query({ q, cursor })}`);
    return { items: rooms, next };
  }

  render() {
    return this.frame(
      t('browse.title'),
      html`${this.searchField(t('browse.search'))}${this.results((room) => this.#room(room), t('browse.none'))}`,
    );
  }

  #room(room) {
    const mine = this.chat.rooms.get(room.id);
    const about = room.memberCount ? t('browse.members', { count: room.memberCount }) : '';
    const label = `${mine ? t('browse.open') : t('browse.join')}: ${room.name}`;
    return html`<div class="result" data-test="public-room">${roomAvatar(room)}
      <span class="result-text"><strong>${room.name}</strong><small>${[about, room.topic].filter(Boolean).join(' · ')}</small></span>
      <button class="button small ${mine ? '' : 'primary'}" type="button" aria-label=${label} @click=${() => this.#enter(room, mine)}
        data-test=${mine ? 'open-room' : 'join-room'}>${mine ? t('browse.open') : t('browse.join')}</button></div>`;
  }

  pick(room) {
    this.#enter(room, this.chat.rooms.get(room.id));
  }

  async #enter(room, mine) {
    try {
      if (!mine) room = this.chat.adopt(await this.chat.api.post(`/rooms/${encodeURIComponent(room.id)}/join`));
      this.finish(room);
    } catch (problem) {
      notice(problemText(problem));
    }
  }
}
customElements.define('tertulia-browse', TertuliaBrowse);
