import {expect, test} from "@odoo/hoot";
import {click, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
  contains,
  defineModels,
  fields,
  models,
  mountView,
  onRpc,
} from "@web/../tests/web_test_helpers";

const LISTENING = {remaining: 600, call: false};
const CAPTURED = {
  remaining: 0,
  call: {
    id: 1,
    time: "2026-01-31 10:00:00",
    method: "POST",
    path: "/hook",
    query: "page=2",
    headers: "X-Shop: Paris",
    body: '{"qty": 1}',
    address: "10.0.0.1",
    status: 400,
    error: "body.qty: too small",
    note: "",
    has_json: true,
    has_example: true,
  },
};

class Endpoint extends models.Model {
  name = fields.Char();
  capture = fields.Json();
  request_content_type = fields.Char();
  request_content_schema = fields.Text();
  query_parameters = fields.Text();

  _records = [{id: 1, name: "Hook", capture: LISTENING}];
}

defineModels([Endpoint]);

function mountForm() {
  return mountView({
    type: "form",
    resModel: "endpoint",
    resId: 1,
    arch: /* xml */ `
            <form>
                <widget name="endpoint_capture"/>
                <field name="name"/>
                <field name="request_content_type"/>
                <field name="request_content_schema"/>
                <field name="query_parameters"/>
            </form>`,
  });
}

test("a call that arrives is shown, and unsaved changes stay", async () => {
  let capture = {remaining: 599, call: false};
  onRpc("read", () => {
    expect.step("read");
    return [{id: 1, capture}];
  });
  await mountForm();
  expect(".o_capture_time").toHaveText("10:00 left");
  await advanceTime(1000);
  await animationFrame();
  expect(".o_capture_time").toHaveText("9:59 left");
  await contains(".o_field_widget[name=name] input").edit("Changed");
  capture = CAPTURED;
  await advanceTime(2000);
  await animationFrame();
  expect(".o_capture code").toHaveText("POST /hook?page=2");
  expect(queryAllTexts(".o_capture_text")).toEqual([
    "body.qty: too small",
    "X-Shop: Paris",
    '{"qty": 1}',
  ]);
  expect(".o_field_widget[name=name] input").toHaveValue("Changed");
  await advanceTime(10_000);
  expect.verifySteps(["read"]); // it does not ask any more
});

test("polling ends with the form", async () => {
  onRpc("read", () => expect.step("read"));
  const form = await mountForm();
  await advanceTime(2500);
  expect.verifySteps(["read"]);
  form.__owl__.app.destroy();
  await advanceTime(10_000);
  expect.verifySteps([]);
});

test("a schema replaces another only after a question", async () => {
  Endpoint._records[0].capture = CAPTURED;
  Endpoint._records[0].request_content_schema = "type: object";
  onRpc("web_captured_schema", () => "type: array");
  await mountForm();
  await click(".o_capture button");
  await animationFrame();
  await contains(".o_capture_schema").click();
  expect(".o_field_widget[name=request_content_schema] textarea").toHaveValue(
    "type: object",
  );
  await contains(".modal button:contains(Replace)").click();
  expect(".o_field_widget[name=request_content_schema] textarea").toHaveValue(
    "type: array",
  );
  expect(".o_field_widget[name=request_content_type] input").toHaveValue(
    "application/json",
  );
});

test("query parameters are added to those in the form", async () => {
  Endpoint._records[0].capture = CAPTURED;
  onRpc("web_captured_query_parameters", ({args}) => `${args[1]}\n- name: page`);
  await mountForm();
  await contains(".o_field_widget[name=query_parameters] textarea").edit("- name: q");
  await contains(".o_capture button:contains(Show)").click();
  await contains(".o_capture_query").click();
  expect(".o_field_widget[name=query_parameters] textarea").toHaveValue(
    "- name: q\n- name: page",
  );
});
