/** What can be said of a text without reading it as Markdown. */

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s*){1,6}$/u;

/** A few emoji and nothing else are shown large. @param {string} source */
export const isOnlyEmoji = (source) => source.length <= 40 && EMOJI_ONLY.test(source.trim());

/** The words alone, for a list or an announcement. @param {string} source @param {number} limit characters */
export function plainText(source, limit = 200) {
  const words = source
    .slice(0, limit * 3)
    .replace(/```[\s\S]*?(```|$)/g, ' … ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:>|#{1,6}\s|[-*+]\s)/gm, '')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  // Code alone is better than nothing.
  if (words === '…') return plainText(source.replace(/```[^\n`]*/g, ' ').trim() || '…', limit);
  return words.length > limit ? `${words.slice(0, limit - 1)}…` : words;
}
