/** Emoji by name and group. The names are fetched when first needed. */

const NAMES = '/vendor/emojilib/3.0.7/dist/emoji-en-US.json';

/** The list is in Unicode's order; each group begins with the emoji named here. */
export const GROUPS = Object.freeze({
  smileys: '😀',
  people: '👋',
  nature: '🐵',
  food: '🍇',
  travel: '🌍',
  activities: '🎃',
  objects: '👓',
  symbols: '🏧',
  flags: '🏁',
});

/** What people mostly answer with, until they have used others. */
export const COMMON = Object.freeze(['👍', '❤️', '😂', '🎉', '😮', '🙏']);

const RECENT_KEY = 'tertulia.emoji';
const RECENT_KEPT = 16;

/** @typedef {{emoji: string, name: string, words: string[], group: string}} Emoji */

/** @type {Promise<Emoji[]> | null} */
let loading = null;

/** @returns {Promise<Emoji[]>} in Unicode's order */
export function allEmoji() {
  loading ??= fetch(NAMES)
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
    .then(listed)
    .catch((failure) => {
      loading = null;
      throw failure;
    });
  return loading;
}

/**
 * @param {Record<string, string[]>} names words by emoji, the first its name
 * @returns {Emoji[]}
 */
export function listed(names) {
  /** @type {Map<string, string>} */
  const beginnings = new Map(Object.entries(GROUPS).map(([group, emoji]) => [emoji, group]));
  let group = 'smileys';
  return Object.entries(names).map(([emoji, words]) => {
    group = beginnings.get(emoji) ?? group;
    return { emoji, name: words[0], words: words.map((word) => word.toLowerCase()), group };
  });
}

/**
 * The best first: a word that is the one asked for, a name that begins so, a word that begins so, a name that has it within.
 *
 * @param {Emoji[]} all
 * @param {string} asked
 * @param {number} limit
 */
export function matching(all, asked, limit) {
  const wanted = asked.trim().toLowerCase().replaceAll(' ', '_');
  if (!wanted) return [];
  const rank = ({ name, words }) => {
    if (words.includes(wanted)) return name === wanted ? 0 : 1;
    if (name.startsWith(wanted)) return 2;
    if (words.some((word) => word.startsWith(wanted))) return 3;
    return name.includes(wanted) ? 4 : 5;
  };
  return all
    .map((one, place) => ({ one, place, rank: rank(one) }))
    .filter(({ rank }) => rank < 5)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, limit)
    .map(({ one }) => one);
}

/** Used last first, filled up with common ones. @param {number} count @param {Storage} storage */
export function recentEmoji(count, storage = localStorage) {
  return [...new Set([...read(storage), ...COMMON])].slice(0, count);
}

/** @param {string} emoji @param {Storage} storage */
export function usedEmoji(emoji, storage = localStorage) {
  const recent = [emoji, ...read(storage).filter((one) => one !== emoji)].slice(0, RECENT_KEPT);
  try {
    storage.setItem(RECENT_KEY, JSON.stringify(recent));
  } catch {
    // Nothing depends on it.
  }
}

/** @returns {string[]} */
function read(storage) {
  try {
    const kept = JSON.parse(storage.getItem(RECENT_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string' && one.length < 40) : [];
  } catch {
    return [];
  }
}
