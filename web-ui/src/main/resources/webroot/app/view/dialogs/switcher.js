import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { avatar, roomAvatar } from '../avatar.js';
import { icon } from '../icons.js';
import { foundJumps, ownJumps } from '../../model/jumps.js';
import { roomHash } from '../../model/route.js';
import { totals } from '../../model/unread.js';
import { plainText } from '../../text/plain.js';
import { query } from '../../protocol/api.js';
import { problemText, t } from '../../i18n/catalogue.js';

/** A pause in typing this long asks the server for people and public rooms. */
const PAUSE_MS = 200;
/** Fewer letters stand in too many messages. */
const MESSAGES_FROM_CHARS = 3;
const MESSAGES = 5;
const MESSAGE_CHARS = 90;

/** Goes anywhere by a few letters. Gives the room that was chosen. */
export class TertuliaSwitcher extends Dialog {
  static properties = { asked: { state: true }, found: { state: true }, at: { state: true }, problem: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  /** @type {{name: string, key: string, icon: any, run: () => void}[]} */
  commands = [];

  constructor() {
    super();
    this.asked = '';
    /** @type {import('../../model/jumps.js').Jump[]} */
    this.found = [];
    this.at = 0;
    /** @type {any} */
    this.problem = null;
    this.turn = 0;
  }

  get #jumps() {
    const own = ownJumps(this.chat.rooms.all, this.commands, this.asked, this.chat.openRoom);
    return [...own, ...(this.asked ? this.found : [])];
  }

  render() {
    const jumps = this.#jumps;
    return this.frame(
      t('switcher.title'),
      html`<div class="filter">${icon('search')}<input type="search" autofocus autocomplete="off" spellcheck="false" maxlength="80" role="combobox"
          aria-label=${t('switcher.field')} placeholder=${t('switcher.field')} aria-controls="jumps" aria-expanded=${jumps.length > 0} aria-autocomplete="list"
          aria-activedescendant=${jumps.length > 0 ? `jump-${this.at}` : nothing} data-test="switcher-field" @input=${this.#typed} @keydown=${this.#key} /></div>
        <p class="sr-only" role="status">${t('switcher.count', { count: jumps.length })}</p>
        ${this.problem ? html`<p class="form-error" role="alert">${problemText(this.problem)}</p>` : nothing}
        ${jumps.length === 0 ? html`<p class="empty">${t('switcher.none')}</p>` : nothing}
        <ul class="results" id="jumps" role="listbox" aria-label=${t('switcher.title')}>${jumps.map((jump, place) => this.#line(jump, place))}</ul>`,
    );
  }

  #line(jump, place) {
    return html`<li id="jump-${place}" class="result" role="option" aria-selected=${place === this.at} data-test="jump-to"
      @click=${() => this.#go(jump)}>${this.#look(jump)}<span class="result-text"><strong>${jump.name}</strong><small>${this.#about(jump)}</small></span>
      ${jump.type === 'room' ? this.#badge(jump.item) : nothing}</li>`;
  }

  #look({ type, item }) {
    if (type === 'command') return html`<span class="avatar square hue-0" aria-hidden="true">${icon(item.icon)}</span>`;
    return type === 'message' ? avatar(item.actor) : type === 'person' ? avatar(item, { presence: this.chat.presence.of(item.id).state }) : roomAvatar(item);
  }

  #about({ type, item }) {
    if (type === 'person') return item.username ? `@${item.username}` : t('kind.direct');
    if (type === 'message') return `${this.chat.rooms.get(item.roomId)?.name ?? ''} · ${plainText(item.content ?? '', MESSAGE_CHARS)}`;
    if (type === 'command') return t('switcher.command');
    return item.topic || t(`kind.${item.kind}`);
  }

  #badge(room) {
    const { unread } = totals(room.counts);
    return unread > 0 ? html`<span class="badge">${unread > 99 ? '99+' : unread}</span>` : nothing;
  }

  #typed = (event) => {
    this.asked = event.target.value.trim();
    this.found = [];
    this.turn++;
    this.at = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), PAUSE_MS);
  };

  async #ask() {
    const turn = ++this.turn;
    const q = this.asked;
    if (!q) return;
    try {
      const [{ users }, { rooms }, { results }] = await Promise.all([
        this.chat.api.get(`/users${query({ q })}`),
        this.chat.api.get(`/rooms/public${query({ q })}`),
        q.length < MESSAGES_FROM_CHARS ? { results: [] } : this.chat.api.get(`/search${query({ q, limit: MESSAGES })}`).catch(() => ({ results: [] })),
      ]);
      if (turn !== this.turn) return;
      const others = users.filter((user) => user.id !== this.chat.me.id);
      this.found = foundJumps(others, rooms, new Set(this.chat.rooms.all.map((room) => room.id)), results);
      this.problem = null;
    } catch (problem) {
      if (turn === this.turn) this.problem = problem;
    }
  }

  #key = (event) => {
    // A search field takes the first Escape for itself.
    if (event.key === 'Escape') this.finish();
    const count = this.#jumps.length;
    if (event.isComposing || count === 0) return;
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1 + count }[event.key];
    if (to !== undefined) this.at = to % count;
    else if (event.key === 'Enter') this.#go(this.#jumps[this.at]);
    else return;
    event.preventDefault();
  };

  updated() {
    this.find('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  async #go({ type, item }) {
    try {
      if (type === 'command') {
        this.finish();
        item.run();
      } else if (type === 'message') {
        this.finish();
        location.hash = `${roomHash(item.roomId)}/${item.seq}`;
      } else if (type === 'room') this.finish(item);
      else if (type === 'person') this.finish(this.chat.adopt(await this.chat.api.post('/direct', { userIds: [item.id] })));
      else this.finish(this.chat.adopt(await this.chat.api.post(`/rooms/${encodeURIComponent(item.id)}/join`)));
    } catch (problem) {
      this.problem = problem;
    }
  }
}
customElements.define('tertulia-switcher', TertuliaSwitcher);
