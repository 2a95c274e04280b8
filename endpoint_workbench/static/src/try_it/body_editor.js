import {useEffect} from "@odoo/owl";
import {CodeEditor} from "@web/core/code_editor/code_editor";
import {_t} from "@web/core/l10n/translation";

/** A code editor that the keyboard can leave: Tab goes to the next field. */
export class BodyEditor extends CodeEditor {
  setup() {
    super.setup();
    useEffect(
      (el) => {
        if (el) {
          this.aceEditor.commands.bindKeys({Tab: null, "Shift-Tab": null});
          this.aceEditor.setOption("textInputAriaLabel", _t("Body"));
          // Ace sets the label when the text gets the focus, too late for some readers.
          this.aceEditor.textInput.setAriaOptions({role: "textbox", setLabel: true});
        }
      },
      () => [this.editorRef.el],
    );
  }
}
