/** What was written and not sent yet, by room, kept in this browser. */

const key = (userId, roomId) => `tertulia.draft.${userId}.${roomId}`;

/** @param {string} userId @param {string} roomId @returns {string} */
export const draftOf = (userId, roomId) => localStorage.getItem(key(userId, roomId)) ?? '';

/** @param {string} userId @param {string} roomId @param {string} text */
export function keepDraft(userId, roomId, text) {
  try {
    if (text.trim()) localStorage.setItem(key(userId, roomId), text);
    else localStorage.removeItem(key(userId, roomId));
  } catch {
    // Storage is full or forbidden: the text stays in the composer.
  }
  dispatchEvent(new Event('tertulia-draft'));
}
