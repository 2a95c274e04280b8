/**
 * Paths and query strings. Pure functions.
 *
 * Routes follow werkzeug's grammar: `/orders/<int:id>`, `/<any("a", "b"):kind>`.
 */

const ARGUMENTS = `\\((?:[^()'"]|'[^']*'|"[^"]*")*\\)`;
const PARAMETER = new RegExp(`<(?:(\\w+)(?:${ARGUMENTS})?:)?(\\w+)>`, "g");

/** Encode text for a URL, and leave the slashes of a `path` parameter. */
function encode(text) {
  return text.split("/").map(encodeURIComponent).join("/");
}

/**
 * @param {string} route
 * @returns {{name: string, converter: string}[]}
 */
export function pathParameters(route) {
  const found = [...route.matchAll(PARAMETER)];
  return found.map(([, converter, name]) => ({name, converter: converter || "string"}));
}

/**
 * @param {string} route
 * @param {Object<string, string>} values by parameter
 * @returns {string} the path for a URL, percent-encoded
 */
export function fillPath(route, values) {
  let path = "";
  let end = 0;
  for (const match of route.matchAll(PARAMETER)) {
    const [whole, converter, name] = match;
    const value = String(values[name] ?? "");
    path += encode(route.slice(end, match.index));
    path += converter === "path" ? encode(value) : encodeURIComponent(value);
    end = match.index + whole.length;
  }
  return path + encode(route.slice(end));
}

/**
 * @param {string} route
 * @param {string} path percent-encoded
 * @returns {Object<string, string> | null} the values of the parameters, or null if the
 *  path does not fit
 */
export function matchPath(route, path) {
  const names = [];
  let pattern = "";
  let end = 0;
  for (const match of route.matchAll(PARAMETER)) {
    pattern += escapeRegExp(route.slice(end, match.index));
    pattern += match[1] === "path" ? "(.+?)" : "([^/]+)";
    names.push(match[2]);
    end = match.index + match[0].length;
  }
  pattern += escapeRegExp(route.slice(end));
  const values = decode(path).match(new RegExp(`^${pattern}$`));
  return (
    values && Object.fromEntries(names.map((name, index) => [name, values[index + 1]]))
  );
}

function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // "%" stands for itself
  }
}

/**
 * @param {[string, string][]} pairs
 * @returns {string} the query string without "?"
 */
export function toQueryString(pairs) {
  return pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}

/**
 * @param {string | false} text query string
 * @returns {[string, string][]}
 */
export function fromQueryString(text) {
  return [...new URLSearchParams(text || "")];
}

/**
 * @param {string | false} text one header per line
 * @returns {[string, string][]}
 */
export function fromHeaderLines(text) {
  const lines = (text || "").split("\n").filter((line) => line.includes(":"));
  return lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
}

export function toHeaderLines(pairs) {
  return pairs.map((pair) => pair.join(": ")).join("\n");
}
