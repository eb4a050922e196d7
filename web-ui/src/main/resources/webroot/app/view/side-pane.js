import { html, nothing } from 'lit';
import { icon } from './icons.js';

/**
 * The frame of what stands beside a conversation; on a smaller screen it lies over it.
 *
 * @param {EventTarget} owner is told `close`
 * @param {{test: string, title: string, look?: string, after?: any, closing: string, actions?: any, content: any}} parts `closing` names
 *     the button that closes it
 */
export function sidePane(owner, { test, title, look = '', after = nothing, closing, actions = nothing, content }) {
  const close = () => owner.dispatchEvent(new Event('close'));
  return html`<div class="side-shade" @click=${close}></div>
    <aside class="side-pane ${look}" aria-label=${title} data-test=${test}>
      <header><h2>${title}${after}</h2>${actions}
        <button class="icon-button" type="button" aria-label=${closing} title=${closing} data-test="close-${test}" @click=${close}>${icon('close')}</button></header>
      ${content}
    </aside>`;
}
