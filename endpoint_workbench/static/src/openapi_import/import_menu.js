import {Component} from "@odoo/owl";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {registry} from "@web/core/registry";
import {STATIC_ACTIONS_GROUP_NUMBER} from "@web/search/action_menus/action_menus";
import {useService} from "@web/core/utils/hooks";

/** “Import from OpenAPI” in the action menu of lists of endpoints. */
export class ImportOpenapi extends Component {
  static template = "endpoint_workbench.ImportOpenapi";
  static components = {DropdownItem};
  static props = {};

  setup() {
    this.action = useService("action");
  }

  open() {
    const {resModel} = this.env.searchModel;
    this.action.doActionButton({
      type: "object",
      name: "action_import_openapi",
      resModel,
      resIds: [],
    });
  }
}

/** Only models that inherit endpoint.mixin have this field in their views. */
const FIELD = "example_ids";

registry.category("cogMenu").add(
  "endpoint-import-openapi",
  {
    Component: ImportOpenapi,
    groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
    isDisplayed: ({config, searchModel}) =>
      ["kanban", "list"].includes(config.viewType) &&
      FIELD in searchModel.searchViewFields,
  },
  {sequence: 2},
);

/** Shows the new endpoints in the list, then the result of the import above it. */
async function showImported(env, action) {
  await env.services.action.doAction("soft_reload");
  return action.params.next;
}

registry.category("actions").add("endpoint_openapi_imported", showImported);
