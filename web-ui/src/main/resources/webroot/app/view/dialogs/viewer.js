import { html, nothing } from 'lit';
import { Dialog } from './dialog.js';
import { icon } from '../icons.js';
import { saveFile } from '../attachments.js';
import { bytesText, dateTimeText, momentText, t } from '../../i18n/catalogue.js';

/** Pictures of a conversation, one at a time over everything: arrow keys, Escape, and the original to be saved. */
export class TertuliaViewer extends Dialog {
  static properties = { at: { state: true }, large: { state: true } };

  /** @type {import('../../model/files.js').Files} */
  files = /** @type {any} */ (null);
  /** @type {{file: any, item: any}[]} with the message each is from */
  pictures = [];

  constructor() {
    super();
    this.at = 0;
    /** In its own size, to be scrolled. */
    this.large = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.files, ['file']);
    this.watch(this, ['keydown'], (event) => this.#key(event));
  }

  willUpdate() {
    // The neighbours come along.
    for (const at of [this.at, this.at + 1, this.at - 1]) if (this.pictures[at]) this.files.want(this.pictures[at].file.id, 'whole');
  }

  render() {
    const { file, item } = this.pictures[this.at];
    const count = this.pictures.length;
    return html`<dialog class="viewer" aria-label=${t('viewer.title', { name: file.name })} @close=${() => this.dispatchEvent(new CustomEvent('done'))} data-test="viewer">
      <header>
        <p><strong>${item.actor.name}</strong><small title=${dateTimeText(new Date(item.at))}>${momentText(new Date(item.at))}</small></p>
        ${count > 1 ? html`<span class="viewer-count" role="status" data-test="viewer-count">${t('viewer.count', { at: this.at + 1, count })}</span>` : nothing}
        ${this.#button('download', t('files.save', { name: file.name }), 'viewer-save', (event) => saveFile(this.files, file, event.currentTarget))}
        ${this.#button('close', t('close'), 'close-viewer', () => this.finish())}
      </header>
      <div class="viewer-stage ${this.large ? 'large' : ''}" @click=${this.#outside}>${this.#picture(file)}</div>
      ${count > 1
        ? html`<div class="viewer-turn before">${this.#button('back', t('viewer.before'), 'viewer-before', () => this.#turn(-1), this.at === 0)}</div>
          <div class="viewer-turn after">${this.#button('forth', t('viewer.after'), 'viewer-after', () => this.#turn(1), this.at === count - 1)}</div>`
        : nothing}
      <footer><span>${file.name}</span><small>${file.width} × ${file.height} · ${bytesText(file.size)}</small></footer>
    </dialog>`;
  }

  #picture(file) {
    const whole = this.files.of(file.id, 'whole');
    if (whole === null) return html`<p class="viewer-missing">${t('viewer.missing')}</p>`;
    // Until the picture itself has come its small one stands in.
    const address = whole ?? this.files.of(file.id, 'thumbnail');
    if (!address) return html`<p class="viewer-missing" role="status">${t('loading')}</p>`;
    return html`<img class=${whole ? '' : 'coming'} src=${address} alt=${file.name} width=${file.width} height=${file.height} data-test="viewer-picture"
      @click=${(event) => this.#enlarge(event)} />`;
  }

  #button(look, label, test, press, disabled = false) {
    return html`<button class="icon-button" type="button" aria-label=${label} title=${label} data-test=${test} ?disabled=${disabled} @click=${press}>${icon(look)}</button>`;
  }

  #enlarge(event) {
    event.stopPropagation();
    this.large = !this.large;
  }

  #outside = (event) => {
    if (event.target === event.currentTarget) this.finish();
  };

  #turn(step) {
    const at = this.at + step;
    if (!this.pictures[at]) return;
    this.at = at;
    this.large = false;
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -this.at, End: this.pictures.length - 1 - this.at }[event.key];
    if (step === undefined || this.large) return;
    event.preventDefault();
    this.#turn(step);
  }

  updated() {
    // A button that was pressed and is no more leaves the focus in the dialog.
    if (document.activeElement === document.body) this.find('[data-test=close-viewer]')?.focus();
  }
}
customElements.define('tertulia-viewer', TertuliaViewer);
