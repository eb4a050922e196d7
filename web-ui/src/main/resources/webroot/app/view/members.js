import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { avatar, presenceText } from './avatar.js';
import { icon } from './icons.js';
import { openMemberMenu, openPerson } from './person.js';
import { sidePane } from './side-pane.js';
import { byRoleAndName, isMuted, runs } from '../model/membership.js';
import { agoText, t } from '../i18n/catalogue.js';

const HERE = new Set(['online', 'away', 'dnd']);
/** From so many on there is a field to find one. */
const SEARCH_FROM = 12;

/** Who is in the room, who of them is there now, and what can be done about each. */
export class TertuliaMembers extends View {
  static properties = { chat: { attribute: false }, roomId: {}, filter: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    this.filter = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['presence', 'connection']);
    this.watch(this.chat.mine, ['change']);
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.roomId && this.requestUpdate());
  }

  willUpdate(changed) {
    if (changed.has('roomId')) this.filter = '';
  }

  render() {
    const members = this.chat.members.get(this.roomId);
    const room = this.chat.rooms.get(this.roomId);
    const count = members ? html` <small>${members.list.length}${members.complete ? '' : '+'}</small>` : nothing;
    return sidePane(this, {
      ...{ test: 'members', title: t('members.title'), after: count, closing: t('room.members.hide') },
      actions: runs(room)
        ? html`<button class="icon-button" type="button" aria-label=${t('room.invite')} title=${t('room.invite')} data-test="members-invite"
            @click=${() => this.dispatchEvent(new Event('invite'))}>${icon('invite')}</button>`
        : nothing,
      content: members ? html`${this.#search(members)}${this.#groups(members)}` : html`<p class="empty" role="status">${t('loading')}</p>`,
    });
  }

  #search({ list }) {
    if (list.length < SEARCH_FROM) return nothing;
    return html`<div class="filter">${icon('search')}<input type="search" autocomplete="off" spellcheck="false" aria-label=${t('members.search')}
      placeholder=${t('members.search')} .value=${this.filter} data-test="members-search" @input=${(event) => (this.filter = event.target.value)} /></div>`;
  }

  #groups({ list, complete }) {
    const wanted = this.filter.trim().toLocaleLowerCase();
    const sorted = list.filter((member) => member.user.name.toLocaleLowerCase().includes(wanted)).sort(byRoleAndName);
    const here = (member) => HERE.has(this.#presence(member.user).state);
    return html`${this.#group('members.here', sorted.filter(here))}
      ${this.#group('members.others', sorted.filter((member) => !here(member)))}
      ${complete ? nothing : html`<p class="empty">${t('members.shown', { count: list.length })}</p>`}`;
  }

  #group(title, members) {
    if (members.length === 0) return nothing;
    return html`<h3>${t(title)} <small>${members.length}</small></h3>
      <ul>${repeat(members, (member) => member.user.id, (member) => this.#member(member))}</ul>`;
  }

  #presence(user) {
    if (user.id !== this.chat.me.id) return this.chat.presence.of(user.id);
    const { presence, statusText } = this.chat.mine;
    const state = this.chat.connection.state !== 'online' || presence === 'invisible' ? 'offline' : presence === 'auto' ? 'online' : presence;
    return { state, text: statusText };
  }

  #member(member) {
    const { user, role } = member;
    const presence = this.#presence(user);
    const isMe = user.id === this.chat.me.id;
    const label = t('members.menu', { name: user.name });
    return html`<li class="member-line" data-test="member" data-user=${user.id} data-presence=${presence.state} @contextmenu=${(event) => this.#context(event, member)}>
      <button class="member-open" type="button" data-test="member-open" @click=${() => openPerson(this.chat, user, member)}>
        ${avatar(user, { presence: presence.state })}
        <span class="member-about"><span>${user.name}${isMe ? html` <small>(${t('you')})</small>` : nothing}</span>
          <small>${this.#about(member, presence)}</small></span>
        ${role === 'member' ? nothing : html`<span class="role role-${role}">${t(`role.${role}`)}</span>`}</button>
      ${isMe
        ? nothing
        : html`<button class="icon-button member-more" type="button" aria-haspopup="menu" aria-expanded="false" aria-label=${label} title=${label} data-test="member-menu"
            @click=${(event) => this.#menu(member, event.currentTarget)}>${icon('dots')}</button>`}
    </li>`;
  }

  #about(member, presence) {
    if (isMuted(member, Date.now())) return t('members.muted');
    if (presence.text) return presence.text;
    return presence.state === 'offline' && presence.lastSeen ? t('presence.lastSeen', { when: agoText(new Date(presence.lastSeen)) }) : presenceText(presence.state);
  }

  #menu(member, anchor) {
    openMemberMenu(this.chat, this.chat.rooms.get(this.roomId), member, anchor);
  }

  #context(event, member) {
    const anchor = event.currentTarget.querySelector('.member-more');
    if (!anchor) return;
    event.preventDefault();
    this.#menu(member, anchor);
  }
}
customElements.define('tertulia-members', TertuliaMembers);
