import { html } from 'lit';
import { Dialog } from './dialog.js';
import { pages } from './pages.js';
import { runs } from '../../model/membership.js';
import { t } from '../../i18n/catalogue.js';
import '../room-settings/about.js';
import '../room-settings/rules.js';
import '../room-settings/invites.js';
import '../room-settings/bans.js';

/** What a room is and how it is run: everybody reads it, those who run it change it. */
export class TertuliaRoomSettings extends Dialog {
  static properties = { page: {} };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  roomId = '';

  constructor() {
    super();
    this.page = 'about';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['rooms'], () => (this.chat.rooms.get(this.roomId) ? this.requestUpdate() : this.finish()));
  }

  render() {
    const room = this.chat.rooms.get(this.roomId);
    const all = runs(room) ? ['about', 'rules', 'invites', 'bans'] : ['about'];
    const content = this.#page(room, all.includes(this.page) ? this.page : 'about');
    return this.frame(
      room?.name ?? '',
      all.length === 1
        ? content
        : pages({ label: t('room.settings'), pages: all.map((page) => [page, t(`room.settings.${page}`)]), page: this.page, choose: (page) => (this.page = page), content }),
      { wide: true },
    );
  }

  #page(room, page) {
    switch (page) {
      case 'rules':
        return html`<tertulia-room-rules .chat=${this.chat} .room=${room} @closed=${() => this.finish()}></tertulia-room-rules>`;
      case 'invites':
        return html`<tertulia-room-invites .chat=${this.chat} .room=${room}></tertulia-room-invites>`;
      case 'bans':
        return html`<tertulia-room-bans .chat=${this.chat} .room=${room}></tertulia-room-bans>`;
      default:
        return html`<tertulia-room-about .chat=${this.chat} .room=${room}></tertulia-room-about>`;
    }
  }
}
customElements.define('tertulia-room-settings', TertuliaRoomSettings);
