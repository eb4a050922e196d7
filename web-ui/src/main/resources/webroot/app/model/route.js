/**
 * The places of the page, as the part of its address after `#`.
 *
 * @typedef {{place: 'home'} | {place: 'inbox'} | {place: 'admin', tab: string} | {place: 'threads'} | {place: 'room', roomId: string, seq?: number, thread?: number, beside?: string} | {place: 'join', code: string}} Route
 */

/** @param {string} hash @returns {Route} */
export function routeOf(hash) {
  const [path, rest] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decode);
  if (parts[0] === 'rooms' && parts[1]) return roomRoute(parts, new URLSearchParams(rest));
  if (parts[0] === 'join' && parts[1]) return { place: 'join', code: parts[1] };
  if (parts[0] === 'threads') return { place: 'threads' };
  if (parts[0] === 'inbox') return { place: 'inbox' };
  if (parts[0] === 'admin') return { place: 'admin', tab: parts[1] ?? 'people' };
  return { place: 'home' };
}

/** `rooms/<id>[/<seq>]` or `rooms/<id>/thread/<root>[/<seq>]`, `?beside=<id>` with another room. @returns {Route} */
function roomRoute(parts, rest) {
  const inThread = parts[2] === 'thread';
  const thread = inThread ? number(parts[3]) : 0;
  const seq = number(parts[inThread ? 4 : 2]);
  const beside = rest.get('beside') ?? '';
  return {
    ...{ place: 'room', roomId: parts[1] },
    ...(seq > 0 ? { seq } : {}),
    ...(thread > 0 ? { thread } : {}),
    ...(beside && beside !== parts[1] ? { beside } : {}),
  };
}

const number = (part) => Math.trunc(Number(part)) || 0;

/** @param {string} roomId @param {{beside?: string}} [more] */
export const roomHash = (roomId, { beside } = {}) =>
  `#/rooms/${encodeURIComponent(roomId)}${beside ? `?beside=${encodeURIComponent(beside)}` : ''}`;

/** @param {string} roomId @param {number} root @param {{seq?: number, beside?: string}} [more] an answer in it */
export const threadHash = (roomId, root, { seq, beside } = {}) =>
  `#/rooms/${encodeURIComponent(roomId)}/thread/${root}${seq ? `/${seq}` : ''}${beside ? `?beside=${encodeURIComponent(beside)}` : ''}`;

/** @param {string} code */
export const joinHash = (code) => `#/join/${encodeURIComponent(code)}`;

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
