import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { eventLine, messageLine } from './message.js';
import { act } from './message-acts.js';
import { dayText, locale, t } from '../i18n/catalogue.js';
import './message-editor.js';

/**
 * The rows of a message list, drawn again only where something about them changed.
 *
 * @typedef {import('./message-acts.js').Place & {active: string, tabStop: string, editing: number, edited: (item: any) => void, day: (date: Date) => void}} Sight
 *     besides what acts need: keys of the line with buttons and of the one where Tab stops, the number of the message
 *     being edited, whom to tell when that ends or when a day is pressed
 *
 * @param {import('../model/rows.js').Row[]} rows
 * @param {Sight} sight
 */
export function drawnRows(rows, sight) {
  const lastMine = rows.findLast((row) => row.type === 'message' && row.item.actor.id === sight.chat.me.id);
  return repeat(rows, (row) => row.key, (row) => drawn(row, row === lastMine, sight));
}

/** @param {any} row */
function drawn(row, lastMine, sight) {
  if (row.type === 'day') return dayLine(row, sight);
  if (row.type === 'new') return html`<div class="new-line" role="separator" data-test="new-line"><span>${t('room.new')}</span></div>`;
  if (row.type === 'event') return guard([row.item, row.others.length, locale()], () => eventLine(row.item, row.others));
  return message(row, lastMine, sight);
}

/** In a room the day is also the way to another. */
function dayLine({ date }, { inThread, day }) {
  const text = dayText(date);
  if (inThread) return html`<div class="day-line" role="separator"><span>${text}</span></div>`;
  return html`<div class="day-line"><button type="button" tabindex="-1" aria-label=${t('date.open', { day: text })} title=${t('date.title')} data-test="day"
    @click=${() => day(date)}><span>${text}</span></button></div>`;
}

function message(row, lastMine, sight) {
  const { chat, roomId } = sight;
  const { item, pending, key } = row;
  const status = Boolean(lastMine || pending);
  const seenBy = lastMine && item.seq > 0 ? seenByNames(chat, roomId, item.seq) : [];
  const original = item.replyTo ? chat.messages.original(roomId, Number(item.replyTo.seq ?? item.replyTo)) : null;
  const online = chat.connection.state === 'online';
  const [active, tabStop, editing] = [key === sight.active, key === sight.tabStop, item.seq > 0 && item.seq === sight.editing];
  const mayWrite = chat.rooms.get(roomId)?.role !== 'reader';
  const thread = sight.inThread ? undefined : chat.threads.state(roomId, item.seq);
  const from = item.forwarded ? chat.rooms.get(item.forwarded.roomId)?.name : undefined;
  const editor = () => html`<tertulia-message-editor .chat=${chat} .roomId=${roomId} .item=${item}
    @done=${() => sight.edited(item)}></tertulia-message-editor>`;
  return guard(
    [item, row.head, pending, status, seenBy.join(), original, pending && online, active, tabStop, editing, mayWrite, thread?.unread, from, locale()],
    () =>
      messageLine(row, {
        ...{ status, seenBy, original, online, active, tabStop, mayWrite, me: chat.me, inThread: sight.inThread > 0, unread: thread?.unread ?? 0, from, files: chat.files },
        editor: editing ? editor() : null,
        act: (action, one, detail) => act(sight, action, one, detail),
      }),
  );
}

function seenByNames(chat, roomId, seq) {
  const marks = chat.readMarks.of(roomId);
  const names = new Map((chat.members.get(roomId)?.list ?? []).map(({ user }) => [user.id, user.name]));
  for (const person of chat.rooms.get(roomId)?.people ?? []) names.set(person.id, person.name);
  return [...marks].filter(([, read]) => read >= seq).map(([id]) => names.get(id)).filter(Boolean);
}
