import { html, nothing } from 'lit';
import { Filtered } from './filtered.js';
import { avatar } from '../avatar.js';
import { pagedList } from '../paged-list.js';
import { query } from '../../protocol/api.js';
import { has, momentText, t } from '../../i18n/catalogue.js';

const ACTS = ['suspend', 'restore', 'role', 'sessions.end'];

/** What administrators did, newest first. */
export class TertuliaAudit extends Filtered {
  constructor() {
    super();
    this.act = '';
    /** @type {Map<string, string>} names of those it was done to, '' while they are looked up */
    this.names = new Map();
  }

  async page(cursor) {
    const { entries, next } = await this.chat.api.get(`/admin/audit${query({ act: this.act, cursor })}`);
    for (const { target } of entries) this.#name(target);
    return { items: entries, next };
  }

  render() {
    return html`<div class="audit-tools"><label><span class="sr-only">${t('audit.act')}</span>
        <select data-test="audit-act" @change=${(event) => this.#only(event.target.value)}><option value="">${t('audit.all')}</option>
          ${ACTS.map((act) => html`<option value=${act}>${actText(act)}</option>`)}</select></label>
      </div>
      ${pagedList(this.paged, { key: (entry) => entry.id, line: (entry) => this.#line(entry), none: t('audit.none'), label: t('admin.audit'), test: 'audit' })}`;
  }

  #only(act) {
    this.act = act;
    this.paged.load();
  }

  #line({ at, actor, act, target, detail }) {
    const more = Object.values(detail ?? {}).filter((value) => typeof value !== 'object').join(' · ');
    return html`<li class="line" data-test="audited">${avatar(actor)}
      <span class="result-text"><strong>${actor.name}</strong><small>${actText(act)}${target ? html` → ${this.names.get(target) || target}` : nothing}${more ? html` · ${more}` : nothing}</small></span>
      <time datetime=${at}>${momentText(new Date(at))}</time></li>`;
  }

  async #name(target) {
    if (!target || this.names.has(target)) return;
    this.names.set(target, '');
    const user = target.startsWith('u') ? await this.chat.api.get(`/users/${encodeURIComponent(target)}`).catch(() => null) : null;
    if (!user) return;
    this.names.set(target, user.name);
    this.requestUpdate();
  }
}

/** @param {string} act */
const actText = (act) => (has(`audit.${act}`) ? t(`audit.${act}`) : act);
customElements.define('tertulia-audit', TertuliaAudit);
