import { query } from '../protocol/api.js';

const PAGE = 200;
/** Members of one room asked for at most; bigger rooms show these and the number. */
const SHOWN = 1_000;

/** @typedef {{list: any[], complete: boolean}} Membership who is in a room; incomplete where there are very many */

/** The members of the rooms that were looked at. */
export class Members {
  #api;
  /** @type {Map<string, Membership>} */
  #rooms = new Map();

  /** @param {import('../protocol/api.js').Api} api */
  constructor(api) {
    this.#api = api;
  }

  /** @param {string} roomId @returns {Membership | undefined} */
  get(roomId) {
    return this.#rooms.get(roomId);
  }

  /** @param {string} roomId @returns {Promise<any[] | null>} null when nobody answered: what was known stays */
  async load(roomId) {
    const list = [];
    let cursor;
    try {
      do {
        const page = await this.#api.get(`/rooms/${encodeURIComponent(roomId)}/members${query({ limit: PAGE, cursor })}`);
        list.push(...page.members);
        cursor = page.next;
      } while (cursor && list.length < SHOWN);
    } catch {
      return null;
    }
    this.#rooms.set(roomId, { list, complete: !cursor });
    return list;
  }

  /** @param {string} roomId */
  forget(roomId) {
    this.#rooms.delete(roomId);
  }
}
