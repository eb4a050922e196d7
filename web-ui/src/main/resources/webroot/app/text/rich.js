/**
 * Reading Markdown takes more code than all the rest of the first view, so it comes after it: who signs in or looks at a
 * list has not to wait for it. Until it is here a text shows as it was written.
 */

/** @type {typeof import('./markdown.js') | null} */
let markdown = null;
/** @type {Promise<typeof import('./markdown.js')> | null} */
let coming = null;

export function loadMarkdown() {
  coming ??= import('./markdown.js').then(
    (module) => (markdown = module),
    (failure) => {
      coming = null;
      throw failure;
    },
  );
  return coming;
}

/**
 * Fills an element with a text, at once where that is possible.
 *
 * @param {HTMLElement} holder
 * @param {string} source
 * @param {{id?: string, name: string}[] | undefined} called
 * @param {(fragment: DocumentFragment) => void} dress what else to do with the elements, before they are shown
 */
export function fill(holder, source, called, dress) {
  const show = ({ fragmentOf }) => {
    const fragment = fragmentOf(source, called);
    dress(fragment);
    holder.replaceChildren(fragment);
  };
  if (markdown) {
    show(markdown);
    return;
  }
  holder.textContent = source;
  loadMarkdown().then(show, () => {});
}
