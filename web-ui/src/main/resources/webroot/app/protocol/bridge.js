import { afterClose } from './reconnect.js';
import { Problem } from './problem.js';

/** How long a request waits for its reply before it counts as lost. */
export const REPLY_TIMEOUT_MS = 12_000;
/** How long a socket may take to open and to accept the token. */
export const OPEN_TIMEOUT_MS = 10_000;
/** Used until `session.open` has said how often to ping. */
export const DEFAULT_HEARTBEAT_MS = 10_000;
/** A socket silent for this long after a ping is dead, whatever the operating system believes. */
export const SILENCE_MS = 8_000;

/**
 * @typedef {{send(text: string): void, close(code?: number): void,
 *   onopen: any, onmessage: any, onclose: any}} SocketLike WebSocket or SockJS
 * @typedef {'stopped'|'connecting'|'online'|'waiting'} BridgeState
 * @typedef {{now(): number, setTimeout(run: () => void, ms: number): any, clearTimeout(timer: any): void}} Clock
 */

/** @type {Clock} */
const systemClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

/**
 * One lasting conversation with the gateway over sockets that come and go: frames of the Vert.x event-bus bridge,
 * requests with replies, heartbeats, and reconnection. It keeps no registrations: whoever listens to `onOnline`
 * registers again and says from where, because only the owner of a log knows how far it has read.
 */
export class Bridge {
  #openSocket;
  #token;
  #clock;
  #random;
  /** @type {SocketLike | null} */
  #socket = null;
  /** @type {BridgeState} */
  #state = 'stopped';
  #attempt = 0;
  #drainMs;
  #nextReply = 1;
  /** @type {Map<string, {resolve: (body: any) => void, reject: (problem: Problem) => void, timer: any}>} */
  #replies = new Map();
  #retryTimer;
  #openTimer;
  #pingTimer;
  #silenceTimer;
  #heartbeatMs = DEFAULT_HEARTBEAT_MS;

  /** @type {(session: any) => void} called each time a socket has accepted the token */
  onOnline = () => {};
  /** @type {(state: BridgeState, retryAt?: number) => void} */
  onState = () => {};
  /** @type {(address: string, body: any) => void} */
  onEvent = () => {};
  /** @type {(address: string, problem: Problem) => void} a refusal that answers no request, e.g. of a registration */
  onRefusal = () => {};

  /**
   * @param {{openSocket: () => Promise<SocketLike>, token: (renew: boolean) => Promise<string>,
   *     clock?: Clock, random?: () => number}} ports
   *     `token` gives an access token, a new one when `renew`; it rejects when the session is over
   */
  constructor({ openSocket, token, clock = systemClock, random = Math.random }) {
    this.#openSocket = openSocket;
    this.#token = token;
    this.#clock = clock;
    this.#random = random;
  }

  get state() {
    return this.#state;
  }

  start() {
    if (this.#state === 'stopped') this.#connect(false);
  }

  /** Ends the conversation; requests without a reply are refused. */
  stop() {
    this.#clock.clearTimeout(this.#retryTimer);
    this.#drop();
    this.#become('stopped');
  }

  /** The network came back or the page became visible: don't wait any longer, and don't trust a silent socket. */
  poke() {
    if (this.#state === 'waiting') {
      this.#clock.clearTimeout(this.#retryTimer);
      this.#connect(false);
    } else if (this.#state === 'online') {
      this.#ping();
    }
  }

  /**
   * Asks an address and waits for its reply.
   *
   * @param {string} address
   * @param {any} body
   * @param {{timeoutMs?: number}} [options]
   * @returns {Promise<any>} rejects with a Problem
   */
  request(address, body, { timeoutMs = REPLY_TIMEOUT_MS } = {}) {
    if (this.#state !== 'online') return Promise.reject(Problem.unreachable('not_connected'));
    return this.#ask(address, body, timeoutMs);
  }

  /** Says something that needs no reply; while not connected it is dropped. */
  tell(address, body) {
    if (this.#state === 'online') this.#write({ type: 'send', address, body, headers: {} });
  }

  /** @param {string} address @param {Record<string, string>} [headers] */
  register(address, headers = {}) {
    if (this.#state === 'online') this.#write({ type: 'register', address, headers });
  }

  /** @param {string} address */
  unregister(address) {
    if (this.#state === 'online') this.#write({ type: 'unregister', address, headers: {} });
  }

  async #connect(renewToken) {
    this.#become('connecting');
    let token;
    try {
      token = await this.#token(renewToken);
    } catch (problem) {
      if (this.#state !== 'connecting') return;
      if (problem?.passing) this.#retry(0);
      else this.#become('stopped');
      return;
    }
    if (this.#state !== 'connecting') return;
    try {
      await this.#open(token);
    } catch {
      if (this.#state === 'connecting') this.#retry(0);
    }
  }

  async #open(token) {
    const socket = await this.#openSocket();
    if (this.#state !== 'connecting') {
      socket.close();
      return;
    }
    this.#socket = socket;
    this.#openTimer = this.#clock.setTimeout(() => this.#lost(socket, 0), OPEN_TIMEOUT_MS);
    socket.onopen = () => this.#greet(socket, token);
    socket.onmessage = (event) => socket === this.#socket && this.#receive(event.data);
    socket.onclose = (event) => this.#lost(socket, event?.code ?? 0);
  }

  async #greet(socket, token) {
    try {
      const session = await this.#ask('session.open', { token }, OPEN_TIMEOUT_MS);
      if (socket !== this.#socket) return;
      this.#clock.clearTimeout(this.#openTimer);
      this.#attempt = 0;
      this.#heartbeatMs = session?.heartbeatMs > 0 ? session.heartbeatMs : DEFAULT_HEARTBEAT_MS;
      this.#become('online');
      this.#schedulePing();
      this.onOnline(session ?? {});
    } catch (problem) {
      if (socket === this.#socket) this.#lost(socket, problem.status === 401 ? 4001 : 0);
    }
  }

  #ask(address, body, timeoutMs) {
    const replyAddress = `r${this.#nextReply++}`;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => {
        this.#replies.delete(replyAddress);
        reject(Problem.unreachable('timeout'));
      }, timeoutMs);
      this.#replies.set(replyAddress, { resolve, reject, timer });
      this.#write({ type: 'send', address, body, replyAddress, headers: {} });
    });
  }

  #write(frame) {
    try {
      this.#socket?.send(JSON.stringify(frame));
    } catch {
      this.#lost(this.#socket, 0);
    }
  }

  #receive(text) {
    this.#clock.clearTimeout(this.#silenceTimer);
    this.#silenceTimer = undefined;
    let frames;
    try {
      frames = JSON.parse(text);
    } catch {
      return;
    }
    // Several frames of one turn may come as one array.
    for (const frame of Array.isArray(frames) ? frames : [frames]) this.#dispatch(frame);
  }

  #dispatch(frame) {
    if (frame?.type === 'rec' || frame?.type === 'message') {
      const reply = this.#takeReply(frame.address);
      if (reply) reply.resolve(frame.body);
      else this.#passOn(frame.address, frame.body);
    } else if (frame?.type === 'err') {
      const problem = Problem.ofFrame(frame);
      const reply = this.#takeReply(frame.address);
      if (reply) reply.reject(problem);
      else this.onRefusal(frame.address, problem);
    }
  }

  #passOn(address, body) {
    if (body?.type === 'drain') this.#drainMs = Number(body.reconnectInMs) || 0;
    this.onEvent(address, body);
  }

  #takeReply(address) {
    const reply = this.#replies.get(address);
    if (!reply) return undefined;
    this.#replies.delete(address);
    this.#clock.clearTimeout(reply.timer);
    return reply;
  }

  #lost(socket, code) {
    if (socket !== this.#socket || this.#state === 'stopped') return;
    this.#drop();
    this.#retry(code);
  }

  #retry(code) {
    const { delayMs, renewToken } = afterClose({
      code,
      attempt: this.#attempt++,
      drainMs: this.#drainMs,
      random: this.#random,
    });
    this.#drainMs = undefined;
    this.#become('waiting', this.#clock.now() + delayMs);
    this.#retryTimer = this.#clock.setTimeout(() => this.#connect(renewToken), delayMs);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    for (const timer of [this.#openTimer, this.#pingTimer, this.#silenceTimer]) {
      this.#clock.clearTimeout(timer);
    }
    this.#silenceTimer = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      try {
        socket.close();
      } catch {
        // It was closed already.
      }
    }
    const waiting = [...this.#replies.values()];
    this.#replies.clear();
    for (const reply of waiting) {
      this.#clock.clearTimeout(reply.timer);
      reply.reject(Problem.unreachable('not_connected'));
    }
  }

  #schedulePing() {
    this.#clock.clearTimeout(this.#pingTimer);
    this.#pingTimer = this.#clock.setTimeout(() => {
      this.#ping();
      this.#schedulePing();
    }, this.#heartbeatMs);
  }

  #ping() {
    const socket = this.#socket;
    this.#write({ type: 'ping' });
    // The first ping without an answer counts, not the latest.
    this.#silenceTimer ??= this.#clock.setTimeout(() => this.#lost(socket, 0), SILENCE_MS);
  }

  #become(state, retryAt) {
    if (state === this.#state && state !== 'waiting') return;
    this.#state = state;
    this.onState(state, retryAt);
  }
}
