/** Sends a call for real, from the browser. */

import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {user} from "@web/core/user";

import {headerBytes} from "./code";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];
// https://fetch.spec.whatwg.org/#forbidden-request-header
const FORBIDDEN_HEADER =
  /^(accept-(charset|encoding)|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;
const TEXT_TYPE = /^text\/|json|xml|yaml|javascript|x-www-form-urlencoded|^$/i;

/** Whether the method may change data (RFC 9110 §9.2.1). */
export function changesData(method) {
  return !SAFE_METHODS.includes(method);
}

/**
 * @param {import("./call_form").CallForm} form
 * @param {Object} record of the form view
 * @returns {string} why the call cannot be sent, empty if it can
 */
export function whyNotSent(form, record) {
  const {auth_type, base_url} = form.defaults;
  if (!record.resId) {
    return _t("Save and sync the endpoint first: only then can it be called.");
  }
  if (base_url && new URL(base_url).origin !== browser.location.origin) {
    return _t(
      "This page cannot call %(url)s: browsers only send to the site of the page. Use the tab Code.",
      {url: base_url},
    );
  }
  if (form.kind !== "user") {
    return "";
  }
  if (form.caller.userId !== user.userId) {
    return _t("To call as another user, choose “A key” and enter a key of that user.");
  }
  if (!["public", "user_endpoint"].includes(auth_type)) {
    return _t("This endpoint does not accept your session: choose “A key”.");
  }
  return "";
}

/** @returns {string[]} what the admin should know before sending */
export function sendingHints(form, record) {
  const hints = [];
  if (record.dirty) {
    hints.push(_t("Send calls the synced version: unsaved changes do not apply."));
  } else if (record.data.is_draft) {
    hints.push(_t("This is a draft: Send calls the version in service."));
  } else if (record.data.registry_sync === false) {
    hints.push(_t("Not synced: Send calls the version that was synced last."));
  }
  const dropped = form.sentHeaders
    .map(([name]) => name)
    .filter((n) => FORBIDDEN_HEADER.test(n));
  if (dropped.length) {
    hints.push(_t("Browsers do not send these headers: %s.", dropped.join(", ")));
  }
  return hints;
}

/**
 * @param {import("./call_form").CallForm} form
 * @param {AbortSignal} signal
 * @returns {Promise<Object>} a result like that of `web_dry_run`
 * @throws {TypeError} an invalid header, or no connection
 */
export async function send(form, signal) {
  const start = performance.now();
  // A path such as //host/x alone would be the address of another site.
  const url = browser.location.origin + form.target;
  const response = await browser.fetch(url, {
    method: form.method,
    headers: form.sentHeaders.map(([name, value]) => [name, headerBytes(value)]),
    body: form.sentBody || undefined,
    credentials: form.kind === "user" ? "same-origin" : "omit",
    redirect: "manual",
    cache: "no-store",
    signal,
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const result = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    duration: performance.now() - start,
    redirected: response.type === "opaqueredirect",
    error: null,
  };
  if (TEXT_TYPE.test(response.headers.get("content-type") || "")) {
    result.body = new TextDecoder().decode(bytes);
    result.error = errorObject(response.status, result.body);
  } else {
    result.bytes = bytes;
  }
  return result;
}

/** The error object in the body of a refused call, or null. */
function errorObject(status, body) {
  if (status < 400) {
    return null;
  }
  try {
    const error = JSON.parse(body);
    return typeof error.message === "string" ? error : null;
  } catch {
    return null;
  }
}
