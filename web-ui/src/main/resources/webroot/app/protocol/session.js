import { call } from './api.js';
import { exclusively } from './exclusively.js';

/** Says that this browser has signed in before, so that a first visit asks the server for nothing. Holds no secret. */
const SIGNED_IN_KEY = 'tertulia.signedIn';
/** A token is renewed when this share of its life is over. */
const RENEW_AT = 0.75;

/**
 * The signed-in person. The access token lives in this object only; the refresh token is an HttpOnly cookie the page never sees.
 *
 * Emits `change` when the person signs in or out, and `renewed` with each new access token.
 */
export class Session extends EventTarget {
  /** @type {any} */
  user = null;
  /** Why the session ended without the person's wish, as a message key; null otherwise. */
  endedBecause = null;
  #accessToken = '';
  #renewTimer;
  /** @type {Promise<string> | null} */
  #renewing = null;

  get signedIn() {
    return this.user !== null;
  }

  /** Takes up the session of an earlier visit. @returns {Promise<boolean>} */
  async restore() {
    if (!localStorage.getItem(SIGNED_IN_KEY)) return false;
    for (;;) {
      try {
        await this.#renew();
        return true;
      } catch (problem) {
        if (!problem.passing) return false;
        await new Promise((resolve) => setTimeout(resolve, problem.retryAfterMs ?? 2000));
      }
    }
  }

  async signIn(username, password) {
    this.#accept(await call('POST', '/auth/login', { username, password, cookie: true }));
  }

  async register(username, password, displayName) {
    const body = { username, password, cookie: true };
    if (displayName) body.displayName = displayName;
    this.#accept(await call('POST', '/auth/register', body));
  }

  async signOut() {
    const token = this.#accessToken;
    this.#forget(null);
    await call('POST', '/auth/logout', {}, token).catch(() => {});
  }

  /** The session was ended elsewhere. */
  ended() {
    if (this.signedIn) this.#forget('session.ended');
  }

  /** @param {any} user the profile as the server has it now */
  updateUser(user) {
    this.user = { ...this.user, ...user };
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {boolean} renew false takes the token at hand
   * @returns {Promise<string>} rejects with a Problem; one that isn't passing means signed out
   */
  async token(renew) {
    if (!renew && this.#accessToken) return this.#accessToken;
    return this.#renew();
  }

  #renew() {
    this.#renewing ??= this.#renewOnce().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renewOnce() {
    try {
      // The cookie is shared by all tabs and used once: two tabs renewing at the same time would look like a theft.
      this.#accept(
        await exclusively('tertulia.renew', () => call('POST', '/auth/refresh', { cookie: true })),
      );
      return this.#accessToken;
    } catch (problem) {
      if (!problem.passing) this.#forget(this.signedIn ? 'session.ended' : null);
      throw problem;
    }
  }

  #accept(answer) {
    // Another tab may have signed in as somebody else: the cookie is theirs now.
    const other = this.user?.id !== answer.user.id;
    this.user = answer.user;
    this.endedBecause = null;
    this.#accessToken = answer.accessToken;
    localStorage.setItem(SIGNED_IN_KEY, '1');
    clearTimeout(this.#renewTimer);
    const lifeMs = (answer.expiresIn ?? 900) * 1000;
    this.#renewTimer = setTimeout(() => this.#renew().catch(() => {}), lifeMs * RENEW_AT);
    this.dispatchEvent(new Event(other ? 'change' : 'renewed'));
  }

  #forget(reason) {
    this.user = null;
    this.endedBecause = reason;
    this.#accessToken = '';
    clearTimeout(this.#renewTimer);
    localStorage.removeItem(SIGNED_IN_KEY);
    this.dispatchEvent(new Event('change'));
  }
}
