/**
 * What somebody is in the middle of writing: `:smi` for an emoji, `@an` for a person. Pure.
 *
 * @typedef {{kind: 'emoji' | 'person', asked: string, from: number, to: number}} Token from the sign to the caret
 */

/** An emoji needs two letters, so that `:)` and `10:3` stay what they are. */
const EMOJI = /(?:^|[\s(])(:([a-z0-9_+-]{2,32}))$/i;
const PERSON = /(?:^|[\s(>*_~"'])(@([\p{L}\p{N}._-]{0,32}))$/u;

/** @param {string} text @param {number} caret @returns {Token | null} */
export function tokenAt(text, caret) {
  const before = text.slice(Math.max(0, caret - 64), caret);
  for (const [kind, pattern] of /** @type {const} */ ([['emoji', EMOJI], ['person', PERSON]])) {
    const match = pattern.exec(before);
    if (match) return { kind, asked: match[2], from: caret - match[1].length, to: caret };
  }
  return null;
}

/**
 * People whose name, or a word of it, begins so; names that have it within come last.
 *
 * @template {{id: string, name: string}} P
 * @param {P[]} people
 * @param {string} asked
 * @param {number} limit
 */
export function peopleMatching(people, asked, limit) {
  const wanted = plain(asked);
  const rank = (name) => {
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[\s._-]+/).some((word) => word.startsWith(wanted))) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return people
    .map((person) => ({ person, rank: rank(plain(person.name)) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, limit)
    .map(({ person }) => person);
}

/** Without case and accents: "jose" finds José. */
function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** How a person is called in a text: by the name they have in the room. @param {{name: string}} person */
export const mentionOf = ({ name }) => `@${name}`;
