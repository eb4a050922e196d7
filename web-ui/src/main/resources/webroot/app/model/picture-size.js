/** Largest and smallest box of a picture within a message, in pixels. */
const WIDEST = 380;
const TALLEST = 300;
const LEAST = 56;

/**
 * How large a picture is shown, known before it has come, so that nothing moves when it does.
 *
 * @param {{width: number, height: number}} picture
 * @returns {{width: number, height: number}}
 */
export function shownSize({ width, height }) {
  const scale = Math.min(1, WIDEST / width, TALLEST / height);
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}

/** What can be shown as a picture. @param {{type: string, width?: number, height?: number}} file */
export const isPicture = ({ type, width, height }) => /^image\//.test(type) && Number(width) > 0 && Number(height) > 0;
