/** Hidden and idle for this long, a person is away. */
const AWAY_AFTER_MS = 5 * 60_000;

/** Whether somebody is at this page, as far as it can tell: it is in view, or was a moment ago. */
export class BeingHere {
  /** @type {'online' | 'away'} */
  state = 'online';
  /** It came into view. */
  onReturn = () => {};
  onChange = () => {};
  #timer;

  /** @param {AbortSignal} signal ends it */
  constructor(signal) {
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  #look() {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'visible') {
      this.onReturn();
      this.#become('online');
    } else {
      this.#timer = setTimeout(() => this.#become('away'), AWAY_AFTER_MS);
    }
  }

  /** @param {'online' | 'away'} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.onChange();
  }
}
