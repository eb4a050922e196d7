/** A sign that somebody types is good for this long; it is sent again more often than that. */
export const TYPING_SHOWN_MS = 6_000;
export const TYPING_SENT_EVERY_MS = 3_000;

/** Who is typing in which room, by the signs heard. Pure: the time comes from outside. */
export class TypingSigns {
  /** @type {Map<string, Map<string, {person: {id: string, name: string}, until: number}>>} */
  #rooms = new Map();

  /** @param {string} roomId @param {{id: string, name: string}} person @param {number} now */
  heard(roomId, person, now) {
    let room = this.#rooms.get(roomId);
    if (!room) this.#rooms.set(roomId, (room = new Map()));
    room.set(person.id, { person, until: now + TYPING_SHOWN_MS });
  }

  /** Their message came, or they said that they stopped. */
  stopped(roomId, personId) {
    this.#rooms.get(roomId)?.delete(personId);
  }

  /** @param {string} roomId @param {number} now @returns {{id: string, name: string}[]} */
  in(roomId, now) {
    const room = this.#rooms.get(roomId);
    if (!room) return [];
    for (const [id, sign] of room) if (sign.until <= now) room.delete(id);
    return [...room.values()].map((sign) => sign.person);
  }
}
