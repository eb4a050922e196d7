/** Who may do what to whom in a room: the page offers no more; the server decides. */

/** @typedef {'owner' | 'moderator' | 'member' | 'reader'} Role */

/** @type {readonly Role[]} the strongest first */
export const ROLES = Object.freeze(['owner', 'moderator', 'member', 'reader']);

/** @param {any} room @returns {boolean} whether I run it */
export const runs = (room) => room?.kind !== 'direct' && (room?.role === 'owner' || room?.role === 'moderator');

/** @param {any} room */
export const owns = (room) => room?.kind !== 'direct' && room?.role === 'owner';

/** Whether I may remove, mute or ban somebody of this role. @param {any} room @param {string} role */
export const outranks = (room, role) => owns(room) || (runs(room) && (role === 'member' || role === 'reader'));

/** @param {{mutedUntil?: string}} member @param {number} now */
export const isMuted = ({ mutedUntil }, now) => mutedUntil !== undefined && new Date(mutedUntil).getTime() > now;

/** Owners first, then by name. @param {any} a @param {any} b */
export const byRoleAndName = (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.user.name.localeCompare(b.user.name);

const at = (roomId, ...parts) => ['', 'rooms', roomId, ...parts].map(encodeURIComponent).join('/');

/** @param {import('./chat.js').Chat} chat @param {string} roomId @param {string} userId @param {{role?: Role, mutedFor?: number}} change */
export async function setMember(chat, roomId, userId, change) {
  await chat.api.put(at(roomId, 'members', userId), change);
  // A mute is no change of the membership the log tells; the list shows it.
  chat.loadMembers(roomId);
}

/** @param {import('./chat.js').Chat} chat @param {string} roomId @param {string} userId @param {{reason?: string, banFor?: number}} why */
export const ban = (chat, roomId, userId, why) => chat.api.put(at(roomId, 'bans', userId), why);

/** @param {import('./chat.js').Chat} chat @param {string} userId @param {boolean} on */
export const block = (chat, userId, on) => (on ? chat.api.put(`/me/blocks/${encodeURIComponent(userId)}`) : chat.api.delete(`/me/blocks/${encodeURIComponent(userId)}`));

/** The path of something in a room. */
export const roomPath = at;
