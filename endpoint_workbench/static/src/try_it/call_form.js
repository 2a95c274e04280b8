/**
 * What the admin enters in *Try it*. A value that nobody edited follows the endpoint;
 * an edited value stays.
 */

import {user} from "@web/core/user";

import {pairs, row} from "./call_rows";
import {
  fillPath,
  fromHeaderLines,
  fromQueryString,
  matchPath,
  pathParameters,
  toHeaderLines,
  toQueryString,
} from "./route";
import {hideSecrets} from "./secrets";

const BODY_METHODS = ["POST", "PUT", "PATCH"];
const EXAMPLES_OF_CONVERTERS = {int: "1", float: "1.5", path: "a/b", model: "1"};
const exampleOf = ({name, converter}) =>
  EXAMPLES_OF_CONVERTERS[converter] || (/(^|_)id$/.test(name) ? "1" : "example");

export class CallForm {
  constructor() {
    this.defaults = {methods: [], routes: [], examples: []};
    this.method = null;
    this.givenMethod = null; // of an example or a call
    this.notes = []; // about a call that was opened
    this.route = null;
    this.path = null; // of an example that fits no route
    this.values = {}; // of path parameters
    this.query = []; // rows: name, value, enabled, and type and required if known
    this.headers = [];
    this.editedBody = null;
    this.caller = {kind: null, userId: user.userId, key: ""};
  }

  /** @param {Object} defaults of `web_try_defaults` */
  applyDefaults(defaults) {
    this.defaults = defaults;
    if (!this.methods.includes(this.method)) {
      this.method = defaults.methods[0];
    }
    if (!defaults.routes.includes(this.route)) {
      this.route = defaults.routes[0] || null;
    }
    const known = Object.fromEntries(
      defaults.path_parameters.map(({name, example}) => [name, String(example ?? "")]),
    );
    for (const parameter of pathParameters(defaults.routes.join(""))) {
      const {name} = parameter;
      this.values[name] ??= known[name] || exampleOf(parameter);
    }
    this._applyQuery(defaults.query);
  }

  /** Rows of parameters that the endpoint declares, then the admin's own. */
  _applyQuery(parameters) {
    const before = Object.fromEntries(this.query.map((row) => [row.name, row]));
    const declared = parameters.map(({name, type, required, example}) => {
      const value = String(example ?? "");
      const enabled = Boolean(required);
      const row = {name, value, enabled, ...(before[name]?.edited && before[name])};
      return {...row, type, required, declared: true};
    });
    const names = declared.map((row) => row.name);
    const own = this.query.filter((row) => !row.declared && !names.includes(row.name));
    this.query = [...declared, ...own];
  }

  /** Those of the endpoint, and that of a call which it may refuse. */
  get methods() {
    const methods = new Set(this.defaults.methods);
    return [...(this.givenMethod ? methods.add(this.givenMethod) : methods)];
  }

  get kind() {
    return (
      this.caller.kind || (this.defaults.auth_type === "public" ? "nobody" : "user")
    );
  }

  get body() {
    return this.editedBody ?? this.defaults.body ?? "";
  }

  get canHaveBody() {
    return !["GET", "HEAD"].includes(this.method);
  }

  /** The body to send. The prepared one is for methods that create or change. */
  get sentBody() {
    const wanted = BODY_METHODS.includes(this.method) || this.editedBody !== null;
    return this.canHaveBody && wanted ? this.body : "";
  }

  get sentPath() {
    return this.path ?? fillPath(this.route || "", this.values);
  }

  get target() {
    const query = toQueryString(pairs(this.query));
    return this.sentPath + (query && `?${query}`);
  }

  get contentType() {
    const own = this.headers.find(({name}) => name.toLowerCase() === "content-type");
    if (own?.enabled) {
      return own.value;
    }
    // A multipart type needs a boundary, which only the author of the body knows.
    const type = this.defaults.content_type || "";
    return type.includes("*") || type.startsWith("multipart/") ? "" : type;
  }

  /** The headers, with the content type of the endpoint and the key. */
  get sentHeaders() {
    const headers = pairs(this.headers);
    const names = headers.map(([name]) => name.toLowerCase());
    const hasBody = this.sentBody || BODY_METHODS.includes(this.method);
    if (hasBody && this.contentType && !names.includes("content-type")) {
      headers.unshift(["Content-Type", this.contentType]);
    }
    const key = this.caller.key.trim();
    if (this.kind === "key" && key) {
      headers.push(["Authorization", key.includes(" ") ? key : `Bearer ${key}`]);
    }
    return headers;
  }

  /** The call for `web_dry_run`. */
  toCall() {
    return {
      method: this.method,
      path: this.sentPath,
      query: pairs(this.query),
      headers: this.sentHeaders,
      body: this.sentBody,
      user_id: this.kind === "user" && this.caller.userId,
    };
  }

  /** The call as text to copy, see `code.js`, without credentials. */
  toCodeCall() {
    const headers = this.sentHeaders;
    const names = headers.map(([name]) => name.toLowerCase());
    const {auth_type, base_url} = this.defaults;
    if (this.kind === "user" && auth_type === "user_endpoint") {
      headers.push(["Cookie", ""]);
    } else if (this.kind === "user" && auth_type !== "public") {
      if (!names.includes("authorization")) {
        headers.push(["Authorization", "Bearer of the caller"]);
      }
    }
    const query = toQueryString(hideSecrets(pairs(this.query)));
    return {
      method: this.method,
      base: base_url || "",
      target: this.sentPath + (query && `?${query}`),
      headers: hideSecrets(headers),
      body: this.sentBody,
    };
  }

  /** @param {Object} example as in `web_try_defaults` */
  loadExample({method, path, query, headers, body}) {
    this.method = this.givenMethod = method;
    this.notes = [];
    this.path = path;
    for (const route of this.defaults.routes) {
      const values = matchPath(route, path);
      if (values) {
        this.path = null;
        this.route = route;
        Object.assign(this.values, values);
        break;
      }
    }
    const given = fromQueryString(query).map(row);
    const declared = this.query.filter((known) => known.declared);
    this.query = declared.map((known) => {
      const index = given.findIndex(({name}) => name === known.name);
      const [own] = index < 0 ? [{enabled: false}] : given.splice(index, 1);
      return {...known, edited: true, ...own};
    });
    this.query.push(...given);
    this.headers = fromHeaderLines(headers).map(row);
    this.editedBody = body === null ? null : body || "";
  }

  /** @param {Object} call an example with `user_id` and `notes`, see `web_try_call` */
  loadCall({user_id, notes, ...example}) {
    this.loadExample(example);
    this.notes = notes;
    const userId = user_id || this.caller.userId;
    this.caller = {kind: user_id ? "user" : "nobody", userId, key: ""};
  }

  /** @returns {Object} values of an `endpoint.example`, without credentials */
  toExample() {
    const headers = pairs(this.headers);
    return {
      method: this.method,
      path: this.sentPath,
      query: toQueryString(hideSecrets(pairs(this.query))),
      headers: toHeaderLines(hideSecrets(headers)),
      body: this.sentBody,
    };
  }
}
