/** A small test frame for the browser: tests are collected, run one after the other, and their results left for the runner. */

/** @type {{name: string, run: () => unknown}[]} */
const tests = [];

/** @param {string} name a sentence @param {() => unknown} run */
export function test(name, run) {
  tests.push({ name, run });
}

/** @param {unknown} actual @param {unknown} expected */
export function equal(actual, expected, what = '') {
  const [a, b] = [canonical(actual), canonical(expected)];
  if (a === b) return;
  const from = Math.max(0, [...a].findIndex((c, i) => c !== b[i]) - 60);
  const cut = (text) => text.slice(from, from + 300);
  throw new Error(`${what ? `${what}: ` : ''}expected …${cut(b)} but was …${cut(a)}`);
}

/** JSON whose keys are in order. */
function canonical(value) {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? 'undefined';
}

/** @param {unknown} value @param {string} what */
export function ok(value, what) {
  if (!value) throw new Error(what);
}

/** @returns {Promise<{name: string, failure: string | null}[]>} */
export async function runAll() {
  const results = [];
  for (const { name, run } of tests) {
    let failure = null;
    try {
      await run();
    } catch (error) {
      failure = error?.stack ?? String(error);
    }
    results.push({ name, failure });
  }
  return results;
}

/** Numbers that look random and are the same in every run. @param {number} seed */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A clock that moves when told. */
export class FakeClock {
  time = 0;
  /** @type {{at: number, run: () => void}[]} */
  timers = [];
  now = () => this.time;
  setTimeout = (run, ms) => {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return timer;
  };
  clearTimeout = (timer) => {
    this.timers = this.timers.filter((one) => one !== timer);
  };

  /** @param {number} ms */
  async advance(ms) {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const next = this.timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.clearTimeout(next);
      this.time = next.at;
      next.run();
      await settled();
    }
    this.time = end;
  }
}

/** Lets everything that is ready run. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Local storage without a browser behind it. */
export class FakeStorage {
  #map = new Map();
  get length() {
    return this.#map.size;
  }
  key(i) {
    return [...this.#map.keys()][i] ?? null;
  }
  getItem(key) {
    return this.#map.get(key) ?? null;
  }
  setItem(key, value) {
    this.#map.set(key, String(value));
  }
  removeItem(key) {
    this.#map.delete(key);
  }
}
