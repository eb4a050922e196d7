/** How long a holder that vanished blocks the others, where the browser offers no locks. */
const STALE_MS = 10_000;
const POLL_MS = 60;

/**
 * Runs one task at a time over all tabs of this browser. Web Locks exist on https and localhost only; on plain http a
 * time-stamped mark in local storage does, which is enough to keep two tabs from acting in the same instant.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function exclusively(name, task) {
  if (navigator.locks) return navigator.locks.request(name, task);
  const mine = String(Math.random());
  while (!take(name, mine)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  try {
    return await task();
  } finally {
    localStorage.removeItem(name);
  }
}

function take(name, mine) {
  const [, since] = (localStorage.getItem(name) ?? '|0').split('|');
  if (Date.now() - Number(since) < STALE_MS) return false;
  localStorage.setItem(name, `${mine}|${Date.now()}`);
  return localStorage.getItem(name)?.startsWith(mine) ?? false;
}
