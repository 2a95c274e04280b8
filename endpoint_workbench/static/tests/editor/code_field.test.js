/* global ace */

import {expect, test} from "@odoo/hoot";
import {queryOne} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, Deferred} from "@odoo/hoot-mock";
import {
  clickSave,
  contains,
  defineModels,
  editAce,
  fields,
  models,
  mountView,
  onRpc,
  preloadBundle,
  preventResizeObserverError,
} from "@web/../tests/web_test_helpers";

class Endpoint extends models.Model {
  _name = "endpoint.test";

  route = fields.Char();
  code_snippet = fields.Text({string: "Code"});
  query_parameters = fields.Text();

  _records = [{id: 1, route: "/a", code_snippet: "x = 1", query_parameters: ""}];
}
defineModels([Endpoint]);
preloadBundle("web.ace_lib");
preventResizeObserverError();

const CODE = `<field name="code_snippet" widget="endpoint_code" options="{'mode': 'python'}"/>`;
const QUERY = `<field name="query_parameters" widget="endpoint_code" options="{'mode': 'yaml'}"/>`;
const WRONG = {
  ...{row: 0, column: 0, end_column: 1, level: "error"},
  message: "line 1: wrong",
};

async function mountForm(field, resId = 1) {
  onRpc("web_check_text", ({args}) => {
    expect.step(args.slice(0, 3));
    return args[2].includes("x") ? [WRONG] : [];
  });
  await mountView({
    ...{type: "form", resModel: "endpoint.test", resId},
    arch: `<form><field name="route"/>${field}</form>`,
  });
  await settle();
}

async function settle() {
  await advanceTime(600);
  await animationFrame();
}

function editor() {
  return ace.edit(queryOne(".ace_editor"));
}

test("the text is checked when the form opens and after each pause", async () => {
  await mountForm(CODE);
  expect.verifySteps([[[1], "code_snippet", "x = 1"]]);
  expect(".o_endpoint_findings li").toHaveText("line 1: wrong");
  expect(editor().session.getAnnotations()[0].row).toBe(0);

  editor().setValue("y");
  editor().setValue("z");
  await settle();
  expect.verifySteps([[[1], "code_snippet", "z"]]);
  expect(".o_endpoint_findings li").toHaveCount(0);
  expect(editor().session.getAnnotations()).toEqual([]);
});

test("a new record is checked with the values of its form", async () => {
  await mountForm(CODE, false);
  expect.verifySteps([[[], "code_snippet", ""]]);
  onRpc("web_check_text", ({args}) => {
    expect.step(args[3].route);
    return [];
  });
  await contains("[name=route] input").edit("/new");
  await settle();
  expect.verifySteps(["/new"]);
});

test("what is typed while the form processes a text is not lost", async () => {
  await mountForm(CODE);
  const answer = new Deferred();
  Endpoint._onChanges.code_snippet = () => {};
  onRpc("onchange", () => answer);
  editor().setValue("a");
  editor()._emit("blur");
  editor().setValue("ab");
  answer.resolve({value: {}});
  await settle();
  expect(editor().getValue()).toBe("ab");
  onRpc("web_save", ({args}) => expect.step(args[1]));
  await clickSave();
  expect.verifySteps([
    [[1], "code_snippet", "x = 1"],
    [[1], "code_snippet", "ab"],
    {code_snippet: "ab"},
  ]);
});

test("JSON is formatted, and the change is saved", async () => {
  await mountForm(QUERY);
  await editAce('[{"name":"page"}]');
  await contains("button:contains('Format JSON')").click();
  const text = '[\n  {\n    "name": "page"\n  }\n]';
  expect(editor().getValue()).toBe(text);
  onRpc("web_save", ({args}) => expect.step(args[1]));
  await clickSave();
  expect.verifySteps([[[1], "query_parameters", ""], {query_parameters: text}]);
});

test("a readonly text is shown and not checked", async () => {
  await mountForm(CODE.replace("<field", `<field readonly="1"`));
  expect.verifySteps([]);
  expect(".o_endpoint_code_field button").toHaveCount(0);
  expect(".ace_content").toHaveText(/x = 1/);
});
