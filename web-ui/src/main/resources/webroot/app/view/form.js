import { fieldText, has, problemText, t } from '../i18n/catalogue.js';

/**
 * What a form knows of its last attempt: whether it is on its way, what was wrong with it as a whole, and at which field.
 */
export class FormState {
  busy = false;
  /** @type {string} */
  message = '';
  /** @type {Record<string, string>} */
  errors = {};
  #host;
  #keys;

  /**
   * @param {import('lit').LitElement} host redrawn when the state changes
   * @param {Record<string, string>} [keys] message keys by field where `field.<name>` says the wrong thing
   */
  constructor(host, keys = {}) {
    this.#host = host;
    this.#keys = keys;
  }

  /**
   * Checks the required fields, runs, and keeps a refusal for display.
   *
   * @param {HTMLFormElement} form
   * @param {(values: Record<string, string>) => Promise<any>} run
   * @returns {Promise<boolean>} whether it succeeded
   */
  async submit(form, run) {
    if (this.busy) return false;
    this.clear();
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    for (const input of /** @type {any} */ (form.elements)) {
      if (input.name && input.validity && !input.validity.valid) this.errors[input.name] = this.#invalid(input);
    }
    if (Object.keys(this.errors).length === 0) await this.#run(values, run);
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const wrong = /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid=true]'));
    wrong?.focus();
    return !wrong && this.message === '';
  }

  async #run(values, run) {
    this.busy = true;
    this.#host.requestUpdate();
    try {
      await run(values);
    } catch (problem) {
      if (problem.name !== 'Problem') throw problem;
      this.refuse(problem);
    } finally {
      this.busy = false;
    }
  }

  /** @param {any} problem */
  refuse(problem) {
    for (const error of problem.errors) this.errors[error.field] = fieldText(error, this.#keys);
    if (problem.code === 'username_taken') this.errors.username = problemText(problem);
    else if (problem.errors.length === 0) this.message = problemText(problem);
  }

  clear() {
    this.message = '';
    this.errors = {};
  }

  #invalid(input) {
    if (input.validity.valueMissing) return t('field.required');
    const key = this.#keys[input.name] ?? `field.${input.name}`;
    return has(key) ? t(key) : input.validationMessage;
  }
}
