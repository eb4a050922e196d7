/** Light, dark, or as the system has it. */

const KEY = 'tertulia.theme';
export const THEMES = ['system', 'light', 'dark'];

export function themeChoice() {
  const choice = localStorage.getItem(KEY) ?? 'system';
  return THEMES.includes(choice) ? choice : 'system';
}

/** @param {string} choice one of THEMES */
export function chooseTheme(choice) {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  applyTheme();
}

export function applyTheme() {
  const choice = themeChoice();
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}
