/**
 * Files on their way to a message that is still being written: some at a time, each with how far it has come.
 *
 * @typedef {'waiting' | 'sending' | 'done' | 'failed'} UploadState
 * @typedef {{key: number, file: File, state: UploadState, sent: number, attachment?: any, problem?: any, preview?: string}} Upload
 *     `sent` in bytes; `attachment` as the server answered; `preview` the address of a picture within this page
 * @typedef {(file: File, ports: {progress: (sent: number) => void, signal: AbortSignal}) => Promise<any>} SendFile
 */

/** Files of one message, at most. */
export const MAX_FILES = 10;
/** Fewer than the server takes of one person at once, so that another tab may send as well. */
const AT_ONCE = 2;
const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

export class Uploads extends EventTarget {
  #send;
  /** @type {Upload[]} in the order they were chosen */
  #items = [];
  /** @type {Map<number, AbortController>} those under way */
  #running = new Map();
  #nextKey = 1;

  /** @param {SendFile} send */
  constructor(send) {
    super();
    this.#send = send;
  }

  /** @returns {Upload[]} */
  get items() {
    return this.#items;
  }

  /** Something is still on its way. */
  get busy() {
    return this.#items.some(({ state }) => state === 'waiting' || state === 'sending');
  }

  /** What has arrived, as the server answered. */
  get done() {
    return this.#items.flatMap(({ attachment }) => attachment ?? []);
  }

  /** @param {Iterable<File>} files @returns {number} how many were left out, because a message holds no more */
  add(files) {
    const all = [...files];
    const taken = all.slice(0, Math.max(0, MAX_FILES - this.#items.length));
    for (const file of taken) {
      const preview = PICTURE.test(file.type) ? URL.createObjectURL(file) : undefined;
      this.#items.push({ key: this.#nextKey++, file, state: 'waiting', sent: 0, preview });
    }
    this.#next();
    this.#tell();
    return all.length - taken.length;
  }

  /** Ends it if it is under way, and takes it out. @param {number} key */
  remove(key) {
    const item = this.#items.find((one) => one.key === key);
    if (!item) return;
    this.#items = this.#items.filter((one) => one !== item);
    this.#running.get(key)?.abort();
    if (item.preview) URL.revokeObjectURL(item.preview);
    this.#next();
    this.#tell();
  }

  /** @param {number} key of one that failed */
  retry(key) {
    this.#change(key, { state: 'waiting', sent: 0, problem: undefined });
    this.#next();
  }

  /** The message was sent: what has arrived goes with it. @returns {Upload[]} */
  take() {
    const taken = this.#items.filter(({ state }) => state === 'done');
    this.#items = this.#items.filter(({ state }) => state !== 'done');
    this.#tell();
    return taken;
  }

  #next() {
    while (this.#running.size < AT_ONCE) {
      const item = this.#items.find(({ state }) => state === 'waiting');
      if (!item) return;
      this.#start(item);
    }
  }

  async #start({ key, file }) {
    const control = new AbortController();
    this.#running.set(key, control);
    this.#change(key, { state: 'sending' });
    try {
      const progress = (sent) => this.#change(key, { sent });
      const attachment = await this.#send(file, { progress, signal: control.signal });
      this.#change(key, { state: 'done', sent: file.size, attachment });
    } catch (problem) {
      this.#change(key, { state: 'failed', problem });
    }
    this.#running.delete(key);
    this.#next();
  }

  #change(key, parts) {
    const at = this.#items.findIndex((one) => one.key === key);
    if (at < 0) return;
    this.#items = this.#items.with(at, { ...this.#items[at], ...parts });
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

/** What is being uploaded in each room and thread, also while another is looked at. */
export class UploadBook {
  #send;
  /** @type {Map<string, Uploads>} */
  #places = new Map();

  /** @param {(roomId: string) => SendFile} send */
  constructor(send) {
    this.#send = send;
  }

  /** @param {string} roomId @param {number} [thread] */
  of(roomId, thread = 0) {
    const key = `${roomId}/${thread}`;
    let uploads = this.#places.get(key);
    if (!uploads) this.#places.set(key, (uploads = new Uploads(this.#send(roomId))));
    return uploads;
  }
}
