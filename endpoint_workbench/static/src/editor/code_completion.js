/**
 * What the code editor suggests at a place in a snippet.
 *
 * A suggestion is `{name, kind, description}`. The words come from the server, see
 * `web_editor_words` of `endpoint.mixin`.
 */

const KEY = `(?:\\[\\s*|\\.get\\(\\s*)["']([\\w.-]*)$`;
/** [text before the cursor, which ends with a string; the words of that string] */
const STRINGS = [
  [/\benv\[\s*["']([\w.]*)$/, "modelNames"],
  [new RegExp(`\\bbody${KEY}`), "body"],
  [new RegExp(`\\brequest\\.params${KEY}`), "params"],
  [/\bresult\[\s*["'](\w*)$/, "result"],
  [/\bresult\s*=\s*\{(?:.*,)?\s*["'](\w*)$/, "result"],
];
const OPENING = {")": "(", "]": "["};
const MAX_ASSIGNMENTS = 5;

/**
 * @param {string} before the line before the cursor
 * @param {string[]} lines the lines above
 * @param {EditorWords} source see editor_words.js
 * @returns {Promise<{prefix: string, always: boolean, items: Object[]}|null>}
 *  `always`: suggest even before the first letter
 */
export async function completeCode(before, lines, source) {
  const words = await source.words();
  for (const [pattern, name] of STRINGS) {
    const match = before.match(pattern);
    if (match) {
      const items = name === "modelNames" ? await source.models() : plain(words[name]);
      return {prefix: match[1], always: true, items};
    }
  }
  if (isInStringOrComment(before)) {
    return null;
  }
  const member = before.match(/\.(\w*)$/);
  if (member) {
    const chain = parseChain(before.slice(0, -member[0].length));
    const place = chain && (await resolve(chain, lines, source, 0));
    const items = place && (await membersOf(place, words, source));
    return items && {prefix: member[1], always: true, items};
  }
  const prefix = before.match(/(?:^|\W)([A-Za-z_]\w*)?$/)?.[1] || "";
  if (/\d\w*$/.test(before) && !prefix) {
    return null;
  }
  return {prefix, always: false, items: [...variables(lines), ...words.names]};
}

function plain(names = [], kind = "") {
  return names.map((name) => ({name, kind, description: ""}));
}

/** Whether a text on one line ends inside a string or a comment. */
export function isInStringOrComment(before) {
  const rest = before.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, "");
  return /["'#]/.test(rest);
}

/**
 * The parts of an expression such as `env["res.users"].search([]).company_id`.
 *
 * @param {string} text ends with the expression
 * @returns {{name: string, index: string}[]|null} null: not such an expression
 */
export function parseChain(text) {
  const parts = [];
  let end = text.length;
  for (;;) {
    let index = "";
    while (OPENING[text[end - 1]]) {
      const start = findOpening(text, end - 1);
      if (start < 0) {
        return null;
      }
      if (text[start] === "[") {
        index = text.slice(start + 1, end - 1).trim();
      }
      end = start;
    }
    const name = text.slice(0, end).match(/[A-Za-z_]\w*$/)?.[0];
    if (!name) {
      return null;
    }
    parts.unshift({name, index});
    end -= name.length;
    if (text[end - 1] !== ".") {
      return parts;
    }
    end -= 1;
  }
}

function findOpening(text, end) {
  let depth = 0;
  for (let i = end; i >= 0; i--) {
    if (OPENING[text[i]]) {
      depth++;
    } else if ("([".includes(text[i]) && --depth === 0) {
      return text[i] === OPENING[text[end]] ? i : -1;
    }
  }
  return -1;
}

/** @returns {Promise<{model: string}|{path: string}|null>} what an expression is */
async function resolve(chain, lines, source, depth) {
  const words = await source.words();
  let place = null;
  for (const [position, {name, index}] of chain.entries()) {
    const model = name === "env" && index.match(/^["']([\w.]+)["']$/)?.[1];
    if (model) {
      place = {model};
    } else if (position === 0) {
      place = await start(name, lines, source, depth);
    } else if (place?.model) {
      const members = await source.members(place.model);
      const relation = members.find((item) => item.name === name)?.relation;
      place = relation ? {model: relation} : null;
    } else if (place) {
      place = placeOf(`${place.path}.${name}`, words);
    }
    if (!place) {
      return null;
    }
  }
  return place;
}

function placeOf(path, words) {
  if (words.models[path]) {
    return {model: words.models[path]};
  }
  return {path};
}

async function start(name, lines, source, depth) {
  const expression = assigned(name, lines);
  if (expression && depth < MAX_ASSIGNMENTS) {
    const chain = parseChain(expression.text);
    const above = lines.slice(0, expression.row);
    return chain && resolve(chain, above, source, depth + 1);
  }
  return placeOf(name, await source.words());
}

/** The last simple assignment to a variable, or the loop over records that sets it. */
function assigned(name, lines) {
  const pattern = new RegExp(`^\\s*(?:${name}\\s*=\\s*|for\\s+${name}\\s+in\\s+)(.+)$`);
  for (let row = lines.length - 1; row >= 0; row--) {
    const text = lines[row].match(pattern)?.[1];
    if (text) {
      return {row, text: text.replace(/:?\s*(#.*)?$/, "")};
    }
  }
  return null;
}

async function membersOf(place, words, source) {
  return place.model ? source.members(place.model) : plain(words.members[place.path]);
}

function variables(lines) {
  const names = new Set();
  for (const line of lines) {
    const name = line.match(/^\s*(?:for\s+)?([A-Za-z_]\w*)\s*(?:=(?!=)|in\b)/)?.[1];
    if (name && name !== "result") {
      names.add(name);
    }
  }
  return plain([...names], "variable");
}
