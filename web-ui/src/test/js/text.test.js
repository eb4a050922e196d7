import { equal, ok, seeded, test } from './suite.js';
import { fragmentOf } from '/app/text/markdown.js';
import { isOnlyEmoji, plainText } from '/app/text/plain.js';
import { fill, loadMarkdown } from '/app/text/rich.js';
import { highlightIn } from '/app/text/highlight.js';

const TAGS = new Set(
  ['P', 'BR', 'STRONG', 'EM', 'S', 'DEL', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'A', 'HR', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'TABLE', 'THEAD', 'TBODY', 'TR', 'TH', 'TD', 'SPAN'],
);
const ATTRIBUTES = new Set(['href', 'class', 'start', 'target', 'rel']);

function htmlOf(source) {
  const holder = document.createElement('div');
  holder.append(fragmentOf(source));
  return holder;
}

/** What no text of a person may ever become. */
function harmless(holder, source) {
  for (const element of holder.querySelectorAll('*')) {
    ok(TAGS.has(element.tagName), `<${element.tagName}> from ${source}`);
    for (const { name, value } of element.attributes) {
      ok(ATTRIBUTES.has(name), `attribute ${name} from ${source}`);
      if (name === 'href') ok(/^(https?:|mailto:|xmpp:|matrix:|#)/i.test(value), `href ${value} from ${source}`);
      if (name === 'class') ok(/^(mention|language-[\w+#.-]+)( |$)/.test(value), `class ${value} from ${source}`);
    }
  }
}

test('text: Markdown as people know it', () => {
  const holder = htmlOf('**bold** _em_ `code` ~~gone~~\nnext\n\n- one\n- two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```java\nint a;\n```');
  for (const tag of ['strong', 'em', 'code', 's', 'br', 'li', 'blockquote', 'td', 'pre > code.language-java']) {
    ok(holder.querySelector(tag), `${tag} in ${holder.outerHTML}`);
  }
});

test('text: links open elsewhere and tell nobody where from; pictures become links', () => {
  const holder = htmlOf('see https://example.org/x and ![cat](https://example.org/cat.png)');
  const [link, picture] = holder.querySelectorAll('a');
  equal([link.target, link.rel], ['_blank', 'noopener noreferrer nofollow ugc']);
  equal([picture.textContent, holder.querySelector('img')], ['cat', null]);
});

test('text: mentions are marked, mail addresses and code are not', () => {
  const holder = htmlOf('@ann and (@bob.k): not a@b.example nor `@code`, @ana.');
  equal([...holder.querySelectorAll('.mention')].map((one) => one.textContent), ['@ann', '@bob.k', '@ana']);
});

test('text: hostile text stays text', () => {
  const hostile = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](data:text/html,<script>1</script>)',
    '[x](vbscript:1)', '<a href="javascript:1">x</a>', '<svg onload=alert(1)>', '![x](javascript:1)', '[a]: javascript:1\n\n[a]', '<style>*{display:none}</style>', '<iframe src="//x">',
    '```"><img src=x onerror=1>\nx\n```', '``` x" onmouseover="1\nx\n```', '@<b>x</b>', '@"><script>1</script>', '<math><mi//xlink:href="data:x,<script>1</script>">', '[x](https://a"onclick="1)',
    '<form action=//x><input name=y>', '<base href=//x>', '&lt;script&gt;', '[x](//evil.example)', '<details open ontoggle=1>', '\u0000<script>', '[x](\u0001javascript:1)', '<p style="position:fixed">x',
  ];
  for (const source of hostile) harmless(htmlOf(source), source);
});

test('text: nothing random gets through either', () => {
  const random = seeded(42);
  const pieces = ['<', '>', '"', "'", '[', ']', '(', ')', '!', '`', '```', '\n', '*', '_', '@', '&', ';', '#', 'javascript:', 'data:', 'https://x.y', 'onerror=', 'script', 'img src=x', 'style=', 'a href=', 'svg', '\u0000', '|', '---', ' ', 'x', '​', '‮'];
  for (let i = 0; i < 1500; i++) {
    let source = '';
    for (let n = 1 + Math.floor(random() * 25); n > 0; n--) source += pieces[Math.floor(random() * pieces.length)];
    harmless(htmlOf(source), JSON.stringify(source));
  }
});

test('text: hostile texts, cut and joined at random, with hostile names to call, stay harmless', () => {
  const random = seeded(7);
  const some = (list) => list[Math.floor(random() * list.length)];
  const whole = [
    '<svg><style><img src=x onerror=1></style></svg>', '[x](javascript&colon;1)', '[x](java\nscript:1)', '<a id=x name=y href="//z">', '![x](data:image/svg+xml,<svg onload=1>)', '<math><mtext><table><mglyph><style><!--</style><img src=1>',
    '```js\n<script>1</script>\n```', '<noscript><p title="</noscript><img src=x onerror=1>">', '| <b>a | "onclick=1 |\n|--|--|\n| @<i> | [y](vbscript:1) |', '<template><script>1</script></template>', '@ann"><img src=x>', '<a href="https://a.b" onclick=1 style="x">',
    '[a](https://x.y "t\" onmouseover=\"1")', '<https://x.y/<script>>', '<form id=x><input form=x formaction=javascript:1>', '&#x6A;avascript:1', '[x](&#106;avascript:1)', 'https://x.y/@ann<b>', '\\<img src=x onerror=1\\>', '> <object data=x>\n> - <embed src=y>',
  ];
  const names = ['ann', '"><img src=x onerror=1>', '<b>', '@', '](javascript:1)', '$&', '\\', 'a.*b', '\u202Eann', '&lt;i&gt;'];
  for (let i = 0; i < 1200; i++) {
    const [a, b] = [some(whole), some(whole)];
    const source = a.slice(0, random() * a.length * 1.5) + some(['', ' ', '\n', '\n\n', '@' + some(names), '`', '"']) + b.slice(random() * b.length * 0.6);
    const holder = document.createElement('div');
    holder.append(fragmentOf(source, random() < 0.5 ? undefined : [{ id: some(names), name: some(names) }, { name: some(names) }]));
    harmless(holder, `${i}: ${JSON.stringify(source)}`);
  }
});

test('text: long and deep text is rendered in reasonable time', () => {
  const start = performance.now();
  for (const source of ['>'.repeat(4000), '*a'.repeat(4000), '['.repeat(8000), '`'.repeat(7999), '- '.repeat(4000), 'a'.repeat(8000), '|a'.repeat(4000)]) fragmentOf(source);
  ok(performance.now() - start < 5000, `took ${performance.now() - start} ms`);
});

test('text: one line for lists', () => {
  equal(plainText('**bold** and [link](https://x.y)\n> quote'), 'bold and link quote');
  equal(plainText('see ```code\nblock``` end'), 'see … end');
  equal(plainText('x'.repeat(300), 10), `${'x'.repeat(9)}…`);
});

test('text: only emoji', () => {
  ok(isOnlyEmoji('🌿🌿'), 'two');
  ok(isOnlyEmoji('👩‍🚀'), 'joined');
  ok(!isOnlyEmoji('ok 🌿') && !isOnlyEmoji('12'), 'no letters, no digits');
});

test('text: code is coloured without any HTML text', async () => {
  const holder = htmlOf('```java\nclass A { int x = 1; } // <script>\n```');
  await highlightIn(holder);
  ok(holder.querySelector('.hl-keyword'), holder.outerHTML);
  equal(holder.querySelector('pre').textContent, 'class A { int x = 1; } // <script>\n');
});

test('text: only those whom the server names are called, by their whole name, ids as names', () => {
  const called = [{ id: 'u1', name: 'Ann' }, { id: 'u2', name: 'Ann Onym' }, { id: 'u3', name: 'C++ (fan)' }];
  const found = (source) => [...fragmentOf(source, called).querySelectorAll('.mention')].map((one) => one.textContent);
  equal(found('@ann onym and @Ann, @u3!'), ['@ann onym', '@Ann', '@C++ (fan)']);
  equal(found('@Annabel me@Ann `@Ann` @bob'), []);
  equal([...fragmentOf('@ann', []).querySelectorAll('.mention')], []);
});

test('text: shows as it was written until it can be read as Markdown, and then at once', async () => {
  const early = document.createElement('div');
  let dressed = 0;
  fill(early, '**a** <b>', undefined, () => dressed++);
  await loadMarkdown();
  equal(early.querySelector('strong')?.textContent, 'a');
  const later = document.createElement('div');
  fill(later, '**c**', undefined, () => dressed++);
  equal([later.querySelector('strong')?.textContent, dressed], ['c', 2]);
});
