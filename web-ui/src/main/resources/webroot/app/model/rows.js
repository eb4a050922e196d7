/**
 * How a room's items become lines on the screen: day lines, the line above what is new, and runs of messages by one
 * person under one head. Pure.
 *
 * @typedef {import('./timeline.js').Item} Item
 * @typedef {{type: 'day', key: string, date: Date} | {type: 'new', key: string}
 *   | {type: 'event', key: string, item: Item, others: Item[]}
 *   | {type: 'message', key: string, item: Item, head: boolean, pending: import('./outbox.js').OutboxItem | null}} Row
 */

/** Messages of one person further apart than this get a head of their own. */
const RUN_GAP_MS = 5 * 60_000;
/** Kinds of entries that have a line; others change one, or are nothing to look at. */
const SHOWN = new Set(['message', 'member', 'room']);

/**
 * @param {Item[]} items ascending
 * @param {import('./outbox.js').OutboxItem[]} pending in the order written
 * @param {{me: {id: string, name: string}, newAfter: number, fromStart?: boolean, thread?: number, since?: Date}} view nothing up to `newAfter`
 *     is new, Infinity for no line; `fromStart` when no earlier items exist, else the line waits until what comes before it is
 *     here; `thread` whose answers are shown, which a room itself leaves out; `since` whose day has its line already
 * @returns {Row[]}
 */
export function rowsOf(items, pending, { me, newAfter, fromStart = false, thread = 0, since }) {
  /** @type {Row[]} */
  const rows = [];
  const run = { actor: '', at: 0, day: since ? dayKey(since) : '' };
  let newShown = !fromStart && !(items[0]?.seq <= newAfter);
  for (const item of items) {
    if (!SHOWN.has(item.kind) || (item.thread ?? 0) !== thread || isFounding(item, items[0])) continue;
    const date = new Date(item.at);
    startDay(rows, run, date);
    if (!newShown && item.seq > newAfter && item.kind === 'message' && item.actor?.id !== me.id) {
      rows.push({ type: 'new', key: 'new' });
      run.actor = '';
      newShown = true;
    }
    if (item.kind !== 'message') {
      const before = rows.at(-1);
      if (before?.type === 'event' && cameAlone(item) && cameAlone(before.item)) before.others.push(item);
      else rows.push({ type: 'event', key: `e${item.seq}`, item, others: [] });
      run.actor = '';
      continue;
    }
    rows.push({ type: 'message', key: keyOf(item, me), item, head: startsRun(run, item, date), pending: null });
  }
  for (const one of pending) {
    const date = new Date(one.at);
    startDay(rows, run, date);
    const item = asItem(one, me);
    rows.push({ type: 'message', key: `c${one.clientId}`, item, head: startsRun(run, item, date), pending: one });
  }
  return rows;
}

/** Whoever makes a room also joins it: one line says both. */
function isFounding(item, first) {
  return (
    item.seq === 2 && item.kind === 'member' && first.seq === 1 && first.kind === 'room' && item.actor?.id === first.actor?.id
  );
}

/** Those who come one after the other share a line. */
const cameAlone = (/** @type {Item} */ { kind, change, actor, user }) => kind === 'member' && change === 'joined' && actor?.id === user?.id;

/** A message of mine keeps its line when it moves from the outbox into the log. */
function keyOf(item, me) {
  return item.clientId && item.actor?.id === me.id ? `c${item.clientId}` : `m${item.seq}`;
}

const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

function startDay(rows, run, date) {
  const day = dayKey(date);
  if (day === run.day) return;
  run.day = day;
  run.actor = '';
  rows.push({ type: 'day', key: `d${day}`, date });
}

function startsRun(run, item, date) {
  const starts =
    item.actor?.id !== run.actor || date.getTime() - run.at > RUN_GAP_MS || item.replyTo !== undefined;
  run.actor = item.actor?.id ?? '';
  run.at = date.getTime();
  return starts;
}

/** @returns {Item} */
function asItem(pending, me) {
  return {
    seq: pending.seq ?? 0,
    kind: 'message',
    actor: me,
    at: new Date(pending.at).toISOString(),
    content: pending.content,
    clientId: pending.clientId,
    replyTo: pending.replyTo,
    thread: pending.thread,
    attachments: pending.attachments,
    reactions: [],
  };
}
