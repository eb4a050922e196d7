import { html, nothing } from 'lit';
import { View, touch } from './view.js';
import { hit } from './hit.js';
import { icon } from './icons.js';
import { sidePane } from './side-pane.js';
import { query } from '../protocol/api.js';
import { problemText, t } from '../i18n/catalogue.js';

/** A pause in typing this long starts a search. */
const PAUSE_MS = 250;
const MAX_QUERY_CHARS = 200;

/** Finds messages in this room or in all of mine. */
export class TertuliaSearch extends View {
  static properties = {
    chat: { attribute: false },
    roomId: {},
    found: { state: true },
    next: { state: true },
    problem: { state: true },
    everywhere: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** @type {any[] | null} null before the first search */
    this.found = null;
    /** @type {string | undefined} */
    this.next = undefined;
    /** @type {any} */
    this.problem = null;
    this.everywhere = true;
    this.q = '';
    this.from = '';
    this.sort = 'newest';
    this.asked = 0;
  }

  firstUpdated() {
    if (!touch()) this.focusField();
  }

  focusField() {
    this.find('input').focus();
  }

  willUpdate(changed) {
    if (changed.has('roomId') && changed.get('roomId') && !this.everywhere) this.#search(false);
  }

  render() {
    return sidePane(this, {
      ...{ test: 'search-pane', title: t('search.title'), closing: t('close') },
      content: html`<div class="filter">${icon('search')}<input type="search" autocomplete="off" spellcheck="false" maxlength=${MAX_QUERY_CHARS}
            aria-label=${t('search.field')} placeholder=${t('search.field')} data-test="search-field" @input=${this.#typed} @keydown=${this.#key} /></div>
        <div class="search-narrow">${this.#where()}${this.#who()}${this.#order()}</div>
        ${this.#results()}`,
    });
  }

  #where() {
    return html`<select aria-label=${t('search.where')} data-test="search-where" @change=${(event) => this.#narrow({ everywhere: event.target.value === 'all' })}>
      <option value="all" ?selected=${this.everywhere}>${t('search.where.all')}</option>
      <option value="here" ?selected=${!this.everywhere}>${t('search.where.here')}</option></select>`;
  }

  #who() {
    const people = (this.chat.members.get(this.roomId)?.list ?? []).map(({ user }) => user);
    return html`<select aria-label=${t('search.from')} data-test="search-from" @change=${(event) => this.#narrow({ from: event.target.value })}>
      <option value="">${t('search.from.all')}</option>
      ${people.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>`;
  }

  #order() {
    return html`<select aria-label=${t('search.sort')} data-test="search-sort" @change=${(event) => this.#narrow({ sort: event.target.value })}>
      <option value="newest">${t('search.sort.newest')}</option><option value="best">${t('search.sort.best')}</option></select>`;
  }

  #narrow(choice) {
    Object.assign(this, choice);
    this.#search(false);
  }

  #results() {
    if (this.problem) return html`<p class="form-error" role="alert">${problemText(this.problem)}</p>`;
    if (this.found === null) return html`<p class="empty">${t('search.hint')}</p>`;
    const count = this.found.length;
    return html`<p class="sr-only" role="status">${t('search.count', { count })}</p>
      ${count === 0 ? html`<p class="empty">${t('search.none')}</p>` : nothing}
      <ul>${this.found.map((one) => html`<li>${hit(one, { room: this.everywhere ? this.chat.rooms.get(one.roomId)?.name : undefined })}</li>`)}</ul>
      ${this.next ? html`<button class="button wide" type="button" data-test="search-more" @click=${() => this.#search(true)}>${t('more')}</button>` : nothing}`;
  }

  #typed = (event) => {
    this.q = event.target.value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(false), PAUSE_MS);
  };

  #key = (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    clearTimeout(this.timer);
    this.#search(false);
  };

  /** @param {boolean} more */
  async #search(more) {
    const asked = ++this.asked;
    if (!this.q && !this.from) {
      this.found = this.problem = null;
      return;
    }
    const { q, from, sort } = this;
    const asking = { q, from, sort, room: this.everywhere ? '' : this.roomId, cursor: more ? this.next : undefined };
    try {
      const { results, next } = await this.chat.api.get(`/search${query(asking)}`);
      if (asked !== this.asked) return;
      this.found = more ? [...(this.found ?? []), ...results] : results;
      this.next = next;
      this.problem = null;
    } catch (problem) {
      if (asked === this.asked) this.problem = problem;
    }
  }
}
customElements.define('tertulia-search', TertuliaSearch);
