import { html, nothing } from 'lit';
import { View } from '../view.js';
import { roomAvatar } from '../avatar.js';
import { area, field } from '../field.js';
import { FormState } from '../form.js';
import { notice } from '../overlays.js';
import { pictureChoice } from '../picture-choice.js';
import { roomPath, runs } from '../../model/membership.js';
import { dateText, t } from '../../i18n/catalogue.js';

const MAX_NAME_CHARS = 80;
const MAX_TOPIC_CHARS = 500;
const MAX_DESCRIPTION_CHARS = 2_000;

/** Name, picture, topic and description of a room. */
export class TertuliaRoomAbout extends View {
  static properties = { chat: { attribute: false }, room: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** @type {any} */
    this.room = null;
    this.form = new FormState(this);
  }

  render() {
    const { room } = this;
    const about = [t(`kind.${room.kind}`), room.memberCount ? t('browse.members', { count: room.memberCount }) : '', room.createdAt ? t('admin.since', { when: dateText(new Date(room.createdAt)) }) : ''];
    const mine = runs(room);
    return html`<div class="tab-page"><div class="profile">${roomAvatar(room, { size: 'large' })}
        <div><p class="profile-name">${room.name}</p><p class="hint">${about.filter(Boolean).join(' · ')}${room.archived ? html`<span class="tag">${t('room.archived')}</span>` : nothing}</p>
        ${mine ? pictureChoice(this.chat, { path: roomPath(room.id, 'avatar'), subjects: [`rooms/${room.id}`], name: room.name }) : nothing}</div></div>
      ${mine ? this.#form() : this.#text()}</div>`;
  }

  #text() {
    const { topic, description } = this.room;
    return html`${topic ? html`<div><h3 class="hint">${t('room.topic')}</h3><p>${topic}</p></div>` : nothing}
      ${description ? html`<div><h3 class="hint">${t('room.description')}</h3><p class="lines-kept">${description}</p></div>` : nothing}`;
  }

  #form() {
    const { errors, message, busy } = this.form;
    const { name, topic, description } = this.room;
    return html`<form novalidate @submit=${this.#submit} data-test="room-about-form">
      ${field({ name: 'name', label: t('create.name'), value: name, error: errors.name, required: true, maxlength: MAX_NAME_CHARS, spellcheck: true })}
      ${field({ name: 'topic', label: t('room.topic'), value: topic ?? '', error: errors.topic, maxlength: MAX_TOPIC_CHARS, spellcheck: true })}
      ${area({ name: 'description', label: t('room.description'), value: description ?? '', error: errors.description, maxlength: MAX_DESCRIPTION_CHARS })}
      ${message ? html`<p class="form-error" role="alert" data-test="form-error">${message}</p>` : nothing}
      <div class="dialog-actions"><button class="button primary" type="submit" ?disabled=${busy} data-test="save-about">${t('save')}</button></div>
    </form>`;
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, async ({ name, topic, description }) => {
      const change = { name: name.trim(), topic: topic.trim(), description: description.trim() };
      this.chat.adopt(await this.chat.api.patch(roomPath(this.room.id), change));
      notice(t('saved'));
    });
  }
}
customElements.define('tertulia-room-about', TertuliaRoomAbout);
