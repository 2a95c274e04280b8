import {
  Component,
  markRaw,
  onMounted,
  onWillStart,
  onWillUnmount,
  onWillUpdateProps,
  useRef,
  useState,
} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {_t} from "@web/core/l10n/translation";
import {ConnectionAbortedError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";

import {CallForm} from "./call_form";
import {CodeTab} from "./code_tab";
import {useDefaults} from "./defaults_hook";
import {RequestTab} from "./request_tab";
import {ResponseTab} from "./response_tab";
import {changesData, send, sendingHints, whyNotSent} from "./sending";
import {goToLine, markLine, unmarkLine} from "./snippet_line";

/** Calls the endpoint of a form as it stands there, without saving the form. */
export class TryItPanel extends Component {
  static template = "endpoint_workbench.TryIt.Panel";
  static components = {CodeTab, RequestTab, ResponseTab};
  static props = {
    record: Object, // of the form view
    close: Function,
    takeCall: Function,
    inDialog: {type: Boolean, optional: true},
  };

  setup() {
    this.orm = useService("orm");
    this.dialog = useService("dialog");
    this.rootRef = useRef("root");
    this.form = useState(new CallForm());
    this.state = useState({tab: "request", running: false, result: null, failure: ""});
    this.runs = 0;
    this.sendTitle = _t("Call the endpoint for real");
    this.defaults = useDefaults(this.form, () => this.props.record);
    this.tabs = [
      {name: "request", label: _t("Request")},
      {name: "response", label: _t("Response")},
      {name: "code", label: _t("Code")},
    ];
    onWillStart(() => this.defaults.refresh());
    onWillUpdateProps(({record}) => this._onRecord(record));
    onMounted(() => {
      this.rootRef.el.querySelector(".o_endpoint_method").focus();
      return this._openCall(this.props.takeCall());
    });
    onWillUnmount(() => {
      this.cancel();
      unmarkLine();
    });
  }

  get record() {
    return this.props.record;
  }

  get blocked() {
    return whyNotSent(this.form, this.record);
  }

  get hints() {
    return sendingHints(this.form, this.record);
  }

  /** Begin again for another endpoint. A saved or reloaded one keeps what was entered. */
  _onRecord(record) {
    const {id, resId} = this.record;
    if (record.id !== id && record.resId !== resId) {
      this.cancel();
      unmarkLine();
      Object.assign(this.form, new CallForm());
      Object.assign(this.state, {tab: "request", result: null, failure: ""});
      return this.defaults.refresh(null, record);
    }
  }

  /** @param {[string, number]} [source] model and id of the record that has the call */
  async _openCall(source) {
    if (source) {
      const [model, id] = source;
      this.form.loadCall(await this.orm.call(model, "web_try_call", [[id]]));
    }
  }

  onKeydown(ev) {
    if (getActiveHotkey(ev) === "control+enter") {
      ev.stopPropagation(); // a dialog would press the first button of its footer
      this.dryRun();
    }
  }

  dryRun() {
    return this._run(async () => {
      const {resId, resModel} = this.record;
      const changes = await this.record.getChanges();
      await this.defaults.refresh(changes);
      const snippet = this.record.data.code_snippet || "";
      const args = [resId ? [resId] : [], changes, this.form.toCall()];
      const call = this.orm.call(resModel, "web_dry_run", args);
      this.abort = () => call.abort();
      const result = await call;
      if (result.error?.line) {
        result.lineText = snippet.split("\n")[result.error.line - 1];
        markLine(result.error.line);
      }
      return result;
    });
  }

  send() {
    if (this.state.running || this.blocked) {
      return;
    }
    if (!changesData(this.form.method)) {
      return this._send();
    }
    const {method, target} = this.form;
    this.dialog.add(ConfirmationDialog, {
      title: _t("Send for real"),
      body: _t("%(method)s %(target)s runs for real and may change data.", {
        method,
        target,
      }),
      confirmLabel: _t("Send"),
      confirm: () => this._send(),
      cancel: () => {},
    });
  }

  _send() {
    return this._run(async () => {
      const controller = new AbortController();
      this.abort = () => controller.abort();
      return {...(await send(this.form, controller.signal)), sent: true};
    });
  }

  /** Run one call at a time, and show its result or why there is none. */
  async _run(call) {
    if (this.state.running) {
      return;
    }
    const number = ++this.runs;
    const isCurrent = () => number === this.runs;
    const sent = JSON.stringify(this.form.toCall());
    unmarkLine();
    Object.assign(this.state, {running: true, tab: "response", failure: ""});
    try {
      const result = await call();
      if (isCurrent()) {
        this.state.result = markRaw({...result, number, call: sent});
      }
    } catch (error) {
      if (isCurrent() && !(error instanceof ConnectionAbortedError)) {
        this.state.failure = error.data?.message || error.message;
        this.state.result = null;
      }
    } finally {
      if (isCurrent()) {
        this.state.running = false;
      }
    }
  }

  cancel() {
    if (this.state.running) {
      this.runs++; // a result that still comes is ignored
      this.state.running = false;
      this.abort?.();
    }
  }

  async goToLine(line) {
    if (this.props.inDialog) {
      this.props.close();
    }
    await goToLine(line);
  }

  async saveExample(name) {
    const {result} = this.state;
    const isAnswered = result?.call === JSON.stringify(this.form.toCall());
    const status = isAnswered ? result.status : 0;
    await this.defaults.addExample({...this.form.toExample(), name, status});
  }
}
