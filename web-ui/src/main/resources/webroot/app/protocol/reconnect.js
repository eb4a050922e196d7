/**
 * What to do after a socket has closed, and when: a pure policy, so that it can be tested without a clock.
 */

/** The close codes a Tertulia gateway sends. */
export const CloseCode = Object.freeze({
  NOT_AUTHENTICATED: 4001,
  SESSION_OVER: 4003,
  TOO_SLOW: 4008,
  DRAIN: 4009,
  TOO_MANY: 4029,
});

export const FIRST_DELAY_MS = 300;
export const LONGEST_DELAY_MS = 20_000;
/** A gateway that counts too many sockets wants fewer of them: come back late. */
export const TOO_MANY_DELAY_MS = 15_000;

/**
 * Exponential with full spread in its upper half: many pages that lost one gateway don't come back at once.
 *
 * @param {number} attempt 0 for the first try after a cut
 * @param {() => number} random in [0, 1)
 * @returns {number} milliseconds
 */
export function backoffMs(attempt, random) {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/**
 * @param {{code: number, attempt: number, drainMs?: number, random: () => number}} close
 * @returns {{delayMs: number, renewToken: boolean}}
 */
export function afterClose({ code, attempt, drainMs, random }) {
  switch (code) {
    case CloseCode.NOT_AUTHENTICATED:
    case CloseCode.SESSION_OVER:
      return { delayMs: attempt === 0 ? 0 : backoffMs(attempt, random), renewToken: true };
    case CloseCode.DRAIN:
      return { delayMs: drainMs ?? backoffMs(attempt, random), renewToken: false };
    case CloseCode.TOO_MANY:
      return { delayMs: TOO_MANY_DELAY_MS + backoffMs(attempt, random), renewToken: false };
    default:
      return { delayMs: backoffMs(attempt, random), renewToken: false };
  }
}
