import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { avatar, presenceText } from '../avatar.js';
import { icon } from '../icons.js';
import { blockPerson, messagePerson } from '../person.js';
import { attempt } from '../ask.js';
import { block, isMuted } from '../../model/membership.js';
import { agoText, dateText, momentText, t } from '../../i18n/catalogue.js';

/** Somebody's profile. */
export class TertuliaPerson extends Dialog {
  static properties = { known: { state: true }, blocked: { state: true } };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);
  /** @type {any} */
  user = null;
  /** @type {any} of the room that is open, where they are one */
  member = undefined;

  constructor() {
    super();
    /** @type {any} */
    this.known = null;
    this.blocked = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['presence']);
  }

  firstUpdated() {
    super.firstUpdated();
    this.chat.api.get(`/users/${encodeURIComponent(this.user.id)}`).then((user) => (this.known = user), () => {});
    this.chat.api.get('/me/blocks').then(({ blocks }) => (this.blocked = blocks.some((one) => one.user.id === this.user.id)), () => {});
  }

  get #presence() {
    return this.user.id === this.chat.me.id ? { state: 'online', text: this.chat.mine.statusText } : this.chat.presence.of(this.user.id);
  }

  render() {
    const presence = this.#presence;
    const name = this.known?.name ?? this.user.name;
    const username = this.known?.username;
    return this.frame(
      t('person.profile'),
      html`<div class="profile" data-test="profile">${avatar(this.user, { size: 'large', presence: presence.state })}
          <div><p class="profile-name">${name}</p>${username ? html`<p class="hint">@${username}</p>` : nothing}</div></div>
        ${presence.text ? html`<p class="callout">${presence.text}</p>` : nothing}
        <dl class="facts">${this.#facts(presence)}</dl>
        ${this.user.id === this.chat.me.id ? nothing : this.#acts()}`,
    );
  }

  #facts(presence) {
    const facts = [[t('person.presence'), presence.state === 'offline' && presence.lastSeen ? t('presence.lastSeen', { when: agoText(new Date(presence.lastSeen)) }) : presenceText(presence.state)]];
    if (this.member) {
      facts.push([t('person.role'), t(`role.${this.member.role}`)]);
      if (this.member.joinedAt) facts.push([t('person.joined'), dateText(new Date(this.member.joinedAt))]);
      if (isMuted(this.member, Date.now())) facts.push([t('members.muted'), t('status.until', { when: momentText(new Date(this.member.mutedUntil)) })]);
    }
    return facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`);
  }

  #acts() {
    return html`<div class="dialog-actions">
      ${this.blocked
        ? html`<button class="button" type="button" data-test="unblock" @click=${() => this.#unblock()}>${t('person.unblock')}</button>`
        : html`<button class="button danger" type="button" data-test="block" @click=${() => this.#block()}>${icon('ban')}${t('person.block')}</button>`}
      <button class="button primary" type="button" data-test="message-person" ?disabled=${this.blocked} @click=${() => this.#message()}>${icon('chat')}${t('person.message')}</button>
    </div>`;
  }

  #message() {
    this.finish();
    messagePerson(this.chat, this.user);
  }

  async #block() {
    if (await blockPerson(this.chat, this.user)) this.blocked = true;
  }

  async #unblock() {
    if (await attempt(() => block(this.chat, this.user.id, false), t('saved'))) this.blocked = false;
  }
}
customElements.define('tertulia-person', TertuliaPerson);
