import { html, nothing } from 'lit';
import { icon } from './icons.js';
import { kindLook } from './attachments.js';
import { bytesText, has, problemText, t } from '../i18n/catalogue.js';

/**
 * The files of a message that is being written: what each is, how far it has come, and the way to leave it.
 *
 * @param {import('../model/uploads.js').Uploads} uploads
 */
export function composerFiles(uploads) {
  if (uploads.items.length === 0) return nothing;
  return html`<ul class="composer-files" aria-label=${t('files.chosen')} data-test="composer-files">${uploads.items.map((item) => line(item, uploads))}</ul>`;
}

function line(item, uploads) {
  const { key, file, state, sent, preview } = item;
  const part = file.size > 0 ? Math.min(1, sent / file.size) : 0;
  const leave = t(state === 'done' ? 'files.remove' : 'files.cancel', { name: file.name });
  return html`<li class="composer-file ${state}" data-test="composer-file" data-state=${state}>
    ${preview ? html`<img src=${preview} alt="" />` : html`<span class="file-look">${icon(kindLook(file.type))}</span>`}
    <span class="file-about"><strong title=${file.name}>${file.name}</strong><small>${about(item, part)}</small></span>
    ${state === 'failed' ? button('again', t('files.retry', { name: file.name }), 'retry-file', () => uploads.retry(key)) : nothing}
    ${button('close', leave, 'remove-file', () => uploads.remove(key))}
    ${state === 'sending' || state === 'waiting' ? html`<progress max="1" value=${part} aria-label=${t('files.progress', { name: file.name })}></progress>` : nothing}
  </li>`;
}

function about({ file, state, problem }, part) {
  if (state === 'failed') return html`<span role="alert">${reason(problem)}</span>`;
  if (state === 'sending') return t('files.sending', { part: `${Math.round(part * 100)}` });
  return bytesText(file.size);
}

/** Why a file was not taken, in words about files where there are any. */
function reason(problem) {
  const key = `files.error.${problem?.code}`;
  return has(key) ? t(key) : problemText(problem);
}

function button(look, label, test, press) {
  return html`<button class="icon-button" type="button" aria-label=${label} title=${label} data-test=${test} @click=${press}>${icon(look)}</button>`;
}
