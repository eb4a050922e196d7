import { icon } from './icons.js';
import { copyText, notice, openDialog } from './overlays.js';
import { openMenu } from './popup.js';
import { render } from 'lit';
import { usedEmoji } from '../text/emoji.js';
import { roomHash } from '../model/route.js';
import { problemText, t } from '../i18n/catalogue.js';

/** A deletion or an edit can be taken back this long. */
const UNDO_MS = 30_000;
/** The way to where something went is offered this long. */
const SHOW_MS = 8_000;
const MODERATORS = new Set(['owner', 'moderator']);

/**
 * What the buttons, the menu and the keys of a message do.
 *
 * @typedef {{chat: import('../model/chat.js').Chat, roomId: string, edit: (row: any) => void, reply: (item: any) => void,
 *   show: (seq: number) => void, thread: (root: number) => void, pictures: () => {file: any, item: any}[], inThread: number}} Place
 *     the list the message stands in
 * @typedef {import('../model/timeline.js').Item} Item
 */

/** Keys that work while a message has the focus. */
export const MESSAGE_KEYS = Object.freeze({ r: 'reply', t: 'thread', f: 'forward', e: 'edit', p: 'pin', c: 'copy', l: 'link', '+': 'pick', m: 'more', Delete: 'delete' });

/** @param {Place} place @param {Item} item */
export function mayDo({ chat, roomId, inThread }, item) {
  const role = chat.rooms.get(roomId)?.role;
  const mine = item.actor?.id === chat.me.id;
  const writes = role !== 'reader';
  const stored = item.seq > 0 && !item.deleted;
  return {
    reply: stored && writes,
    pick: stored && writes,
    react: stored && writes,
    edit: stored && writes && mine,
    pin: stored && writes,
    delete: stored && (mine || MODERATORS.has(role)),
    versions: stored && item.editedAt !== undefined,
    copy: stored,
    link: stored,
    more: stored,
    thread: item.seq > 0 && !inThread && (!item.deleted || item.replies !== undefined),
    forward: stored,
    look: !item.deleted,
    source: true,
    original: true,
    retry: true,
    discard: true,
  };
}

/**
 * @param {Place} place
 * @param {string} action
 * @param {any} row
 * @param {any} [detail] the emoji, or the element that was pressed
 */
export async function act(place, action, row, detail) {
  if (!mayDo(place, row.item)[action]) return;
  try {
    await ACTS[action](place, row, detail);
  } catch (problem) {
    notice(problemText(problem));
  }
}

const ACTS = {
  reply: ({ reply }, { item }) => reply(item),
  edit: ({ edit }, row) => edit(row),
  retry: ({ chat }, { pending }) => chat.outbox.retry(pending.clientId),
  discard: ({ chat }, { pending }) => chat.outbox.discard(pending.clientId),
  original: ({ show }, { item }) => show(Number(item.replyTo.seq ?? item.replyTo)),
  thread: ({ thread }, { item }) => thread(item.seq),
  source: (_place, { item }) => {
    location.hash = `${roomHash(item.forwarded.roomId)}/${item.forwarded.seq}`;
  },

  look: async ({ chat, pictures }, _row, file) => {
    await import('./dialogs/viewer.js');
    const all = pictures();
    const at = Math.max(0, all.findIndex((one) => one.file.id === file.id));
    openDialog('tertulia-viewer', { files: chat.files, pictures: all, at });
  },

  forward: async ({ chat, roomId }, { item }) => {
    await import('./dialogs/pick-room.js');
    const room = await openDialog('tertulia-pick-room', { chat, heading: t('forward.title'), action: t('forward.submit'), writing: true });
    if (!room) return;
    await chat.messages.forward(roomId, item.seq, room.id);
    const go = () => {
      location.hash = roomHash(room.id);
    };
    notice(t('forward.done', { room: room.name }), { label: t('forward.show'), run: go, forMs: SHOW_MS });
  },

  copy: (_place, { item }) => copied(item.content ?? ''),
  link: ({ roomId }, { item }) => copied(new URL(`${roomHash(roomId)}/${item.seq}`, location.href).href),

  react: ({ chat, roomId }, { item }, emoji) => {
    usedEmoji(emoji);
    const mine = item.reactions.some((one) => one.emoji === emoji && one.mine);
    return chat.messages.react(roomId, item.seq, emoji, !mine);
  },

  pick: async (place, row, anchor) => {
    const { openEmojiPicker } = await import('./emoji-picker.js');
    openEmojiPicker(anchor, (emoji) => act(place, 'react', row, emoji));
  },

  pin: async ({ chat, roomId }, { item }) => {
    await chat.messages.pin(roomId, item.seq, !item.pinned);
    notice(t(item.pinned ? 'message.unpin.done' : 'message.pin.done'));
  },

  versions: async ({ chat, roomId }, { item }) => {
    await import('./dialogs/versions.js');
    openDialog('tertulia-versions', { chat, roomId, seq: item.seq });
  },

  delete: async (place, { item }) => {
    const { chat, roomId } = place;
    const mine = item.actor.id === chat.me.id;
    const reason = mine ? undefined : await reasonFor(item);
    if (reason === null) return;
    await chat.messages.delete(roomId, item.seq, reason);
    offerUndo(chat, roomId, item.seq, t('message.delete.done'));
  },

  more: (place, row, anchor) => {
    const may = mayDo(place, row.item);
    const choices = [
      { action: 'edit', icon: 'edit', key: 'E' },
      { action: 'forward', icon: 'forward', key: 'F' },
      { action: 'pin', icon: 'pin', key: 'P', label: row.item.pinned ? 'message.unpin' : 'message.pin' },
      { action: 'copy', icon: 'copy', key: 'C' },
      { action: 'link', icon: 'link', key: 'L', label: 'message.copyLink' },
      { action: 'versions', icon: 'clock' },
      { action: 'delete', icon: 'trash', key: 'Del', danger: true },
    ];
    openMenu(
      anchor,
      t('message.actions'),
      choices
        .filter(({ action }) => may[action])
        .map(({ action, label, icon: name, ...look }) => ({
          ...look,
          icon: drawn(name),
          label: t(label ?? `message.${action}`),
          test: `act-${action}`,
          run: () => act(place, action, row, anchor),
        })),
    );
  },
};

/**
 * Says what was done, and lets it be taken back for a while.
 *
 * @param {import('../model/chat.js').Chat} chat @param {string} roomId @param {number} seq @param {string} text
 */
export function offerUndo(chat, roomId, seq, text) {
  const undo = () => chat.messages.undo(roomId, seq).catch((problem) => notice(problemText(problem)));
  notice(text, { label: t('undo'), run: undo, forMs: UNDO_MS });
}

function drawn(name) {
  const holder = document.createElement('span');
  render(icon(name), holder);
  return holder;
}

async function copied(text) {
  if (await copyText(text)) notice(t('copied'));
}

/** @returns {Promise<string | null>} null to leave it */
async function reasonFor(item) {
  await import('./dialogs/delete-message.js');
  return (await openDialog('tertulia-delete-message', { name: item.actor.name })) ?? null;
}
