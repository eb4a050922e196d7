/**
 * A refusal, from REST or from the socket, in one shape: views translate its `code` and put `fields` at the inputs.
 */
export class Problem extends Error {
  /**
   * @param {{code: string, status?: number, detail?: string, errors?: {field: string, detail: string}[], retryAfterMs?: number}} parts
   *     status 0 says that nobody answered
   */
  constructor({ code, status = 0, detail = '', errors = [], retryAfterMs }) {
    super(detail || code);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
  }

  /** True when the same request may succeed later by itself. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** @param {string} code */
  static unreachable(code = 'unreachable') {
    return new Problem({ code, status: 0 });
  }

  /**
   * @param {Response} response whose body may be problem+json
   * @param {any} body
   */
  static ofResponse(response, body) {
    const seconds = Number(response.headers.get('Retry-After'));
    return new Problem({
      code: body?.code ?? `http_${response.status}`,
      status: response.status,
      detail: body?.detail ?? body?.title ?? '',
      errors: Array.isArray(body?.errors) ? body.errors : [],
      retryAfterMs: seconds > 0 ? seconds * 1000 : undefined,
    });
  }

  /** @param {any} frame an `err` frame of the bridge */
  static ofFrame(frame) {
    const detail = frame.detail;
    return new Problem({
      code: frame.message ?? 'internal',
      status: frame.failureCode > 0 ? frame.failureCode : 500,
      detail: typeof detail === 'string' ? detail : (detail?.detail ?? ''),
      errors: detail?.errors ?? frame.errors ?? [],
      retryAfterMs: frame.retryAfterMs ?? detail?.retryAfterMs,
    });
  }
}
