import {Component, onWillDestroy, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const POLL_SECONDS = 2;

/**
 * Waits for one call to the endpoint and shows the captured call.
 *
 * The form is not reloaded while it waits, so unsaved changes stay.
 */
export class Capture extends Component {
  static template = "endpoint_workbench.Capture";
  static props = {...standardWidgetProps};

  setup() {
    this.orm = useService("orm");
    this.dialog = useService("dialog");
    this.notification = useService("notification");
    this.state = useState({seconds: 0, call: false, isOpen: false});
    this.lastPoll = 0;
    useRecordObserver((record) => {
      if (record.resId !== this.resId) {
        this.resId = record.resId;
        Object.assign(this.state, {seconds: 0, isOpen: false});
      }
      this.show(record.data.capture);
    });
    onWillDestroy(() => browser.clearTimeout(this.timer));
  }

  get record() {
    return this.props.record;
  }

  get timeLeft() {
    const seconds = String(this.state.seconds % 60).padStart(2, "0");
    return _t("%s left", `${Math.floor(this.state.seconds / 60)}:${seconds}`);
  }

  get callLine() {
    const {method, path, query} = this.state.call;
    return `${method} ${path}${query ? `?${query}` : ""}`;
  }

  get callOrigin() {
    const {time, address} = this.state.call;
    return _t("%(time)s, from %(address)s", {
      time: formatDateTime(deserializeDateTime(time)),
      address,
    });
  }

  get callTexts() {
    const {error, headers, body} = this.state.call;
    return [
      {name: "error", title: _t("Error"), value: error},
      {name: "headers", title: _t("Headers"), value: headers},
      {name: "body", title: _t("Body"), value: body},
    ].filter(({value}) => value);
  }

  /**
   * @param {{remaining: number, call: Object|false}|false} capture value of the field
   */
  show(capture) {
    const {remaining, call} = capture || {remaining: 0, call: false};
    if (this.state.seconds && call && call.id !== this.state.call.id) {
      this.state.isOpen = true;
    }
    this.end = Date.now() + remaining * 1000;
    Object.assign(this.state, {seconds: remaining, call});
    this.wait();
  }

  wait() {
    browser.clearTimeout(this.timer);
    if (this.state.seconds > 0) {
      this.timer = browser.setTimeout(() => this.tick(), 1000);
    }
  }

  async tick() {
    this.lastPoll += 1;
    if (this.lastPoll >= POLL_SECONDS) {
      this.lastPoll = 0;
      await this.refresh();
    } else {
      this.state.seconds = Math.max(0, Math.round((this.end - Date.now()) / 1000));
      this.wait();
    }
  }

  async refresh() {
    const {resModel, resId} = this.record;
    try {
      const values = await this.orm.silent.read(resModel, [resId], ["capture"]);
      if (values.length && this.record.resId === resId) {
        this.show(values[0].capture);
      }
    } catch (error) {
      if (!(error instanceof ConnectionLostError)) {
        throw error;
      }
      this.wait(); // Odoo restarts, for example
    }
  }

  callMethod(name, ...args) {
    return this.orm.call(this.record.resModel, name, [[this.record.resId], ...args]);
  }

  async stop() {
    await this.callMethod("action_stop_listening");
    await this.refresh();
  }

  async makeSchema() {
    const schema = await this.callMethod("web_captured_schema");
    if (!this.record.data.request_content_schema) {
      return this.useSchema(schema);
    }
    this.dialog.add(ConfirmationDialog, {
      title: _t("Replace the body schema?"),
      body: _t("The endpoint has a body schema. The new one replaces it."),
      confirmLabel: _t("Replace"),
      confirm: () => this.useSchema(schema),
      cancel: () => {},
    });
  }

  async useSchema(schema) {
    // Changing the content type clears the schema: change it first.
    if (this.record.data.request_content_type !== "application/json") {
      await this.record.update({request_content_type: "application/json"});
    }
    await this.record.update({request_content_schema: schema});
    this.notify(
      _t("The schema is in the page “Body schema”. Save the endpoint to use it."),
    );
  }

  async addQueryParameters() {
    const text = this.record.data.query_parameters || "";
    const changed = await this.callMethod("web_captured_query_parameters", text);
    if (changed === text) {
      this.notify(_t("The endpoint has all these query parameters."));
      return;
    }
    await this.record.update({query_parameters: changed});
    this.notify(
      _t("They are in the page “Query parameters”. Save the endpoint to use them."),
    );
  }

  async saveExample() {
    if (await this.record.save()) {
      await this.callMethod("action_save_captured_example");
      await this.record.load();
      this.notify(_t("The example is in the page “Examples”."));
    }
  }

  deleteCall() {
    this.dialog.add(ConfirmationDialog, {
      title: _t("Delete the captured call?"),
      body: _t("Examples that you saved from it are kept."),
      confirmLabel: _t("Delete"),
      confirm: async () => {
        await this.callMethod("action_delete_captured_call");
        await this.refresh();
      },
      cancel: () => {},
    });
  }

  notify(message) {
    this.notification.add(message, {type: "success"});
  }
}

registry.category("view_widgets").add("endpoint_capture", {
  component: Capture,
  fieldDependencies: [{name: "capture", type: "json"}],
});
