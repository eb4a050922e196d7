import { equal, test } from './suite.js';
import { rowsOf } from '/app/model/rows.js';
import { routeOf, roomHash, threadHash } from '/app/model/route.js';
import { TypingSigns } from '/app/model/typing.js';

const me = { id: 'ann', name: 'Ann' };
const bob = { id: 'bob', name: 'Bob' };
const noon = new Date(2026, 0, 5, 12).getTime();
const message = (seq, actor, minutes, more = {}) => ({ seq, kind: 'message', actor, at: new Date(noon + minutes * 60_000).toISOString(), content: 'x', reactions: [], ...more });
const shape = (rows) => rows.map((row) => (row.type === 'message' ? `${row.item.actor.id}${row.head ? '+' : ''}` : row.type));
const all = { me, newAfter: Infinity };

test('rows: one head for a run, a new one after a gap, another person, or an answer', () => {
  const items = [message(1, bob, 0), message(2, bob, 1), message(3, bob, 20), message(4, me, 21), message(5, me, 21, { replyTo: 1 })];
  equal(shape(rowsOf(items, [], all)), ['day', 'bob+', 'bob', 'bob+', 'ann+', 'ann+']);
});

test('rows: a line for each day', () => {
  equal(shape(rowsOf([message(1, bob, 0), message(2, bob, 24 * 60)], [], all)), ['day', 'bob+', 'day', 'bob+']);
});

test('rows: the line above what is new stands before the first message of somebody else', () => {
  const items = [message(1, bob, 0), message(2, me, 0), message(3, bob, 0), message(4, bob, 0)];
  equal(shape(rowsOf(items, [], { me, newAfter: 1 })), ['day', 'bob+', 'ann+', 'new', 'bob+', 'bob']);
});

test('rows: the line above what is new waits for what comes before it', () => {
  const items = [message(5, bob, 0), message(6, bob, 0)];
  equal(shape(rowsOf(items, [], { me, newAfter: 2 })), ['day', 'bob+', 'bob']);
  equal(shape(rowsOf(items, [], { me, newAfter: 2, fromStart: true })), ['day', 'new', 'bob+', 'bob']);
});

test('rows: joins stand between messages', () => {
  const join = { seq: 2, kind: 'member', change: 'joined', user: bob, actor: bob, at: new Date(noon).toISOString(), reactions: [] };
  equal(shape(rowsOf([message(1, me, 0), join, message(3, me, 0)], [], all)), ['day', 'ann+', 'event', 'ann+']);
});

test('rows: those who come one after the other share a line, whoever was brought has one of their own', () => {
  const join = (seq, user, actor = user) => ({ seq, kind: 'member', change: 'joined', user, actor, at: new Date(noon).toISOString(), reactions: [] });
  const rows = rowsOf([message(1, me, 0), join(2, bob), join(3, { id: 'eve', name: 'Eve' }), join(4, bob, me), message(5, me, 0)], [], all);
  equal(shape(rows), ['day', 'ann+', 'event', 'event', 'ann+']);
  equal([rows[2].others.length, rows[3].others.length], [1, 0]);
});

test('rows: a room leaves out the answers of its threads, a thread shows its own', () => {
  const items = [message(1, bob, 0), message(2, me, 0, { thread: 1 }), message(3, bob, 0), message(4, bob, 0, { thread: 3 })];
  equal(shape(rowsOf(items, [], all)), ['day', 'bob+', 'bob']);
  equal(shape(rowsOf(items, [], { ...all, thread: 1 })), ['day', 'ann+']);
  equal(shape(rowsOf(items, [], { ...all, thread: 1, since: new Date(noon) })), ['ann+']);
});

test('rows: a message keeps its key from the outbox into the log', () => {
  const pending = { clientId: 'c1', roomId: 'r', content: 'x', at: noon, tab: 't', state: 'sending' };
  const before = rowsOf([], [pending], all);
  const after = rowsOf([message(9, me, 0, { clientId: 'c1' })], [], all);
  equal(before[1].key, after[1].key);
});

test('rows: every key is unique', () => {
  const items = [message(1, bob, 0), message(2, me, 0, { clientId: 'a' }), message(3, bob, 24 * 60)];
  const keys = rowsOf(items, [{ clientId: 'b', roomId: 'r', content: 'x', at: noon + 90_000_000, tab: 't', state: 'failed' }], { me, newAfter: 0 }).map((row) => row.key);
  equal(new Set(keys).size, keys.length);
});

test('route: rooms, invitations, and nonsense', () => {
  equal(routeOf(roomHash('a/b ç')), { place: 'room', roomId: 'a/b ç' });
  equal(routeOf('#/rooms/x/12'), { place: 'room', roomId: 'x', seq: 12 });
  equal(routeOf('#/join/K7QX'), { place: 'join', code: 'K7QX' });
  equal(routeOf('#/rooms/%E0%A4%A'), { place: 'room', roomId: '%E0%A4%A' });
  equal(routeOf('#/other'), { place: 'home' });
  equal(routeOf(''), { place: 'home' });
});

test('typing: a sign fades, and ends with the message', () => {
  const signs = new TypingSigns();
  signs.heard('r', bob, 0);
  equal(signs.in('r', 5_999).length, 1);
  equal(signs.in('r', 6_000).length, 0);
  signs.heard('r', bob, 0);
  signs.stopped('r', 'bob');
  equal(signs.in('r', 1).length, 0);
  equal(signs.in('elsewhere', 1), []);
});

test('rows: making a room and joining it is one line', () => {
  const event = (seq, kind) => ({ seq, kind, change: 'joined', user: me, actor: me, at: new Date(noon).toISOString(), reactions: [] });
  equal(shape(rowsOf([event(1, 'room'), event(2, 'member'), message(3, bob, 0)], [], all)), ['day', 'event', 'bob+']);
});

test('route: threads, and a room beside another', () => {
  equal(routeOf(threadHash('r 1', 7)), { place: 'room', roomId: 'r 1', thread: 7 });
  equal(routeOf(threadHash('r', 7, { seq: 9, beside: 'o' })), { place: 'room', roomId: 'r', seq: 9, thread: 7, beside: 'o' });
  equal(routeOf(roomHash('r', { beside: 'o' })), { place: 'room', roomId: 'r', beside: 'o' });
  equal(routeOf('#/rooms/r?beside=r'), { place: 'room', roomId: 'r' });
  equal(routeOf('#/rooms/r/thread/x'), { place: 'room', roomId: 'r' });
  equal(routeOf('#/threads'), { place: 'threads' });
});
