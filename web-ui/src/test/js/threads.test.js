import { equal, ok, seeded, settled, test } from './suite.js';
import { Replies } from '/app/model/replies.js';
import { Thread } from '/app/model/thread.js';
import { Threads } from '/app/model/threads.js';
import { Timeline } from '/app/model/timeline.js';
import { countsOf, totals, withEntry, withRead, withThreadRead } from '/app/model/unread.js';

const [ann, bob, eve] = ['ann', 'bob', 'eve'].map((id) => ({ id, name: id }));
const at = '2026-01-01T00:00:00.000Z';
const said = (seq, actor, thread) => ({ seq, kind: 'message', actor, at, content: `m${seq}`, ...(thread ? { thread } : {}) });
const state = (more = {}) => ({ roomId: 'r', thread: 1, replies: 1, lastSeq: 5, lastAt: at, follows: true, readSeq: 1, unread: 1, mentions: 0, ...more });

test('threads: the first message tells how many answered and who last', () => {
  const timeline = new Timeline(0, 'ann');
  [said(1, ann), said(2, bob, 1), said(3, eve, 1), said(4, bob, 1)].forEach((entry) => timeline.accept(entry));
  const { count, lastSeq, people } = timeline.item(1).replies;
  equal([count, lastSeq, people.map(({ id }) => id)], [3, 4, ['bob', 'eve']]);
  timeline.accept({ seq: 5, kind: 'delete', target: 4, actor: bob, at });
  equal([timeline.item(1).replies.count, timeline.item(1).replies.people.map(({ id }) => id)], [2, ['eve', 'bob']]);
  timeline.accept({ seq: 6, kind: 'edit', target: 4, content: 'again', undo: true, actor: bob, at });
  equal(timeline.item(1).replies.count, 3);
});

test('threads: what a page counted is not counted again, and what it cannot tell is asked for', () => {
  const timeline = new Timeline(10, 'ann');
  const summary = { count: 2, lastSeq: 9, lastAt: at, people: [bob] };
  timeline.merge([{ ...said(1, ann), replies: summary }, said(9, bob, 1)], { asOf: 10 });
  timeline.accept(said(11, eve, 1));
  equal([timeline.item(1).replies.count, timeline.item(1).replies.people.map(({ id }) => id)], [3, ['eve', 'bob']]);
  timeline.accept({ seq: 12, kind: 'delete', target: 9, actor: bob, at });
  equal(timeline.takeUnsure(), [1]);
  equal(timeline.takeUnsure(), []);
  timeline.retell({ ...said(1, ann), replies: { count: 2, lastSeq: 11, lastAt: at, people: [eve, bob] } }, 12);
  equal(timeline.item(1).replies.count, 2);
});

test('threads: any split of a log into a page and live entries gives the same count', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seeded(seed);
    const log = [said(1, ann)];
    for (let seq = 2; seq <= 30; seq++) {
      const answers = log.filter((entry) => entry.thread && !log.some((one) => one.kind === 'delete' && one.target === entry.seq));
      const target = answers[Math.floor(random() * answers.length)];
      if (random() < 0.25 && target) log.push({ seq, kind: 'delete', target: target.seq, actor: target.actor, at });
      else log.push(said(seq, [ann, bob, eve][Math.floor(random() * 3)], random() < 0.7 ? 1 : 0));
    }
    const whole = new Timeline(0, 'ann');
    log.forEach((entry) => whole.accept(entry));
    const cut = 2 + Math.floor(random() * 28);
    const before = new Timeline(0, 'ann');
    log.slice(0, cut).forEach((entry) => before.accept(entry));
    const split = new Timeline(cut, 'ann');
    split.merge(before.items, { asOf: cut, reachedStart: true });
    log.slice(cut).forEach((entry) => {
      split.accept(entry);
      // The server would be asked, and tells what is so by now.
      for (const seq of split.takeUnsure()) {
        const now = new Timeline(0, 'ann');
        log.slice(0, entry.seq).forEach((one) => now.accept(one));
        split.retell(now.item(seq), entry.seq);
      }
    });
    equal(split.item(1).replies?.count ?? 0, whole.item(1).replies?.count ?? 0, `seed ${seed}`);
  }
});

test('threads: replies heard before their first message came with a page are not lost', () => {
  const replies = new Replies();
  equal(replies.heard(said(12, bob, 1)), false);
  replies.began({ seq: 1 }, 10);
  equal(replies.heard(said(12, bob, 1)), true);
  equal(replies.heard(said(9, bob, 1)), false);
  equal(replies.of(1).count, 1);
});

test('threads: entries that come while the first page is on its way are taken up after it', async () => {
  let answer;
  const thread = new Thread('r', 1, 'ann', { page: () => new Promise((resolve) => (answer = resolve)) });
  const loading = thread.load();
  thread.accept(said(6, bob, 1));
  thread.accept(said(7, bob));
  thread.accept(said(5, bob, 1));
  answer({ state: state(), root: said(1, ann), messages: [said(5, bob, 1)], head: 5 });
  await loading;
  equal(thread.answers.map(({ seq }) => seq), [5, 6]);
  thread.accept({ seq: 8, kind: 'edit', target: 5, content: 'new', actor: bob, at });
  equal(thread.answers[0].content, 'new');
  ok(thread.timeline.reachedStart, 'there is nothing before');
});

test('threads: the list is asked for again when something happens in a thread of mine, once', async () => {
  let asked = 0;
  const threads = new Threads(async () => ({ threads: [state({ unread: ++asked })] }), 'ann', () => {});
  await threads.refresh();
  equal([asked, threads.unread, threads.state('r', 1).unread], [1, 1, 1]);
  threads.accept('r', said(9, bob, 1));
  threads.accept('r', said(10, bob, 1));
  await new Promise((later) => setTimeout(later, 450));
  await settled();
  equal(asked, 2);
  threads.stop();
});

test('threads: reading moves the mark at once, and what the server says holds', async () => {
  const threads = new Threads(async (address) => (address === 'thread.read' ? state({ readSeq: 5, unread: 0 }) : { threads: [state()] }), 'ann', () => {});
  await threads.refresh();
  const reading = threads.read('r', 1, 5);
  equal(threads.state('r', 1).unread, 0);
  await reading;
  equal(threads.state('r', 1).readSeq, 5);
  equal(await threads.read('r', 1, 4), null);
  threads.stop();
});

test('threads: a room counts what names me in its threads, and no more of them', () => {
  let counts = countsOf({ head: 10, readSeq: 10, unread: 0, mentions: 0 });
  counts = withEntry(counts, said(11, bob, 3), 'ann');
  counts = withEntry(counts, { ...said(12, bob, 3), mentions: [ann] }, 'ann');
  equal(totals(counts), { unread: 0, mentions: 1 });
  counts = withRead(counts, 12);
  equal(totals(counts), { unread: 0, mentions: 1 });
  equal(totals(withThreadRead(counts, 3, 12)), { unread: 0, mentions: 0 });
});
