import { html } from 'lit';
import { attempt } from './ask.js';
import { icon } from './icons.js';
import { pictureChanged } from './picture.js';
import { t } from '../i18n/catalogue.js';

const TYPES = 'image/png,image/jpeg,image/gif,image/webp,image/avif';

/**
 * Buttons that put a picture up and take it down.
 *
 * @param {import('../model/chat.js').Chat} chat
 * @param {{path: string, subjects: string[], name: string}} picture where it is put, and whose pictures change by it
 */
export function pictureChoice(chat, { path, subjects, name }) {
  const changed = () => subjects.forEach(pictureChanged);
  const put = async (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) await attempt(async () => {
      await chat.api.putFile(path, file);
      changed();
    }, t('saved'));
  };
  const drop = () => attempt(async () => {
    await chat.api.delete(path);
    changed();
  });
  return html`<div class="picture-acts">
    <label class="button small">${icon('camera')}${t('picture.choose')}<input type="file" accept=${TYPES} aria-label=${t('picture.chooseFor', { name })} data-test="picture-file" @change=${put} /></label>
    <button class="button small" type="button" data-test="picture-remove" @click=${drop}>${t('picture.remove')}</button></div>`;
}

