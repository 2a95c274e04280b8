import {onWillDestroy, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {AceField, aceField} from "@web/views/fields/ace/ace_field";
import {completeCode} from "./code_completion";
import {EndpointCodeEditor} from "./code_editor";
import {EditorWords} from "./editor_words";
import {indentJson} from "../json_text";
import {completeYaml} from "./yaml_completion";

/** Milliseconds after the last key. */
const CHECK_DELAY = 500;
/** Values of the form that checks and suggestions depend on. */
const VALUES = [
  ...["route", "further_routes", "request_method", "request_content_type"],
  ...["request_content_schema", "query_parameters", "exec_mode"],
];
const LEVELS = {
  error: {class: "text-danger", icon: "fa-times-circle", label: _t("Error")},
  warning: {
    ...{class: "text-warning-emphasis", icon: "fa-exclamation-triangle"},
    label: _t("Warning"),
  },
  info: {class: "text-muted", icon: "fa-info-circle", label: _t("Note")},
};

/** Field for the code, the schema and the query parameters of an endpoint. */
export class EndpointCodeField extends AceField {
  static template = "endpoint_workbench.CodeField";
  static components = {EndpointCodeEditor};

  setup() {
    super.setup();
    this.orm = useService("orm").silent;
    this.notification = useService("notification");
    this.root = useRef("root");
    Object.assign(this.state, {findings: [], fullScreen: false, wrap: false});
    this.words = new EditorWords(
      (...args) => this.callServer(...args),
      this.props.name,
      () => this.getChanges(),
    );
    this.checkLater = useDebounced(() => this.check(), CHECK_DELAY);
    // A field that is replaced before it was mounted is never unmounted.
    onWillDestroy(() => this.checkLater.cancel());
    useRecordObserver((record) => {
      VALUES.forEach((name) => record.data[name]); // check again when they change
      this.checkLater();
    });
  }

  get mode() {
    if (this.props.mode === "yaml") {
      // Ace has no YAML mode here; comments and strings look the same in Python.
      return this.isJSON ? "json" : "python";
    }
    return super.mode;
  }

  get canBeJSON() {
    return this.props.mode === "yaml";
  }

  get isJSON() {
    return /^\s*[{[]/.test(this.state.initialValue || "");
  }

  get label() {
    return this.props.record.fields[this.props.name].string;
  }

  get text() {
    return (this.isDirty ? this.editedValue : this.state.initialValue) || "";
  }

  /**
   * Like AceField, but what is typed while the form processes an earlier text is
   * neither lost nor replaced by that text.
   */
  async commitChanges() {
    if (this.props.readonly || !this.isDirty) {
      return;
    }
    const text = this.editedValue;
    await this.props.record.update({[this.props.name]: text});
    if (text === this.editedValue) {
      this.isDirty = false;
      this.state.initialValue = text;
      this.props.record.model.bus.trigger("FIELD_IS_DIRTY", false);
    }
  }

  setEditor(editor) {
    this.editor = editor;
    editor.session.setTabSize(this.props.mode === "python" ? 4 : 2);
  }

  handleChange(text) {
    super.handleChange(text);
    this.checkLater();
  }

  // ------------------------------------------------------------
  // Checks and suggestions
  // ------------------------------------------------------------

  getChanges() {
    const {data} = this.props.record;
    const names = VALUES.filter((name) => name in data);
    return Object.fromEntries(names.map((name) => [name, data[name]]));
  }

  callServer(method, ...args) {
    const {resModel, resId} = this.props.record;
    return this.orm.call(resModel, method, [resId ? [resId] : [], ...args]);
  }

  async check() {
    if (this.props.readonly) {
      return;
    }
    const {text} = this;
    const {name} = this.props;
    const findings = await this.callServer(
      "web_check_text",
      name,
      text,
      this.getChanges(),
    );
    if (text === this.text) {
      this.state.findings = findings;
    }
  }

  complete(before, lines) {
    const complete = {python: completeCode, yaml: completeYaml}[this.props.mode];
    return complete ? complete(before, lines, this.words) : null;
  }

  levelOf(finding) {
    return LEVELS[finding.level];
  }

  goTo({row, column}) {
    this.editor.gotoLine(row + 1, column);
    this.editor.focus();
  }

  // ------------------------------------------------------------
  // Buttons
  // ------------------------------------------------------------

  format() {
    let formatted;
    try {
      JSON.parse(this.text);
      formatted = indentJson(this.text);
    } catch (error) {
      const message = /^\s*[{[]/.test(this.text)
        ? _t("This is not valid JSON: %s", error.message)
        : _t("Only JSON is formatted. Formatting YAML would lose its comments.");
      this.notification.add(message, {type: "warning"});
      return;
    }
    if (formatted !== this.text) {
      // Unlike setValue() of the session, this can be undone.
      this.editor.setValue(formatted, -1);
    }
  }

  toggleFullScreen() {
    this.state.fullScreen = !this.state.fullScreen;
    this.editor.focus();
  }

  leaveFullScreen() {
    const wasFullScreen = this.state.fullScreen;
    this.state.fullScreen = false;
    return wasFullScreen;
  }

  /** The rest of the page is hidden in full screen: leave it with the focus. */
  onFocusOut({relatedTarget}) {
    if (relatedTarget && !this.root.el.contains(relatedTarget)) {
      this.leaveFullScreen();
    }
  }
}

registry.category("fields").add("endpoint_code", {
  ...aceField,
  component: EndpointCodeField,
  displayName: _t("Endpoint Code"),
  supportedTypes: ["text"],
});
