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
 * @typedef {import('./message-acts.js').Place & {active: string, tabStop: string, editing: number, edited: (item: any) => void}} Sight
 *     besides what acts need: keys of the line with buttons and of the one where Tab stops, the number of the message
 *     being edited, and whom to tell when that ends
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
  if (row.type === 'day') return html`<div class="day-line" role="separator"><span>${dayText(row.date)}</span></div>`;
  if (row.type === 'new') return html`<div class="new-line" role="separator" data-test="new-line"><span>${t('room.new')}</span></div>`;
  if (row.type === 'event') return guard([row.item, locale()], () => eventLine(row.item));
  return message(row, lastMine, sight);
}

function message(row, lastMine, sight) {
  const { chat, roomId } = sight;
  const { item, pending, key } = row;
  const status = Boolean(lastMine || pending);
  const seenBy = lastMine && item.seq > 0 ? seenByNames(chat, roomId, item.seq) : [];
  const original = item.replyTo ? chat.original(roomId, Number(item.replyTo.seq ?? item.replyTo)) : null;
  const online = chat.connection.state === 'online';
  const [active, tabStop, editing] = [key === sight.active, key === sight.tabStop, item.seq > 0 && item.seq === sight.editing];
  const mayWrite = chat.rooms.get(roomId)?.role !== 'reader';
  const editor = () => html`<tertulia-message-editor .chat=${chat} .roomId=${roomId} .item=${item}
    @done=${() => sight.edited(item)}></tertulia-message-editor>`;
  return guard(
    [item, row.head, pending, status, seenBy.join(), original, pending && online, active, tabStop, editing, mayWrite, locale()],
    () =>
      messageLine(row, {
        ...{ status, seenBy, original, online, active, tabStop, mayWrite, me: chat.me },
        editor: editing ? editor() : null,
        act: (action, one, detail) => act(sight, action, one, detail),
      }),
  );
}

function seenByNames(chat, roomId, seq) {
  const marks = chat.readMarks.get(roomId) ?? new Map();
  const names = new Map((chat.members.get(roomId)?.list ?? []).map(({ user }) => [user.id, user.name]));
  for (const person of chat.rooms.get(roomId)?.people ?? []) names.set(person.id, person.name);
  return [...marks].filter(([, read]) => read >= seq).map(([id]) => names.get(id)).filter(Boolean);
}
