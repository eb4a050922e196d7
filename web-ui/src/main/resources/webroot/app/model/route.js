/**
 * The places of the page, as the part of its address after `#`.
 *
 * @typedef {{place: 'home'} | {place: 'inbox'} | {place: 'admin', tab: string} | {place: 'room', roomId: string, seq?: number} | {place: 'join', code: string}} Route
 */

/** @param {string} hash @returns {Route} */
export function routeOf(hash) {
  const parts = hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decode);
  if (parts[0] === 'rooms' && parts[1]) {
    const seq = Number(parts[2]);
    return { place: 'room', roomId: parts[1], ...(seq > 0 ? { seq } : {}) };
  }
  if (parts[0] === 'join' && parts[1]) return { place: 'join', code: parts[1] };
  if (parts[0] === 'inbox') return { place: 'inbox' };
  if (parts[0] === 'admin') return { place: 'admin', tab: parts[1] ?? 'people' };
  return { place: 'home' };
}

/** @param {string} roomId */
export const roomHash = (roomId) => `#/rooms/${encodeURIComponent(roomId)}`;

/** @param {string} code */
export const joinHash = (code) => `#/join/${encodeURIComponent(code)}`;

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
