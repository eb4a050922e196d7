import { html, nothing } from 'lit';
import { smallNumber } from '../model/ids.js';
import { kindIcon } from './icons.js';
import { t } from '../i18n/catalogue.js';

const HUES = 10;

/** The first letters of the first and last word. @param {string} name */
export function initials(name) {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0] ?? '?'];
  return letters.map((word) => [...word][0]).join('').toLocaleUpperCase();
}

/**
 * @param {{id: string, name: string}} person
 * @param {{size?: 'small' | 'large', presence?: string}} [look]
 */
export function avatar(person, { size, presence } = {}) {
  return html`<span class="avatar hue-${smallNumber(person?.id ?? '', HUES)} ${size ?? ''}" aria-hidden="true"
    >${initials(person?.name ?? '?')}${presence ? html`<i class="presence ${presence}"></i>` : nothing}</span
  >`;
}

/** @param {any} room @param {{presence?: string}} [look] */
export function roomAvatar(room, { presence } = {}) {
  const others = room.people ?? [];
  if (room.kind === 'direct' && others.length > 0) {
    return avatar(others.length === 1 ? others[0] : { id: room.id, name: room.name }, { presence });
  }
  return html`<span class="avatar square hue-${smallNumber(room.id, HUES)}" aria-hidden="true">${kindIcon(room.kind)}</span>`;
}

/** A presence in words, for those who don't see the dot. @param {string} state */
export const presenceText = (state) => t(`presence.${state}`);
