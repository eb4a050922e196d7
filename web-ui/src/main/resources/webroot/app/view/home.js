import { html, nothing } from 'lit';
import { View } from './view.js';
import { startingCards } from './startings.js';
import { t } from '../i18n/catalogue.js';
import './connection.js';

/** What is shown while no conversation is. */
export class TertuliaHome extends View {
  static properties = { chat: { attribute: false }, joining: { type: Boolean } };

  constructor() {
    super();
    /** @type {any} */
    this.chat = null;
    this.joining = false;
  }

  render() {
    return html`<main id="main" tabindex="-1" class="pane home" aria-label=${t('home.title')}>
      <tertulia-connection .chat=${this.chat}></tertulia-connection>
      <div class="home-center">
        <img src="/logo.svg" alt="" width="72" height="72" />
        <h1>${t('home.title')}</h1>
        <p>${this.joining ? t('join.working') : t('home.text')}</p>
        ${this.joining ? nothing : this.#actions()}
      </div>
    </main>`;
  }

  #actions() {
    return html`<div class="home-actions">${startingCards(this.chat)}</div>`;
  }
}
customElements.define('tertulia-home', TertuliaHome);
