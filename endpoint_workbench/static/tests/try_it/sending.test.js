import {describe, expect, test} from "@odoo/hoot";
import {mockFetch} from "@odoo/hoot-mock";
import {browser} from "@web/core/browser/browser";

import {send} from "@endpoint_workbench/try_it/sending";

describe.current.tags("desktop");

test("a call stays on the site of the page, whatever its path", async () => {
  const hosts = [];
  mockFetch((url) => {
    hosts.push(new URL(url, browser.location.origin).host);
    return new Response("", {status: 200});
  });
  const form = {method: "GET", sentHeaders: [["Authorization", "Bearer s3cret"]]};
  for (const target of ["//evil.example/x", "/\\evil.example/x", "/orders"]) {
    await send({...form, target});
  }
  const {host} = browser.location;
  expect(hosts).toEqual([host, host, host]);
});
