/** What was written and not sent yet, by room and thread, kept in this browser. */

/** @param {string} userId @param {string} roomId @param {number} thread */
const key = (userId, roomId, thread) => `tertulia.draft.${userId}.${roomId}${thread ? `.${thread}` : ''}`;

/** @param {string} userId @param {string} roomId @param {number} [thread] 0 for the room itself @returns {string} */
export const draftOf = (userId, roomId, thread = 0) => localStorage.getItem(key(userId, roomId, thread)) ?? '';

/** @param {string} userId @param {string} roomId @param {string} text @param {number} [thread] */
export function keepDraft(userId, roomId, text, thread = 0) {
  try {
    if (text.trim()) localStorage.setItem(key(userId, roomId, thread), text);
    else localStorage.removeItem(key(userId, roomId, thread));
  } catch {
    // Storage is full or forbidden: the text stays in the composer.
  }
  dispatchEvent(new Event('tertulia-draft'));
}
