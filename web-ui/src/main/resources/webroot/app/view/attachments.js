import { html, nothing } from 'lit';
import { icon } from './icons.js';
import { notice } from './overlays.js';
import { isPicture } from '../model/picture-size.js';
import { bytesText, problemText, t } from '../i18n/catalogue.js';
import './file-image.js';

/** What the server takes, in the words people use. */
const KINDS = {
  'application/pdf': 'PDF',
  'application/zip': 'ZIP',
  'application/gzip': 'GZIP',
  'application/x-7z-compressed': '7z',
  'application/x-xz': 'XZ',
};

/** @param {string} type a media type */
export function kindText(type) {
  const [family, name] = type.split('/');
  if (KINDS[type]) return KINDS[type];
  if (['image', 'video', 'audio', 'text'].includes(family)) return `${t(`files.kind.${family}`)}${family === 'text' ? '' : ` (${name.toUpperCase()})`}`;
  return t('files.kind.other');
}

/** @param {string} type */
export function kindLook(type) {
  const [family] = type.split('/');
  return /** @type {any} */ ({ image: 'picture', video: 'film', audio: 'sound' }[family] ?? (/zip|7z|xz/.test(type) ? 'archive' : 'file'));
}

/**
 * The files of a message: pictures to be looked at, all else to be saved.
 *
 * @param {any[]} files
 * @param {{files: import('../model/files.js').Files, look: (file: any) => void, stop: string}} sight `stop` the tabindex of what can be pressed
 */
export function attachments(files, sight) {
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  return html`${pictures.length > 0
    ? html`<ul class="pictures ${pictures.length > 1 ? 'many' : ''}">${pictures.map((file) => html`<li>${picture(file, sight)}</li>`)}</ul>`
    : nothing}${others.length > 0 ? html`<ul class="file-cards">${others.map((file) => html`<li>${fileCard(file, sight)}</li>`)}</ul>` : nothing}`;
}

function picture(file, { files, look, stop }) {
  return html`<button class="picture" type="button" tabindex=${stop} data-test="picture" aria-label=${t('files.look', { name: file.name })} @click=${() => look(file)}>
    <tertulia-file-image .files=${files} .file=${file}></tertulia-file-image></button>`;
}

/** @param {any} file @param {{files: import('../model/files.js').Files, stop: string}} sight */
export function fileCard(file, { files, stop }) {
  const about = `${kindText(file.type)} · ${bytesText(file.size)}`;
  return html`<button class="file-card" type="button" tabindex=${stop} data-test="file-card" title=${file.name}
    aria-label="${t('files.save', { name: file.name })}, ${about}" @click=${(event) => saveFile(files, file, event.currentTarget)}>
    <span class="file-look">${icon(kindLook(file.type))}</span>
    <span class="file-about"><strong>${file.name}</strong><small>${about}</small></span>${icon('download')}</button>`;
}

/**
 * Fetches a file and lets the browser save it.
 *
 * @param {import('../model/files.js').Files} files @param {any} file @param {HTMLElement} button shows that it is on its way
 */
export async function saveFile(files, file, button) {
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  try {
    const address = URL.createObjectURL(await files.whole(file.id));
    const link = Object.assign(document.createElement('a'), { href: address, download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (problem) {
    notice(t('files.save.failed', { name: file.name, reason: problemText(problem) }));
  } finally {
    button.ariaBusy = null;
  }
}
