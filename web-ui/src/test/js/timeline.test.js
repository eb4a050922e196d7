import { equal, ok, seeded, test } from './suite.js';
import { Timeline } from '/app/model/timeline.js';
import { Conversation, PAGE_MESSAGES, STRETCH_LINES } from '/app/model/conversation.js';

const ann = { id: 'ann', name: 'Ann' };
const bob = { id: 'bob', name: 'Bob' };
const at = '2026-01-01T00:00:00.000Z';
const message = (seq, content = `m${seq}`, actor = ann) => ({ seq, kind: 'message', actor, at, content });
const texts = (timeline) => timeline.items.map((item) => item.content);

test('timeline: entries in order are applied, a repeat changes nothing', () => {
  const timeline = new Timeline(0, 'ann');
  equal(timeline.accept(message(1)), 'applied');
  equal(timeline.accept(message(2)), 'applied');
  equal(timeline.accept(message(1, 'other')), 'repeat');
  equal(texts(timeline), ['m1', 'm2']);
});

test('timeline: a hole is refused and nothing after it is shown', () => {
  const timeline = new Timeline(0, 'ann');
  timeline.accept(message(1));
  equal(timeline.accept(message(3)), 'hole');
  equal([timeline.position, texts(timeline)], [1, ['m1']]);
});

test('timeline: edit, delete and reactions change the message they name', () => {
  const timeline = new Timeline(0, 'ann');
  [
    message(1), message(2),
    { seq: 3, kind: 'edit', target: 1, content: 'edited', actor: ann, at },
    { seq: 4, kind: 'delete', target: 2, actor: ann, at },
    { seq: 5, kind: 'reaction', target: 1, emoji: '👍', on: true, actor: bob, at },
    { seq: 6, kind: 'reaction', target: 1, emoji: '👍', on: true, actor: ann, at },
    { seq: 7, kind: 'reaction', target: 1, emoji: '👍', on: false, actor: bob, at },
  ].forEach((entry) => equal(timeline.accept(entry), 'applied'));
  equal(timeline.item(1).content, 'edited');
  equal(timeline.item(1).reactions, [{ emoji: '👍', count: 1, mine: true }]);
  equal([timeline.item(2).deleted, timeline.item(2).content], [true, '']);
});

test('timeline: a page read before a live change takes the change, one read after it does not take it twice', () => {
  const timeline = new Timeline(10, 'ann');
  timeline.accept({ seq: 11, kind: 'reaction', target: 3, emoji: '👍', on: true, actor: bob, at });
  timeline.accept({ seq: 12, kind: 'edit', target: 4, content: 'new', actor: bob, at });
  timeline.merge([message(3), message(4, 'old')], { asOf: 10 });
  equal(timeline.item(3).reactions[0].count, 1);
  equal(timeline.item(4).content, 'new');

  const later = new Timeline(10, 'ann');
  later.accept({ seq: 11, kind: 'reaction', target: 3, emoji: '👍', on: true, actor: bob, at });
  later.merge([{ ...message(3), reactions: [{ emoji: '👍', count: 1, mine: false }] }], { asOf: 11 });
  equal(later.item(3).reactions[0].count, 1);
});

test('timeline: any order of pages, doubles and live entries gives the state of a fresh reading', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seeded(seed);
    const log = [];
    for (let seq = 1; seq <= 120; seq++) log.push(randomEntry(seq, log, random));
    const fresh = new Timeline(0, 'ann');
    log.forEach((entry) => fresh.accept(entry));

    const since = 60 + Math.floor(random() * 30);
    const live = new Timeline(since, 'ann');
    let before = Infinity;
    for (const entry of log.slice(since)) {
      live.accept(entry);
      if (random() < 0.3) live.accept(log[Math.floor(random() * entry.seq)]);
      // A page may be as old as the last live entry or ahead of it.
      const read = Math.min(log.length, entry.seq + Math.floor(random() * 6));
      if (random() < 0.2 && before > 1) before = mergePage(live, log.slice(0, read), before, random);
    }
    while (before > 1) before = mergePage(live, log, before, random);
    equal(live.items, fresh.items.filter((item) => item.kind === 'message'), `seed ${seed}`);
  }
});

function randomEntry(seq, log, random) {
  const messages = log.filter((entry) => entry.kind === 'message');
  const actor = random() < 0.5 ? ann : bob;
  if (messages.length === 0 || random() < 0.6) return message(seq, `m${seq}`, actor);
  const target = messages[Math.floor(random() * messages.length)].seq;
  const kind = random();
  if (kind < 0.4) return { seq, kind: 'edit', target, content: `e${seq}`, actor, at };
  if (kind < 0.5) return { seq, kind: 'delete', target, actor, at };
  if (kind < 0.6) return { seq, kind: 'pin', target, actor, at, on: random() < 0.5 };
  const state = replay(log).find((item) => item.seq === target);
  const mine = state.given?.has(actor.id) ?? false;
  return { seq, kind: 'reaction', target, emoji: '👍', on: !mine, actor, at };
}

/** The state of all messages as a server would answer it; `given` is kept for the generator. */
function replay(log) {
  const messages = new Map();
  for (const entry of log) {
    if (entry.kind === 'message') messages.set(entry.seq, { ...entry, reactions: [] });
    const target = messages.get(entry.target);
    if (!target) continue;
    if (entry.kind === 'edit') {
      Object.assign(target, { content: entry.content, editedAt: entry.at, deleted: false });
      delete target.deletedBy;
    }
    if (entry.kind === 'pin') target.pinned = entry.on;
    if (entry.kind === 'delete') {
      Object.assign(target, { content: '', deleted: true, deletedBy: entry.actor, pinned: false, reactions: [], given: new Set() });
    }
    if (entry.kind === 'reaction') {
      target.given ??= new Set();
      if (entry.on) target.given.add(entry.actor.id);
      else target.given.delete(entry.actor.id);
      const count = target.given.size;
      target.reactions = count ? [{ emoji: '👍', count, mine: target.given.has('ann') }] : [];
    }
  }
  return [...messages.values()];
}

function mergePage(timeline, log, before, random) {
  const size = 1 + Math.floor(random() * 25);
  const older = replay(log).filter((one) => one.seq < before);
  const page = older.slice(-size).map(({ given, ...one }) => one);
  timeline.merge(page, { asOf: log.length, reachedStart: page.length === older.length });
  return page.length === older.length ? 0 : page[0].seq;
}

test('conversation: a hole is asked for again from the last entry known, and closes', async () => {
  const registered = [];
  let now = 10_000;
  const conversation = new Conversation('r', 5, 'ann', {
    history: async () => ({ messages: [], head: 5 }),
    entries: async () => ({ entries: [] }),
    register: (roomId, since) => registered.push([roomId, since]),
    now: () => now,
  });
  conversation.register();
  ok(conversation.accept(message(6)), 'entry 6 is new');
  ok(!conversation.accept(message(8)), 'entry 8 must wait');
  ok(conversation.filling, 'the hole is visible');
  conversation.accept(message(9));
  equal(registered, [['r', 5], ['r', 6]], 'asked once, not for each entry');
  [7, 8, 9].forEach((seq) => conversation.accept(message(seq)));
  conversation.caughtUp(9);
  equal([conversation.filling, conversation.timeline.position], [false, 9]);
});

test('conversation: too far behind, or another log, begins afresh', () => {
  const port = { history: async () => ({}), entries: async () => ({}), register: () => {}, now: () => 0 };
  const conversation = new Conversation('r', 5, 'ann', port);
  conversation.loaded = true;
  equal(conversation.resume(100, true), false);
  equal(conversation.timeline.position, 5);
  equal(conversation.resume(10_000, true), true);
  equal(conversation.timeline.position, 10_000);
  conversation.loaded = true;
  equal(conversation.resume(10_001, false), true);
});

test('conversation: joins between messages come from the log', async () => {
  const conversation = new Conversation('r', 4, 'ann', {
    history: async () => ({ messages: [message(2), message(4)], head: 4 }),
    entries: async (_room, after, limit) => {
      equal([after, limit], [0, 4]);
      return { entries: [{ seq: 1, kind: 'room', actor: ann, at }, message(2), { seq: 3, kind: 'member', change: 'joined', user: bob, actor: bob, at }] };
    },
    register: () => {},
    now: () => 0,
  });
  await conversation.load();
  equal(conversation.timeline.items.map((item) => item.kind), ['room', 'message', 'member', 'message']);
  ok(conversation.timeline.reachedStart, 'the beginning is here');
});

test('conversation: short pages do not end the history, and cut answers are asked on', async () => {
  const asked = [];
  const log = [1, 2, 3, 4, 5, 6].map((seq) => (seq % 2 ? message(seq) : { ...message(seq), kind: 'member', change: 'joined' }));
  const conversation = new Conversation('r', 6, 'ann', {
    history: async (_room, { before = 7 }) => {
      const messages = log.filter((entry) => entry.kind === 'message' && entry.seq < before).slice(-1);
      return { messages, head: 6, ...(messages[0].seq > 1 ? { next: `b${messages[0].seq}` } : {}) };
    },
    entries: async (_room, after, limit) => {
      asked.push([after, limit]);
      return { head: 6, entries: log.slice(after, after + 1) };
    },
    register: () => {},
    now: () => 0,
  });
  await conversation.load();
  equal([conversation.timeline.reachedStart, conversation.timeline.oldest], [false, 5]);
  equal(asked, [[4, 2], [5, 1]]);
  await conversation.load();
  await conversation.load();
  equal(conversation.timeline.items.map((item) => item.seq), [1, 2, 3, 4, 5, 6]);
  ok(conversation.timeline.reachedStart, 'the beginning is here');
});

/** A room of 1,000 messages, where every tenth entry is a join. */
function longRoom() {
  const log = Array.from({ length: 1_000 }, (_, i) => (i % 10 ? message(i + 1) : { ...message(i + 1), kind: 'member', change: 'joined', user: bob }));
  const messages = log.filter((entry) => entry.kind === 'message');
  const pages = [];
  const conversation = new Conversation('r', log.length, 'ann', {
    history: async (_room, { before, after, around }) => {
      pages.push({ before, after, around });
      const from = messages.findIndex((one) => one.seq >= (around ?? 0));
      const page = after !== undefined ? messages.filter((one) => one.seq > after).slice(0, 60)
        : around !== undefined ? messages.slice(Math.max(0, from - 30), from + 30)
        : messages.filter((one) => one.seq < (before ?? Infinity)).slice(-60);
      return { messages: page, head: log.length, ...(page[0]?.seq > 2 ? { next: 'x' } : {}) };
    },
    entries: async (_room, after, limit) => ({ entries: log.slice(after, after + limit) }),
    register: () => {},
    now: () => 0,
  });
  return { conversation, log, pages };
}

const numbers = (timeline) => timeline.items.map((item) => item.seq);
const unbroken = (list) => list.every((seq, i) => i === 0 || seq === list[i - 1] + 1);

test('conversation: a message far back is shown with what is around it, and reading on meets the end', async () => {
  const { conversation } = longRoom();
  await conversation.load();
  await conversation.goTo(500);
  ok(conversation.detour?.item(500), 'message 500 is here');
  ok(conversation.timeline.newest === 1000, 'the end is kept');
  for (let i = 0; i < 20 && conversation.detour; i++) await conversation.loadNewer();
  equal(conversation.detour, null);
  ok(unbroken(numbers(conversation.timeline)), 'no line is missing between');
  ok(conversation.timeline.newest === 1000, 'and the end is there');
});

test('conversation: what changes while one reads far back changes there', async () => {
  const { conversation } = longRoom();
  await conversation.load();
  await conversation.goTo(500);
  conversation.accept({ seq: 1001, kind: 'edit', target: 500, content: 'new', actor: bob, at });
  conversation.accept(message(1002));
  equal(conversation.detour?.item(500)?.content, 'new');
  equal(conversation.detour?.item(1002), undefined);
  equal(conversation.timeline.newest, 1002);
});

test('conversation: reading back through everything holds a bounded stretch, and every line comes by', async () => {
  const { conversation } = longRoom();
  const seen = new Set();
  await conversation.load();
  for (let i = 0; i < 40 && !conversation.shown.reachedStart; i++) {
    numbers(conversation.shown).forEach((seq) => seen.add(seq));
    ok(conversation.shown.size <= STRETCH_LINES + PAGE_MESSAGES * 2, `${conversation.shown.size} lines are held`);
    await conversation.load();
  }
  numbers(conversation.shown).forEach((seq) => seen.add(seq));
  equal(seen.size, 1000);
  ok(conversation.detour !== null, 'the end was let go');
  conversation.toEnd();
  ok(conversation.timeline.newest === 1000 && unbroken(numbers(conversation.timeline)), 'back at the end');
});

test('conversation: a message is looked for after the page that is on its way', async () => {
  const { conversation } = longRoom();
  const first = conversation.load();
  await conversation.goTo(300);
  await first;
  ok(conversation.shown.item(300), 'message 300 is here');
});
