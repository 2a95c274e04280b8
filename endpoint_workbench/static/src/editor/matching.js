const MAX_ITEMS = 50;

/**
 * @param {Object[]} items with `name`
 * @param {string} prefix
 * @param {boolean} anywhere also those that contain the prefix
 * @returns {Object[]} those that start with the prefix, then those that contain it;
 *  none if the only one is already written
 */
export function matching(items, prefix, anywhere) {
  const wanted = prefix.toLowerCase();
  const starting = [];
  const containing = [];
  for (const item of items) {
    const place = item.name.toLowerCase().indexOf(wanted);
    if (place === 0) {
      starting.push(item);
    } else if (place > 0 && anywhere && wanted.length > 1) {
      containing.push(item);
    }
  }
  // A word that is completely written comes first, so that Enter does not change it.
  starting.sort((a, b) => (b.name === prefix) - (a.name === prefix));
  const found = [...starting, ...containing].slice(0, MAX_ITEMS);
  return found.length === 1 && found[0].name === prefix ? [] : found;
}
