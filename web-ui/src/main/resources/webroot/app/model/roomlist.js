import { inOrder } from './roombook.js';
import { totals } from './unread.js';

/**
 * How the list of my rooms is laid out. Pure.
 *
 * @typedef {import('./roombook.js').Room} Room
 * @typedef {{key: 'favourites' | 'direct' | 'rooms', rooms: Room[]}} Section
 */

/** What is said in a room this quiet calls only by a mention. @param {Room} room */
export const isQuiet = (room) => Boolean(room.muted) || room.notify === 'none';

/**
 * What of a room asks for attention: its mentions always, all that is unread unless the room is quiet.
 *
 * @param {Room} room
 * @returns {{unread: number, mentions: number}}
 */
export function attention(room) {
  const counts = totals(room.counts);
  return isQuiet(room) ? { unread: counts.mentions, mentions: counts.mentions } : counts;
}

/** 0 for a room with mentions, 1 with something unread, 2 else. @param {Room} room */
function rank(room) {
  const { unread, mentions } = attention(room);
  return mentions > 0 ? 0 : unread > 0 ? 1 : 2;
}

/**
 * Favourites, direct conversations, rooms; in each what is new first, then the latest.
 *
 * @param {Room[]} rooms
 * @param {{filter?: string, held?: {id: string, rank: number}}} [look] `held` keeps a room where it stood when it was
 *     opened, so that reading it doesn't move it from under the pointer
 * @returns {Section[]} without those that are empty
 */
export function sections(rooms, { filter = '', held } = {}) {
  const wanted = plain(filter.trim());
  const shown = rooms.filter((room) => (wanted ? plain(room.name).includes(wanted) : !room.hidden || room.id === held?.id));
  const ranks = new Map(shown.map((room) => [room.id, held && room.id === held.id ? Math.min(held.rank, rank(room)) : rank(room)]));
  const sorted = inOrder(shown).sort((a, b) => Number(ranks.get(a.id)) - Number(ranks.get(b.id)));
  const of = (key, belongs) => ({ key, rooms: sorted.filter(belongs) });
  return [
    of('favourites', (room) => room.favourite),
    of('direct', (room) => !room.favourite && room.kind === 'direct'),
    of('rooms', (room) => !room.favourite && room.kind !== 'direct'),
  ].filter((section) => section.rooms.length > 0);
}

/** @param {Room} room @returns {{id: string, rank: number}} to hold it where it stands now */
export const hold = (room) => ({ id: room.id, rank: rank(room) });

/**
 * Where one goes from a room, by key.
 *
 * @param {Section[]} list
 * @param {string} current id of the room one is in
 * @param {number} direction 1 or -1
 * @param {boolean} newOnly only to what is new, mentions before all else
 * @returns {Room | undefined}
 */
export function neighbour(list, current, direction, newOnly) {
  const all = list.flatMap((section) => section.rooms);
  const here = all.findIndex((room) => room.id === current);
  const around = all.map((_, i) => all[(here + direction * (i + 1) + all.length * 2) % all.length]).filter((room) => room.id !== current);
  if (!newOnly) return around[0];
  const news = around.filter((room) => attention(room).unread > 0);
  return news.find((room) => attention(room).mentions > 0) ?? news[0];
}

/** What the page's title and icon count. @param {Room[]} rooms @returns {{unread: number, mentions: number}} */
export function allAttention(rooms) {
  return rooms.map(attention).reduce((sum, one) => ({ unread: sum.unread + one.unread, mentions: sum.mentions + one.mentions }), { unread: 0, mentions: 0 });
}

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
