import { html, nothing } from 'lit';
import { View } from './view.js';
import { avatar } from './avatar.js';
import { allEmoji, matching, usedEmoji } from '../text/emoji.js';
import { peopleMatching, tokenAt } from '../text/completion.js';
import { t } from '../i18n/catalogue.js';

const OFFERED_AT_MOST = 8;

/**
 * What may be meant by the word at the caret of a text field: people and emoji. The field keeps the focus; it hands its
 * keys to `key` and says `look` when text or caret changed.
 */
export class TertuliaCompletions extends View {
  static properties = { offers: { state: true }, at: { state: true } };

  constructor() {
    super();
    /** @type {HTMLTextAreaElement} */
    this.field = /** @type {any} */ (null);
    /** @type {() => {id: string, name: string, write: string}[]} who may be called, and how that is written */
    this.people = () => [];
    /** @type {{insert: string, label: string, look: any, used?: string}[]} */
    this.offers = [];
    this.at = 0;
    this.asked = 0;
  }

  get open() {
    return this.offers.length > 0;
  }

  async look() {
    const asked = ++this.asked;
    const { selectionStart, selectionEnd, value } = this.field;
    const token = selectionStart === selectionEnd ? tokenAt(value, selectionStart) : null;
    const offers = token ? await this.#offersFor(token).catch(() => []) : [];
    if (asked !== this.asked) return;
    this.token = token;
    this.at = 0;
    this.offers = offers;
  }

  close() {
    this.asked++;
    this.offers = [];
  }

  async #offersFor({ kind, asked }) {
    if (kind === 'person') {
      return peopleMatching(this.people(), asked, OFFERED_AT_MOST).map((person) => ({
        insert: person.write,
        label: person.name,
        look: person.id ? avatar(person, { size: 'small' }) : html`<span class="avatar small hue-0" aria-hidden="true">@</span>`,
      }));
    }
    return matching(await allEmoji(), asked, OFFERED_AT_MOST).map(({ emoji, name }) => ({
      insert: emoji,
      used: emoji,
      label: `:${name}:`,
      look: html`<span class="completion-emoji" aria-hidden="true">${emoji}</span>`,
    }));
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was meant for this list */
  key(event) {
    if (!this.open || event.isComposing) return false;
    const count = this.offers.length;
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1 + count }[event.key];
    if (to !== undefined) this.at = to % count;
    else if (event.key === 'Enter' || event.key === 'Tab') this.#take(this.offers[this.at]);
    else if (event.key === 'Escape') this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** @param {{insert: string, used?: string}} offer */
  #take({ insert, used }) {
    if (!this.token) return;
    if (used) usedEmoji(used);
    const { field } = this;
    field.focus();
    field.setRangeText(`${insert} `, this.token.from, this.token.to, 'end');
    this.close();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  updated() {
    const { field } = this;
    if (this.open) {
      field.setAttribute('aria-controls', 'completions');
      field.setAttribute('aria-activedescendant', `completion-${this.at}`);
    } else {
      field.removeAttribute('aria-controls');
      field.removeAttribute('aria-activedescendant');
    }
    this.find('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  render() {
    if (!this.open) return nothing;
    return html`<ul id="completions" class="completions" role="listbox" aria-label=${t('composer.completions')} data-test="completions">
      ${this.offers.map(
        ({ label, look }, place) => html`<li id="completion-${place}" role="option" aria-selected=${place === this.at} data-test="completion"
          @pointerdown=${(event) => event.preventDefault()} @click=${() => this.#take(this.offers[place])}>${look}<span>${label}</span></li>`,
      )}</ul>`;
  }
}
customElements.define('tertulia-completions', TertuliaCompletions);
