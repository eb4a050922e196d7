/**
 * What I have settled about myself: how I show, what others may know.
 *
 * @typedef {{presence: 'auto' | 'online' | 'away' | 'dnd' | 'invisible', showLastSeen: boolean, showReads: boolean, statusText?: string, statusUntil?: string}} Settings
 */
export class Mine extends EventTarget {
  #api;
  /** @type {Settings | null} null until the server said */
  settings = null;

  /** @param {import('../protocol/api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
  }

  get presence() {
    return this.settings?.presence ?? 'auto';
  }

  /** My status text, unless its time is over. */
  get statusText() {
    const { statusText, statusUntil } = this.settings ?? {};
    return statusUntil && new Date(statusUntil).getTime() <= Date.now() ? '' : (statusText ?? '');
  }

  /** A failure leaves what was known. */
  async load() {
    await this.#api.get('/me/settings').then((settings) => this.#take(settings), () => {});
  }

  /** @param {Partial<Settings> & {statusFor?: number}} change */
  async change(change) {
    this.#take(await this.#api.patch('/me/settings', change));
  }

  #take(settings) {
    this.settings = settings;
    this.dispatchEvent(new Event('change'));
  }
}
