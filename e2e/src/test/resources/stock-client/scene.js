/* The stock client as a page uses it, for StockClientTest. */

/** What came on followed addresses, in order: bodies, and errors as the client gives them. */
const frames = [];
/** What the client knew no handler for. */
const unhandled = [];
let closed = null;
let eb;

const ANSWER_WITHIN_MS = 10_000;

/** A promise that fails when nothing comes; evaluating waits for ever otherwise. */
function soon(what, begin) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${what}: nothing came, closed: ${closed}, ${JSON.stringify(frames)}`)), ANSWER_WITHIN_MS);
    begin(resolve);
  });
}

/** Connects by this SockJS transport only; the transport's name once it is open. */
function connect(transport) {
  eb = new EventBus(location.origin + '/eventbus', { transports: [transport], vertxbus_ping_interval: 500 });
  eb.onunhandled = (frame) => unhandled.push(frame);
  eb.onclose = (event) => (closed = event.code);
  return soon('open', (resolve) => (eb.onopen = () => resolve(eb.sockJSConn.transport)));
}

/** Sends, and waits for the callback: the reply's body, or the error. */
function ask(address, body) {
  return soon(address, (resolve) =>
    eb.send(address, body, (err, reply) => resolve(err ? { err } : reply.body)));
}

/** Registers a handler that keeps what comes. */
function follow(address, headers) {
  eb.registerHandler(address, headers, (err, frame) => frames.push(err ? { address, err } : frame.body));
}
