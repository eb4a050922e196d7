import { html } from 'lit';
import { icon } from './icons.js';
import { t } from '../i18n/catalogue.js';
import { roomHash } from '../model/route.js';
import { openDialog } from './overlays.js';

/** The ways to begin a conversation, each with the dialog that is fetched when it is wanted. */

/** @param {import('../model/chat.js').Chat} chat @returns {import('./menu.js').MenuItem[]} */
export function startings(chat) {
  const way = (test, iconName, label, tag, load) => ({
    test,
    icon: iconName,
    label: t(label),
    run: async () => {
      await load();
      const room = await openDialog(tag, { chat });
      if (room?.id) location.hash = roomHash(room.id);
    },
  });
  return [
    way('browse', 'compass', 'rooms.browse', 'tertulia-browse', () => import('./dialogs/browse.js')),
    way('create', 'plus', 'rooms.create', 'tertulia-create-room', () => import('./dialogs/create-room.js')),
    way('people', 'chat', 'rooms.message', 'tertulia-find-people', () => import('./dialogs/find-people.js')),
    way('join', 'key', 'rooms.join', 'tertulia-join-code', () => import('./dialogs/join-code.js')),
  ];
}

/** The same ways as large buttons. @param {import('../model/chat.js').Chat} chat */
export const startingCards = (chat) =>
  startings(chat).map(
    (item) => html`<button class="card-button" type="button" @click=${item.run} data-test="home-${item.test}">
      ${icon(item.icon)}<span>${item.label}</span></button>`,
  );

/** Anywhere by a few letters: rooms, people, and what can be done. @param {import('../model/chat.js').Chat} chat */
export async function switchRoom(chat) {
  await import('./dialogs/switcher.js');
  const commands = [...startings(chat).map(({ test, icon: look, label, run }) => ({ key: test ?? label, icon: look, name: label, run })), ...others(chat)];
  const room = await openDialog('tertulia-switcher', { chat, commands });
  if (room?.id) location.hash = roomHash(room.id);
}

/** What else the switcher offers. */
function others(chat) {
  const go = (hash) => () => {
    location.hash = hash;
  };
  return [
    { key: 'inbox', icon: 'inbox', name: t('inbox.title'), run: go('#/inbox') },
    { key: 'threads', icon: 'thread', name: t('threads.title'), run: go('#/threads') },
    ...(chat.me.role === 'admin' ? [{ key: 'admin', icon: 'shield', name: t('admin.title'), run: go('#/admin') }] : []),
    { key: 'settings', icon: 'gear', name: t('settings.title'), run: () => openSettings(chat) },
    ...['profile', 'privacy', 'look', 'alerts', 'devices', 'blocked', 'account'].map((page) => ({
      ...{ key: `settings-${page}`, icon: 'gear', name: `${t('settings.title')}: ${t(`settings.page.${page}`)}`, run: () => openSettings(chat, page) },
    })),
    { key: 'keys', icon: 'keyboard', name: t('keys.title'), run: openKeys },
  ];
}

/** @param {import('../model/chat.js').Chat} chat @param {string} [page] of the settings */
export async function openSettings(chat, page) {
  await import('./dialogs/settings.js');
  openDialog('tertulia-settings', { chat, ...(page ? { page } : {}) });
}

export async function openKeys() {
  await import('./dialogs/keys.js');
  openDialog('tertulia-keys');
}
