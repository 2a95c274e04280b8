import {onWillDestroy, useComponent} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {useBus, useService} from "@web/core/utils/hooks";
import {debounce} from "@web/core/utils/timing";

const DELAY = 400; // milliseconds

/**
 * Keeps what a call form offers (methods, routes, parameters, body, examples) in line
 * with the endpoint as it stands in the form view.
 *
 * @param {import("./call_form").CallForm} form
 * @param {() => Object} getRecord the record of the form view
 */
export function useDefaults(form, getRecord) {
  const component = useComponent();
  const orm = useService("orm");
  const notification = useService("notification");
  let isStale = false;
  let isFieldDirty = false;

  const defaults = {
    /** Ask the server. An endpoint that cannot be saved keeps the last defaults. */
    async refresh(changes, record = getRecord()) {
      isStale = false;
      const {resId, resModel} = record;
      try {
        changes ||= await record.getChanges();
        const args = [resId ? [resId] : [], changes];
        form.applyDefaults(await orm.silent.call(resModel, "web_try_defaults", args));
        component.state.formError = "";
      } catch (error) {
        component.state.formError = error.data?.message || error.message;
      }
    },

    async addExample(values) {
      const {resId, resModel} = getRecord();
      const example = {...values, res_model: resModel, res_id: resId};
      await orm.create("endpoint.example", [example]);
      notification.add(_t("The example was saved."), {type: "success"});
      if (!(await getRecord().isDirty())) {
        await getRecord().load(); // shows it on the page of examples
      }
      await defaults.refresh();
    },
  };

  // Asking for changes commits what is being typed: wait until the field is left.
  const refreshSoon = debounce(
    () => isStale && !isFieldDirty && defaults.refresh(),
    DELAY,
  );
  onWillDestroy(() => refreshSoon.cancel());
  useBus(getRecord().model.bus, "FIELD_IS_DIRTY", ({detail}) => {
    isFieldDirty = detail;
    refreshSoon();
  });
  let isFirst = true;
  useRecordObserver((record) => {
    Object.values(record.data); // any change of the record counts
    isStale = !isFirst;
    isFirst = false;
    refreshSoon();
  });
  return defaults;
}
