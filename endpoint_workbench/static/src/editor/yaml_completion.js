/** What the editors of schemas and query parameters suggest, in YAML and JSON. */

/** Members of these are names that the author chooses. */
const MAPS =
  /^\s*-?\s*["']?(?:properties|patternProperties|\$defs|dependentSchemas)["']?\s*:/;

/**
 * @param {string} before the line before the cursor
 * @param {string[]} lines the lines above
 * @param {EditorWords} source see editor_words.js
 * @returns {Promise<{prefix: string, always: boolean, items: Object[]}|null>}
 */
export async function completeYaml(before, lines, source) {
  const words = await source.words();
  const value = before.match(
    /(?:^|[\s{,"'])(type|format)["']?\s*:\s*(?:\[(?:[^\]]*[\s,])?)?["']?([\w-]*)$/,
  );
  if (value) {
    const items = value[1] === "type" ? words.types : words.formats;
    return suggestion(value[2], true, items, "");
  }
  const key = before.match(/(?:^|[{,]|-\s)\s*(["']?)([\w$]*)$/);
  if (!key || isAuthored(before, lines)) {
    return null;
  }
  return suggestion(key[2], Boolean(key[1]), words.keys, key[1] ? "" : ": ");
}

function suggestion(prefix, always, names, suffix) {
  const items = names.map((name) => ({
    name,
    kind: "",
    description: "",
    text: name + suffix,
  }));
  return {prefix, always, items};
}

/** Whether the line stands directly under `properties` or the like. */
function isAuthored(before, lines) {
  if (MAPS.test(before) && before.includes("{")) {
    return (before.match(/[{]/g) || []).length === 1;
  }
  const indent = indentOf(before);
  const parent = lines.findLast((line) => line.trim() && indentOf(line) < indent);
  return Boolean(parent && MAPS.test(parent) && !before.trim().includes(":"));
}

function indentOf(line) {
  return line.match(/^\s*/)[0].length;
}
