import { html, nothing } from 'lit';

/**
 * Something that is on or off.
 *
 * @param {{id: string, label: string, hint?: string, on: boolean, choose: (box: HTMLInputElement) => void}} parts
 */
export function toggle({ id, label, hint, on, choose }) {
  return html`<div class="setting"><label for=${id}>${label}${hint ? html`<small id="${id}-hint">${hint}</small>` : nothing}</label>
    <input class="switch" id=${id} type="checkbox" role="switch" .checked=${on} aria-describedby=${hint ? `${id}-hint` : nothing} data-test=${id}
      @change=${(event) => choose(event.target)} /></div>`;
}
