import { html, nothing } from 'lit';
import { View } from './view.js';
import { icon } from './icons.js';

/**
 * A button with a menu: arrow keys, Escape, and a click elsewhere closes it.
 *
 * @typedef {{label: string, icon: any, run: () => void, danger?: boolean, test?: string}} MenuItem
 */
export class TertuliaMenu extends View {
  static properties = {
    label: {},
    icon: {},
    test: {},
    items: { attribute: false },
    open: { state: true },
  };

  constructor() {
    super();
    this.label = '';
    /** @type {any} */
    this.icon = 'dots';
    this.test = '';
    /** @type {MenuItem[]} */
    this.items = [];
    this.open = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(document, ['pointerdown'], (event) => {
      if (this.open && !this.contains(event.target)) this.open = false;
    });
  }

  render() {
    return html`<button class="icon-button" type="button" aria-haspopup="menu" aria-expanded=${this.open}
        aria-label=${this.label} title=${this.label} data-test=${this.test} @click=${() => this.#toggle()}
        @keydown=${this.#buttonKey}>${icon(this.icon)}</button>
      ${this.open ? this.#list() : nothing}`;
  }

  #list() {
    return html`<div class="menu" role="menu" aria-label=${this.label} @keydown=${this.#menuKey}>
      ${this.items.map(
        (item) => html`<button type="button" role="menuitem" tabindex="-1" class=${item.danger ? 'danger' : ''}
          data-test=${item.test ?? ''} @click=${() => this.#choose(item)}>${icon(item.icon)}<span>${item.label}</span></button>`,
      )}
    </div>`;
  }

  async #toggle() {
    this.open = !this.open;
    await this.updateComplete;
    if (this.open) this.find('[role=menuitem]')?.focus();
  }

  #choose(item) {
    this.open = false;
    this.find('button').focus();
    item.run();
  }

  #buttonKey(event) {
    if (event.key === 'ArrowDown' && !this.open) {
      event.preventDefault();
      this.#toggle();
    }
  }

  #menuKey(event) {
    const items = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[role=menuitem]')]);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const move = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      items[move % items.length].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.stopPropagation();
      this.open = false;
      this.find('button').focus();
    }
  }
}
customElements.define('tertulia-menu', TertuliaMenu);
