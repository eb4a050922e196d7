import { FakeStorage, equal, ok, settled, test } from './suite.js';
import { Outbox } from '/app/model/outbox.js';
import { Problem } from '/app/protocol/problem.js';

function world(storage = new FakeStorage(), tab = 'one') {
  const sent = [];
  const answers = [];
  const later = [];
  const outbox = new Outbox({
    userId: 'ann',
    storage,
    tab,
    send: (item) => {
      sent.push(item);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    later: (run, ms) => later.push({ run, ms }),
  });
  return { outbox, sent, answers, later, storage };
}
const contents = (sent) => sent.map((item) => item.content);

test('outbox: one at a time and in order within a room, rooms side by side', async () => {
  const { outbox, sent, answers } = world();
  outbox.setOnline(true);
  outbox.add({ roomId: 'r', content: 'a' }, 1);
  outbox.add({ roomId: 'r', content: 'b' }, 1);
  outbox.add({ roomId: 'q', content: 'x' }, 1);
  equal(contents(sent), ['a', 'x']);
  answers[0].resolve({ seq: 1 });
  await settled();
  equal(contents(sent), ['a', 'x', 'b']);
  equal(outbox.of('r').map((item) => item.state), ['stored', 'sending']);
});

test('outbox: a failure that may pass is tried again with the same id before anything later goes', async () => {
  const { outbox, sent, answers, later } = world();
  outbox.setOnline(true);
  outbox.add({ roomId: 'r', content: 'a' }, 1);
  outbox.add({ roomId: 'r', content: 'b' }, 1);
  answers[0].reject(Problem.unreachable());
  await settled();
  equal(contents(sent), ['a']);
  later[0].run();
  equal(contents(sent), ['a', 'a']);
  equal(sent[0].clientId, sent[1].clientId);
});

test('outbox: the server says when to come back', async () => {
  const { outbox, answers, later } = world();
  outbox.setOnline(true);
  outbox.add({ roomId: 'r', content: 'a' }, 1);
  answers[0].reject(new Problem({ code: 'rate_limited', status: 429, retryAfterMs: 4321 }));
  await settled();
  equal(later[0].ms, 4321);
});

test('outbox: survives a reload, in order, with the same ids', async () => {
  const first = world();
  first.outbox.add({ roomId: 'r', content: 'a' }, 5);
  first.outbox.add({ roomId: 'r', content: 'b' }, 5);
  const second = world(first.storage, 'two');
  second.outbox.adopt(new Set(['two']));
  second.outbox.setOnline(true);
  second.answers[0].resolve({ seq: 1 });
  await settled();
  equal(contents(second.sent), ['a', 'b']);
  equal(second.sent.map((item) => item.clientId), first.outbox.of('r').map((item) => item.clientId));
});

test('outbox: what a living tab is sending is left to it', () => {
  const first = world();
  first.outbox.add({ roomId: 'r', content: 'a' }, 5);
  const second = world(first.storage, 'two');
  second.outbox.adopt(new Set(['one', 'two']));
  equal(second.outbox.size, 0);
});

test('outbox: a refusal for good fails that message and lets the next go; retry sends it under a new id', async () => {
  const { outbox, sent, answers } = world();
  outbox.setOnline(true);
  const id = outbox.add({ roomId: 'r', content: 'a' }, 1);
  outbox.add({ roomId: 'r', content: 'b' }, 1);
  answers[0].reject(new Problem({ code: 'access_denied', status: 403 }));
  await settled();
  equal(contents(sent), ['a', 'b']);
  equal(outbox.of('r')[0].code, 'access_denied');
  answers[1].resolve({ seq: 1 });
  await settled();
  outbox.retry(id);
  equal(contents(sent), ['a', 'b', 'a']);
  ok(sent[2].clientId !== id, 'a new id');
});

test('outbox: stored messages leave when the log has shown them, and nothing stays in storage', async () => {
  const { outbox, answers, storage } = world();
  outbox.setOnline(true);
  outbox.add({ roomId: 'r', content: 'a' }, 1);
  answers[0].resolve({ seq: 7 });
  await settled();
  equal(storage.length, 0);
  outbox.confirmUpTo('r', 6);
  equal(outbox.size, 1);
  outbox.confirmUpTo('r', 7);
  equal(outbox.size, 0);
});

test('outbox: the log may show a message before its acknowledgement comes', async () => {
  const { outbox, answers, storage } = world();
  outbox.setOnline(true);
  const id = outbox.add({ roomId: 'r', content: 'a' }, 1);
  outbox.confirm(id);
  answers[0].resolve({ seq: 7 });
  await settled();
  equal([outbox.size, storage.length], [0, 0]);
});

test('outbox: broken storage is passed over', () => {
  const storage = new FakeStorage();
  storage.setItem('tertulia.outbox.ann.x', '{not json');
  storage.setItem('tertulia.outbox.ann.y', '{"clientId":1}');
  storage.setItem('other', '1');
  const { outbox } = world(storage);
  outbox.adopt(new Set());
  equal(outbox.size, 0);
});
