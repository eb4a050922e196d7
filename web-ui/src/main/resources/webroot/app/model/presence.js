/**
 * Who is there, as far as this page has been told.
 *
 * @typedef {'online' | 'away' | 'dnd' | 'offline' | 'unknown'} PresenceState
 * @typedef {{state: PresenceState, lastSeen?: string, text?: string}} Presence
 */

/** @type {Presence} */
const UNKNOWN = Object.freeze({ state: 'unknown' });

export class PresenceBoard {
  /** @type {Map<string, Presence>} */
  #people = new Map();

  /** @param {any} frame with `user: {id}` or `id`, and `state`; or several in `presence` @returns {boolean} whether something changed */
  heard(frame) {
    if (Array.isArray(frame.presence)) return frame.presence.map((one) => this.heard(one)).includes(true);
    const id = frame.user?.id ?? frame.id ?? frame.userId;
    if (!id || !frame.state) return false;
    const known = this.of(id);
    if (known.state === frame.state && known.lastSeen === frame.lastSeen && known.text === frame.text) return false;
    this.#people.set(id, { state: frame.state, lastSeen: frame.lastSeen, text: frame.text });
    return true;
  }

  /** @param {string} id */
  of(id) {
    return this.#people.get(id) ?? UNKNOWN;
  }

  /** After a cut nothing heard before is sure. */
  forget() {
    this.#people.clear();
  }
}
