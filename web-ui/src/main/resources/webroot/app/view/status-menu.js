import { iconNode } from './icons.js';
import { notice, openDialog } from './overlays.js';
import { openMenu } from './popup.js';
import { openKeys, openSettings } from './startings.js';
import { problemText, t } from '../i18n/catalogue.js';

/** How I show to others, in the order of the menu. */
export const PRESENCES = /** @type {const} */ (['auto', 'online', 'away', 'dnd', 'invisible']);

/** @param {import('../model/chat.js').Chat} chat @param {HTMLElement} anchor */
export function openStatusMenu(chat, anchor) {
  const choices = PRESENCES.map((presence) => ({
    test: `presence-${presence}`,
    icon: dot(presence),
    label: t(`status.${presence}`),
    checked: chat.mine.presence === presence,
    run: () => chat.mine.change({ presence }).catch((problem) => notice(problemText(problem))),
  }));
  openMenu(anchor, t('status.menu'), [
    ...choices,
    { test: 'set-status', icon: iconNode('edit'), label: t(chat.mine.statusText ? 'status.change' : 'status.set'), line: true, run: () => openStatus(chat) },
    { test: 'open-settings', icon: iconNode('gear'), label: t('settings.title'), run: () => openSettings(chat) },
    { test: 'open-keys', icon: iconNode('keyboard'), label: t('keys.title'), key: '?', run: openKeys },
    { test: 'menu-sign-out', icon: iconNode('out'), label: t('settings.signOut'), line: true, run: () => chat.session.signOut() },
  ]);
}

/** @param {import('../model/chat.js').Chat} chat */
export async function openStatus(chat) {
  await import('./dialogs/status.js');
  openDialog('tertulia-status', { chat });
}

function dot(presence) {
  const mark = document.createElement('i');
  mark.className = `presence in-menu ${presence === 'auto' ? 'online' : presence === 'invisible' ? 'offline' : presence}`;
  const holder = document.createElement('span');
  holder.className = 'icon-holder';
  holder.append(mark);
  return holder;
}
