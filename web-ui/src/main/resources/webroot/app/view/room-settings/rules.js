import { html, nothing } from 'lit';
import { View } from '../view.js';
import { askThen, attempt } from '../ask.js';
import { choice, field } from '../field.js';
import { FormState } from '../form.js';
import { notice } from '../overlays.js';
import { owns, roomPath } from '../../model/membership.js';
import { t } from '../../i18n/catalogue.js';

const SLOW_SECONDS = [0, 5, 10, 30, 60, 300, 900, 3_600];
const RETENTION_DAYS = [0, 7, 30, 90, 365, 730];

/** Who may post and how often, what newcomers see, how long messages are kept; archive and end of a room. */
export class TertuliaRoomRules extends View {
  static properties = { chat: { attribute: false }, room: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** @type {any} */
    this.room = null;
    this.form = new FormState(this, { password: 'field.roomPassword' });
  }

  render() {
    const { room } = this;
    const { errors, message, busy } = this.form;
    return html`<div class="tab-page"><form novalidate @submit=${this.#submit} data-test="room-rules-form">
        ${choice({ name: 'slowSeconds', label: t('rules.slow'), hint: t('rules.slow.hint'), value: String(room.slowSeconds ?? 0), options: numbers(SLOW_SECONDS, room.slowSeconds, t('rules.slow.none'), spanText) })}
        ${owns(room) ? this.#owners(errors) : nothing}
        ${message ? html`<p class="form-error" role="alert" data-test="form-error">${message}</p>` : nothing}
        <div class="dialog-actions"><button class="button primary" type="submit" ?disabled=${busy} data-test="save-rules">${t('save')}</button></div>
      </form>${owns(room) ? this.#end() : nothing}</div>`;
  }

  #owners(errors) {
    const { room } = this;
    const posts = /** @type {[string, string][]} */ (['member', 'moderator', 'owner'].map((role) => [role, t(`rules.post.${role}`)]));
    const sees = /** @type {[string, string][]} */ (['all', 'joined'].map((what) => [what, t(`rules.newcomers.${what}`)]));
    return html`${choice({ name: 'postBy', label: t('rules.post'), value: room.postBy ?? 'member', options: posts })}
      ${choice({ name: 'newcomersSee', label: t('rules.newcomers'), value: room.newcomersSee ?? 'all', options: sees })}
      ${choice({ name: 'retentionDays', label: t('rules.retention'), hint: t('rules.retention.hint'), value: String(room.retentionDays ?? 0), options: numbers(RETENTION_DAYS, room.retentionDays, t('rules.retention.none'), (count) => t('time.days', { count })) })}
      ${room.kind === 'private'
        ? field({ name: 'password', type: 'password', label: t('rules.password'), hint: t(room.hasPassword ? 'rules.password.set' : 'rules.password.none'), error: errors.password, maxlength: 128, autocomplete: 'new-password' })
        : nothing}
      ${room.kind === 'private' && room.hasPassword
        ? html`<label class="check"><input type="checkbox" name="unlock" value="yes" data-test="unlock" />${t('rules.password.remove')}</label>`
        : nothing}`;
  }

  #end() {
    const { room } = this;
    return html`<div class="danger-zone">
      <button class="button" type="button" data-test="archive" @click=${() => this.#archive(!room.archived)}>${t(room.archived ? 'rules.restore' : 'rules.archive')}</button>
      <button class="button danger" type="button" data-test="close-room" @click=${() => this.#close()}>${t('admin.rooms.close')}</button></div>`;
  }

  #submit(event) {
    event.preventDefault();
    this.form.submit(event.target, async (values) => {
      const { postBy, newcomersSee, password, unlock } = values;
      const change = {
        slowSeconds: Number(values.slowSeconds),
        ...(postBy ? { postBy, newcomersSee, retentionDays: Number(values.retentionDays) } : {}),
        ...(unlock ? { password: '' } : password ? { password } : {}),
      };
      await this.#change(change);
      notice(t('saved'));
    });
  }

  async #change(change) {
    this.chat.adopt(await this.chat.api.patch(roomPath(this.room.id), change));
  }

  async #archive(archived) {
    const act = () => this.#change({ archived });
    if (!archived) await attempt(act);
    else await askThen({ heading: t('rules.archive'), text: t('rules.archive.ask', { name: this.room.name }), action: t('rules.archive') }, act);
  }

  async #close() {
    const question = { heading: t('admin.rooms.close'), text: t('admin.rooms.close.ask', { name: this.room.name }), action: t('admin.rooms.close'), danger: true };
    if (await askThen(question, () => this.chat.api.delete(roomPath(this.room.id)))) this.dispatchEvent(new Event('closed'));
  }
}

/** @returns {[string, string][]} the usual ones, and what it is set to now */
function numbers(usual, now = 0, none, text) {
  const all = usual.includes(now) ? usual : [...usual, now].sort((a, b) => a - b);
  return all.map((one) => [String(one), one === 0 ? none : text(one)]);
}

function spanText(seconds) {
  if (seconds < 60) return t('time.seconds', { count: seconds });
  return seconds < 3_600 ? t('time.minutes', { count: Math.round(seconds / 60) }) : t('time.hours', { count: Math.round(seconds / 3_600) });
}
customElements.define('tertulia-room-rules', TertuliaRoomRules);
