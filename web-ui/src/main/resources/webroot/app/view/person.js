import { iconNode } from './icons.js';
import { askThen, askWhy, attempt } from './ask.js';
import { notice, openDialog } from './overlays.js';
import { openMenu } from './popup.js';
import { ban, block, isMuted, outranks, owns, ROLES, setMember } from '../model/membership.js';
import { roomHash } from '../model/route.js';
import { problemText, t } from '../i18n/catalogue.js';

/** What can be done about a person: as somebody to talk with, and as a member of a room. */

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** @typedef {import('../model/chat.js').Chat} Chat */

/** @param {Chat} chat @param {any} user */
export async function messagePerson(chat, user) {
  try {
    const room = chat.adopt(await chat.api.post('/direct', { userIds: [user.id] }));
    location.hash = roomHash(room.id);
  } catch (problem) {
    notice(problemText(problem));
  }
}

/** @param {Chat} chat @param {any} user @param {any} [member] in the room that is open */
export async function openPerson(chat, user, member) {
  await import('./dialogs/person.js');
  openDialog('tertulia-person', { chat, user, member });
}

/** @param {Chat} chat @param {any} user */
export const blockPerson = (chat, user) =>
  askThen(
    { heading: t('person.block'), text: t('person.block.ask', { name: user.name }), action: t('person.block'), danger: true },
    async () => {
      await block(chat, user.id, true);
      notice(t('person.block.done', { name: user.name }));
    },
  );

/**
 * @param {Chat} chat
 * @param {any} room
 * @param {any} member
 * @param {HTMLElement} anchor
 */
export function openMemberMenu(chat, room, member, anchor) {
  const { user } = member;
  const about = [
    item('member-profile', 'person', t('person.profile'), () => openPerson(chat, user, member)),
    item('member-message', 'chat', t('members.message', { name: user.name }), () => messagePerson(chat, user)),
  ];
  const blocking = item('member-block', 'ban', t('person.block'), () => blockPerson(chat, user), { line: true });
  openMenu(anchor, t('members.menu', { name: user.name }), [...about, ...roles(chat, room, member), ...moderation(chat, room, member), blocking]);
}

function item(test, look, label, run, more = {}) {
  return { test, icon: iconNode(look), label, run, ...more };
}

function roles(chat, room, { user, role }) {
  if (!owns(room)) return [];
  const icons = /** @type {any} */ ({ owner: 'star', moderator: 'shield', member: 'person', reader: 'eye' });
  return ROLES.map((one, place) =>
    item(`role-${one}`, icons[one], t(`role.${one}`), () => attempt(() => setMember(chat, room.id, user.id, { role: one })), { checked: role === one, line: place === 0 }),
  );
}

function moderation(chat, room, member) {
  if (!outranks(room, member.role)) return [];
  const { user } = member;
  const muted = isMuted(member, Date.now());
  return [
    muted
      ? item('unmute-member', 'bell', t('members.unmute'), () => attempt(() => setMember(chat, room.id, user.id, { mutedFor: 0 })), { line: true })
      : item('mute-member', 'bellOff', t('members.mute'), () => mute(chat, room, user), { line: true }),
    item('remove-member', 'out', t('members.remove.submit'), () => remove(chat, room, user), { danger: true }),
    item('ban-member', 'ban', t('members.ban'), () => banMember(chat, room, user), { danger: true }),
  ];
}

async function mute(chat, room, user) {
  const times = /** @type {[string, number][]} */ ([['hour', HOUR], ['day', DAY], ['week', 7 * DAY], ['month', 30 * DAY]].map(([key, seconds]) => [t(`time.${key}`), Number(seconds)]));
  const why = await askWhy({ heading: t('members.mute'), text: t('members.mute.ask', { name: user.name }), action: t('members.mute'), timeOnly: true, times });
  if (why) await attempt(() => setMember(chat, room.id, user.id, { mutedFor: why.seconds }));
}

function remove(chat, room, user) {
  const question = { heading: t('members.remove.submit'), text: t('members.remove.ask', { name: user.name }), action: t('members.remove.submit'), danger: true };
  return askThen(question, () => chat.removeMember(room.id, user.id));
}

async function banMember(chat, room, user) {
  const why = await askWhy({ heading: t('members.ban'), text: t('members.ban.ask', { name: user.name }), action: t('members.ban'), danger: true, times: banTimes() });
  if (why) await attempt(() => ban(chat, room.id, user.id, { ...(why.reason ? { reason: why.reason } : {}), ...(why.seconds ? { banFor: why.seconds } : {}) }));
}

/** @returns {[string, number][]} */
const banTimes = () => [[t('time.forGood'), 0], [t('time.day'), DAY], [t('time.week'), 7 * DAY], [t('time.month'), 30 * DAY]];
