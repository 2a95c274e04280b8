/**
 * A call as text to copy: curl, Python, JavaScript and an Odoo test. Pure functions.
 *
 * @typedef {Object} Call
 * @property {string} method
 * @property {string} base scheme and host, such as `https://shop.example`
 * @property {string} target path and query string, percent-encoded
 * @property {[string, string][]} headers
 * @property {string} body
 * @property {string} [bodyFile] the file that holds a body too long for a command
 * @property {number} [status] the expected status
 */

// A shell leaves these characters alone.
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** Quote for a POSIX shell: nothing is special inside single quotes but the quote. */
export function shellQuote(text) {
  return PLAIN_WORD.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}

/** @param {Call} call */
export function toCurl({method, base, target, headers, body, bodyFile}) {
  const words = ["curl"];
  if (method === "HEAD") {
    words.push("--head");
  } else if (method !== "GET" || body) {
    words.push(`--request ${shellQuote(method)}`);
  }
  words.push(shellQuote(base + target));
  for (const [name, value] of headers) {
    // "Name:" would remove the header, "Name;" sends it empty.
    words.push("--header " + shellQuote(value ? name + ": " + value : name + ";"));
  }
  if (body && !headers.some(([name]) => name.toLowerCase() === "content-type")) {
    words.push("--header Content-Type:"); // curl would send that of a form
  }
  if (bodyFile) {
    words.push(`--data-binary @${bodyFile}`);
  } else if (body) {
    // Not --data-binary, which reads a body that starts with "@" as a file name.
    words.push(`--data-raw ${shellQuote(body)}`);
  }
  return words.join(" \\\n  ");
}

/** A literal of Python, which has JSON's escapes. */
export function pythonString(text) {
  const quoted = JSON.stringify(text);
  if (!text.includes('"') || text.includes("'")) {
    return quoted;
  }
  return "'" + quoted.slice(1, -1).replaceAll('\\"', '"') + "'";
}

/** A literal for each line, for texts of several lines. */
function literalLines(text, literal, joint, indent) {
  const lines = text.split(/(?<=\n)/).map(literal);
  return lines.length > 1 ? lines.join(`${joint}\n${indent}`) : lines[0];
}

function pythonBody(body, indent) {
  const inner = `${indent}    `;
  const lines = literalLines(body, pythonString, "", inner);
  return lines.includes("\n")
    ? `(\n${inner}${lines}\n${indent}).encode()`
    : `${lines}.encode()`;
}

function isAscii(text) {
  return /^[\x00-\x7f]*$/.test(text); // eslint-disable-line no-control-regex
}

/** `headers={…}` and `data=…` for requests and for Odoo's `url_open`. */
function pythonArguments({headers, body, bodyFile}, indent) {
  const values = new Map();
  for (const [name, value] of headers) {
    values.set(name, values.has(name) ? values.get(name) + ", " + value : value);
  }
  const items = [...values].map(([name, value]) => {
    const bytes = isAscii(value) ? "" : ".encode()";
    return `${indent}    ${pythonString(name)}: ${pythonString(value)}${bytes},\n`;
  });
  let text = items.length ? `${indent}headers={\n${items.join("")}${indent}},\n` : "";
  if (bodyFile) {
    text += `${indent}data=open(${pythonString(bodyFile)}, "rb").read(),\n`;
  } else if (body) {
    text += `${indent}data=${pythonBody(body, indent)},\n`;
  }
  return text;
}

/** @param {Call} call */
export function toPython(call) {
  return [
    "import requests",
    "",
    "response = requests.request(",
    `    ${pythonString(call.method)},`,
    `    ${pythonString(call.base + call.target)},`,
    pythonArguments(call, "    ") + "    timeout=60,",
    ")",
    "print(response.status_code)",
    "print(response.text)",
    "",
  ].join("\n");
}

/** The bytes of the text in UTF-8 as characters: what `fetch` takes as a header. */
export function headerBytes(text) {
  return Array.from(new TextEncoder().encode(text), (byte) =>
    String.fromCharCode(byte),
  ).join("");
}

/** @param {Call} call */
export function toJavaScript({method, base, target, headers, body, bodyFile}) {
  const lines = [`const response = await fetch(${JSON.stringify(base + target)}, {`];
  lines.push(`  method: ${JSON.stringify(method)},`);
  if (headers.length) {
    lines.push("  headers: [");
    for (const [name, value] of headers) {
      const pair = [name, headerBytes(value)].map((text) => JSON.stringify(text));
      lines.push(`    [${pair.join(", ")}],`);
    }
    lines.push("  ],");
  }
  if (bodyFile) {
    lines.push(`  body: await (await fetch(${JSON.stringify(bodyFile)})).blob(),`);
  } else if (body) {
    const text = literalLines(body, (line) => JSON.stringify(line), " +", "    ");
    lines.push(text.includes("\n") ? `  body:\n    ${text},` : `  body: ${text},`);
  }
  lines.push("});", "console.log(response.status, await response.text());", "");
  return lines.join("\n");
}

/** @param {Call} call */
export function toOdooTest(call) {
  return [
    "from odoo.addons.endpoint.tests.common import EndpointCase",
    "",
    "",
    "class TestCall(EndpointCase):",
    "    def test_call(self):",
    "        # The endpoint comes with a module, or from self.make_endpoint().",
    "        response = self.call(",
    `            ${pythonString(call.target)},`,
    `            method=${pythonString(call.method)},`,
    pythonArguments(call, "            ") + "        )",
    `        self.assertAnswer(response, ${call.status || 200})`,
    "",
  ].join("\n");
}
