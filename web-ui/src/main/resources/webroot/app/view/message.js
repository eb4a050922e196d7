import { html, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import { noChange } from 'lit';
import { attachments } from './attachments.js';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { copyText, notice } from './overlays.js';
import { isOnlyEmoji, plainText } from '../text/plain.js';
import { fill } from '../text/rich.js';
import { recentEmoji } from '../text/emoji.js';
import { highlightIn } from '../text/highlight.js';
import { agoText, dateTimeText, listText, problemText, shortWhen, t, timeText } from '../i18n/catalogue.js';

/**
 * The lines of a message list, as templates.
 *
 * @typedef {{status: boolean, seenBy: string[], original: any, online: boolean, me: {id: string, name: string, username?: string},
 *   active: boolean, tabStop: boolean, editor: any, mayWrite: boolean, inThread: boolean, unread: number, from: string | undefined,
 *   files: import('../model/files.js').Files,
 *   act: (action: string, row: any, event?: any) => void}} Sight what a line needs besides its message: whether its buttons
 *     are shown, whether Tab stops at it, the editor that stands in for its text, what of its thread I have not read, and the
 *     name of the room it was forwarded from, where I am in it
 */

/** Emoji offered on a line itself. */
const QUICK_REACTIONS = 3;

/** Markdown as elements, made again only when the text changes. */
class MarkdownDirective extends Directive {
  /** @type {string | undefined} */
  source;
  names = '';

  /** @param {any} item @param {{name: string, username?: string}} me */
  render(item, me) {
    const source = item.content ?? '';
    const called = calledBy(item);
    const names = called?.map(({ name }) => name).join() ?? '';
    if (source === this.source && names === this.names) return noChange;
    this.source = source;
    this.names = names;
    const mine = [me.name, me.username].map((name) => name?.toLowerCase());
    const holder = document.createElement('div');
    holder.className = isOnlyEmoji(source) ? 'md big' : 'md';
    fill(holder, source, called, (fragment) => {
      for (const mention of fragment.querySelectorAll('.mention')) {
        if (mine.includes(mention.textContent?.slice(1).toLowerCase())) mention.classList.add('to-me');
      }
      for (const block of fragment.querySelectorAll('pre')) block.append(copyButton(block.textContent ?? ''));
      if (fragment.querySelector('pre > code[class]')) queueMicrotask(() => highlightIn(holder).catch(() => {}));
    });
    return holder;
  }
}
/** Whom a message calls, where the server has said so. */
function calledBy({ mentions, audience }) {
  if (!mentions) return undefined;
  return audience ? [...mentions, { name: audience }] : mentions;
}

const markdown = directive(MarkdownDirective);

function copyButton(code) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy-code';
  button.textContent = t('copy');
  button.setAttribute('aria-label', t('message.copyCode'));
  button.addEventListener('click', () => copyText(code).then((copied) => copied && notice(t('copied'))));
  return button;
}

/**
 * @param {{key: string, item: import('../model/timeline.js').Item, head: boolean,
 *   pending: import('../model/outbox.js').OutboxItem | null}} row
 * @param {Sight} sight
 */
export function messageLine(row, sight) {
  const { item, head, pending } = row;
  const date = new Date(item.at);
  const classes = `message ${head ? 'head' : ''} ${pending ? `pending ${pending.state}` : ''} ${item.deleted ? 'deleted' : ''}`;
  return html`<article class=${classes} data-key=${row.key} data-seq=${item.seq > 0 ? item.seq : nothing} data-test="message"
    data-state=${pending?.state ?? 'stored'} tabindex=${sight.tabStop ? '0' : '-1'} aria-label=${label(item, date)}>
    ${head ? avatar(item.actor) : html`<time class="gutter-time" aria-hidden="true">${timeText(date)}</time>`}
    <div class="message-body">
      ${head
        ? html`<div class="message-head"><strong>${item.actor.name}</strong>
            <time datetime=${item.at} title=${dateTimeText(date)}>${timeText(date)}</time>${item.pinned ? pinned() : nothing}</div>`
        : item.pinned ? pinned() : nothing}
      ${item.forwarded ? forwarded(row, sight) : nothing}${item.replyTo ? quote(row, sight) : nothing}
      ${sight.editor ?? text(row, sight)}
      ${item.attachments?.length && !item.deleted ? files(row, sight) : nothing}
      ${item.reactions.length > 0 ? reactions(row, sight) : nothing}
      ${item.replies && !sight.inThread ? replies(row, sight) : nothing}
      ${pending?.state === 'failed' ? failed(row, sight) : nothing}
    </div>
    ${sight.status ? status(row, sight) : nothing}
    ${sight.active && item.seq > 0 && !item.deleted && !sight.editor ? actions(row, sight) : nothing}
  </article>`;
}

/** What a screen reader says first of a line. */
function label(item, date) {
  const words = [item.actor.name, timeText(date)];
  if (item.pinned) words.push(t('message.pinned'));
  return words.join(', ');
}

function pinned() {
  return html`<span class="pinned" title=${t('message.pinned')}>${icon('pin')}</span>`;
}

function text(row, { me, act }) {
  const { item } = row;
  if (item.deleted) return html`<p class="gone">${goneText(item)}</p>`;
  if (!item.content && item.attachments?.length) return nothing;
  return html`${markdown(item, me)}${item.editedAt
    ? html`<button class="edited" type="button" data-test="edited" title=${dateTimeText(new Date(item.editedAt))} tabindex="-1"
        @click=${() => act('versions', row)}>(${t('message.edited')})</button>`
    : nothing}`;
}

function goneText({ actor, deletedBy, reason }) {
  if (!deletedBy || deletedBy.id === actor.id) return t('message.deleted');
  const by = t('message.deletedBy', { name: deletedBy.name });
  return reason ? t('message.deletedFor', { by, reason }) : by;
}

function quote(row, { original, act }) {
  const label = original ? t('message.replyTo', { name: original.actor.name }) : t('message.replyTo.unknown');
  const text = original ? (original.deleted ? t('message.deleted') : plainText(original.content ?? '', 140) || t('inbox.file')) : label;
  return html`<button type="button" class="quote" ?disabled=${!original} @click=${() => act('original', row)}>
    ${original ? html`<span class="sr-only">${label}: </span><strong aria-hidden="true">${original.actor.name}</strong>` : nothing}<span class="quote-text">${text}</span></button>`;
}

/** Where it was said first. */
function forwarded({ item }, { from, act }) {
  const { actor, at } = item.forwarded;
  const text = from ? t('message.forwarded.room', { name: actor.name, room: from }) : t('message.forwarded', { name: actor.name });
  return html`<p class="forwarded" data-test="forwarded">${icon('forward')}${from
    ? html`<button type="button" class="link-button" tabindex="-1" @click=${() => act('source', { item })}>${text}</button>`
    : html`<span>${text}</span>`} <time datetime=${at} title=${dateTimeText(new Date(at))}>${shortWhen(new Date(at))}</time></p>`;
}

function files(row, { files: held, act, active }) {
  return attachments(row.item.attachments, { files: held, look: (file) => act('look', row, file), stop: active ? '0' : '-1' });
}

/** That a thread began here: who wrote last, how many answers there are, and whether some are new. */
function replies(row, { act, unread, active }) {
  const { count, lastAt, people } = row.item.replies;
  const label = t('thread.replies', { count });
  return html`<button type="button" class="replies ${unread > 0 ? 'new' : ''}" tabindex=${active ? '0' : '-1'} data-test="replies" @click=${() => act('thread', row)}>
    <span class="repliers" aria-hidden="true">${people.map((person) => avatar(person, { size: 'small' }))}</span>
    <strong>${label}</strong>${unread > 0
      ? html`<span class="replies-new" data-test="replies-new">${t('thread.new', { count: unread })}</span>`
      : html`<span class="replies-last">${t('thread.last', { when: agoText(new Date(lastAt)) })}</span>`}</button>`;
}

function reactions(row, { act, mayWrite, active }) {
  const stop = active ? '0' : '-1';
  return html`<ul class="reactions">
    ${row.item.reactions.map(
      ({ emoji, count, mine }) => html`<li><button type="button" class=${mine ? 'mine' : ''} aria-pressed=${mine} data-test="reaction" ?disabled=${!mayWrite}
        tabindex=${stop} aria-label=${t('message.reaction', { count, emoji })} @click=${() => act('react', row, emoji)}>${emoji} <span>${count}</span></button></li>`,
    )}
    ${mayWrite
      ? html`<li><button type="button" class="add-reaction" tabindex=${stop} aria-haspopup="dialog" data-test="add-reaction" aria-label=${t('message.react')} title=${t('message.react')}
          @click=${(event) => act('pick', row, event.currentTarget)}>${icon('smile')}</button></li>`
      : nothing}
  </ul>`;
}

function failed(row, { act }) {
  const reason = problemText({ code: row.pending.code });
  return html`<p class="failed-line" role="alert">${icon('alert')}<span>${t('message.failed', { reason })}</span>
    <button class="link-button" type="button" data-test="retry" @click=${() => act('retry', row)}>${t('message.failed.retry')}</button>
    <button class="link-button" type="button" data-test="discard" @click=${() => act('discard', row)}>${t('message.failed.discard')}</button></p>`;
}

function status({ pending }, { seenBy, online }) {
  if (pending?.state === 'failed') return nothing;
  const [look, text] =
    pending?.state === 'sending'
      ? ['clock', online ? t('message.sending') : t('message.waiting')]
      : seenBy.length > 0
        ? ['checks', t('message.seenBy', { names: listText(seenBy.slice(0, 20)) })]
        : ['check', t('message.stored')];
  return html`<span class="status ${look}" title=${text} data-test="status">${icon(/** @type {any} */ (look))}<span class="sr-only">${text}</span></span>`;
}

function actions(row, { act, mayWrite, inThread }) {
  const one = (action, name, text, more = nothing) => html`<button class="icon-button" type="button" aria-label=${text} title=${text}
    aria-haspopup=${more} data-test="act-${action}" @click=${(event) => act(action, row, event.currentTarget)}>${icon(name)}</button>`;
  return html`<div class="actions" role="group" aria-label=${t('message.actions')}>
    ${mayWrite
      ? html`${recentEmoji(QUICK_REACTIONS).map(
          (emoji) => html`<button class="icon-button quick" type="button" data-test="quick-reaction" aria-label=${t('message.reactWith', { emoji })}
            @click=${() => act('react', row, emoji)}>${emoji}</button>`,
        )}${one('pick', 'smile', t('message.react'), 'dialog')}${one('reply', 'reply', t('message.reply'))}`
      : nothing}${inThread ? nothing : one('thread', 'thread', t('message.thread'))}
    ${one('more', 'dots', t('message.more'), 'menu')}
  </div>`;
}

/** So many who came are named; more are counted. */
const CAME_NAMED = 3;

/** @param {any} item a change of the room or its members @param {any[]} others who came right after whoever came */
export function eventLine(item, others) {
  const date = new Date(item.at);
  return html`<p class="event-line" data-key="e${item.seq}" data-seq=${item.seq} data-test="event">
    ${others.length > 0 ? cameText([item, ...others]) : eventText(item)} <time datetime=${item.at} title=${dateTimeText(date)}>${timeText(date)}</time></p>`;
}

function cameText(items) {
  const names = items.map(({ user }) => user?.name ?? '');
  if (names.length <= CAME_NAMED) return t('event.joined.some', { names: listText(names) });
  return t('event.joined.many', { names: names.slice(0, CAME_NAMED - 1).join(', '), count: names.length - CAME_NAMED + 1 });
}

function eventText(item) {
  const actor = item.actor?.name ?? '';
  const name = item.user?.name ?? actor;
  if (item.kind === 'member') {
    const byOther = item.actor?.id !== item.user?.id;
    if (item.change === 'joined') return t(byOther ? 'event.added' : 'event.joined', { actor, name });
    if (item.change === 'role') return t('event.role', { actor, name, role: t(`role.${item.role}`) });
    return t(`event.${item.change}`, { actor, name });
  }
  if (item.kind === 'room') {
    if (item.seq === 1) return t('event.created', { actor });
    if (item.name) return t('event.renamed', { actor, room: item.name });
    if (item.topic) return t('event.topic', { actor, topic: item.topic });
  }
  return t('event.changed', { actor });
}
