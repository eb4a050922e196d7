import { notice, openDialog } from './overlays.js';
import { problemText } from '../i18n/catalogue.js';

/**
 * Asks whether somebody is sure, then does it; a refusal is told.
 *
 * @param {{heading: string, text: string, action: string, danger?: boolean}} question
 * @param {() => Promise<any>} act
 * @returns {Promise<boolean>} whether it was done
 */
export async function askThen(question, act) {
  await import('./dialogs/confirm.js');
  return (await openDialog('tertulia-confirm', question)) === true && attempt(act);
}

/**
 * Does it; a refusal is told.
 *
 * @param {() => Promise<any>} act
 * @param {string} [done] what to say when it is done
 * @returns {Promise<boolean>}
 */
export async function attempt(act, done) {
  try {
    await act();
    if (done) notice(done);
    return true;
  } catch (problem) {
    if (problem.name !== 'Problem') throw problem;
    notice(problemText(problem));
    return false;
  }
}

/**
 * Asks for a reason (and a time), or nothing.
 *
 * @param {{heading: string, text?: string, action: string, danger?: boolean, timeOnly?: boolean, required?: boolean, times?: [string, number][]}} question
 * @returns {Promise<{reason: string, seconds: number} | undefined>}
 */
export async function askWhy(question) {
  await import('./dialogs/why.js');
  return openDialog('tertulia-why', question);
}
