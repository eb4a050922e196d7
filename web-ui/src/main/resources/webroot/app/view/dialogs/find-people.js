import { html, nothing } from 'lit';
import { SearchDialog } from './search.js';
import { avatar } from '../avatar.js';
import { icon } from '../icons.js';
import { notice } from '../overlays.js';
import { query } from '../../protocol/api.js';
import { problemText, t } from '../../i18n/catalogue.js';

/** Finds people to talk with, one or several. Gives the direct room. */
export class TertuliaFindPeople extends SearchDialog {
  static properties = { ...SearchDialog.properties, chosen: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.chosen = [];
  }

  async page(q, cursor) {
    const { users, next } = await this.chat.api.get(`/users${query({ q, cursor })}`);
    return { items: users.filter((user) => user.id !== this.chat.me.id), next };
  }

  render() {
    return this.frame(
      t('people.title'),
      html`${this.chosen.length > 0 ? this.#chosen() : nothing}${this.searchField(t('people.search'))}
        ${this.results((user) => this.#person(user), t('people.none'))}
        <div class="dialog-actions sticky"><button class="button primary wide" type="button" ?disabled=${this.chosen.length === 0}
          data-test="start-direct" @click=${() => this.#start()}>${t('people.start')}</button></div>`,
    );
  }

  #chosen() {
    return html`<ul class="chips" aria-label=${t('people.chosen')}>
      ${this.chosen.map(
        (user) => html`<li>${user.name}<button type="button" aria-label=${t('people.remove', { name: user.name })} @click=${() => this.#toggle(user)}>${icon('close')}</button></li>`,
      )}
    </ul>`;
  }

  #person(user) {
    const chosen = this.chosen.some((one) => one.id === user.id);
    return html`<button class="result" type="button" aria-pressed=${chosen} data-test="person" @click=${() => this.#toggle(user)} @dblclick=${() => this.#start()}>
      ${avatar(user)}<span class="result-text"><strong>${user.name}</strong>${user.username ? html`<small>@${user.username}</small>` : nothing}</span>
      ${chosen ? icon('check') : nothing}</button>`;
  }

  /** The first Enter chooses, the next begins. */
  pick(user) {
    if (this.chosen.some((one) => one.id === user.id)) this.#start();
    else this.#toggle(user);
  }

  #toggle(user) {
    this.chosen = this.chosen.some((one) => one.id === user.id)
      ? this.chosen.filter((one) => one.id !== user.id)
      : [...this.chosen, user];
  }

  async #start() {
    if (this.chosen.length === 0) return;
    try {
      this.finish(this.chat.adopt(await this.chat.api.post('/direct', { userIds: this.chosen.map((user) => user.id) })));
    } catch (problem) {
      notice(problemText(problem));
    }
  }
}
customElements.define('tertulia-find-people', TertuliaFindPeople);
