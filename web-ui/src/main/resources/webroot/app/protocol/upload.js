import { Problem } from './problem.js';

const ROOT = '/api/v1';

/**
 * Sends a file and tells how far it has come, which fetch cannot.
 *
 * @param {string} path below /api/v1
 * @param {Blob} file
 * @param {{token: (renew: boolean) => Promise<string>, progress: (sent: number) => void, signal: AbortSignal}} ports `sent` in bytes
 * @returns {Promise<any>} the answer; rejects with a Problem, of code `cancelled` after the signal
 */
export async function upload(path, file, { token, progress, signal }) {
  try {
    return await sent(path, file, await token(false), progress, signal);
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    return sent(path, file, await token(true), progress, signal);
  }
}

function sent(path, file, token, progress, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Problem({ code: 'cancelled' }));
      return;
    }
    const request = new XMLHttpRequest();
    request.open('POST', ROOT + path);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded }) => progress(loaded));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(answerOf(request));
      else reject(problemOf(request));
    });
    request.addEventListener('error', () => reject(Problem.unreachable()));
    request.addEventListener('abort', () => reject(new Problem({ code: 'cancelled' })));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return undefined;
  }
}

function problemOf(request) {
  const body = answerOf(request);
  const seconds = Number(request.getResponseHeader('Retry-After'));
  return new Problem({
    code: body?.code ?? `http_${request.status}`,
    status: request.status,
    detail: body?.detail ?? '',
    retryAfterMs: seconds > 0 ? seconds * 1000 : undefined,
  });
}
