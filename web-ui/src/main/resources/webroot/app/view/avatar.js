import { html, nothing } from 'lit';
import { smallNumber } from '../model/ids.js';
import { kindIcon } from './icons.js';
import { t } from '../i18n/catalogue.js';
import './picture.js';

const HUES = 10;

/** The first letters of the first and last word. @param {string} name */
export function initials(name) {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0] ?? '?'];
  return letters.map((word) => [...word][0]).join('').toLocaleUpperCase();
}

/**
 * @param {{id: string, name: string}} person
 * @param {{size?: 'small' | 'large', presence?: string, picture?: boolean}} [look]
 */
export function avatar(person, { size, presence, picture = true } = {}) {
  const id = person?.id ?? '';
  return html`<span class="avatar hue-${smallNumber(id, HUES)} ${size ?? ''}" aria-hidden="true"
    >${initials(person?.name ?? '?')}${picture && id ? html`<tertulia-picture of="users/${id}"></tertulia-picture>` : nothing}${presence
      ? html`<i class="presence ${presence}"></i>`
      : nothing}</span
  >`;
}

/** @param {any} room @param {{presence?: string, size?: 'small' | 'large'}} [look] */
export function roomAvatar(room, { presence, size } = {}) {
  const others = room.people ?? [];
  if (room.kind === 'direct' && others.length > 0) {
    return others.length === 1 ? avatar(others[0], { presence, size }) : avatar({ id: room.id, name: room.name }, { size, picture: false });
  }
  // Only members see a room's picture.
  return html`<span class="avatar square hue-${smallNumber(room.id, HUES)} ${size ?? ''}" aria-hidden="true"
    >${kindIcon(room.kind)}${room.role ? html`<tertulia-picture of="rooms/${room.id}"></tertulia-picture>` : nothing}</span
  >`;
}

/** A presence in words, for those who don't see the dot. @param {string} state */
export const presenceText = (state) => t(`presence.${state}`);
