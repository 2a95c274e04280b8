import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** Names and values: query parameters or headers. */
export class Rows extends Component {
  static template = "endpoint_workbench.TryIt.Rows";
  static props = {
    rows: Array,
    label: String,
    addLabel: String,
  };

  setup() {
    this.valueLabel = _t("Value");
    this.redactedLabel = _t("Secret that was not kept");
  }

  add() {
    this.props.rows.push({name: "", value: "", enabled: true, edited: true});
  }

  remove(row) {
    this.props.rows.splice(this.props.rows.indexOf(row), 1);
  }

  onValue(row, ev) {
    Object.assign(row, {value: ev.target.value, enabled: true, edited: true});
  }

  onEnabled(row, ev) {
    Object.assign(row, {enabled: ev.target.checked, edited: true});
  }
}
