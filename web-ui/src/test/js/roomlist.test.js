import { equal, test } from './suite.js';
import { firstLines } from '/app/model/inbox.js';
import { RoomBook } from '/app/model/roombook.js';
import { allAttention, attention, hold, neighbour, sections } from '/app/model/roomlist.js';
import { routeOf } from '/app/model/route.js';

const at = (minute) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const room = (id, more = {}) => ({
  ...{ id, name: id, kind: 'public', last: { at: at(1) } },
  ...more,
  counts: { readSeq: 0, head: 9, unread: more.unread ?? 0, mentions: more.mentions ?? 0, heard: [] },
});
const ids = (list) => list.map((section) => [section.key, section.rooms.map((one) => one.id)]);

test('room list: favourites, people, rooms, each with what calls first, then news, then the latest', () => {
  const rooms = [
    room('quiet', { last: { at: at(9) } }),
    room('new', { unread: 2 }),
    room('called', { unread: 5, mentions: 1, last: { at: at(0) } }),
    room('later', { last: { at: at(8) } }),
    room('ann', { kind: 'direct' }),
    room('loved', { favourite: true }),
  ];
  equal(ids(sections(rooms)), [['favourites', ['loved']], ['direct', ['ann']], ['rooms', ['called', 'new', 'quiet', 'later']]]);
});

test('room list: a muted room calls by mentions only, and counts for nothing else', () => {
  const rooms = [room('muted', { muted: true, unread: 7 }), room('never', { notify: 'none', unread: 3, mentions: 1 }), room('plain', { unread: 1 })];
  equal(rooms.map((one) => attention(one).unread), [0, 1, 1]);
  equal(allAttention(rooms), { unread: 2, mentions: 1 });
  equal(ids(sections(rooms)), [['rooms', ['never', 'plain', 'muted']]]);
});

test('room list: a hidden room is found by its name and shown while it is open, else not', () => {
  const rooms = [room('seen'), room('Hidden Café', { hidden: true })];
  equal(ids(sections(rooms)), [['rooms', ['seen']]]);
  equal(ids(sections(rooms, { filter: 'cafe' })), [['rooms', ['Hidden Café']]]);
  equal(ids(sections(rooms, { held: { id: 'Hidden Café', rank: 2 } })), [['rooms', ['Hidden Café', 'seen']]]);
});

test('room list: reading the open room does not move it from under the pointer', () => {
  const before = [room('a', { unread: 1 }), room('b', { last: { at: at(5) } })];
  const held = hold(before[0]);
  const after = [room('a'), before[1]];
  equal(ids(sections(after, { held })), [['rooms', ['a', 'b']]]);
  equal(ids(sections(after)), [['rooms', ['b', 'a']]]);
});

test('room list: the next with something new is one that calls, and none when nothing is new', () => {
  const rooms = sections([room('a', { unread: 1 }), room('b', { unread: 1, mentions: 1, kind: 'direct' }), room('c')]);
  equal(neighbour(rooms, 'c', 1, true)?.id, 'b');
  equal(neighbour(rooms, 'b', 1, true)?.id, 'a');
  equal(neighbour(sections([room('c'), room('d')]), 'c', 1, true), undefined);
  equal(neighbour(sections([room('c')]), 'c', 1, false), undefined);
});

test('rooms: a mute does not end a membership, and any setting of a room that changed is kept', () => {
  const book = new RoomBook('me');
  book.put({ id: 'r', name: 'r', kind: 'public', memberCount: 3, head: 4, hidden: true });
  book.heard('r', { seq: 5, kind: 'member', user: { id: 'me' }, change: 'muted' });
  equal(book.get('r').memberCount, 3);
  book.heard('r', { seq: 6, kind: 'member', user: { id: 'x' }, change: 'left' });
  equal(book.get('r').memberCount, 2);
  book.heard('r', { seq: 7, kind: 'room', archived: true, slowSeconds: 30 });
  equal([book.get('r').archived, book.get('r').slowSeconds], [true, 30]);
  equal(book.get('r').hidden, true);
  book.heard('r', { seq: 8, kind: 'message', actor: { id: 'x', name: 'X' }, at: at(1), content: 'hi' });
  equal(book.get('r').hidden, undefined);
});

test('inbox: of many new messages the first are shown, and those that name me before others', () => {
  const said = (seq, calls = false) => ({ seq, mentions: calls ? [{ id: 'me', name: 'Me' }] : [] });
  equal(firstLines([said(1), said(2), said(3), said(4), said(9, true)], 'me').map((one) => one.seq), [1, 2, 9]);
  equal(firstLines([said(1)], 'me').map((one) => one.seq), [1]);
});

test('places: inbox and administration', () => {
  equal([routeOf('#/inbox').place, routeOf('#/admin'), routeOf('#/admin/audit')], ['inbox', { place: 'admin', tab: 'people' }, { place: 'admin', tab: 'audit' }]);
});
