import { html } from 'lit';
import { View } from '../view.js';
import { icon } from '../icons.js';
import { Paged } from '../../model/paged.js';

const PAUSE_MS = 250;
const MAX_QUERY_CHARS = 80;

/** A list of administration with a field to search in it. */
export class Filtered extends View {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.q = '';
    this.paged = new Paged((cursor) => this.page(cursor), () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.load();
  }

  /**
   * @param {string | undefined} _cursor
   * @returns {Promise<{items: any[], next?: string}>}
   */
  async page(_cursor) {
    return { items: [] };
  }

  /** @param {string} label @param {string} test */
  searchField(label, test) {
    return html`<div class="filter">${icon('search')}<input type="search" autocomplete="off" spellcheck="false" aria-label=${label} placeholder=${label}
      maxlength=${MAX_QUERY_CHARS} data-test=${test} @input=${this.#typed} /></div>`;
  }

  #typed = (event) => {
    this.q = event.target.value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.paged.load(), PAUSE_MS);
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }
}
