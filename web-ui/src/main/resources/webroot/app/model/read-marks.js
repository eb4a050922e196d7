/** A read mark leaves this long after the last line came into view. */
const DELAY_MS = 400;

/** How far I and others have read, by room. */
export class ReadMarks {
  #rooms;
  #send;
  #timers = new Map();
  /** @type {Map<string, Map<string, number>>} of others, by room and person */
  #others = new Map();

  /**
   * @param {import('./roombook.js').RoomBook} rooms
   * @param {(roomId: string, seq: number) => Promise<any>} send
   */
  constructor(rooms, send) {
    this.#rooms = rooms;
    this.#send = send;
  }

  /** Everything up to this number has been on the screen. @returns {boolean} whether my mark moved */
  mark(roomId, seq) {
    if (!this.#rooms.read(roomId, seq)) return false;
    if (!this.#timers.has(roomId)) this.#timers.set(roomId, setTimeout(() => this.#leave(roomId), DELAY_MS));
    return true;
  }

  #leave(roomId) {
    this.#timers.delete(roomId);
    const seq = this.#rooms.get(roomId)?.counts.readSeq;
    if (seq) this.#send(roomId, seq).catch(() => {});
  }

  /** @param {string} roomId @param {string} userId @param {number} seq */
  heard(roomId, userId, seq) {
    let marks = this.#others.get(roomId);
    if (!marks) this.#others.set(roomId, (marks = new Map()));
    marks.set(userId, Math.max(seq, marks.get(userId) ?? 0));
  }

  /** @param {string} roomId @returns {Map<string, number>} by person */
  of(roomId) {
    return this.#others.get(roomId) ?? new Map();
  }

  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
