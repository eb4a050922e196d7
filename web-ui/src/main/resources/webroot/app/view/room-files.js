import { html, nothing } from 'lit';
import { View } from './view.js';
import { fileCard } from './attachments.js';
import { openDialog } from './overlays.js';
import { sidePane } from './side-pane.js';
import { Paged } from '../model/paged.js';
import { isPicture } from '../model/picture-size.js';
import { roomHash } from '../model/route.js';
import { query } from '../protocol/api.js';
import { problemText, shortWhen, t } from '../i18n/catalogue.js';
import './file-image.js';

const PAGE = 30;
/** After this long a message is found, in milliseconds. */
const FOUND_MS = 1_200;

/** The files of a room, the newest first: pictures as pictures, others by name. */
export class TertuliaRoomFiles extends View {
  static properties = { chat: { attribute: false }, roomId: {} };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.roomId = '';
    /** @type {Paged} */
    this.found = /** @type {any} */ (null);
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['arrival', 'changed'], ({ detail }) => {
      if (detail.roomId === this.roomId && (detail.attachments?.length || detail.kind === 'delete')) this.#soon();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  willUpdate(changed) {
    if (!changed.has('roomId')) return;
    const { roomId } = this;
    this.found = new Paged(
      async (cursor) => {
        const { results, next } = await this.chat.api.get(`/search${query({ room: roomId, has: 'file', limit: PAGE, cursor })}`);
        return { items: results, next };
      },
      () => this.requestUpdate(),
    );
    this.found.load();
    const items = this.chat.conversation(roomId)?.shown.items ?? [];
    const last = items.findLast((item) => item.attachments?.length);
    if (last && Date.now() - new Date(last.at).getTime() < FOUND_MS) this.#soon();
  }

  /** A message is found within a second of being there. */
  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.found.load(), FOUND_MS);
  }

  render() {
    return sidePane(this, { test: 'room-files', title: t('files.title'), closing: t('close'), content: this.#content() });
  }

  #content() {
    const { items, problem, next } = this.found;
    if (problem) return html`<p class="form-error" role="alert">${problemText(problem)}</p>`;
    if (!items) return html`<p class="empty" role="status">${t('loading')}</p>`;
    if (items.length === 0) return html`<p class="empty">${t('files.none')}</p>`;
    const pictures = items.flatMap((item) => (item.attachments ?? []).filter(isPicture).map((file) => ({ file, item })));
    const others = items.flatMap((item) => (item.attachments ?? []).filter((file) => !isPicture(file)).map((file) => ({ file, item })));
    return html`${pictures.length > 0
        ? html`<h3>${t('files.pictures')} <small>${pictures.length}</small></h3>
          <ul class="picture-wall">${pictures.map((one, at) => html`<li>${this.#picture(one, at, pictures)}</li>`)}</ul>`
        : nothing}
      ${others.length > 0
        ? html`<h3>${t('files.others')} <small>${others.length}</small></h3><ul class="file-list">${others.map((one) => html`<li>${this.#file(one)}</li>`)}</ul>`
        : nothing}
      ${next ? html`<button class="button wide" type="button" data-test="files-more" @click=${() => this.found.load(true)}>${t('more')}</button>` : nothing}`;
  }

  #picture({ file }, at, pictures) {
    return html`<button type="button" class="picture" data-test="picture" aria-label=${t('files.look', { name: file.name })} @click=${() => this.#look(pictures, at)}>
      <tertulia-file-image .files=${this.chat.files} .file=${file}></tertulia-file-image></button>`;
  }

  async #look(pictures, at) {
    await import('./dialogs/viewer.js');
    openDialog('tertulia-viewer', { files: this.chat.files, pictures, at });
  }

  #file({ file, item }) {
    return html`${fileCard(file, { files: this.chat.files, stop: '0' })}
      <a class="file-from" href="${roomHash(this.roomId)}/${item.seq}">${t('files.from', { name: item.actor.name, when: shortWhen(new Date(item.at)) })}</a>`;
  }
}
customElements.define('tertulia-room-files', TertuliaRoomFiles);
