import {describe, expect, test} from "@odoo/hoot";
import {
  completeCode,
  isInStringOrComment,
  parseChain,
} from "@endpoint_workbench/editor/code_completion";
import {EditorWords} from "@endpoint_workbench/editor/editor_words";
import {matching} from "@endpoint_workbench/editor/matching";
import {completeYaml} from "@endpoint_workbench/editor/yaml_completion";

describe.current.tags("headless");

const MODELS = {
  "res.partner": [
    {name: "parent_id", relation: "res.partner"},
    {name: "user_id", relation: "res.users"},
    {name: "search", relation: "res.partner"},
    {name: "write", relation: ""},
  ],
  "res.users": [{name: "login", relation: ""}],
};
const named = (...names) => names.map((name) => ({name}));
const source = {
  words: async () => ({
    names: named("env", "error"),
    members: {env: ["user"], request: ["params"], "request.params": ["get"]},
    models: {user: "res.users", "env.user": "res.users"},
    result: ["payload"],
    body: ["lines"],
    params: ["page"],
    keys: ["type", "items"],
    types: ["string", "integer"],
    formats: ["date"],
  }),
  models: async () => named(...Object.keys(MODELS)),
  members: async (model) => MODELS[model] || [],
};

async function suggested(complete, text) {
  const lines = text.split("\n");
  const found = await complete(lines.pop(), lines, source);
  return found && [found.prefix, found.items.map((item) => item.name).join(" ")];
}

const ALL = "parent_id user_id search write";
const CODE = [
  ["er", ["er", "env error"]],
  ["x = 1\nx", ["x", "x env error"]],
  ['env["res.', ["res.", "res.partner res.users"]],
  ["env['res.partner'].", ["", ALL]],
  ['env["res.partner"].search([("a", "=", f(1))])[0].wr', ["wr", ALL]],
  ['request.env["res.partner"].parent_id.user_id.lo', ["lo", "login"]],
  ["env.user.", ["", "login"]],
  ["user.lo", ["lo", "login"]],
  ["request.params.", ["", "get"]],
  ['p = env["res.partner"].search([])  # all\np.', ["", ALL]],
  ['p = env["res.partner"]\nfor q in p.search([]):\n    q.', ["", ALL]],
  ['body["li', ["li", "lines"]],
  ['body.get("', ["", "lines"]],
  ["request.params['pa", ["pa", "page"]],
  ['result = {"', ["", "payload"]],
  ['result["pay', ["pay", "payload"]],
  ["# en", null],
  ['x = "en', null],
  ["3", null],
  ['env["res.partner"].write({}).', null],
];
test("suggestions in code", async () => {
  for (const [text, expected] of CODE) {
    expect(await suggested(completeCode, text)).toEqual(expected, {message: text});
  }
});

test("a variable that refers to itself ends the search", async () => {
  expect(await suggested(completeCode, "p = p.sorted()\np.")).toEqual(["", ""]);
});

const YAML = [
  ["ty", ["ty", "type items"]],
  ["type: st", ["st", "string integer"]],
  ["  a: {type: [string, in", ["in", "string integer"]],
  ['{"type": "st', ["st", "string integer"]],
  ["format: d", ["d", "date"]],
  ["- {name: a, ty", ["ty", "type items"]],
  ["properties:\n  ty", null],
  ["properties:\n  age:\n    ty", ["ty", "type items"]],
  ["description: some te", null],
];
test("suggestions in schemas and query parameters", async () => {
  for (const [text, expected] of YAML) {
    expect(await suggested(completeYaml, text)).toEqual(expected, {message: text});
  }
});

test("strings and comments are recognized", () => {
  expect(isInStringOrComment('a = "b')).toBe(true);
  expect(isInStringOrComment('a = "b" + c')).toBe(false);
  expect(isInStringOrComment("a = 'it\\'s")).toBe(true);
  expect(isInStringOrComment("a # b")).toBe(true);
});

test("a chain ends where no expression can", () => {
  expect(parseChain("(a + b)")).toBe(null);
  expect(parseChain("a])")).toBe(null);
  expect(parseChain("x = a.b[1]")).toEqual([
    {name: "a", index: ""},
    {name: "b", index: "1"},
  ]);
});

test("what starts with the prefix comes first, and nothing that is complete", () => {
  const names = (prefix, ...words) =>
    matching(named(...words), prefix, true).map(({name}) => name);
  expect(names("id", "void", "ids", "id")).toEqual(["id", "ids", "void"]);
  expect(names("id", "id", "name")).toEqual([]);
  expect(matching(named("void", "ids"), "id", false)).toEqual([{name: "ids"}]);
});

test("words are fetched once for the same values", async () => {
  let changes = {route: "/a"};
  const call = (...args) => {
    expect.step(args.join());
    return Promise.resolve({});
  };
  const words = new EditorWords(call, "code_snippet", () => changes);
  await words.members("res.users");
  await words.members("res.users");
  await words.words();
  changes = {route: "/b"};
  await words.words();
  const asked = "web_editor_words,code_snippet,[object Object]";
  expect.verifySteps(["web_editor_model,res.users", asked, asked]);
});
