import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { icon } from '../icons.js';
import { problemText, t } from '../../i18n/catalogue.js';

/** A pause in typing this long starts a search. */
const PAUSE_MS = 220;

/** A dialog that searches as one types, page by page. */
export class SearchDialog extends Dialog {
  static properties = {
    found: { state: true },
    next: { state: true },
    problem: { state: true },
  };

  /** @type {import('../../model/chat.js').Chat} */
  chat = /** @type {any} */ (null);

  constructor() {
    super();
    /** @type {any[] | null} */
    this.found = null;
    /** @type {string | undefined} */
    this.next = undefined;
    /** @type {any} */
    this.problem = null;
    this.q = '';
    this.asked = 0;
  }

  firstUpdated() {
    super.firstUpdated();
    this.search(false);
  }

  /**
   * @param {string} _q
   * @param {string | undefined} _cursor
   * @returns {Promise<{items: any[], next?: string}>}
   */
  async page(_q, _cursor) {
    return { items: [] };
  }

  /** @param {boolean} more */
  async search(more) {
    const asked = ++this.asked;
    this.problem = null;
    try {
      const { items, next } = await this.page(this.q, more ? this.next : undefined);
      if (asked !== this.asked) return;
      this.found = more ? [...(this.found ?? []), ...items] : items;
      this.next = next;
    } catch (problem) {
      if (asked === this.asked) this.problem = problem;
    }
  }

  /** @param {string} label */
  searchField(label) {
    return html`<div class="filter">${icon('search')}<input type="search" autofocus autocomplete="off" spellcheck="false" aria-label=${label}
      placeholder=${label} maxlength="100" data-test="search" @input=${this.#typed} @keydown=${this.#key} /></div>`;
  }

  /** @param {(item: any) => any} line @param {string} none */
  results(line, none) {
    if (this.problem) return html`<p class="form-error" role="alert">${problemText(this.problem)}</p>`;
    if (this.found === null) return html`<p class="empty" role="status">${t('loading')}</p>`;
    return html`<p class="sr-only" role="status">${this.found.length}</p>
      ${this.found.length === 0 ? html`<p class="empty">${none}</p>` : nothing}
      <ul class="results">${this.found.map((item) => html`<li>${line(item)}</li>`)}</ul>
      ${this.next ? html`<button class="button wide" type="button" @click=${() => this.search(true)}>${t('more')}</button>` : nothing}`;
  }

  /**
   * What Enter in the search field does.
   *
   * @param {any} _first of what was found
   */
  pick(_first) {}

  #typed = (event) => {
    this.q = event.target.value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(false), PAUSE_MS);
  };

  /** Enter takes the first result; whoever types quickly waits for the answer to what was typed. */
  #key = async (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    clearTimeout(this.timer);
    await this.search(false);
    if (this.found && this.found.length > 0 && !this.problem) this.pick(this.found[0]);
  };
}
