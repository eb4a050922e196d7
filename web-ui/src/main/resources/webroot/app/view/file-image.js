import { shownSize } from '../model/picture-size.js';

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) /** @type {TertuliaFileImage} */ (target).comesIntoView();
  },
  { rootMargin: '400px 0px' },
);

/** A picture of a message. Its place has the right size from the beginning, so that nothing moves when it comes. */
export class TertuliaFileImage extends HTMLElement {
  /** @type {import('../model/files.js').Files | null} */
  files = null;
  /** @type {any} as the server describes it */
  file = null;
  #listening = new AbortController();

  connectedCallback() {
    this.#listening = new AbortController();
    this.files?.addEventListener('file', (event) => this.#arrived(event), { signal: this.#listening.signal });
    const { width, height } = shownSize(this.file);
    this.style.setProperty('--width', `${width}px`);
    this.style.setProperty('--shape', `${width} / ${height}`);
    seen.observe(this);
    this.#draw();
  }

  disconnectedCallback() {
    seen.unobserve(this);
    this.#listening.abort();
  }

  /** Small ones and those without a thumbnail are shown as they are. */
  get #kind() {
    return this.file.thumbnail ? 'thumbnail' : 'whole';
  }

  comesIntoView() {
    this.files?.want(this.file.id, this.#kind);
    this.#draw();
  }

  /** @param {any} event */
  #arrived({ detail }) {
    if (detail.id === this.file.id) this.#draw();
  }

  #draw() {
    const address = this.files?.of(this.file.id, this.#kind);
    this.classList.toggle('missing', address === null);
    if (!address) return this.replaceChildren();
    if (this.querySelector('img')?.src === address) return;
    this.replaceChildren(Object.assign(new Image(), { src: address, alt: '', draggable: false, decoding: 'async' }));
  }
}
customElements.define('tertulia-file-image', TertuliaFileImage);
