import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { problemText, t } from '../i18n/catalogue.js';

/**
 * A list that comes page by page, with what to show while there is none.
 *
 * @param {import('../model/paged.js').Paged} paged
 * @param {{key: (item: any) => any, line: (item: any) => any, none: string, label: string, test?: string}} look
 */
export function pagedList(paged, { key, line, none, label, test }) {
  if (paged.problem) return html`<p class="form-error" role="alert">${problemText(paged.problem)}</p>`;
  if (!paged.items) return html`<p class="empty" role="status">${t('loading')}</p>`;
  if (paged.items.length === 0) return html`<p class="empty">${none}</p>`;
  return html`<ul class="lines" aria-label=${label} data-test=${test ?? nothing}>${repeat(paged.items, key, line)}</ul>
    ${paged.next ? html`<button class="button wide" type="button" data-test="more" @click=${() => paged.load(true)}>${t('more')}</button>` : nothing}`;
}
