/** @returns {string} 120 random bits, made without crypto.randomUUID, which plain http on a local network lacks */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}

/**
 * The same small number for the same id, on every device: chooses a person's colour.
 *
 * @param {string} id
 * @param {number} below
 */
export function smallNumber(id, below) {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  return (hash >>> 0) % below;
}
