import { Problem } from './problem.js';

const ROOT = '/api/v1';
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * REST with the session's token: one place that adds it, renews it once when it is refused, and turns every refusal into a Problem.
 */
export class Api {
  #token;

  /** @param {(renew: boolean) => Promise<string>} token gives an access token, a new one when `renew` */
  constructor(token) {
    this.#token = token;
  }

  get(path) {
    return this.#signed('GET', path);
  }

  post(path, body = {}) {
    return this.#signed('POST', path, body);
  }

  put(path, body = {}) {
    return this.#signed('PUT', path, body);
  }

  patch(path, body) {
    return this.#signed('PATCH', path, body);
  }

  delete(path) {
    return this.#signed('DELETE', path);
  }

  /** @param {string} path @param {Blob} file the body as it is */
  putFile(path, file) {
    return this.#signed('PUT', path, file);
  }

  /** @param {string} path @param {number} [timeoutMs] @returns {Promise<Blob>} what it holds, whatever that is */
  file(path, timeoutMs) {
    return this.#signed('GET', path, undefined, (response) => response.blob(), timeoutMs);
  }

  async #signed(method, path, body, read, timeoutMs) {
    try {
      return await call(method, path, body, await this.#token(false), read, timeoutMs);
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      return call(method, path, body, await this.#token(true), read, timeoutMs);
    }
  }
}

/**
 * One request without a session, as sign-in needs it.
 *
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {any} [body]
 * @param {string} [token]
 * @param {(response: Response) => Promise<any>} [read] how a good answer is read; as JSON if not said
 * @param {number} [timeoutMs]
 */
export async function call(method, path, body, token, read, timeoutMs = REQUEST_TIMEOUT_MS) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  const raw = body instanceof Blob;
  if (body !== undefined) headers['Content-Type'] = raw ? body.type || 'application/octet-stream' : 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(ROOT + path, {
      method,
      headers,
      body: body === undefined || raw ? body : JSON.stringify(body),
      credentials: 'same-origin',
      cache: read ? 'default' : 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw Problem.unreachable();
  }
  if (read && response.ok) return read(response);
  const answer = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw Problem.ofResponse(response, answer);
  return answer;
}

/** @param {Record<string, string | number | undefined>} parameters */
export function query(parameters) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
