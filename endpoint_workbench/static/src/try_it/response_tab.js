import {Component, useState} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {_t} from "@web/core/l10n/translation";

import {LongText} from "./long_text";
import {statusColor, statusLine} from "./status";

const QUERIES_AT_ONCE = 50;

/** What came back: status, error, body, headers, log lines and SQL queries. */
export class ResponseTab extends Component {
  static template = "endpoint_workbench.TryIt.ResponseTab";
  static components = {CopyButton, LongText};
  static props = {
    result: Object, // see TryItPanel
    goToLine: Function,
  };

  setup() {
    this.state = useState({queries: QUERIES_AT_ONCE});
    this.copied = _t("Copied");
  }

  get result() {
    return this.props.result;
  }

  get status() {
    if (this.result.redirected) {
      return _t("Redirect");
    }
    return statusLine(this.result.status);
  }

  get color() {
    return this.result.redirected ? "info" : statusColor(this.result.status);
  }

  get headers() {
    return Object.entries(this.result.headers);
  }

  get details() {
    const {detail} = this.result.error;
    return Array.isArray(detail) ? detail : [];
  }

  /** The last line of the traceback: callers see only an id, the admin the cause. */
  get cause() {
    const {debug} = this.result.error;
    return this.result.status >= 500 && debug ? debug.trimEnd().split("\n").at(-1) : "";
  }

  get headersTitle() {
    return _t("Headers: %s", this.headers.length);
  }

  get logsTitle() {
    return _t("Log lines: %s", this.result.logs.length);
  }

  get lineTitle() {
    return _t("Line %s", this.result.error.line);
  }

  get binaryTitle() {
    return _t("%s bytes that are not text", this.binary.length);
  }

  get queries() {
    return (this.result.queries || []).slice(0, this.state.queries);
  }

  get queriesTitle() {
    const {queries} = this.result;
    const total = queries.reduce((sum, query) => sum + query.time, 0);
    return _t("SQL queries: %(count)s in %(time)s", {
      count: queries.length,
      time: this.milliseconds(total),
    });
  }

  get binary() {
    const {bytes, body_base64: base64} = this.result;
    return bytes || (base64 && Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  }

  showMoreQueries() {
    this.state.queries *= 4;
  }

  milliseconds(time) {
    return _t("%s ms", time < 10 ? time.toFixed(1) : Math.round(time));
  }

  /** @returns {string} such as `body.lines[0].qty` */
  place(loc) {
    return (loc || [])
      .map((part) => (Number.isInteger(part) ? `[${part}]` : `.${part}`))
      .join("")
      .replace(/^\./, "");
  }

  json(value) {
    return JSON.stringify(value);
  }

  download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.binary || this.result.body]));
    link.download = "body";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
