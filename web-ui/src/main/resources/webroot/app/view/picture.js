import { Pictures } from '../model/pictures.js';

/** @type {Pictures | null} of who is signed in */
let pictures = null;

/** @param {import('../protocol/api.js').Api | null} api null when nobody is signed in */
export function beginPictures(api) {
  pictures?.clear();
  pictures = api ? new Pictures(api) : null;
}

/** After an upload or a removal. @param {string} subject `users/…` or `rooms/…` */
export const pictureChanged = (subject) => pictures?.forget(subject);

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) /** @type {TertuliaPicture} */ (target).comesIntoView();
});

/** The picture of a person or room over its letters, once it is there. Attribute `of`: `users/…` or `rooms/…`. */
export class TertuliaPicture extends HTMLElement {
  static observedAttributes = ['of'];
  #listening = new AbortController();

  connectedCallback() {
    this.#listening = new AbortController();
    seen.observe(this);
    pictures?.addEventListener('picture', (event) => this.#arrived(event), { signal: this.#listening.signal });
    this.#draw();
  }

  disconnectedCallback() {
    seen.unobserve(this);
    this.#listening.abort();
  }

  attributeChangedCallback() {
    if (!this.isConnected) return;
    seen.unobserve(this);
    seen.observe(this);
    this.#draw();
  }

  comesIntoView() {
    const subject = this.getAttribute('of');
    if (subject) pictures?.want(subject);
    this.#draw();
  }

  #arrived(event) {
    if (event.detail.subject === this.getAttribute('of')) this.#draw();
  }

  #draw() {
    const address = pictures?.of(this.getAttribute('of') ?? '');
    if (!address) return this.replaceChildren();
    const shown = this.querySelector('img');
    if (shown?.src === address) return;
    this.replaceChildren(Object.assign(new Image(), { src: address, alt: '', draggable: false }));
  }
}
customElements.define('tertulia-picture', TertuliaPicture);
