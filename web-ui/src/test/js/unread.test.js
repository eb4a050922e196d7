import { isAlert } from '/app/model/alerts.js';
import { equal, test } from './suite.js';
import { countsOf, totals, withEntry, withRead, withServer } from '/app/model/unread.js';
import { RoomBook, inOrder } from '/app/model/roombook.js';

const entry = (seq, actor = 'bob', more = {}) => ({ seq, kind: 'message', actor: { id: actor, name: actor }, at: '2026-01-01T00:00:00Z', content: 'x', ...more });

test('unread: what the server counted plus what was heard', () => {
  let counts = countsOf({ head: 10, readSeq: 7, unread: 2, mentions: 1 });
  counts = withEntry(counts, entry(11), 'ann');
  counts = withEntry(counts, entry(12, 'bob', { mentions: ['ann'] }), 'ann');
  equal(totals(counts), { unread: 4, mentions: 2 });
});

test('unread: my own messages, repeats and changes count nothing', () => {
  let counts = countsOf({ head: 10, readSeq: 10, unread: 0, mentions: 0 });
  counts = withEntry(counts, entry(11, 'ann'), 'ann');
  counts = withEntry(counts, entry(12), 'ann');
  counts = withEntry(counts, entry(12), 'ann');
  counts = withEntry(counts, entry(9), 'ann');
  counts = withEntry(counts, { ...entry(13), kind: 'edit' }, 'ann');
  equal(totals(counts).unread, 1);
});

test('unread: the read mark moves forward only and passes what is below it', () => {
  let counts = withEntry(countsOf({ head: 10, readSeq: 5, unread: 4, mentions: 0 }), entry(11), 'ann');
  counts = withRead(counts, 10);
  equal(totals(counts).unread, 1);
  equal(withRead(counts, 3), counts);
  equal(totals(withRead(counts, 11)).unread, 0);
});

test('unread: what the server counts on another device replaces the base, and never moves a mark back', () => {
  let counts = withEntry(countsOf({ head: 10, readSeq: 5, unread: 4, mentions: 2 }), entry(11), 'ann');
  counts = withServer(counts, { readSeq: 9, unread: 2, mentions: 0 }, 11);
  equal(totals(counts), { unread: 2, mentions: 0 });
  equal(withServer(counts, { readSeq: 8, unread: 3, mentions: 0 }, 11), counts);
});

test('rooms: an entry updates the last line, a name, my role; a mark made here survives a reload of the list', () => {
  const book = new RoomBook('ann');
  book.replaceAll([{ id: 'r', name: 'Old', kind: 'public', role: 'member', head: 3, readSeq: 3, unread: 0, mentions: 0, memberCount: 2 }]);
  book.heard('r', entry(4, 'bob', { content: 'hello' }));
  book.heard('r', { seq: 5, kind: 'room', actor: { id: 'bob', name: 'Bob' }, name: 'New' });
  book.heard('r', { seq: 6, kind: 'member', actor: { id: 'bob', name: 'Bob' }, user: { id: 'ann', name: 'Ann' }, change: 'role', role: 'moderator' });
  const room = book.get('r');
  equal([room.name, room.role, room.last.content, room.head], ['New', 'moderator', 'hello', 6]);
  book.read('r', 6);
  book.replaceAll([{ id: 'r', name: 'New', kind: 'public', head: 6, readSeq: 3, unread: 1, mentions: 0 }]);
  equal(book.totals().unread, 0);
});

test('rooms: newest first', () => {
  const rooms = [{ id: 'a', createdAt: '2026-01-01' }, { id: 'b', last: { at: '2026-01-03' } }, { id: 'c', last: { at: '2026-01-02' } }];
  equal(inOrder(rooms).map((room) => room.id), ['b', 'c', 'a']);
});

test('alerts: what somebody else says now, where nobody looks, at the level of the room', () => {
  const bob = { id: 'bob', name: 'Bob' };
  const said = { kind: 'message', actor: bob, mentions: [] };
  const asked = (more = {}) => isAlert({ entry: said, room: { kind: 'public' }, me: 'ann', live: true, seen: false, ...more });
  const called = { ...said, mentions: ['ann'] };
  equal([asked(), asked({ seen: true }), asked({ live: false }), asked({ room: undefined })], [true, false, false, false]);
  equal(asked({ entry: { ...said, actor: { id: 'ann' } } }), false);
  const quiet = { kind: 'public', notify: 'mentions' };
  equal([asked({ room: quiet }), asked({ room: quiet, entry: called }), asked({ room: { ...quiet, kind: 'direct' } })], [false, true, true]);
  equal(asked({ room: { kind: 'direct', notify: 'none' }, entry: called }), false);
});
