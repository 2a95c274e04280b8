import {describe, expect, test} from "@odoo/hoot";

import {indentJson} from "@endpoint_workbench/json_text";

describe.current.tags("headless");

test("JSON is indented as JSON.stringify does", () => {
  const value = {a: [1, {"b:[,]": '"\\\n'}], c: [], d: {}, e: [null, true, -1.5e3]};
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  expect(indentJson(" [ 1 ,\n2 ] ")).toBe("[\n  1,\n  2\n]");
});

test("numbers and repeated names stay as they were written", () => {
  const text = '{"a":12345678901234567890,"a":[1.0,"x{\\u00e9"]}';
  expect(indentJson(text).replace(/\s/g, "")).toBe(text);
});

test("5 MB of JSON take no time if only the beginning is shown", () => {
  const rows = JSON.stringify(
    Array.from({length: 200000}, (_, id) => ({id, name: "row"})),
  );
  const deep = "[".repeat(2500000) + "]".repeat(2500000);
  const long = JSON.stringify("x".repeat(5000000));
  for (const text of [rows, deep, long]) {
    const start = performance.now();
    expect(indentJson(text, 20000).slice(0, 1)).toBe(text[0]);
    expect(performance.now() - start).toBeLessThan(500);
  }
});
