import { html, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import { noChange } from 'lit';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { copyText, notice } from './overlays.js';
import { fragmentOf, isOnlyEmoji, plainText } from '../text/markdown.js';
import { highlightIn } from '../text/highlight.js';
import { dateTimeText, listText, problemText, t, timeText } from '../i18n/catalogue.js';

/**
 * The lines of a message list, as templates.
 *
 * @typedef {{status: boolean, seenBy: string[], original: any, online: boolean, me: {id: string, name: string, username?: string},
 *   act: (action: string, row: any) => void}} Sight what a line needs besides its message
 */

/** Markdown as elements, made again only when the text changes. */
class MarkdownDirective extends Directive {
  /** @type {string | undefined} */
  source;

  /** @param {string} source @param {{name: string, username?: string}} me */
  render(source, me) {
    if (source === this.source) return noChange;
    this.source = source;
    const fragment = fragmentOf(source);
    const mine = [me.name, me.username].map((name) => name?.toLowerCase());
    for (const mention of fragment.querySelectorAll('.mention')) {
      if (mine.includes(mention.textContent?.slice(1).toLowerCase())) mention.classList.add('me');
    }
    for (const block of fragment.querySelectorAll('pre')) block.append(copyButton(block.textContent ?? ''));
    const holder = document.createElement('div');
    holder.className = isOnlyEmoji(source) ? 'md big' : 'md';
    holder.append(fragment);
    if (holder.querySelector('pre > code[class]')) highlightIn(holder).catch(() => {});
    return holder;
  }
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
    data-state=${pending?.state ?? 'stored'} aria-label=${`${item.actor.name}, ${timeText(date)}`}>
    ${head ? avatar(item.actor) : html`<time class="gutter-time" aria-hidden="true">${timeText(date)}</time>`}
    <div class="message-body">
      ${head
        ? html`<div class="message-head"><strong>${item.actor.name}</strong>
            <time datetime=${item.at} title=${dateTimeText(date)}>${timeText(date)}</time></div>`
        : nothing}
      ${item.replyTo ? quote(row, sight) : nothing}
      ${item.deleted ? html`<p class="gone">${t('message.deleted')}</p>` : markdown(item.content ?? '', sight.me)}
      ${item.editedAt && !item.deleted ? html`<small class="edited">(${t('message.edited')})</small>` : nothing}
      ${item.reactions.length > 0 ? reactions(item.reactions) : nothing}
      ${pending?.state === 'failed' ? failed(row, sight) : nothing}
    </div>
    ${sight.status ? status(row, sight) : nothing}
    ${item.seq > 0 && !item.deleted ? actions(row, sight) : nothing}
  </article>`;
}

function quote(row, { original, act }) {
  const label = original ? t('message.replyTo', { name: original.actor.name }) : t('message.replyTo.unknown');
  const text = original ? (original.deleted ? t('message.deleted') : plainText(original.content ?? '', 140)) : label;
  return html`<button type="button" class="quote" ?disabled=${!original} @click=${() => act('original', row)}>
    ${original ? html`<span class="sr-only">${label}: </span><strong aria-hidden="true">${original.actor.name}</strong>` : nothing}<span class="quote-text">${text}</span></button>`;
}

function reactions(list) {
  return html`<ul class="reactions">
    ${list.map(
      ({ emoji, count, mine }) => html`<li class=${mine ? 'mine' : ''} data-test="reaction">
        <span aria-hidden="true">${emoji} ${count}</span><span class="sr-only">${t('message.reaction', { count, emoji })}</span></li>`,
    )}
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

function actions(row, { act }) {
  const one = (action, name, label) => html`<button class="icon-button" type="button" aria-label=${label} title=${label}
    data-test="act-${action}" @click=${() => act(action, row)}>${icon(name)}</button>`;
  return html`<div class="actions" role="group" aria-label=${t('message.actions')}>
    ${one('reply', 'reply', t('message.reply'))}${one('copy', 'copy', t('message.copy'))}${one('link', 'link', t('message.copyLink'))}
  </div>`;
}

/** @param {any} item a change of the room or its members */
export function eventLine(item) {
  const date = new Date(item.at);
  return html`<p class="event-line" data-key="e${item.seq}" data-seq=${item.seq} data-test="event">
    ${eventText(item)} <time datetime=${item.at} title=${dateTimeText(date)}>${timeText(date)}</time></p>`;
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
