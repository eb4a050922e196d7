import { equal, test } from './suite.js';
import { isAlert } from '/app/model/alerts.js';

const ask = ({ room = {}, called = false, ...more }) =>
  isAlert({
    ...{ entry: { kind: 'message', actor: { id: 'ann' }, mentions: called ? [{ id: 'me' }] : [] } },
    ...{ room: { kind: 'public', ...room }, me: 'me', live: true, seen: false, ...more },
  });

test('alerts: the level of a room is kept to', () => {
  equal([ask({}), ask({ room: { notify: 'mentions' } }), ask({ room: { notify: 'none' }, called: true })], [true, false, false]);
  equal(ask({ room: { notify: 'mentions' }, called: true }), true);
  equal(ask({ room: { notify: 'mentions', kind: 'direct' } }), true);
});

test('alerts: a muted room is heard of by mentions only, and who is not to be disturbed hears nothing', () => {
  equal([ask({ room: { muted: true } }), ask({ room: { muted: true }, called: true })], [false, true]);
  equal(ask({ called: true, busy: true }), false);
});

test('alerts: nothing for what is caught up with or looked at', () => {
  equal([ask({ live: false }), ask({ seen: true })], [false, false]);
});

test('alerts: in a thread only who follows it or is named', () => {
  const inThread = (more = {}) => isAlert({
    ...{ entry: { kind: 'message', actor: { id: 'ann' }, thread: 3, mentions: [] }, room: { kind: 'public' }, me: 'me', live: true, seen: false }, ...more,
  });
  equal([inThread(), inThread({ follows: true })], [false, true]);
  equal(inThread({ entry: { kind: 'message', actor: { id: 'ann' }, thread: 3, mentions: ['me'] } }), true);
});
