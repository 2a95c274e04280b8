const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indent JSON. Numbers, duplicate names and escapes stay as they are written.
 *
 * @param {string} text
 * @returns {string}
 * @throws {SyntaxError} it is not JSON
 */
export function formatJSON(text) {
  JSON.parse(text);
  const tokens = text.match(TOKEN);
  let formatted = "";
  let depth = 0;
  tokens.forEach((token, i) => {
    const empty = /[{[]/.test(tokens[i - 1]) && /^[}\]]$/.test(token);
    if (/^[}\]]$/.test(token)) {
      depth--;
      formatted += empty ? token : newLine(depth) + token;
    } else if (token === ":") {
      formatted += ": ";
    } else if (token === ",") {
      formatted += token + newLine(depth);
    } else {
      formatted += /^[{[]$/.test(tokens[i - 1]) ? newLine(depth) + token : token;
    }
    if (/^[{[]$/.test(token)) {
      depth++;
    }
  });
  return formatted;
}

function newLine(depth) {
  return `\n${"  ".repeat(depth)}`;
}
