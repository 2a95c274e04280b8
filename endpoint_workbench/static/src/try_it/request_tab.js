import {Component, useState} from "@odoo/owl";
import {cookie} from "@web/core/browser/cookie";
import {_t} from "@web/core/l10n/translation";
import {RecordSelector} from "@web/core/record_selectors/record_selector";

import {BodyEditor} from "./body_editor";
import {indentJson, isJson} from "../json_text";
import {pathParameters} from "./route";
import {Rows} from "./rows";

/** What to send: example, route, parameters, headers, body and caller. */
export class RequestTab extends Component {
  static template = "endpoint_workbench.TryIt.RequestTab";
  static components = {BodyEditor, RecordSelector, Rows};
  static props = {
    form: Object, // CallForm
    canSaveExample: Boolean,
    saveExample: Function,
  };

  setup() {
    this.state = useState({bodyError: "", exampleName: ""});
    this.userPlaceholder = _t("User");
    this.callerKinds = [
      {name: "user", label: _t("A user")},
      {name: "key", label: _t("A key")},
      {name: "nobody", label: _t("Nobody")},
    ];
  }

  get form() {
    return this.props.form;
  }

  get parameters() {
    return this.form.path === null ? pathParameters(this.form.route || "") : [];
  }

  get saveTitle() {
    return this.props.canSaveExample ? "" : _t("Save the endpoint first.");
  }

  get editorTheme() {
    return cookie.get("color_scheme") === "dark" ? "monokai" : "";
  }

  get editorMode() {
    return this.form.contentType.includes("xml") ? "xml" : "javascript";
  }

  get isJsonBody() {
    return this.form.contentType.includes("json");
  }

  onExample(ev) {
    const id = Number(ev.target.value);
    const example = this.form.defaults.examples.find((one) => one.id === id);
    if (example) {
      this.form.loadExample(example);
    }
  }

  onRoute(ev) {
    this.form.route = ev.target.value;
    this.form.path = null;
  }

  onBody(text) {
    this.state.bodyError = "";
    this.form.editedBody = text;
  }

  formatBody() {
    if (isJson(this.form.body)) {
      this.form.editedBody = indentJson(this.form.body);
    } else {
      this.state.bodyError = _t("The body is not valid JSON.");
    }
  }

  onKind(name) {
    this.form.caller.kind = name;
  }

  async saveExample() {
    const name =
      this.state.exampleName.trim() || `${this.form.method} ${this.form.target}`;
    await this.props.saveExample(name);
    this.state.exampleName = "";
  }
}
