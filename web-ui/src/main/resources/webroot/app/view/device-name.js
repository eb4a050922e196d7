const BROWSERS = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['HeadlessChrome/', 'Chrome'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari'], ['curl/', 'curl']];
const SYSTEMS = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']];
const MAX_CHARS = 40;

/** "Firefox · Linux" of a user agent. @param {string | undefined} agent */
export function deviceName(agent) {
  if (!agent) return '';
  const named = (names) => names.find(([mark]) => agent.includes(mark))?.[1];
  return [named(BROWSERS) ?? agent.slice(0, MAX_CHARS), named(SYSTEMS)].filter(Boolean).join(' · ');
}
