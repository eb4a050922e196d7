import { html, nothing } from 'lit';
import { Filtered } from './filtered.js';
import { askThen, askWhy, attempt } from '../ask.js';
import { avatar } from '../avatar.js';
import { icon, iconNode } from '../icons.js';
import { openDialog } from '../overlays.js';
import { pagedList } from '../paged-list.js';
import { openMenu } from '../popup.js';
import { query } from '../../protocol/api.js';
import { dateText, t } from '../../i18n/catalogue.js';

const NUMBERS = ['users', 'guests', 'admins', 'suspended', 'sessions'];

/** All accounts of the server, how many there are, and what an administrator does about them. */
export class TertuliaAdminPeople extends Filtered {
  static properties = { ...Filtered.properties, numbers: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.numbers = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#count();
  }

  async #count() {
    this.numbers = await this.chat.api.get('/admin/numbers').catch(() => null);
  }

  async page(cursor) {
    const { users, next } = await this.chat.api.get(`/admin/users${query({ q: this.q, cursor })}`);
    return { items: users, next };
  }

  render() {
    return html`<dl class="numbers" data-test="numbers">${NUMBERS.map(
        (name) => html`<div><dd>${this.numbers?.[name]?.toLocaleString() ?? '–'}</dd><dt>${t(`admin.numbers.${name}`)}</dt></div>`,
      )}</dl>
      ${this.searchField(t('admin.people.search'), 'admin-people-search')}
      ${pagedList(this.paged, { key: (user) => user.id, line: (user) => this.#line(user), none: t('people.none'), label: t('admin.people'), test: 'accounts' })}`;
  }

  #line(user) {
    const about = [user.username ? `@${user.username}` : t('admin.guest'), t('admin.since', { when: dateText(new Date(user.createdAt)) }), t('admin.sessions', { count: user.sessions })];
    const label = t('admin.menu', { name: user.name });
    return html`<li class="line ${user.suspendedAt ? 'off' : ''}" data-test="account" data-user=${user.id}>${avatar(user)}
      <span class="result-text"><strong>${user.name}${user.role === 'admin' ? html`<span class="tag">${t('admin.role.admin')}</span>` : nothing}${user.suspendedAt
          ? html`<span class="tag bad" title=${user.suspendedWhy ?? ''}>${t('admin.suspended')}</span>`
          : nothing}</strong><small>${about.join(' · ')}</small></span>
      <button class="icon-button" type="button" aria-haspopup="menu" aria-expanded="false" aria-label=${label} title=${label} data-test="account-menu"
        @click=${(event) => this.#menu(user, event.currentTarget)}>${icon('dots')}</button></li>`;
  }

  #menu(user, anchor) {
    const mine = user.id === this.chat.me.id;
    const choice = (test, look, label, run, more = {}) => ({ test, icon: iconNode(look), label: t(label), run, ...more });
    openMenu(anchor, t('admin.menu', { name: user.name }), [
      choice('account-sessions', 'device', 'admin.people.sessions', () => this.#sessions(user)),
      choice('account-role', 'shield', user.role === 'admin' ? 'admin.people.demote' : 'admin.people.promote', () => this.#role(user)),
      ...(mine
        ? []
        : [
            user.suspendedAt
              ? choice('account-restore', 'check', 'admin.people.restore', () => this.#restore(user), { line: true })
              : choice('account-suspend', 'ban', 'admin.people.suspend', () => this.#suspend(user), { line: true, danger: true }),
          ]),
    ]);
  }

  async #sessions(user) {
    await import('../dialogs/account-sessions.js');
    await openDialog('tertulia-account-sessions', { chat: this.chat, user });
    this.#again();
  }

  async #role(user) {
    const role = user.role === 'admin' ? 'user' : 'admin';
    const question = { heading: t(`admin.people.role.${role}`), text: t(`admin.people.role.${role}.ask`, { name: user.name }), action: t(`admin.people.role.${role}`) };
    if (await askThen(question, () => this.chat.api.put(path(user, 'role'), { role }))) this.#again();
  }

  async #suspend(user) {
    const why = await askWhy({ heading: t('admin.people.suspend'), text: t('admin.people.suspend.ask', { name: user.name }), action: t('admin.people.suspend'), danger: true });
    if (why && (await attempt(() => this.chat.api.put(path(user, 'suspension'), why.reason ? { reason: why.reason } : {}), t('admin.people.suspend.done')))) this.#again();
  }

  async #restore(user) {
    if (await attempt(() => this.chat.api.delete(path(user, 'suspension')), t('admin.people.restore.done'))) this.#again();
  }

  #again() {
    this.paged.load();
    this.#count();
  }
}

const path = ({ id }, of) => `/admin/users/${encodeURIComponent(id)}/${of}`;
customElements.define('tertulia-admin-people', TertuliaAdminPeople);
