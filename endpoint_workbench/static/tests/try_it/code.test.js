import {describe, expect, test} from "@odoo/hoot";

import {
  headerBytes,
  pythonString,
  shellQuote,
  toCurl,
  toJavaScript,
  toOdooTest,
  toPython,
} from "@endpoint_workbench/try_it/code";
import {hideSecrets} from "@endpoint_workbench/try_it/secrets";

describe.current.tags("headless");

const CALL = {
  method: "POST",
  base: "https://shop.example",
  target: "/orders/7?page=2",
  headers: [["Content-Type", "application/json"]],
  body: '{\n  "name": "It\'s $5!"\n}',
};

test("nothing is special for the shell inside quotes", () => {
  expect(shellQuote("a-b/c")).toBe("a-b/c");
  expect(shellQuote("")).toBe("''");
  expect(shellQuote("it's $x !z \\ \n")).toBe("'it'\\''s $x !z \\ \n'");
});

test("curl", () => {
  expect(toCurl(CALL)).toBe(
    [
      "curl \\",
      "  --request POST \\",
      "  'https://shop.example/orders/7?page=2' \\",
      "  --header 'Content-Type: application/json' \\",
      "  --data-raw '{",
      '  "name": "It\'\\\'\'s $5!"',
      "}'",
    ].join("\n"),
  );
});

test("curl sends no content type of its own, and empty headers", () => {
  const text = toCurl({...CALL, headers: [["X-Empty", ""]], body: "@a"});
  expect(text).toInclude("--header 'X-Empty;'");
  expect(text).toInclude("--header Content-Type:");
  expect(text).toInclude("--data-raw @a");
});

test("curl waits for no body after HEAD, and GET needs no method", () => {
  const head = {...CALL, method: "HEAD", headers: [], body: ""};
  expect(toCurl(head)).toInclude("--head");
  expect(toCurl({...head, method: "GET"})).toBe(
    "curl \\\n  'https://shop.example/orders/7?page=2'",
  );
});

test("a long body comes from a file", () => {
  const call = {...CALL, bodyFile: "body.txt"};
  expect(toCurl(call)).toInclude("--data-binary @body.txt");
  expect(toPython(call)).toInclude(`data=open("body.txt", "rb").read()`);
  expect(toJavaScript(call)).toInclude(`fetch("body.txt")`);
});

test("strings of Python", () => {
  expect(pythonString(`{"a": 1}\n`)).toBe(`'{"a": 1}\\n'`);
  expect(pythonString(`"it's"`)).toBe(`"\\"it's\\""`);
  expect(pythonString("\\ \t")).toBe(`"\\\\ \\t"`);
});

test("Python", () => {
  expect(toPython(CALL)).toBe(
    [
      "import requests",
      "",
      "response = requests.request(",
      '    "POST",',
      '    "https://shop.example/orders/7?page=2",',
      "    headers={",
      '        "Content-Type": "application/json",',
      "    },",
      "    data=(",
      '        "{\\n"',
      '        "  \\"name\\": \\"It\'s $5!\\"\\n"',
      '        "}"',
      "    ).encode(),",
      "    timeout=60,",
      ")",
      "print(response.status_code)",
      "print(response.text)",
      "",
    ].join("\n"),
  );
});

test("repeated headers are one header in Python, and UTF-8", () => {
  const headers = [
    ["X-A", "1"],
    ["X-A", "é"],
  ];
  expect(toPython({...CALL, headers})).toInclude(`"X-A": "1, é".encode(),`);
});

test("JavaScript", () => {
  expect(toJavaScript({...CALL, body: "{}"})).toBe(
    [
      'const response = await fetch("https://shop.example/orders/7?page=2", {',
      '  method: "POST",',
      "  headers: [",
      '    ["Content-Type", "application/json"],',
      "  ],",
      '  body: "{}",',
      "});",
      "console.log(response.status, await response.text());",
      "",
    ].join("\n"),
  );
  expect(headerBytes("é")).toBe("Ã©");
});

test("an Odoo test expects the status of the last call", () => {
  const text = toOdooTest({...CALL, status: 201});
  expect(text).toInclude(`"/orders/7?page=2",\n            method="POST",`);
  expect(text).toInclude("self.assertAnswer(response, 201)");
});

test("credentials become placeholders", () => {
  const hidden = hideSecrets([
    ["Authorization", "Bearer s3cret"],
    ["authorization", "s3cret"],
    ["X-API-Key", "s3cret"],
    ["Cookie", "session_id=s3cret"],
    ["X-Hub-Signature-256", "sha256=s3cret"],
    ["access_token", "s3cret"],
    ["pwd", "s3cret"],
    ["X-Credential", "s3cret"],
    ["pin", "s3cret"],
    ["Idempotency-Key", "visible"],
    ["X-Author", "visible"],
  ]);
  expect(JSON.stringify(hidden)).not.toInclude("s3cret");
  expect(hidden[0][1]).toBe("Bearer YOUR_API_KEY");
  expect(hidden.slice(-2).map(([, value]) => value)).toEqual(["visible", "visible"]);
});
