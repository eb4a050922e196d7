import { html, nothing } from 'lit';
import { View } from '../view.js';
import { askWhy, attempt } from '../ask.js';
import { avatar } from '../avatar.js';
import { pagedList } from '../paged-list.js';
import { Paged } from '../../model/paged.js';
import { roomHash } from '../../model/route.js';
import { query } from '../../protocol/api.js';
import { plainText } from '../../text/plain.js';
import { agoText, t } from '../../i18n/catalogue.js';

const TEXT_CHARS = 320;

/** What was reported: of one room to those who run it, of all rooms to administrators. */
export class TertuliaReports extends View {
  static properties = { chat: { attribute: false }, roomId: {}, state: { state: true } };

  constructor() {
    super();
    /** @type {import('../../model/chat.js').Chat} */
    this.chat = /** @type {any} */ (null);
    /** '' for all rooms */
    this.roomId = '';
    this.state = 'open';
    this.paged = new Paged((cursor) => this.#page(cursor), () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.paged.load();
  }

  async #page(cursor) {
    const path = this.roomId ? `/rooms/${encodeURIComponent(this.roomId)}/reports` : '/admin/reports';
    const { reports, next } = await this.chat.api.get(`${path}${query({ state: this.state, cursor })}`);
    return { items: reports, next };
  }

  render() {
    return html`<div class="segments" role="group" aria-label=${t('reports.show')}>${['open', 'closed'].map(
        (state) => html`<button type="button" aria-pressed=${this.state === state} data-test="reports-${state}" @click=${() => this.#show(state)}>${t(`reports.${state}`)}</button>`,
      )}</div>
      ${pagedList(this.paged, { key: (report) => report.id, line: (report) => this.#line(report), none: t(`reports.none.${this.state}`), label: t('reports.title'), test: 'reports' })}`;
  }

  #show(state) {
    this.state = state;
    this.paged.items = null;
    this.paged.load();
  }

  #line(report) {
    const { message, by, roomId } = report;
    const room = this.chat.rooms.get(roomId);
    return html`<li class="report" data-test="report">
      <p class="report-why"><strong>${by.name}</strong> ${t('reports.reported', { when: agoText(new Date(report.at)) })}: ${report.reason || t('reports.noReason')}</p>
      <blockquote>${avatar(message.actor)}<span class="line-text"><strong>${message.actor?.name ?? ''}</strong><span>${plainText(message.content ?? '', TEXT_CHARS)}</span></span></blockquote>
      <div class="report-acts">
        ${room ? html`<a class="button small" href="${roomHash(roomId)}/${message.seq}" data-test="report-show">${t('reports.show.message', { name: room.name })}</a>` : nothing}
        ${report.state === 'open'
          ? html`<button class="button small" type="button" data-test="report-dismiss" @click=${() => this.#close(report, 'dismissed')}>${t('reports.dismiss')}</button>
              <button class="button small primary" type="button" data-test="report-resolve" @click=${() => this.#close(report, 'resolved')}>${t('reports.resolve')}</button>`
          : html`<small>${t(`reports.was.${report.state}`, { name: report.closedBy?.name ?? '?', when: report.closedAt ? agoText(new Date(report.closedAt)) : '' })}${report.note ? ` · ${report.note}` : ''}</small>`}
      </div></li>`;
  }

  async #close(report, state) {
    const why = await askWhy({ heading: t(state === 'resolved' ? 'reports.resolve' : 'reports.dismiss'), action: t(state === 'resolved' ? 'reports.resolve' : 'reports.dismiss') });
    if (!why) return;
    const path = `/rooms/${encodeURIComponent(report.roomId)}/reports/${encodeURIComponent(report.id)}`;
    const body = { state, ...(why.reason ? { note: why.reason } : {}) };
    if (await attempt(() => this.chat.api.put(path, body))) this.paged.replace((one) => one.id === report.id);
  }
}
customElements.define('tertulia-reports', TertuliaReports);
