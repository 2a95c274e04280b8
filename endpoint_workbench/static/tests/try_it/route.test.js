import {describe, expect, test} from "@odoo/hoot";

import {
  fillPath,
  fromHeaderLines,
  fromQueryString,
  matchPath,
  pathParameters,
  toQueryString,
} from "@endpoint_workbench/try_it/route";

describe.current.tags("headless");

test("the parameters of a route", () => {
  const route = `/a/<int:id>/<any("x,(y)", 'z'):kind>/<model("res.partner"):who>/<rest>`;
  expect(pathParameters(route)).toEqual([
    {name: "id", converter: "int"},
    {name: "kind", converter: "any"},
    {name: "who", converter: "model"},
    {name: "rest", converter: "string"},
  ]);
});

test("a filled path is encoded, and only a path parameter keeps its slashes", () => {
  expect(fillPath("/é/<name>", {name: "a b/c?"})).toBe("/%C3%A9/a%20b%2Fc%3F");
  expect(fillPath("/files/<path:file>", {file: "a b/c"})).toBe("/files/a%20b/c");
});

test("a path gives the values of its route back", () => {
  const values = {id: "7", file: "a b/ü"};
  const route = "/x.y/<int:id>/<path:file>";
  expect(matchPath(route, fillPath(route, values))).toEqual(values);
  expect(matchPath(route, "/x-y/7/a")).toBe(null);
});

test("a query string keeps the order, repeated names and special characters", () => {
  const pairs = [
    ["a", "1&2=3"],
    ["a", "é +"],
    ["b", ""],
  ];
  expect(fromQueryString(toQueryString(pairs))).toEqual(pairs);
});

test("header lines", () => {
  expect(fromHeaderLines("X-Shop: Paris\nX-Time: 10:30\nnothing")).toEqual([
    ["X-Shop", "Paris"],
    ["X-Time", "10:30"],
  ]);
});
