import { mentions } from './unread.js';

const KEY = 'tertulia.alerts';

/**
 * Whether a message is worth a word outside the page.
 *
 * @param {{entry: any, room: any, me: string, live: boolean, seen: boolean, busy?: boolean, follows?: boolean}} what `live` when it was said just now and not caught
 *     up with; `seen` when its room is on the screen and looked at, `busy` when I don't want to be disturbed,
 *     `follows` when I follow the thread it is in
 */
export function isAlert({ entry, room, me, live, seen, busy = false, follows = false }) {
  if (!live || seen || !room || entry.kind !== 'message' || entry.actor?.id === me) return false;
  const level = room.notify ?? 'all';
  if (level === 'none' || busy) return false;
  if (entry.thread && !follows && !mentions(entry, me)) return false;
  return mentions(entry, me) || (!room.muted && (level === 'all' || room.kind === 'direct'));
}

/** What the person decided here. @returns {'on' | 'off' | 'undecided'} */
export function alertsChoice() {
  const choice = localStorage.getItem(KEY);
  return choice === 'on' || choice === 'off' ? choice : 'undecided';
}

/** @param {'on' | 'off'} choice */
export function chooseAlerts(choice) {
  localStorage.setItem(KEY, choice);
}
