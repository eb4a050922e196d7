/** Small surfaces beside what they belong to: above everything, inside the window, gone with Escape or a click elsewhere. */

/** Whether one is open. */
export const popupOpen = () => document.querySelector('.popup:popover-open') !== null;

const GAP_PX = 4;
const EDGE_PX = 8;
const ITEM = '[role=menuitem], [role=menuitemradio]';

/**
 * Shows an element beside another.
 *
 * @param {HTMLElement} surface removed when it closes
 * @param {HTMLElement} anchor gets the focus back, if the focus was inside
 * @param {{within?: Element}} [place] where in the page it belongs; the dialog or the part of the page that the anchor is in
 * @returns {() => void} closes it
 */
export function openPopup(surface, anchor, { within = anchor.closest('dialog, main, nav, aside') ?? document.body } = {}) {
  surface.popover = 'auto';
  surface.classList.add('popup');
  within.append(surface);
  const place = () => beside(surface, anchor);
  const resized = new ResizeObserver(place);
  surface.addEventListener('toggle', (event) => {
    if (/** @type {any} */ (event).newState !== 'closed') return;
    resized.disconnect();
    const inside = surface.contains(document.activeElement) || document.activeElement === document.body;
    surface.remove();
    if (inside && anchor.isConnected) anchor.focus();
    anchor.setAttribute('aria-expanded', 'false');
  });
  // Escape closes it, by the browser, and nothing else.
  surface.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopPropagation());
  surface.showPopover();
  anchor.setAttribute('aria-expanded', 'true');
  resized.observe(surface);
  place();
  return () => surface.isConnected && surface.hidePopover();
}

/** Below the anchor and along its right edge, or above it where there is more room. */
function beside(surface, anchor) {
  // What it belonged to may have been drawn away meanwhile; then it stays where it is.
  if (!anchor.isConnected) return;
  const { top, bottom, right } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = surface;
  const below = bottom + GAP_PX + height + EDGE_PX <= innerHeight || top < innerHeight - bottom;
  const y = below ? bottom + GAP_PX : top - GAP_PX - height;
  surface.style.top = `${Math.max(EDGE_PX, Math.min(y, innerHeight - height - EDGE_PX))}px`;
  surface.style.left = `${Math.max(EDGE_PX, Math.min(right - width, innerWidth - width - EDGE_PX))}px`;
}

/**
 * A menu of things to do.
 *
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {{label: string, icon: SVGElement | Node, run: () => void, danger?: boolean, test?: string, key?: string, checked?: boolean, line?: boolean}[]} items
 *     `checked` marks one of several choices, `line` begins a new group
 */
export function openMenu(anchor, label, items) {
  const menu = document.createElement('div');
  menu.className = 'menu-popup';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', label);
  const close = () => menu.hidePopover();
  for (const item of items) menu.append(choice(item, close));
  menu.addEventListener('keydown', (event) => menuKey(menu, event));
  openPopup(menu, anchor);
  /** @type {HTMLElement | null} */ (menu.querySelector(ITEM))?.focus();
}

/** @param {any} item @param {() => void} close */
function choice({ label, icon, run, danger, test, key, checked, line }, close) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('role', checked === undefined ? 'menuitem' : 'menuitemradio');
  if (checked !== undefined) button.setAttribute('aria-checked', String(checked));
  button.tabIndex = -1;
  button.classList.toggle('danger', danger === true);
  button.classList.toggle('apart', line === true);
  if (test) button.dataset.test = test;
  const text = document.createElement('span');
  text.textContent = label;
  button.append(icon, text);
  if (key) button.append(Object.assign(document.createElement('kbd'), { textContent: key, ariaHidden: 'true' }));
  button.addEventListener('click', () => {
    close();
    run();
  });
  return button;
}

function menuKey(menu, event) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll(ITEM)]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[to % items.length].focus();
  } else if (event.key === 'Tab') {
    event.preventDefault();
    menu.hidePopover();
  }
}
