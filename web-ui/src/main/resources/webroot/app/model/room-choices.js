/** What I want of a room, and what I have read of it. */

/**
 * @param {import('./chat.js').Chat} chat
 * @param {string} roomId
 * @param {{favourite?: boolean, muted?: boolean, notifyLevel?: 'all' | 'mentions' | 'none', hidden?: boolean}} change
 */
export async function prefer(chat, roomId, change) {
  chat.adopt(await chat.api.patch(`/rooms/${encodeURIComponent(roomId)}/preferences`, change));
}

/** Everything in it is read. @param {import('./chat.js').Chat} chat @param {any} room */
export const readAll = (chat, room) => chat.markRead(room.id, Math.max(room.head ?? 0, room.last?.seq ?? 0));

/** @param {import('./chat.js').Chat} chat @param {any[]} rooms */
export function readAllOf(chat, rooms) {
  for (const room of rooms) readAll(chat, room);
}
