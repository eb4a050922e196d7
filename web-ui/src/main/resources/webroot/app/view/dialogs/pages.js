import { html } from 'lit';

/**
 * The pages of a dialog, as tabs: arrow keys go from one to the next.
 *
 * @param {{label: string, pages: [string, string][], page: string, choose: (page: string) => void, content: any}} parts pages with their names
 */
export function pages({ label, pages: all, page, choose, content }) {
  const key = (event) => {
    const at = all.findIndex(([one]) => one === page);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(all[to % all.length][0]);
    event.currentTarget.querySelectorAll('[role=tab]')[to % all.length].focus();
  };
  return html`<div class="tabs dialog-tabs" role="tablist" aria-label=${label} @keydown=${key}>${all.map(
      ([one, name]) => html`<button type="button" role="tab" id="tab-${one}" aria-selected=${one === page} aria-controls="tab-page" tabindex=${one === page ? 0 : -1}
        data-test="page-${one}" @click=${() => choose(one)}>${name}</button>`,
    )}</div>
    <div class="tab-page" id="tab-page" role="tabpanel" aria-labelledby="tab-${page}">${content}</div>`;
}
