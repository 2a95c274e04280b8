import {Component, useChildSubEnv, useEffect, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

import {TryItPanel} from "./try_it_panel";

/** The panel in a dialog, where there is no room beside the form. */
class TryItDialog extends Component {
  static template = "endpoint_workbench.TryIt.Dialog";
  static components = {Dialog, TryItPanel};
  static props = {model: Object, close: Function, takeCall: Function};
}

/** The form of an endpoint, with *Try it* beside it. */
export class EndpointFormController extends FormController {
  static template = "endpoint_workbench.FormView";
  static components = {...FormController.components, TryItPanel};

  setup() {
    super.setup();
    // `[model, id]` of a call to open, see `web_try_call` in the readme.
    this.givenCall = this.props.context.try_it_call;
    this.tryIt = useState({isOpen: Boolean(this.givenCall)});
    useChildSubEnv({
      tryIt: {
        isOpen: () => this.tryIt.isOpen,
        toggle: () => (this.tryIt.isOpen ? this.closeTryIt() : this.openTryIt()),
      },
    });
    useEffect(
      (inDialog) => inDialog && this._openDialog(),
      () => [this.tryIt.isOpen && !this.hasRoomBeside],
    );
  }

  get hasRoomBeside() {
    return !this.env.isSmall && !this.env.inDialog;
  }

  get isBeside() {
    return this.tryIt.isOpen && this.hasRoomBeside;
  }

  get className() {
    return {...super.className, o_endpoint_beside: this.isBeside};
  }

  openTryIt() {
    this.tryIt.isOpen = true;
  }

  closeTryIt() {
    this.tryIt.isOpen = false;
    this.rootRef.el.querySelector(".o_endpoint_try_it_button")?.focus();
  }

  /** The call that the form was opened with, once: it belongs to the first record. */
  takeCall() {
    const call = this.givenCall;
    this.givenCall = null;
    return call;
  }

  _openDialog() {
    const onClose = () => {
      this.tryIt.isOpen = false;
    };
    const props = {model: this.model, takeCall: () => this.takeCall()};
    return this.dialogService.add(TryItDialog, props, {onClose});
  }
}

registry.category("views").add("endpoint_form", {
  ...formView,
  Controller: EndpointFormController,
});

class TryItButton extends Component {
  static template = "endpoint_workbench.TryIt.Button";
  static props = standardWidgetProps;
}

registry.category("view_widgets").add("endpoint_try_it", {component: TryItButton});
