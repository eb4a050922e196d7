/**
 * What I have settled about myself: how I show, what others may know.
 *
 * @typedef {{presence: 'auto' | 'online' | 'away' | 'dnd' | 'invisible', showLastSeen: boolean, showReads: boolean, statusText?: string, statusUntil?: string}} Settings
 */
export class Mine extends EventTarget {
  #api;
  #key;
  /** @type {Settings | null} null until the server said */
  settings = null;

  /** @param {import('../protocol/api.js').Api} api @param {string} userId */
  constructor(api, userId) {
    super();
    this.#api = api;
    this.#key = `tertulia.presence.${userId}`;
  }

  /** Until the server said, what it was here last: who chose to be invisible is not to be seen meanwhile. */
  get presence() {
    return this.settings?.presence ?? /** @type {Settings['presence']} */ (localStorage.getItem(this.#key) ?? 'auto');
  }

  /**
   * What my sockets say of me.
   *
   * @param {string} state whether somebody is at this page: `online` or `away`
   */
  shown(state) {
    return { state: this.presence === 'auto' ? state : this.presence, ...(this.statusText ? { text: this.statusText } : {}) };
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
    if (settings.presence === 'auto') localStorage.removeItem(this.#key);
    else localStorage.setItem(this.#key, settings.presence);
    this.dispatchEvent(new Event('change'));
  }
}
