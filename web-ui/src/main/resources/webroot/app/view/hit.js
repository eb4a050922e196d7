import { html, nothing } from 'lit';
import { roomHash } from '../model/route.js';
import { plainText } from '../text/plain.js';
import { dateTimeText, shortWhen } from '../i18n/catalogue.js';

const TEXT_CHARS = 320;
/** So much of a text stands before the first thing found in it. */
const LEAD_CHARS = 60;

/**
 * A message somewhere else, as a link to it.
 *
 * @param {{roomId: string, seq: number, actor: {name: string}, at: string, content: string, attachments?: any[], highlights?: {start: number, end: number}[]}} message
 * @param {{room?: string, pick?: (event: Event) => void}} [look] name of its room, where it isn't plain; what a click does besides
 */
export function hit({ roomId, seq, actor, at, content, attachments, highlights }, { room, pick } = {}) {
  return html`<a class="hit" href="${roomHash(roomId)}/${seq}" data-test="hit" data-seq=${seq} @click=${pick ?? nothing}>
    <span class="hit-head"><strong>${actor.name}</strong><time datetime=${at} title=${dateTimeText(new Date(at))}>${shortWhen(new Date(at))}</time></span>
    ${room ? html`<span class="hit-room">${room}</span>` : nothing}
    <span class="hit-text">${highlights?.length ? marked(content, highlights) : plainText(content ?? '', TEXT_CHARS) || (attachments ?? []).map(({ name }) => name).join(', ')}</span></a>`;
}

/** The text around what was found, with that marked. */
function marked(content, ranges) {
  const from = Math.max(0, ranges[0].start - LEAD_CHARS);
  const to = Math.min(content.length, from + TEXT_CHARS);
  /** @type {any[]} */
  const pieces = [from > 0 ? '…' : ''];
  let at = from;
  for (const { start, end } of ranges) {
    if (start < at || end > to) continue;
    pieces.push(content.slice(at, start), html`<mark>${content.slice(start, end)}</mark>`);
    at = end;
  }
  return [...pieces, content.slice(at, to), to < content.length ? '…' : ''];
}
