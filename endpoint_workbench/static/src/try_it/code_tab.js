import {Component, useState} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {_t} from "@web/core/l10n/translation";

import {toCurl, toJavaScript, toOdooTest, toPython} from "./code";

const LONGEST_BODY = 50000; // systems limit the length of a command
const BODY_FILE = "body.txt";

/** The call as text to copy. */
export class CodeTab extends Component {
  static template = "endpoint_workbench.TryIt.CodeTab";
  static components = {CopyButton};
  static props = {
    form: Object,
    status: {type: Number, optional: true},
  };

  setup() {
    this.state = useState({language: "curl"});
    this.copied = _t("Copied");
    this.languages = [
      {name: "curl", label: _t("curl"), write: toCurl},
      {name: "python", label: _t("Python"), write: toPython},
      {name: "javascript", label: _t("JavaScript"), write: toJavaScript},
      {name: "odoo", label: _t("Odoo test"), write: toOdooTest},
    ];
  }

  get needsFile() {
    return this.props.form.sentBody.length > LONGEST_BODY;
  }

  get text() {
    const {write} = this.languages.find(({name}) => name === this.state.language);
    const call = this.props.form.toCodeCall();
    const bodyFile = this.needsFile ? BODY_FILE : undefined;
    return write({...call, bodyFile, status: this.props.status});
  }
}
