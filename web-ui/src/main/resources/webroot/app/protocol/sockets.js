/** Opens the raw WebSocket, and SockJS where a proxy lets no WebSocket through. */

const SOCKJS_URL = new URL('../../vendor/sockjs-client/1.6.1/dist/sockjs.min.js', import.meta.url);
/** Raw sockets that may fail to open, with none ever opened, before SockJS is tried. */
const RAW_FAILURES = 2;

let rawFailures = 0;
let rawWorked = false;

/** @returns {Promise<import('./bridge.js').SocketLike>} */
export async function openSocket() {
  if (!rawWorked && rawFailures >= RAW_FAILURES && (await sockJsAnswers())) return openSockJs();
  return openRaw();
}

function openRaw() {
  const url = new URL('/eventbus/websocket', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  let opened = false;
  socket.addEventListener('open', () => {
    opened = true;
    rawWorked = true;
  });
  socket.addEventListener('close', () => {
    if (!opened) rawFailures++;
  });
  return socket;
}

async function sockJsAnswers() {
  try {
    return (await fetch('/eventbus/info', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

async function openSockJs() {
  await import(SOCKJS_URL.href);
  const SockJS = /** @type {any} */ (globalThis).SockJS;
  return new SockJS('/eventbus', null, {
    transports: ['websocket', 'xhr-streaming', 'xhr-polling'],
  });
}
