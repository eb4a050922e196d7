import { html } from 'lit';
import { Dialog } from './dialog.js';
import { t } from '../../i18n/catalogue.js';

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const CTRL = MAC ? '⌘' : 'Ctrl';
const ALT = MAC ? '⌥' : 'Alt';

/** @type {[string, [string[], string][]][]} groups of keys with what they do */
const GROUPS = [
  ['everywhere', [
    [[`${CTRL} K`], 'switch'], [[`${ALT} ↑`, `${ALT} ↓`], 'room'], [[`${ALT} ⇧ ↑`, `${ALT} ⇧ ↓`], 'new'], [['N'], 'next'],
    [['I'], 'inbox'], [[`${CTRL} ⇧ F`], 'search'], [['Esc'], 'escape'], [['?'], 'help'],
  ]],
  ['writing', [[['Enter'], 'send'], [['⇧ Enter'], 'line'], [['↑'], 'last'], [['@', ':'], 'complete'], [['Tab'], 'take']]],
  ['messages', [
    [['↑', '↓', 'Home', 'End'], 'move'], [['R'], 'reply'], [['T'], 'thread'], [['F'], 'forward'], [['E'], 'edit'], [['+'], 'react'], [['P'], 'pin'], [['C'], 'copy'], [['L'], 'link'],
    [['M'], 'more'], [['Del'], 'delete'],
  ]],
];

/** Every key there is. */
export class TertuliaKeys extends Dialog {
  render() {
    return this.frame(
      t('keys.title'),
      html`<p class="hint">${t('keys.hint')}</p>
        <div class="key-groups" data-test="keys">${GROUPS.map(([group, keys]) => html`<section aria-labelledby="keys-${group}"><h3 id="keys-${group}">${t(`keys.${group}`)}</h3>
          <dl>${keys.map(([names, what]) => html`<div><dt>${t(`keys.${group}.${what}`)}</dt><dd>${names.map((name) => html`<kbd>${name}</kbd>`)}</dd></div>`)}</dl></section>`)}</div>`,
      { wide: true, reading: true },
    );
  }
}
customElements.define('tertulia-keys', TertuliaKeys);
