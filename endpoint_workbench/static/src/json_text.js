/**
 * Indents JSON without parsing it: long numbers, repeated names and the order of
 * members stay as they were sent.
 */

const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+|"/g;
const DEEPEST = 40;

/**
 * @param {string} text valid JSON
 * @param {number} limit stop after about this many characters
 * @returns {string}
 */
export function indentJson(text, limit = Infinity) {
  let result = "";
  let depth = 0;
  let previous = "";
  const newLine = () => "\n" + "  ".repeat(Math.min(depth, DEEPEST));
  for (const [token] of text.matchAll(TOKEN)) {
    const opened = previous === "{" || previous === "[";
    if (token === "}" || token === "]") {
      depth -= 1;
      result += opened ? "" : newLine();
    } else if (opened || previous === ",") {
      result += newLine();
    }
    result += token === ":" ? ": " : token;
    if (token === "{" || token === "[") {
      depth += 1;
    }
    if (result.length > limit) {
      break;
    }
    previous = token;
  }
  return result;
}

/** @returns {boolean} whether the text is JSON */
export function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
