import { html, nothing } from 'lit';
import { View } from './view.js';
import { icon } from './icons.js';
import { notice } from './overlays.js';
import { alertsChoice, chooseAlerts, isAlert } from '../model/alerts.js';
import { roomHash } from '../model/route.js';
import { plainText } from '../text/plain.js';
import { t } from '../i18n/catalogue.js';

const TEXT_CHARS = 160;

/** Browsers on plain http, and some on phones, have none. */
export const alertsPossible = () => 'Notification' in window && isSecureContext;

export const alertsOn = () => alertsPossible() && Notification.permission === 'granted' && alertsChoice() === 'on';

/** Asks the browser, when somebody said yes. */
export async function turnOnAlerts() {
  const answer = await Notification.requestPermission();
  chooseAlerts(answer === 'granted' ? 'on' : 'off');
  if (answer !== 'granted') notice(t('alerts.denied'));
}

/**
 * Messages that come while nobody looks show on the desktop. Whether to do so is asked when the first one was missed, not
 * before.
 */
export class TertuliaAlerts extends View {
  static properties = { chat: { attribute: false }, asking: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    this.asking = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch(this.chat, ['arrival'], ({ detail }) => this.#arrived(detail));
  }

  #arrived({ roomId, ...entry }) {
    const room = this.chat.rooms.get(roomId);
    const seen = this.chat.isOpen(roomId) && document.visibilityState === 'visible' && document.hasFocus();
    const live = this.chat.conversation(roomId)?.live ?? false;
    const follows = this.chat.threads.state(roomId, entry.thread)?.follows ?? false;
    if (!alertsPossible() || !isAlert({ entry, room, me: this.chat.me.id, live, seen, busy: this.chat.mine.presence === 'dnd', follows })) return;
    if (alertsOn()) this.#tell(room, entry);
    else if (alertsChoice() === 'undecided' && Notification.permission !== 'denied') this.asking = document.visibilityState === 'hidden' || this.asking;
  }

  /** @param {any} room @param {any} entry */
  #tell(room, { actor, content }) {
    const title = room.kind === 'direct' ? room.name : t('alerts.title', { name: actor.name, room: room.name });
    try {
      // One a room: the next takes the place of the one before.
      const alert = new Notification(title, { body: plainText(content ?? '', TEXT_CHARS), tag: room.id, icon: '/logo.svg' });
      alert.addEventListener('click', () => {
        window.focus();
        location.hash = roomHash(room.id);
        alert.close();
      });
    } catch {
      // Some phones allow it to service workers only.
    }
  }

  render() {
    if (!this.asking) return nothing;
    return html`<div class="alerts-offer" role="region" aria-label=${t('alerts.offer')} data-test="alerts-offer">${icon('bell')}<p>${t('alerts.offer')}</p>
      <button class="button small primary" type="button" data-test="alerts-yes" @click=${() => this.#decide(true)}>${t('alerts.yes')}</button>
      <button class="button small" type="button" data-test="alerts-no" @click=${() => this.#decide(false)}>${t('alerts.no')}</button></div>`;
  }

  async #decide(yes) {
    this.asking = false;
    if (yes) await turnOnAlerts();
    else chooseAlerts('off');
  }
}
customElements.define('tertulia-alerts', TertuliaAlerts);
