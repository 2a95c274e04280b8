/* global ace */

import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {Deferred, advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
  contains,
  defineModels,
  fields,
  models,
  mountView,
  onRpc,
  preloadBundle,
  preventResizeObserverError,
  webModels,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Endpoint extends models.Model {
  _name = "endpoint.endpoint";
  name = fields.Char();
  route = fields.Char();
  code_snippet = fields.Text();
  registry_sync = fields.Boolean();
  is_draft = fields.Boolean();
  _records = [
    {
      id: 1,
      name: "Orders",
      route: "/orders",
      code_snippet: "a\nb",
      registry_sync: true,
    },
    {id: 2, name: "Books", route: "/books", code_snippet: "c"},
  ];
}

defineModels({...webModels, Endpoint});
preloadBundle("web.ace_lib");
preventResizeObserverError();

const DEFAULTS = {
  methods: ["POST", "GET"],
  routes: ["/orders/<int:id>"],
  path_parameters: [{name: "id", converter: "int", example: "7"}],
  query: [
    {name: "page", type: "integer", required: true, example: "1"},
    {name: "sort", type: "string", required: false, example: "name"},
  ],
  content_type: "application/json",
  body: `{"qty":1}`,
  auth_type: "public",
  examples: [],
  base_url: "",
};
const RESULT = {
  status: 200,
  headers: {"Content-Type": "application/json"},
  body: `{"a":1}`,
  error: null,
  logs: [],
  queries: [],
  duration: 5,
};
const ARCH = `
    <form js_class="endpoint_form">
        <header><widget name="endpoint_try_it"/></header>
        <field name="registry_sync" invisible="1"/>
        <field name="is_draft" invisible="1"/>
        <field name="name"/><field name="route"/>
        <field name="code_snippet" widget="code" options="{'mode': 'python'}"/>
    </form>`;

/** Open the panel. :return: the calls that were dry-run, as (changes, call) */
async function openPanel({defaults = {}, result = {}, params = {}, isOpen} = {}) {
  const calls = [];
  onRpc("web_try_defaults", () => ({...DEFAULTS, ...defaults}));
  onRpc("web_dry_run", ({args}) => {
    calls.push(args.slice(1));
    return {...RESULT, ...result};
  });
  onRpc("web_save", () => expect.step("web_save"));
  const resIds = [1, 2];
  await mountView({
    resModel: "endpoint.endpoint",
    resId: 1,
    resIds,
    type: "form",
    arch: ARCH,
    ...params,
  });
  if (!isOpen) {
    await contains(".o_endpoint_try_it_button").click();
  }
  return calls;
}

async function dryRun() {
  await contains(".o_endpoint_dry_run").click();
  await animationFrame();
}

test("a call of another model opens in the panel, once", async () => {
  onRpc("endpoint.log", "web_try_call", ({args}) => {
    expect(args).toEqual([[5]]);
    return {
      method: "DELETE",
      path: "/orders/8",
      query: "page=2&token=***",
      headers: "X-Shop: Paris\nAuthorization: ***",
      body: `{"qty":2}`,
      user_id: false,
      notes: ["Secrets are missing."],
    };
  });
  const calls = await openPanel({
    params: {context: {try_it_call: ["endpoint.log", 5]}},
    isOpen: true,
  });
  expect(".o_endpoint_method").toHaveValue("DELETE");
  expect(".o_endpoint_note").toHaveText("Secrets are missing.");
  const secrets = "input[placeholder='Secret that was not kept']";
  expect(secrets).toHaveCount(2);
  await dryRun();
  expect(calls[0][1]).toEqual({
    method: "DELETE",
    path: "/orders/8",
    query: [["page", "2"]],
    headers: [
      ["Content-Type", "application/json"],
      ["X-Shop", "Paris"],
    ],
    body: `{"qty":2}`,
    user_id: false,
  });
  await contains("[role=tab][name=request]").click();
  await contains(`${secrets}:first`).edit("S3C");
  expect(".o_endpoint_target").toHaveText("/orders/8?page=2&token=S3C");

  await contains(".o_endpoint_try_it .btn-close").click();
  await contains(".o_endpoint_try_it_button").click();
  expect(".o_endpoint_note").toHaveCount(0);
});

test("the button opens and closes the panel, and the focus follows", async () => {
  await openPanel();
  expect(".o_endpoint_try_it").toHaveCount(1);
  expect(".o_endpoint_method").toBeFocused();
  await contains(".o_endpoint_try_it .btn-close").click();
  expect(".o_endpoint_try_it").toHaveCount(0);
  expect(".o_endpoint_try_it_button").toBeFocused();
});

test("a dry run sends what the endpoint expects", async () => {
  const calls = await openPanel();
  await dryRun();
  expect(calls).toEqual([
    [
      {},
      {
        method: "POST",
        path: "/orders/7",
        query: [["page", "1"]],
        headers: [["Content-Type", "application/json"]],
        body: `{"qty":1}`,
        user_id: false,
      },
    ],
  ]);
  expect(".o_endpoint_status").toHaveText("200 OK");
  expect(queryOne(".o_endpoint_text").textContent).toBe('{\n  "a": 1\n}');
});

test("a dry run uses unsaved values and does not save them", async () => {
  const calls = await openPanel();
  ace
    .edit(queryOne(".o_field_widget[name=code_snippet] .ace_editor"))
    .setValue("new code");
  await contains(".o_field_widget[name=name] input").edit("Other", {confirm: false});
  await dryRun();
  expect(calls[0][0]).toEqual({name: "Other", code_snippet: "new code"});
  expect.verifySteps([]);
  expect(".o_form_dirty").toHaveCount(1);
});

test("an error shows its details and its line", async () => {
  const error = {
    name: "odoo.exceptions.ValidationError",
    message: "Invalid body",
    detail: [
      {loc: ["body", "lines", 0, "qty"], msg: "must be positive", type: "minimum"},
    ],
    line: 2,
  };
  await openPanel({result: {status: 400, error}});
  await dryRun();
  expect(".o_endpoint_message").toHaveText("Invalid body");
  expect(queryAllTexts(".o_endpoint_error li")).toEqual([
    "body.lines[0].qty: must be positive",
  ]);
  expect(".o_endpoint_line pre").toHaveText("b");
  expect(".ace_gutter-cell.o_endpoint_error_line").toHaveText("2");
});

test("log lines and SQL queries", async () => {
  const logs = [{level: "info", message: "Hello"}];
  const queries = Array.from({length: 70}, () => ({sql: "SELECT 1", time: 0.5}));
  await openPanel({result: {logs, queries}});
  await dryRun();
  expect(queryAllTexts(".o_endpoint_log")).toEqual(["infoHello"]);
  expect("summary:contains(SQL queries: 70 in 35 ms)").toHaveCount(1);
  expect(".o_endpoint_query").toHaveCount(50);
  await contains("summary:contains(SQL queries)").click();
  await contains("button:contains(Show more)").click();
  expect(".o_endpoint_query").toHaveCount(70);
});

test("a form that cannot be saved is reported in the panel", async () => {
  await openPanel();
  onRpc("web_dry_run", () => {
    throw new Error("The route is taken");
  });
  await dryRun();
  expect(".o_endpoint_failure").toHaveCount(1);
  expect(".o_error_dialog").toHaveCount(0);
});

test("one dry run at a time, which can be cancelled", async () => {
  await openPanel();
  onRpc("web_dry_run", () => {
    expect.step("web_dry_run");
    return new Deferred();
  });
  await dryRun();
  expect(".o_endpoint_dry_run").not.toBeEnabled();
  await contains(".o_endpoint_method").focus();
  await press(["Control", "Enter"]);
  expect.verifySteps(["web_dry_run"]);
  await contains(".o_endpoint_cancel").click();
  expect(".o_endpoint_dry_run").toBeEnabled();
  expect(".o_endpoint_failure").toHaveCount(0);
});

test("Ctrl+Enter in the body runs once", async () => {
  const calls = await openPanel();
  ace.edit(queryOne(".o_endpoint_body .ace_editor")).focus();
  await press(["Control", "Enter"]);
  await animationFrame();
  await animationFrame();
  expect(calls).toHaveLength(1);
});

test("values that nobody edited follow the form, edited ones stay", async () => {
  const calls = await openPanel();
  await contains(".o_endpoint_rows input[aria-label=page]").edit("5");
  onRpc("web_try_defaults", () => ({
    ...DEFAULTS,
    routes: ["/new"],
    body: "[]",
    query: [
      ...DEFAULTS.query,
      {name: "size", type: "integer", required: true, example: "9"},
    ],
  }));
  await contains(".o_field_widget[name=route] input").edit("/new");
  await advanceTime(1000);
  await dryRun();
  const {path, query, body} = calls[0][1];
  expect([path, body]).toEqual(["/new", "[]"]);
  expect(query).toEqual([
    ["page", "5"],
    ["size", "9"],
  ]);
});

test("another record begins again", async () => {
  await openPanel();
  await dryRun();
  await contains(".o_pager_next").click();
  await advanceTime(1000);
  expect(".o_endpoint_status").toHaveCount(0);
  expect(".o_endpoint_try_it").toHaveCount(1);
});

test("a saved example fills the panel", async () => {
  const example = {
    id: 3,
    name: "Late order",
    method: "GET",
    path: "/orders/12",
    query: "page=2&x=a%20b",
    headers: "X-Shop: Paris",
    body: false,
  };
  const calls = await openPanel({defaults: {examples: [example]}});
  await contains(".o_endpoint_example").select("3");
  await dryRun();
  const {method, path, query, headers} = calls[0][1];
  expect([method, path]).toEqual(["GET", "/orders/12"]);
  expect(query).toEqual([
    ["page", "2"],
    ["x", "a b"],
  ]);
  expect(headers).toEqual([["X-Shop", "Paris"]]);
});

test("a key is sent, but neither shown in code nor saved", async () => {
  const calls = await openPanel();
  onRpc("endpoint.example", "create", ({args}) => {
    expect(JSON.stringify(args)).not.toInclude("s3cret");
    expect.step(args[0][0].path);
    return [1];
  });
  await contains("input[name=endpoint_caller][value=key]").click();
  await contains(".o_endpoint_key").edit("s3cret");
  await contains(".o_endpoint_save_example").click();
  await dryRun();
  expect(calls[0][1].headers.at(-1)).toEqual(["Authorization", "Bearer s3cret"]);
  await contains(".o_endpoint_tabs [name=code]").click();
  expect(".o_endpoint_code").toHaveText(/Authorization: Bearer YOUR_API_KEY/);
  expect.verifySteps(["/orders/7"]);
  expect(queryOne(".o_endpoint_code").textContent).not.toInclude("s3cret");
});

test("JSON is formatted, and wrong JSON is reported", async () => {
  await openPanel();
  const editor = ace.edit(queryOne(".o_endpoint_body .ace_editor"));
  await contains("button:contains(Format JSON)").click();
  await animationFrame();
  expect(editor.getValue()).toBe(`{\n  "qty": 1\n}`);
  editor.setValue("{");
  await contains("button:contains(Format JSON)").click();
  expect("[role=alert]:contains(not valid JSON)").toHaveCount(1);
});

test("Send is refused where it cannot work, and says why", async () => {
  await openPanel({defaults: {base_url: "https://other.example"}});
  expect(".o_endpoint_send").not.toBeEnabled();
  expect(".o_endpoint_blocked").toHaveText(/https:\/\/other\.example/);
});

test("Send says which version it calls", async () => {
  await openPanel();
  expect(".o_endpoint_hint").toHaveCount(0);
  await contains(".o_field_widget[name=name] input").edit("Other");
  expect(".o_endpoint_hint").toHaveText(/unsaved changes do not apply/);
  await contains(".o_form_button_cancel").click();
  await contains(".o_pager_next").click();
  await waitFor(".o_endpoint_hint:contains(Not synced)");
  expect(".o_endpoint_hint").toHaveCount(1);
});

test("Send of a draft calls the version in service", async () => {
  Endpoint._records[0].is_draft = true;
  await openPanel();
  expect(".o_endpoint_hint").toHaveText(
    "This is a draft: Send calls the version in service.",
  );
});
