import { FakeClock, equal, ok, seeded, settled, test } from './suite.js';
import { Bridge } from '/app/protocol/bridge.js';
import { Problem } from '/app/protocol/problem.js';
import { CloseCode, LONGEST_DELAY_MS, afterClose, backoffMs } from '/app/protocol/reconnect.js';

class FakeSocket {
  /** @type {any[]} */
  sent = [];
  closed = false;
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  open() {
    this.onopen({});
  }
  receive(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  /** Answers the last frame that wants a reply. */
  reply(body) {
    this.receive({ type: 'rec', address: this.sent.findLast((frame) => frame.replyAddress).replyAddress, body });
  }
  cut(code) {
    this.onclose({ code });
  }
}

function world() {
  const clock = new FakeClock();
  const sockets = [];
  const tokens = [];
  const bridge = new Bridge({
    clock,
    random: () => 0.5,
    openSocket: async () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1);
    },
    token: async (renew) => {
      tokens.push(renew);
      return renew ? 'new' : 'old';
    },
  });
  const states = [];
  bridge.onState = (state) => states.push(state);
  return { clock, sockets, tokens, bridge, states };
}

async function online(w = world()) {
  w.bridge.start();
  await settled();
  w.sockets.at(-1).open();
  w.sockets.at(-1).reply({ user: { id: 'ann' }, epoch: 'e', heartbeatMs: 5000 });
  await settled();
  return w;
}

test('bridge: says who it is first, then is online', async () => {
  const { bridge, sockets, states } = await online();
  equal([sockets[0].sent[0].address, sockets[0].sent[0].body], ['session.open', { token: 'old' }]);
  equal([bridge.state, states], ['online', ['connecting', 'online']]);
});

test('bridge: a reply and a refusal reach the one who asked', async () => {
  const { bridge, sockets } = await online();
  const good = bridge.request('room.list', {});
  sockets[0].reply({ rooms: [] });
  equal(await good, { rooms: [] });
  const bad = bridge.request('room.post', {}).catch((problem) => problem);
  const { replyAddress } = sockets[0].sent.at(-1);
  sockets[0].receive({ type: 'err', address: replyAddress, failureCode: 403, failureType: 'RECIPIENT_FAILURE', message: 'access_denied', detail: 'no' });
  const problem = await bad;
  equal([problem.code, problem.status, problem.passing], ['access_denied', 403, false]);
});

test('bridge: events and refused registrations go to their listeners, several frames may come as one array', async () => {
  const { bridge, sockets } = await online();
  const heard = [];
  bridge.onEvent = (address, body) => heard.push([address, body]);
  bridge.onRefusal = (address, problem) => heard.push([address, problem.code]);
  sockets[0].receive([{ type: 'rec', address: 'room.a', body: 1 }, { type: 'rec', address: 'room.b', body: 2 }]);
  sockets[0].receive({ type: 'err', address: 'room.c', failureCode: 403, message: 'access_denied' });
  sockets[0].onmessage({ data: 'not json' });
  equal(heard, [['room.a', 1], ['room.b', 2], ['room.c', 'access_denied']]);
});

test('bridge: a cut refuses what waits, then connects again', async () => {
  const { bridge, sockets, clock } = await online();
  const lost = bridge.request('room.post', {}).catch((problem) => problem);
  sockets[0].cut(1006);
  ok((await lost).passing, 'may be tried again');
  equal(bridge.state, 'waiting');
  await clock.advance(1000);
  equal(sockets.length, 2);
});

test('bridge: an ended session is renewed before it connects again; one that cannot be ends it', async () => {
  const w = await online();
  w.sockets[0].cut(CloseCode.SESSION_OVER);
  await w.clock.advance(0);
  equal(w.tokens, [false, true]);

  const clock = new FakeClock();
  const ended = new Bridge({ clock, openSocket: async () => new FakeSocket(), token: async () => {
    throw new Problem({ code: 'unauthenticated', status: 401 });
  } });
  ended.start();
  await settled();
  equal(ended.state, 'stopped');
});

test('bridge: an unreachable server is tried again and again', async () => {
  const clock = new FakeClock();
  let tries = 0;
  const bridge = new Bridge({ clock, random: () => 0.5, openSocket: async () => new FakeSocket(), token: async () => {
    tries++;
    throw Problem.unreachable();
  } });
  bridge.start();
  await clock.advance(60_000);
  ok(tries > 4, `tried ${tries} times`);
  equal(bridge.state, 'waiting');
});

test('bridge: a drain is honoured to the millisecond', async () => {
  const { sockets, clock } = await online();
  sockets[0].receive({ type: 'rec', address: 'user.ann', body: { type: 'drain', reconnectInMs: 7000 } });
  sockets[0].cut(CloseCode.DRAIN);
  await clock.advance(6999);
  equal(sockets.length, 1);
  await clock.advance(1);
  equal(sockets.length, 2);
});

test('bridge: a socket that answers no ping is given up', async () => {
  const { sockets, clock, bridge } = await online();
  await clock.advance(5000);
  equal(sockets[0].sent.at(-1).type, 'ping');
  sockets[0].receive({ type: 'pong' });
  await clock.advance(4900);
  equal(bridge.state, 'online');
  await clock.advance(14_000);
  ok(sockets[0].closed, 'closed');
  ok(sockets.length > 1, 'and opened anew');
});

test('bridge: a socket that never opens is given up', async () => {
  const { bridge, sockets, clock } = world();
  bridge.start();
  await clock.advance(12_000);
  ok(sockets[0].closed && sockets.length > 1, 'another was tried');
});

test('bridge: a request without an answer ends', async () => {
  const { bridge, clock, sockets } = await online();
  const waiting = bridge.request('room.list', {}).catch((problem) => problem.code);
  for (let i = 0; i < 13; i++) {
    await clock.advance(1000);
    sockets[0].receive({ type: 'pong' });
  }
  equal(await waiting, 'timeout');
});

test('bridge: stopped means stopped', async () => {
  const { bridge, sockets, clock } = await online();
  bridge.stop();
  await clock.advance(100_000);
  equal([bridge.state, sockets.length], ['stopped', 1]);
});

test('reconnect: delays grow, stay below their bound, and spread', () => {
  const random = seeded(7);
  for (let attempt = 0; attempt < 40; attempt++) {
    const delay = backoffMs(attempt, random);
    ok(delay > 0 && delay <= LONGEST_DELAY_MS, `attempt ${attempt}: ${delay}`);
  }
  ok(backoffMs(6, () => 0) !== backoffMs(6, () => 0.9), 'spread');
  ok(afterClose({ code: CloseCode.TOO_MANY, attempt: 0, random }).delayMs >= 15_000, 'too many waits long');
});
