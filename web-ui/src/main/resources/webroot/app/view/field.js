import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';

/**
 * A labelled input with a hint and, when it was refused, the reason beside it.
 *
 * @param {{name: string, label: string, hint?: string, error?: string, type?: string, value?: string, required?: boolean,
 *   minlength?: number, maxlength?: number, autocomplete?: string, spellcheck?: boolean, autofocus?: boolean,
 *   after?: any, inputmode?: string, autocapitalize?: string}} field
 */
export function field(field) {
  const { name, label, hint, error } = field;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field ${error ? 'wrong' : ''}">
    <label for="field-${name}">${label}</label>
    <div class="input-line">
      <input id="field-${name}" name=${name} type=${field.type ?? 'text'} data-test="field-${name}"
        .defaultValue=${field.value ?? ''} ?required=${field.required} ?autofocus=${field.autofocus}
        minlength=${ifDefined(field.minlength)} maxlength=${ifDefined(field.maxlength)}
        autocomplete=${ifDefined(/** @type {any} */ (field.autocomplete ?? 'off'))}
        autocapitalize=${ifDefined(field.autocapitalize)} spellcheck=${field.spellcheck ? 'true' : 'false'}
        inputmode=${ifDefined(/** @type {any} */ (field.inputmode))}
        aria-invalid=${error ? 'true' : 'false'} aria-describedby=${described || nothing} />${field.after ?? nothing}
    </div>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error" id="${name}-error" data-test="error-${name}">${error}</p>` : nothing}
  </div>`;
}

/**
 * The same for a longer text.
 *
 * @param {{name: string, label: string, hint?: string, error?: string, value?: string, maxlength?: number}} field
 */
export function area({ name, label, hint, error, value, maxlength }) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field ${error ? 'wrong' : ''}">
    <label for="field-${name}">${label}</label>
    <div class="input-line"><textarea id="field-${name}" name=${name} rows="3" data-test="field-${name}" .defaultValue=${value ?? ''}
      maxlength=${ifDefined(maxlength)} spellcheck="true" aria-invalid=${error ? 'true' : 'false'} aria-describedby=${described || nothing}></textarea></div>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error" id="${name}-error" data-test="error-${name}">${error}</p>` : nothing}
  </div>`;
}

/**
 * One of several.
 *
 * @param {{name: string, label: string, hint?: string, value: string, options: [string, string][]}} field values with what they say
 */
export function choice({ name, label, hint, value, options }) {
  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    <select id="field-${name}" name=${name} data-test="field-${name}" aria-describedby=${hint ? `${name}-hint` : nothing}>
      ${options.map(([one, text]) => html`<option value=${one} ?selected=${one === value}>${text}</option>`)}</select>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
  </div>`;
}
