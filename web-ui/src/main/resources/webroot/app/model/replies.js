/**
 * How many answers the threads of a stretch have, and who wrote last: what a page said, and what was heard since. Pure.
 *
 * @typedef {{id: string, name: string}} Person
 * @typedef {{count: number, lastSeq: number, lastAt: string, people: Person[]}} Summary as the server gives it with a message
 * @typedef {{seq: number, at: string, actor: Person, gone: boolean}} Heard
 */

/** People named beside a thread, at most. */
const PEOPLE = 3;

export class Replies {
  /** @type {Map<number, {said: Summary | undefined, asOf: number, heard: Map<number, Heard>}>} by the message they began with */
  #threads = new Map();

  /**
   * A message is here, in its state after entry `asOf`.
   *
   * @param {{seq: number, replies?: Summary}} message @param {number} asOf
   */
  began({ seq, replies }, asOf) {
    const later = [...(this.#threads.get(seq)?.heard ?? [])].filter(([number]) => number > asOf);
    this.#threads.set(seq, { said: replies, asOf, heard: new Map(later) });
  }

  /** @param {number} seq a message that is here no more */
  forget(seq) {
    this.#threads.delete(seq);
  }

  /**
   * @param {any} entry a message in a thread
   * @returns {boolean} whether it changed what stands beside its first message
   */
  heard({ seq, thread, at, actor }) {
    const known = this.#threads.get(thread);
    if (!known || seq <= known.asOf || known.heard.has(seq)) return false;
    known.heard.set(seq, { seq, at, actor, gone: false });
    return true;
  }

  /**
   * An answer was deleted, or is there again.
   *
   * @param {{seq: number, thread: number}} answer @param {boolean} gone @param {number} entry number of the change
   * @returns {'changed' | 'unknown' | 'same'} unknown when only the server can tell what is left
   */
  turned({ seq, thread }, gone, entry) {
    const known = this.#threads.get(thread);
    if (!known || entry <= known.asOf) return 'same';
    const heard = known.heard.get(seq);
    if (!heard) return 'unknown';
    known.heard.set(seq, { ...heard, gone });
    return 'changed';
  }

  /** @param {number} seq @returns {Summary | undefined} what to say of the thread that began here */
  of(seq) {
    const known = this.#threads.get(seq);
    if (!known) return undefined;
    const heard = [...known.heard.values()].filter(({ gone }) => !gone).sort((a, b) => b.seq - a.seq);
    if (heard.length === 0) return known.said;
    const people = [...heard.map(({ actor }) => actor), ...(known.said?.people ?? [])];
    const named = people.filter(({ id }, place) => people.findIndex((one) => one.id === id) === place);
    return {
      count: (known.said?.count ?? 0) + heard.length,
      lastSeq: heard[0].seq,
      lastAt: heard[0].at,
      people: named.slice(0, PEOPLE),
    };
  }
}
