import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { roomAvatar } from '../avatar.js';
import { icon } from '../icons.js';
import { fit } from '../../model/jumps.js';
import { inOrder } from '../../model/roombook.js';
import { t } from '../../i18n/catalogue.js';

/** Offered at once; letters find the others. */
const SHOWN = 50;

/** Chooses one of my rooms by a few letters. Ends with the room. */
export class TertuliaPickRoom extends Dialog {
  static properties = { asked: { state: true }, at: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  heading = '';
  /** What choosing does, for whoever does not see the list. */
  action = '';
  /** Only rooms I may write in. */
  writing = false;
  /** A room that is not offered. */
  without = '';

  constructor() {
    super();
    this.asked = '';
    this.at = 0;
  }

  get #rooms() {
    const rooms = inOrder(this.chat.rooms.all).filter(
      (room) => room.id !== this.without && !(this.writing && (room.role === 'reader' || room.archived)),
    );
    if (!this.asked) return rooms.slice(0, SHOWN);
    return rooms
      .map((room) => ({ room, rank: fit(room.name, this.asked) }))
      .filter(({ rank }) => rank !== null)
      .sort((a, b) => Number(a.rank) - Number(b.rank))
      .slice(0, SHOWN)
      .map(({ room }) => room);
  }

  render() {
    const rooms = this.#rooms;
    this.at = Math.min(this.at, Math.max(0, rooms.length - 1));
    return this.frame(
      this.heading,
      html`<div class="filter">${icon('search')}<input type="text" role="combobox" autocomplete="off" spellcheck="false" autofocus aria-expanded="true"
          aria-controls="rooms-to-pick" aria-activedescendant=${rooms.length > 0 ? `pick-${this.at}` : nothing} aria-label=${t('pick.field')} placeholder=${t('pick.field')}
          data-test="pick-field" @input=${this.#typed} @keydown=${(event) => this.#key(event, rooms)} /></div>
        <p class="sr-only" role="status">${t('pick.count', { count: rooms.length })}</p>
        ${rooms.length === 0 ? html`<p class="empty">${t('switcher.none')}</p>` : nothing}
        <ul id="rooms-to-pick" class="results" role="listbox" aria-label=${this.action}>
          ${rooms.map((room, place) => html`<li id="pick-${place}" class="result" role="option" aria-selected=${place === this.at} data-test="pick-room" data-room=${room.id}
              @click=${() => this.finish(room)}>${roomAvatar(room)}<span class="result-text"><strong>${room.name}</strong><small>${room.topic || t(`kind.${room.kind}`)}</small></span></li>`)}
        </ul>`,
    );
  }

  #typed = (event) => {
    this.asked = event.target.value.trim();
    this.at = 0;
  };

  #key(event, rooms) {
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1 + rooms.length }[event.key];
    if (to !== undefined && rooms.length > 0) {
      event.preventDefault();
      this.at = to % rooms.length;
      this.updateComplete.then(() => this.find('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter' && !event.isComposing && rooms[this.at]) {
      event.preventDefault();
      this.finish(rooms[this.at]);
    }
  }
}
customElements.define('tertulia-pick-room', TertuliaPickRoom);
