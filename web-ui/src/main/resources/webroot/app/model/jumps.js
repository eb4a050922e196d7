import { totals } from './unread.js';

/**
 * What the quick switcher offers for a few letters: rooms of mine, people, public rooms, messages, things to do. Pure.
 *
 * @typedef {{type: 'room' | 'person' | 'public' | 'message' | 'command', key: string, name: string, item: any}} Jump
 */

/** The two lesser fits: letters within the name, letters in order. */
const CONTAINED = 2;
const SCATTERED = 3;
/** Of each kind at most. */
const OFFERED = 6;

/**
 * How well a name fits: 0 best, null not at all. Letters in order are enough: "gdn" finds Garden.
 *
 * @param {string} name
 * @param {string} asked
 */
export function fit(name, asked) {
  const [text, wanted] = [plain(name), plain(asked)];
  if (text.startsWith(wanted)) return 0;
  if (text.split(/[\s._#-]+/).some((word) => word.startsWith(wanted))) return 1;
  if (text.includes(wanted)) return CONTAINED;
  let at = -1;
  for (const letter of wanted) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return null;
  }
  return SCATTERED;
}

/**
 * @param {any[]} rooms mine
 * @param {{name: string, key: string, run: () => void}[]} commands
 * @param {string} asked
 * @param {string} current id of the room that is open
 * @returns {Jump[]}
 */
export function ownJumps(rooms, commands, asked, current) {
  const others = rooms.filter((room) => room.id !== current);
  if (!asked) return others.sort(byNews).slice(0, OFFERED + 2).map(asRoom);
  return [...best(others, asked).map(asRoom), ...best(commands, asked, CONTAINED).map((item) => ({ type: /** @type {const} */ ('command'), key: item.key, name: item.name, item }))];
}

/**
 * @param {any[]} people
 * @param {any[]} publicRooms
 * @param {Set<string>} mine ids of my rooms
 * @param {any[]} [messages]
 * @returns {Jump[]}
 */
export function foundJumps(people, publicRooms, mine, messages = []) {
  return [
    ...people.slice(0, OFFERED).map((item) => ({ type: /** @type {const} */ ('person'), key: item.id, name: item.name, item })),
    ...publicRooms
      .filter((room) => !mine.has(room.id))
      .slice(0, OFFERED)
      .map((item) => ({ type: /** @type {const} */ ('public'), key: item.id, name: item.name, item })),
    ...messages.slice(0, OFFERED).map((item) => ({ type: /** @type {const} */ ('message'), key: `${item.roomId}/${item.seq}`, name: item.actor?.name ?? '', item })),
  ];
}

function best(list, asked, worst = SCATTERED) {
  return list
    .map((item) => ({ item, rank: fit(item.name, asked) }))
    .filter(({ rank }) => rank !== null && rank <= worst)
    .sort((a, b) => Number(a.rank) - Number(b.rank) || byNews(a.item, b.item))
    .slice(0, OFFERED)
    .map(({ item }) => item);
}

/** Mentions first, then unread, then the latest. */
function byNews(a, b) {
  const [x, y] = [a, b].map((room) => (room.counts ? totals(room.counts) : { unread: 0, mentions: 0 }));
  const last = (room) => room.last?.at ?? '';
  return y.mentions - x.mentions || Number(y.unread > 0) - Number(x.unread > 0) || (last(a) < last(b) ? 1 : last(a) > last(b) ? -1 : 0);
}

/** @returns {Jump} */
const asRoom = (item) => ({ type: 'room', key: item.id, name: item.name, item });

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
