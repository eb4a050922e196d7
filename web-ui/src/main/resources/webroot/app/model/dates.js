import { query } from '../protocol/api.js';

/**
 * The number of the first message of a day: what was said last before it tells.
 *
 * @param {import('../protocol/api.js').Api} api
 * @param {string} roomId
 * @param {Date} day its beginning, where I am
 * @returns {Promise<number>} of a message at or just before it, 1 where the room begins later
 */
export async function firstOf(api, roomId, day) {
  const { results } = await api.get(`/search${query({ room: roomId, before: day.toISOString(), limit: 1 })}`);
  return (results[0]?.seq ?? 0) + 1;
}

/** @param {string} text of a date field, `2026-03-14` @returns {Date | null} its midnight, where I am */
export function dayOf(text) {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** For a date field. @param {Date} date */
export function dayField(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
