/** How much is new, where one sees it without the page: in its title, its icon, and on the installed app. */

const ICON = '/logo.svg';
const SIDE = 64;
let shown = -1;

/**
 * @param {{unread: number, mentions: number}} news
 * @param {string} place name of what is open
 */
export function showBadge({ unread, mentions }, place) {
  const name = place ? `${place} · Tertulia` : 'Tertulia';
  document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${name}` : name;
  const state = unread === 0 ? 0 : mentions > 0 ? 2 : 1;
  if (state !== shown) drawIcon(state);
  shown = state;
  const app = /** @type {any} */ (navigator);
  (unread > 0 ? app.setAppBadge?.(unread) : app.clearAppBadge?.())?.catch(() => {});
}

/** @param {number} state 0 nothing, 1 something, 2 a mention */
async function drawIcon(state) {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel=icon]'));
  if (!link) return;
  if (state === 0) {
    link.href = ICON;
    return;
  }
  const logo = new Image(SIDE, SIDE);
  logo.src = ICON;
  await logo.decode().catch(() => {});
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE });
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.drawImage(logo, 0, 0, SIDE, SIDE);
  pen.fillStyle = state === 2 ? '#d2483c' : '#2b211b';
  pen.strokeStyle = '#ffffff';
  pen.lineWidth = 5;
  pen.beginPath();
  pen.arc(47, 17, 14, 0, 2 * Math.PI);
  pen.stroke();
  pen.fill();
  if (shown === state) link.href = canvas.toDataURL('image/png');
}
