/** Colours code, with a library that is fetched when the first block of code is shown. */

const ROOT = '/vendor/highlight.js/11.11.1';
/** Blocks longer than this stay plain: colouring them would hold up the page. */
const LONGEST_CHARS = 20_000;

const ALIASES = {
  sh: 'bash', shell: 'bash', zsh: 'bash', console: 'bash', js: 'javascript', mjs: 'javascript', jsx: 'javascript',
  ts: 'typescript', tsx: 'typescript', py: 'python', rb: 'ruby', rs: 'rust', kt: 'kotlin', cs: 'csharp', 'c++': 'cpp',
  h: 'c', hpp: 'cpp', html: 'xml', svg: 'xml', yml: 'yaml', md: 'markdown', toml: 'ini', properties: 'ini',
  patch: 'diff', docker: 'dockerfile', golang: 'go', psql: 'sql', postgres: 'sql',
};
const LANGUAGES = new Set([
  'bash', 'c', 'cpp', 'csharp', 'css', 'diff', 'dockerfile', 'go', 'ini', 'java', 'javascript', 'json', 'kotlin',
  'markdown', 'php', 'python', 'ruby', 'rust', 'sql', 'typescript', 'xml', 'yaml',
]);

/** @type {Promise<any> | undefined} */
let core;

/** The library's core is a CommonJS file: it is given the one name it writes to while it loads. */
async function loadCore() {
  const scope = /** @type {any} */ (globalThis);
  scope.module = { exports: {} };
  try {
    await import(`${ROOT}/lib/core.js`);
    return scope.module.exports;
  } finally {
    delete scope.module;
  }
}

/** @param {ParentNode} root whose blocks of code are coloured in place */
export async function highlightIn(root) {
  for (const code of root.querySelectorAll('pre > code[class^="language-"]')) {
    const wanted = code.className.slice('language-'.length).toLowerCase();
    const name = ALIASES[wanted] ?? wanted;
    const source = code.textContent ?? '';
    if (!LANGUAGES.has(name) || source.length > LONGEST_CHARS) continue;
    core ??= loadCore();
    const [highlighter, language] = await Promise.all([core, import(`${ROOT}/es/languages/${name}.js`)]);
    if (!highlighter.getLanguage(name)) highlighter.registerLanguage(name, language.default);
    if (!code.isConnected && code.getRootNode() !== root) continue;
    code.replaceChildren(...nodesOf(highlighter.highlight(source, { language: name })._emitter.root.children));
  }
}

/** The highlighter's own tree as elements, so that no HTML text is made at all. */
function nodesOf(children) {
  return children.map((child) => {
    if (typeof child === 'string') return document.createTextNode(child);
    const span = document.createElement('span');
    if (child.scope && !child.scope.startsWith('language:')) {
      span.className = child.scope.split('.').map((part, i) => (i === 0 ? `hl-${part}` : `hl-${part}_`)).join(' ');
    }
    span.append(...nodesOf(child.children));
    return span;
  });
}
