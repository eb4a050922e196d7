import { iconNode } from './icons.js';
import { copyText, notice, openDialog } from './overlays.js';
import { openPerson } from './person.js';
import { openMenu } from './popup.js';
import { prefer, readAll } from '../model/room-choices.js';
import { attention } from '../model/roomlist.js';
import { roomHash } from '../model/route.js';
import { problemText, t } from '../i18n/catalogue.js';

/** What one can want of a room: the same choices in the list and in the room's head. */

const LEVELS = /** @type {const} */ (['all', 'mentions', 'none']);
const LEVEL_ICONS = /** @type {const} */ ({ all: 'bell', mentions: 'at', none: 'bellOff' });

/** @param {import('../model/chat.js').Chat} chat @param {any} room */
export function roomChoices(chat, room) {
  const want = (change) => () => prefer(chat, room.id, change).catch((problem) => notice(problemText(problem)));
  const level = room.notify ?? 'all';
  return [
    ...(attention(room).unread > 0 || room.counts.unread > 0
      ? [{ test: 'mark-read', icon: 'checks', label: t('list.markRead'), run: () => readAll(chat, room) }]
      : []),
    { test: 'favourite', icon: 'star', label: t(room.favourite ? 'list.unfavourite' : 'list.favourite'), run: want({ favourite: !room.favourite }) },
    { test: 'mute', icon: room.muted ? 'bell' : 'moon', label: t(room.muted ? 'list.unmute' : 'list.mute'), run: want({ muted: !room.muted }) },
    ...LEVELS.map((one, place) => ({
      test: `level-${one}`,
      icon: LEVEL_ICONS[one],
      label: t(`list.level.${one}`),
      checked: level === one,
      line: place === 0,
      run: want({ notifyLevel: one }),
    })),
    room.kind === 'direct' && room.people?.length === 1
      ? { test: 'profile', icon: 'person', label: t('person.profile'), line: true, run: () => openPerson(chat, room.people[0]) }
      : { test: 'room-settings', icon: 'gear', label: t('room.settings'), line: true, run: () => openRoomSettings(chat, room) },
    { test: 'copy-link', icon: 'link', label: t('room.copyLink'), run: () => copyRoomLink(room) },
    room.hidden
      ? { test: 'show', icon: 'eye', label: t('list.show'), run: want({ hidden: false }) }
      : { test: 'hide', icon: 'eyeOff', label: t('list.hide'), run: want({ hidden: true }) },
  ];
}

/** @param {import('../model/chat.js').Chat} chat @param {any} room @param {HTMLElement} anchor */
export function openRoomMenu(chat, room, anchor) {
  const more = { test: 'leave', icon: 'out', label: t('room.leave'), danger: true, run: () => leaveRoom(chat, room) };
  const items = room.kind === 'direct' ? roomChoices(chat, room) : [...roomChoices(chat, room), more];
  openMenu(
    anchor,
    t('list.menu', { name: room.name }),
    items.map(({ icon, ...item }) => ({ ...item, icon: iconNode(/** @type {any} */ (icon)) })),
  );
}

/** @param {import('../model/chat.js').Chat} chat @param {any} room @param {string} [page] */
export async function openRoomSettings(chat, room, page = 'about') {
  await import('./dialogs/room-settings.js');
  openDialog('tertulia-room-settings', { chat, roomId: room.id, page });
}

/** @param {any} room */
export async function copyRoomLink(room) {
  if (await copyText(new URL(roomHash(room.id), location.href).href)) notice(t('copied'));
}

/** @param {import('../model/chat.js').Chat} chat @param {any} room */
export async function leaveRoom(chat, room) {
  await import('./dialogs/confirm.js');
  const sure = await openDialog('tertulia-confirm', {
    heading: t('room.leave'),
    text: t('room.leave.ask', { name: room.name }),
    action: t('room.leave'),
    danger: true,
  });
  if (!sure) return;
  try {
    await chat.leave(room.id);
    if (location.hash.startsWith(roomHash(room.id))) location.hash = '#/';
  } catch (problem) {
    notice(problemText(problem));
  }
}
