import { html, nothing } from 'lit';
import { View, touch } from './view.js';
import { icon } from './icons.js';
import { openPopup } from './popup.js';
import { GROUPS, allEmoji, matching, recentEmoji, usedEmoji } from '../text/emoji.js';
import { t } from '../i18n/catalogue.js';

const COLUMNS = 8;
const FOUND_AT_MOST = 80;

/** Emoji to choose from: the ones used last, a search, and all of them by group. Says `pick` with the emoji. */
export class TertuliaEmojiPicker extends View {
  static properties = { all: { state: true }, asked: { state: true }, failed: { state: true } };

  constructor() {
    super();
    /** @type {import('../text/emoji.js').Emoji[] | null} */
    this.all = null;
    this.asked = '';
    this.failed = false;
  }

  connectedCallback() {
    super.connectedCallback();
    allEmoji().then((all) => (this.all = all), () => (this.failed = true));
  }

  firstUpdated() {
    if (!touch()) this.find('input').focus();
  }

  render() {
    return html`<div class="filter">${icon('search')}<input type="search" autocomplete="off" spellcheck="false" data-test="emoji-search"
        aria-label=${t('emoji.search')} placeholder=${t('emoji.search')} @input=${(event) => (this.asked = event.target.value)} @keydown=${this.#searchKey} /></div>
      <div class="emoji-groups" @keydown=${this.#gridKey}>${this.asked.trim() ? this.#found() : this.#groups()}</div>`;
  }

  #found() {
    if (!this.all) return this.#waiting();
    const found = matching(this.all, this.asked, FOUND_AT_MOST);
    return html`<p class="sr-only" role="status">${t('emoji.found', { count: found.length })}</p>
      ${found.length === 0 ? html`<p class="empty">${t('emoji.none')}</p>` : this.#grid('', found)}`;
  }

  #groups() {
    const recent = recentEmoji(COLUMNS * 2).map((emoji) => ({ emoji, name: emoji }));
    return html`${this.#grid(t('emoji.recent'), recent)}
      ${this.all
        ? Object.keys(GROUPS).map((group) => this.#grid(t(`emoji.${group}`), this.all?.filter((one) => one.group === group) ?? []))
        : this.#waiting()}`;
  }

  #waiting() {
    return html`<p class="empty" role="status">${t(this.failed ? 'emoji.failed' : 'loading')}</p>`;
  }

  #grid(title, list) {
    return html`<section>${title ? html`<h3>${title}</h3>` : nothing}
      <div class="emoji-grid">${list.map(
        ({ emoji, name }) => html`<button type="button" tabindex="-1" data-test="emoji" title=${name.replaceAll('_', ' ')}
          aria-label=${name.replaceAll('_', ' ')} @click=${() => this.#pick(emoji)}>${emoji}</button>`,
      )}</div></section>`;
  }

  #pick(emoji) {
    usedEmoji(emoji);
    this.dispatchEvent(new CustomEvent('pick', { detail: emoji }));
  }

  get #buttons() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.emoji-grid button')]);
  }

  #searchKey = (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#buttons[0]?.click();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#buttons[0]?.focus();
    }
  };

  #gridKey = (event) => {
    const buttons = this.#buttons;
    const at = buttons.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    if (at + step < 0) this.find('input').focus();
    else buttons[Math.min(at + step, buttons.length - 1)].focus();
  };
}
customElements.define('tertulia-emoji-picker', TertuliaEmojiPicker);

/**
 * @param {HTMLElement} anchor
 * @param {(emoji: string) => void} pick
 */
export function openEmojiPicker(anchor, pick) {
  const picker = document.createElement('tertulia-emoji-picker');
  picker.setAttribute('role', 'dialog');
  picker.setAttribute('aria-label', t('emoji.title'));
  picker.dataset.test = 'emoji-picker';
  const close = openPopup(picker, anchor);
  picker.addEventListener('pick', (event) => {
    close();
    pick(/** @type {any} */ (event).detail);
  });
}
