/** Dialogs and short notices over the page. */

/**
 * Shows a dialog element and gives what it was closed with.
 *
 * @param {string} tag a Dialog element
 * @param {Record<string, any>} [properties]
 * @returns {Promise<any>}
 */
export function openDialog(tag, properties = {}) {
  const dialog = /** @type {any} */ (Object.assign(document.createElement(tag), properties));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('done', (event) => {
      dialog.remove();
      resolve(event.detail);
    });
  });
}

const NOTICE_MS = 5_000;

/**
 * @param {string} text
 * @param {{label: string, run: () => void, forMs: number}} [offer] something to be done about it, while it is shown
 */
export function notice(text, offer) {
  let area = /** @type {HTMLElement | null} */ (document.querySelector('.notices'));
  if (!area) {
    area = document.createElement('div');
    area.className = 'notices';
    area.setAttribute('role', 'status');
    area.setAttribute('data-test', 'notices');
    area.popover = 'manual';
    document.body.append(area);
  }
  // Shown anew, it comes to lie over a dialog that was opened since.
  area.hidePopover?.();
  area.showPopover?.();
  // What is offered is about what was done last: an older offer would take back something else.
  if (offer) area.querySelectorAll('p:has(button)').forEach((older) => older.remove());
  const line = document.createElement('p');
  line.append(text);
  if (offer) line.append(offered(offer, line));
  area.append(line);
  setTimeout(() => line.remove(), offer?.forMs ?? NOTICE_MS);
}

function offered({ label, run }, line) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link-button';
  button.dataset.test = 'notice-action';
  button.textContent = label;
  button.addEventListener('click', () => {
    line.remove();
    run();
  });
  return button;
}

/** @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Plain http has no clipboard interface. */
function copyBySelection(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr-only';
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
