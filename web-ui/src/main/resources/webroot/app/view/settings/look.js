import { html } from 'lit';
import { View } from '../view.js';
import { chooseLetterKeys, letterKeysOn } from '../letter-keys.js';
import { openKeys } from '../startings.js';
import { toggle } from '../switch.js';
import { THEMES, chooseTheme, themeChoice } from '../../theme.js';
import { LANGUAGES, chooseLanguage, languageChoice, t } from '../../i18n/catalogue.js';

/** Theme, language and keys. */
export class TertuliaSettingsLook extends View {
  render() {
    return html`<div class="settings-part">
      <div class="setting"><span id="theme-label">${t('settings.theme')}</span>
        <div class="segments" role="group" aria-labelledby="theme-label">
          ${THEMES.map((theme) => html`<button type="button" aria-pressed=${themeChoice() === theme} data-test="theme-${theme}"
            @click=${() => this.#theme(theme)}>${t(`settings.theme.${theme}`)}</button>`)}
        </div></div>
      <div class="setting"><label for="settings-language">${t('settings.language')}</label>
        <select id="settings-language" data-test="settings-language" @change=${(event) => this.#language(event.target.value)}>
          <option value="auto" ?selected=${languageChoice() === 'auto'}>${t('settings.language.auto')}</option>
          ${Object.entries(LANGUAGES).map(([tag, name]) => html`<option value=${tag} lang=${tag} ?selected=${languageChoice() === tag}>${name}</option>`)}
        </select></div>
      ${toggle({ id: 'letter-keys', label: t('keys.letters'), hint: t('keys.letters.hint'), on: letterKeysOn(), choose: (box) => chooseLetterKeys(box.checked) })}
      <button class="link-button" type="button" data-test="show-keys" @click=${openKeys}>${t('keys.title')}</button></div>`;
  }

  #theme(theme) {
    chooseTheme(theme);
    this.requestUpdate();
  }

  async #language(choice) {
    await chooseLanguage(choice);
    /** @type {any} */ (document.querySelector('tertulia-app'))?.redrawAll();
  }
}
customElements.define('tertulia-settings-look', TertuliaSettingsLook);
