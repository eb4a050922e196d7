const KEY = 'tertulia.letterKeys';

/** Keys without Ctrl or Alt can be in the way of those who speak to their computer, so they can be turned off. */
export const letterKeysOn = () => localStorage.getItem(KEY) !== 'off';

/** @param {boolean} on */
export function chooseLetterKeys(on) {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}

/** Whether a key that was pressed is meant for the page: alone, and not in a text. @param {KeyboardEvent} event */
export function letterKeys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || !letterKeysOn()) return false;
  const target = /** @type {HTMLElement} */ (event.target);
  return !target.closest?.('input, textarea, select, [contenteditable], [role=menu], .popup');
}
