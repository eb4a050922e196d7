import { randomId } from './ids.js';

/** The name of this tab, for as long as the page lives. */
export const tabId = randomId();

const PREFIX = 'tertulia.tab.';

// Held until the page goes: that is how other tabs see that this one lives.
navigator.locks?.request(PREFIX + tabId, () => new Promise(() => {}));

/** @returns {Promise<Set<string>>} tabs that live; without Web Locks only this one is known */
export async function livingTabs() {
  const held = (await navigator.locks?.query())?.held ?? [];
  const tabs = held.map((lock) => lock.name ?? '').filter((name) => name.startsWith(PREFIX));
  return new Set([tabId, ...tabs.map((name) => name.slice(PREFIX.length))]);
}
