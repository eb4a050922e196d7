import { randomId } from './ids.js';

/** Messages far from what is shown that are kept because something refers to them. */
const ORIGINALS_KEPT = 500;
/** A change whose answer was lost is sent again after this. */
const REPEAT_AFTER_MS = 1_000;

/**
 * What is done to messages that are there. What repeats without harm is tried once more when the first answer was lost.
 *
 * @typedef {(address: string, body: any) => Promise<any>} Ask
 */
export class Messages {
  #ask;
  #shown;
  #arrived;
  /** @type {Map<string, any>} messages far from what is shown, by room and number; null while on their way */
  #originals = new Map();

  /**
   * @param {Ask} ask
   * @param {{shown: (roomId: string, seq: number) => any, arrived: (roomId: string) => void}} room what of it is here, and whom
   *     to tell when another message of it has come
   */
  constructor(ask, { shown, arrived }) {
    this.#ask = ask;
    this.#shown = shown;
    this.#arrived = arrived;
  }

  /** Changes the text of my message. */
  edit(roomId, seq, content) {
    return this.#twice('room.edit', { roomId, seq, content, clientId: randomId() });
  }

  /** @param {string} roomId @param {number} seq @param {string} [reason] */
  delete(roomId, seq, reason) {
    return this.#twice('room.delete', { roomId, seq, ...(reason ? { reason } : {}) });
  }

  /** Takes my last edit or deletion of a message back. */
  undo(roomId, seq) {
    return this.#ask('room.undo', { roomId, seq });
  }

  /** @param {string} roomId @param {number} seq @param {string} emoji @param {boolean} on */
  react(roomId, seq, emoji, on) {
    return this.#twice('room.react', { roomId, seq, emoji, on });
  }

  /** @param {string} roomId @param {number} seq @param {boolean} on */
  pin(roomId, seq, on) {
    return this.#twice('room.pin', { roomId, seq, on });
  }

  /** Posts in another room what a message says. */
  forward(fromRoomId, fromSeq, roomId) {
    return this.#twice('room.forward', { roomId, fromRoomId, fromSeq, clientId: randomId() });
  }

  /** The texts a message had, oldest first. */
  async versions(roomId, seq) {
    return (await this.#ask('room.versions', { roomId, seq })).versions;
  }

  /** Last pinned first. */
  async pins(roomId) {
    return (await this.#ask('room.pins', { roomId })).messages;
  }

  /**
   * A message others refer to: from what is shown, else fetched, for a later drawing.
   *
   * @param {string} roomId @param {number} seq
   * @returns {any} null while it isn't here, or where there is none
   */
  original(roomId, seq) {
    const here = this.#shown(roomId, seq);
    if (here) return here;
    const key = `${roomId}/${seq}`;
    const known = this.#originals.get(key);
    if (known !== undefined) return known;
    if (this.#originals.size >= ORIGINALS_KEPT) this.#originals.clear();
    this.#originals.set(key, null);
    this.#fetch(roomId, seq);
    return null;
  }

  #fetch(roomId, seq) {
    this.#ask('room.message', { roomId, seq }).then(
      (message) => {
        this.#originals.set(`${roomId}/${seq}`, message);
        this.#arrived(roomId);
      },
      () => {},
    );
  }

  /** Something was changed: where it is only referred to it is asked for again. @param {string} roomId @param {any} entry */
  changed(roomId, { target }) {
    if (target && this.#originals.has(`${roomId}/${target}`)) this.#fetch(roomId, target);
  }

  /** @param {string} address @param {any} body */
  async #twice(address, body) {
    try {
      return await this.#ask(address, body);
    } catch (problem) {
      if (!problem.passing) throw problem;
      await new Promise((later) => setTimeout(later, problem.retryAfterMs ?? REPEAT_AFTER_MS));
      return this.#ask(address, body);
    }
  }
}
