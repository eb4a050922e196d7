/**
 * Unread counts as arithmetic over entry numbers: what the server counted up to an entry, plus what was heard after it,
 * minus what the read mark has passed. Nothing is ever counted up and down, so nothing drifts.
 *
 * A room counts what names me in its threads, but not what else is said there.
 *
 * @typedef {{seq: number, mention: boolean, thread?: number}} Heard a message of somebody else
 * @typedef {{readSeq: number, head: number, unread: number, mentions: number, heard: Heard[]}} Counts
 *     `unread` and `mentions` hold for the entries up to `head`; `heard` are messages after it
 */

/** Beyond this a list says "99+", so older ones needn't be kept. */
const HEARD_KEPT = 200;

/**
 * @param {any} room as the server lists it
 * @returns {Counts}
 */
export function countsOf(room) {
  return {
    readSeq: room.readSeq ?? 0,
    head: room.head ?? 0,
    unread: room.unread ?? 0,
    mentions: room.mentions ?? 0,
    heard: [],
  };
}

/**
 * @param {Counts} counts
 * @param {any} entry
 * @param {string} me
 * @returns {Counts}
 */
export function withEntry(counts, entry, me) {
  if (entry.kind !== 'message' || entry.actor?.id === me) return counts;
  if (entry.seq <= counts.head || counts.heard.some((heard) => heard.seq === entry.seq)) return counts;
  const mention = mentions(entry, me);
  if (entry.thread && !mention) return counts;
  const heard = [...counts.heard, { seq: entry.seq, mention, ...(entry.thread ? { thread: entry.thread } : {}) }];
  return { ...counts, heard: heard.slice(-HEARD_KEPT) };
}

/**
 * @param {Counts} counts
 * @param {number} seq everything up to here has been read
 * @returns {Counts}
 */
export function withRead(counts, seq) {
  if (seq <= counts.readSeq) return counts;
  if (seq >= counts.head) {
    const heard = counts.heard.filter((one) => one.thread || one.seq > seq);
    return { readSeq: seq, head: counts.head, unread: 0, mentions: 0, heard };
  }
  // Between two numbers the server counted: no more can be left than there are entries.
  const left = counts.head - seq;
  return {
    ...counts,
    readSeq: seq,
    unread: Math.min(counts.unread, left),
    mentions: Math.min(counts.mentions, left),
  };
}

/**
 * @param {Counts} counts
 * @param {number} thread
 * @param {number} seq everything in this thread up to here has been read
 * @returns {Counts}
 */
export function withThreadRead(counts, thread, seq) {
  return { ...counts, heard: counts.heard.filter((one) => one.thread !== thread || one.seq > seq) };
}

/**
 * @param {Counts} counts
 * @param {{readSeq: number, unread: number, mentions: number, head?: number}} server
 * @param {number} position the last entry heard when the server said so
 * @returns {Counts}
 */
export function withServer(counts, server, position) {
  const head = server.head ?? Math.max(counts.head, position);
  if (server.readSeq < counts.readSeq) return counts;
  return {
    readSeq: server.readSeq,
    head,
    unread: server.unread,
    mentions: server.mentions,
    heard: counts.heard.filter((one) => one.seq > head),
  };
}

/** @param {Counts} counts @returns {{unread: number, mentions: number}} */
export function totals(counts) {
  const unread = counts.heard.filter((one) => !one.thread && one.seq > counts.readSeq);
  const called = counts.heard.filter((one) => one.mention && (one.thread || one.seq > counts.readSeq));
  return { unread: counts.unread + unread.length, mentions: counts.mentions + called.length };
}

/** Whether an entry calls this person. `mentions` holds ids or persons. */
export function mentions(entry, me) {
  return (entry.mentions ?? []).some((one) => one === me || one?.id === me);
}
