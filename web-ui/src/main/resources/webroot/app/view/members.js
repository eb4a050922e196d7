import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { avatar, presenceText } from './avatar.js';
import { icon } from './icons.js';
import { sidePane } from './side-pane.js';
import { notice, openDialog } from './overlays.js';
import { roomHash } from '../model/route.js';
import { agoText, problemText, t } from '../i18n/catalogue.js';

const HERE = new Set(['online', 'away', 'dnd']);
const RANK = { owner: 0, moderator: 1, member: 2, reader: 3 };

/** Who is in the room, and who of them is there now. */
export class TertuliaMembers extends View {
  static properties = { chat: { attribute: false }, roomId: {} };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['presence', 'connection']);
    this.watch(this.chat, ['room'], (event) => event.detail.roomId === this.roomId && this.requestUpdate());
  }

  render() {
    const members = this.chat.members.get(this.roomId);
    const count = members ? html` <small>${members.list.length}${members.complete ? '' : '+'}</small>` : nothing;
    return sidePane(this, {
      ...{ test: 'members', title: t('members.title'), after: count, closing: t('room.members.hide') },
      actions: html`<button class="icon-button" type="button" aria-label=${t('room.invite')} title=${t('room.invite')} data-test="members-invite"
        @click=${() => this.dispatchEvent(new Event('invite'))}>${icon('invite')}</button>`,
      content: members ? this.#groups(members) : html`<p class="empty" role="status">${t('loading')}</p>`,
    });
  }

  #groups({ list, complete }) {
    const sorted = [...list].sort(
      (a, b) => (RANK[a.role] ?? 2) - (RANK[b.role] ?? 2) || a.user.name.localeCompare(b.user.name),
    );
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
    if (user.id === this.chat.me.id) return { state: this.chat.connection.state === 'online' ? 'online' : 'offline' };
    return this.chat.presence.of(user.id);
  }

  #member({ user, role }) {
    const presence = this.#presence(user);
    const isMe = user.id === this.chat.me.id;
    return html`<li class="member" data-test="member" data-user=${user.id} data-presence=${presence.state}>
      ${avatar(user, { presence: presence.state })}
      <span class="member-name"><span>${user.name}${isMe ? html` <small>(${t('you')})</small>` : nothing}</span>
        <small>${this.#about(role, presence)}</small></span>
      ${isMe ? nothing : this.#actions(user, role)}
    </li>`;
  }

  #about(role, presence) {
    const state =
      presence.state === 'offline' && presence.lastSeen
        ? t('presence.lastSeen', { when: agoText(new Date(presence.lastSeen)) })
        : presenceText(presence.state);
    return role === 'owner' || role === 'moderator' ? `${t(`role.${role}`)} · ${state}` : state;
  }

  #actions(user, role) {
    const label = t('members.message', { name: user.name });
    const remove = t('members.remove', { name: user.name });
    return html`<span class="member-actions">
      <button class="icon-button" type="button" aria-label=${label} title=${label} data-test="message-member" @click=${() => this.#message(user)}>${icon('chat')}</button>
      ${this.#mayRemove(role)
        ? html`<button class="icon-button danger" type="button" aria-label=${remove} title=${remove} data-test="remove-member" @click=${() => this.#remove(user)}>${icon('close')}</button>`
        : nothing}
    </span>`;
  }

  #mayRemove(role) {
    const mine = this.chat.rooms.get(this.roomId)?.role;
    return mine === 'owner' ? role !== 'owner' : mine === 'moderator' && role !== 'owner' && role !== 'moderator';
  }

  async #message(user) {
    try {
      const room = this.chat.adopt(await this.chat.api.post('/direct', { userIds: [user.id] }));
      location.hash = roomHash(room.id);
    } catch (problem) {
      notice(problemText(problem));
    }
  }

  async #remove(user) {
    await import('./dialogs/confirm.js');
    const sure = await openDialog('tertulia-confirm', {
      heading: t('members.remove.submit'),
      text: t('members.remove.ask', { name: user.name }),
      action: t('members.remove.submit'),
      danger: true,
    });
    if (sure) await this.chat.removeMember(this.roomId, user.id).catch((problem) => notice(problemText(problem)));
  }
}
customElements.define('tertulia-members', TertuliaMembers);
