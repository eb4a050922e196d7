import { equal, ok, test } from './suite.js';
import { LANGUAGES, bestOf, dayText, fieldText, problemText, t, useMessages } from '/app/i18n/catalogue.js';

const catalogues = Object.fromEntries(
  await Promise.all(Object.keys(LANGUAGES).map(async (tag) => [tag, (await import(`/app/i18n/${tag}.js`)).default])),
);
const names = (value) => {
  const text = typeof value === 'string' ? value : Object.values(value).join();
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
};

test('languages: each has every message, with the same values in it', () => {
  const english = Object.keys(catalogues.en).sort();
  for (const [tag, messages] of Object.entries(catalogues)) {
    equal(Object.keys(messages).sort(), english, tag);
    for (const key of english) equal(names(messages[key]), names(catalogues.en[key]), `${tag} ${key}`);
  }
});

test('languages: every message the page asks for exists, and none is left over', async () => {
  const files = await (await fetch('/files.json')).json();
  const sources = await Promise.all(
    files.filter((file) => file.endsWith('.js') && !/i18n\/\w\w\.js$/.test(file)).map(async (file) => (await fetch(file)).text()),
  );
  const all = sources.join('\n');
  const asked = new Set([...all.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1]));
  for (const key of asked) ok(key in catalogues.en, `t('${key}') has no message`);
  const quoted = new Set([...all.matchAll(/'([a-z][\w.]*)'/gi)].map((match) => match[1]));
  const stems = [...all.matchAll(/`([a-z][\w.]*\.)\$\{/gi)].map((match) => match[1]);
  const byCode = ['error.', 'field.'];
  for (const key of Object.keys(catalogues.en)) {
    ok(quoted.has(key) || [...stems, ...byCode].some((stem) => key.startsWith(stem)), `nobody asks for '${key}'`);
  }
});

test('languages: plural forms and values', () => {
  useMessages('en', catalogues.en);
  equal(t('rooms.unread', { count: 1 }), '1 unread message');
  equal(t('rooms.unread', { count: 2 }), '2 unread messages');
  equal(t('no.such.key'), 'no.such.key');
});

test('languages: the best of what the browser wants', () => {
  equal([bestOf(['de-DE', 'pt-BR']), bestOf(['es']), bestOf(['ja'])], ['pt', 'es', 'en']);
});

test('languages: refusals in words', () => {
  useMessages('es', catalogues.es);
  equal(problemText({ code: 'wrong_credentials' }), 'Usuario o contraseña incorrectos.');
  ok(problemText({ code: 'brand_new' }).includes('brand_new'), 'an unknown code is named');
  equal(fieldText({ field: 'password', detail: 'is too common' }), catalogues.es['field.password.common']);
  ok(fieldText({ field: 'odd', detail: 'must be even' }).includes('must be even'), 'an unknown field says its detail');
});

test('languages: days by name', () => {
  useMessages('en', catalogues.en);
  const now = new Date(2026, 5, 10, 9);
  equal(dayText(new Date(2026, 5, 10, 0, 1), now), 'Today');
  equal(dayText(new Date(2026, 5, 9, 23, 59), now), 'Yesterday');
});
