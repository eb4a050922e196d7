import '/vendor/markdown-it/14.2.0/dist/markdown-it.min.js';
import '/vendor/dompurify/3.4.15/dist/purify.min.js';

/**
 * Text of people as elements: Markdown first, then a sanitiser that lets only the tags below through, and no string ever
 * set as HTML. Nothing is loaded from elsewhere: a picture becomes a link to it.
 */

const markdownIt = /** @type {any} */ (globalThis).markdownit({
  html: false,
  linkify: true,
  breaks: true,
  typographer: false,
});
const purify = /** @type {any} */ (globalThis).DOMPurify;

const ALLOWED = {
  ALLOWED_TAGS: [
    'p', 'br', 'strong', 'em', 's', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'hr',
    'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'span',
  ],
  ALLOWED_ATTR: ['href', 'class', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|xmpp:|matrix:|#)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** Code, then whoever is called. A name ends before a dot that ends the sentence. */
const MENTION = /(^|[\s(>*_~"'])@([\p{L}\p{N}_](?:[\p{L}\p{N}._-]{0,30}[\p{L}\p{N}_])?)/gu;

markdownIt.linkify.set({ fuzzyEmail: false, fuzzyIP: false });

markdownIt.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const source = markdownIt.utils.escapeHtml(token.attrGet('src') ?? '');
  const text = markdownIt.utils.escapeHtml(token.content || token.attrGet('src') || '');
  return `<a href="${source}">${text}</a>`;
};

markdownIt.core.ruler.push('mentions', (state) => {
  const pattern = state.env.called ? patternOf(state.env.called) : MENTION;
  for (const block of state.tokens) {
    if (!pattern || block.type !== 'inline' || !block.content.includes('@')) continue;
    block.children = block.children.flatMap((token) => (token.type === 'text' ? withMentions(token, state, pattern) : [token]));
  }
});

/** Those whom the server says a text calls, longest first: "Ann Onym" before "Ann". */
function patternOf(called) {
  const names = called.flatMap(({ id, name }) => [name, id]).filter(Boolean);
  if (names.length === 0) return null;
  const escaped = names.sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`(^|[^\\p{L}\\p{N}_@])@(${escaped.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
}

function withMentions(token, state, pattern) {
  const pieces = [];
  let from = 0;
  for (const match of token.content.matchAll(pattern)) {
    const at = match.index + match[1].length;
    if (at > from) pieces.push(text(state, token.content.slice(from, at)));
    const called = state.env.called?.find(({ id }) => id === match[2]);
    const mention = new state.Token('html_inline', '', 0);
    mention.content = `<span class="mention">@${markdownIt.utils.escapeHtml(called?.name ?? match[2])}</span>`;
    pieces.push(mention);
    from = match.index + match[0].length;
  }
  if (pieces.length === 0) return [token];
  if (from < token.content.length) pieces.push(text(state, token.content.slice(from)));
  return pieces;
}

function text(state, content) {
  const token = new state.Token('text', '', 0);
  token.content = content;
  return token;
}

purify.addHook('afterSanitizeAttributes', (element) => {
  if (element.tagName === 'A') {
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer nofollow ugc');
  }
  const kept = [...(element.classList ?? [])].filter(
    (name) => name === 'mention' || /^language-[\w+#.-]{1,24}$/.test(name),
  );
  if (element.hasAttribute?.('class')) {
    if (kept.length > 0) element.setAttribute('class', kept.join(' '));
    else element.removeAttribute('class');
  }
});

/**
 * @param {string} source Markdown a person wrote
 * @param {{id?: string, name: string}[]} [called] whom it calls; without it, whatever looks like a call
 * @returns {DocumentFragment}
 */
export function fragmentOf(source, called) {
  return purify.sanitize(markdownIt.render(source, { called }), ALLOWED);
}
