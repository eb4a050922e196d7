/** Messages in the person's language, with plural forms, dates and errors. */

/** Languages offered; the first is taken when nothing fits. */
export const LANGUAGES = Object.freeze({ en: 'English', es: 'Español', pt: 'Português' });

const CHOICE_KEY = 'tertulia.language';

let language = 'en';
/** @type {Record<string, string | Record<string, string>>} */
let messages = {};
let plural = new Intl.PluralRules('en');

/** @returns {string} 'auto' or a language */
export function languageChoice() {
  const choice = localStorage.getItem(CHOICE_KEY) ?? 'auto';
  return choice in LANGUAGES ? choice : 'auto';
}

/** @param {string} choice 'auto' or a language */
export async function chooseLanguage(choice) {
  if (choice === 'auto') localStorage.removeItem(CHOICE_KEY);
  else localStorage.setItem(CHOICE_KEY, choice);
  await loadLanguage();
}

/** Loads the messages of the language chosen, or of the browser's. */
export async function loadLanguage() {
  const choice = languageChoice();
  const wanted = choice === 'auto' ? bestOf(navigator.languages ?? [navigator.language]) : choice;
  const module = await import(`./${wanted}.js`);
  useMessages(wanted, module.default);
  document.documentElement.lang = locale();
}

/**
 * @param {readonly string[]} preferred
 * @returns {string}
 */
export function bestOf(preferred) {
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    if (base in LANGUAGES) return base;
  }
  return 'en';
}

/** @param {string} tag @param {Record<string, string | Record<string, string>>} catalogue */
export function useMessages(tag, catalogue) {
  language = tag;
  messages = catalogue;
  plural = new Intl.PluralRules(tag);
}

/** The browser's own variant of the language when it has one, for dates and numbers. */
export function locale() {
  return (navigator.languages ?? []).find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] `count` chooses the plural form
 * @returns {string}
 */
export function t(key, values = {}) {
  let text = messages[key] ?? key;
  if (typeof text === 'object') text = text[plural.select(Number(values.count))] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString(locale()) : value;
  });
}

/** @param {string} key */
export const has = (key) => key in messages;

/** What a Problem says to a person. @param {any} problem */
export function problemText(problem) {
  const key = `error.${problem?.code}`;
  if (has(key)) return t(key);
  return t('error.unknown', { code: problem?.code ?? '?' });
}

/**
 * What to write at one field.
 *
 * @param {{field: string, detail: string}} error
 * @param {Record<string, string>} [keys] message keys by field, where the field's name alone says too little
 */
export function fieldText({ field, detail }, keys = {}) {
  const key = keys[field] ?? `field.${field}`;
  if (/common/i.test(detail) && has(`${key}.common`)) return t(`${key}.common`);
  return has(key) ? t(key) : t('field.other', { detail });
}

/** @param {Date} date */
export function timeText(date) {
  return date.toLocaleTimeString(locale(), { hour: 'numeric', minute: '2-digit' });
}

/** @param {Date} date */
export function dateText(date) {
  return date.toLocaleDateString(locale(), { dateStyle: 'medium' });
}

/** A day and a time, short. @param {Date} date */
export function momentText(date) {
  return date.toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });
}

/** @param {Date} date */
export function dateTimeText(date) {
  return date.toLocaleString(locale(), { dateStyle: 'full', timeStyle: 'short' });
}

/** @param {Date} date @param {Date} now */
export function dayText(date, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  return date.toLocaleDateString(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric',
  });
}

/** Short, for a list: the time of today, the weekday of this week, else the date. */
export function shortWhen(date, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days <= 0) return timeText(date);
  if (days < 7) return date.toLocaleDateString(locale(), { weekday: 'short' });
  return date.toLocaleDateString(locale(), { day: 'numeric', month: 'short' });
}

/** "5 minutes ago". @param {Date} date */
export function agoText(date, now = new Date()) {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const units = /** @type {const} */ ([['day', 86_400], ['hour', 3_600], ['minute', 60]]);
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, 'minute');
}

/** "2.4 MB". @param {number} bytes */
export function bytesText(bytes) {
  const units = /** @type {const} */ ([['gigabyte', 2 ** 30], ['megabyte', 2 ** 20], ['kilobyte', 2 ** 10]]);
  const [unit, size] = units.find(([, one]) => bytes >= one) ?? ['byte', 1];
  const value = bytes / size;
  return value.toLocaleString(locale(), { style: 'unit', unit, unitDisplay: size === 1 ? 'long' : 'short', maximumFractionDigits: value < 10 && size > 1 ? 1 : 0 });
}

/** @param {string[]} names */
export function listText(names) {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
