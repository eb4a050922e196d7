/* The stock client as a page uses it, for StockClientTest. */

/** What came on followed addresses, in order: bodies, and errors as the client gives them. */
const frames = [];
let pongs = 0;
let closed = null;
let eb;

/** Connects by this SockJS transport only; the transport's name once it is open. */
function connect(transport) {
  eb = new EventBus(location.origin + '/eventbus', { transports: [transport], vertxbus_ping_interval: 500 });
  eb.onunhandled = (frame) => {
    if (frame.type === 'pong') pongs += 1;
    else frames.push(frame);
  };
  eb.onclose = (event) => (closed = event.code);
  return new Promise((resolve) => (eb.onopen = () => resolve(eb.sockJSConn.transport)));
}

/** Sends, and waits for the callback: the reply's body, or the error. */
function ask(address, body) {
  return new Promise((resolve) =>
    eb.send(address, body, (err, reply) => resolve(err ? { err } : reply.body)));
}

/** Registers a handler that keeps what comes. */
function follow(address, headers) {
  eb.registerHandler(address, headers, (err, frame) => frames.push(err ? { address, err } : frame.body));
}
