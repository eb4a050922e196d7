import { FakeStorage, equal, test } from './suite.js';
import { listed, matching, recentEmoji, usedEmoji } from '/app/text/emoji.js';

const all = listed({
  '😀': ['grinning_face', 'smile', 'happy'],
  '😄': ['smile_wide', 'joy'],
  '👋': ['waving_hand', 'hello', 'goodbye'],
  '🍇': ['grapes', 'fruit'],
});
const found = (asked) => matching(all, asked, 10).map((one) => one.emoji);

test('emoji: groups follow Unicode order', () => {
  equal(all.map((one) => one.group), ['smileys', 'smileys', 'people', 'food']);
});

test('emoji: a whole word is better than a beginning, a beginning better than a part', () => {
  equal(found('smile'), ['😀', '😄']);
  equal(found('wav'), ['👋']);
  equal(found('hand'), ['👋']);
  equal(found('waving hand'), ['👋']);
  equal(found(' '), []);
  equal(found('xyz'), []);
});

test('emoji: those used last come first, once', () => {
  const storage = /** @type {any} */ (new FakeStorage());
  ['🍇', '👋', '🍇'].forEach((emoji) => usedEmoji(emoji, storage));
  equal(recentEmoji(3, storage), ['🍇', '👋', '👍']);
  storage.setItem('tertulia.emoji', '{broken');
  equal(recentEmoji(1, storage), ['👍']);
});
