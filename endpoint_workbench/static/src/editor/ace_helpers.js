import {_t} from "@web/core/l10n/translation";

/**
 * Name the parts of an ace editor, and let the keyboard out of it: Tab indents, so
 * Escape leaves the text and Tab then reaches the next field.
 */
export function makeAccessible(editor, label) {
  editor.setOption("textInputAriaLabel", label);
  editor.setOption("enableKeyboardAccessibility", true);
  const {scroller, $gutter} = editor.renderer;
  scroller.setAttribute(
    "aria-label",
    _t("%s: press Enter to edit, Escape to leave", label),
  );
  $gutter.setAttribute(
    "aria-label",
    _t("Mistakes of %s: press Enter, then use the arrow keys", label),
  );
}

/**
 * Screen readers read the active suggestion while the focus stays in the text.
 *
 * @param {Object} editor of ace
 * @param {string} listId id of the list of suggestions
 * @param {string|null} activeId id of the active one; null without suggestions
 */
export function describeSuggestion(editor, listId, activeId) {
  editor.textInput.setAriaOptions({activeDescendant: activeId});
  const input = editor.textInput.getElement();
  if (activeId) {
    input.setAttribute("aria-controls", listId);
  } else {
    input.removeAttribute("aria-controls");
  }
}

/**
 * Underline mistakes, and mark their lines in the gutter.
 *
 * @param {Object} session of ace
 * @param {Object[]} findings see `web_check_text` of `endpoint.mixin`
 * @param {number[]} markers ids of the marks to replace
 * @returns {number[]} ids of the new marks
 */
export function markFindings(session, findings, markers) {
  markers.forEach((id) => session.removeMarker(id));
  session.setAnnotations(
    findings.map(({row, column, level, message}) => ({
      row,
      column,
      type: level,
      text: message,
    })),
  );
  return findings.map(({row, column, end_column, level}) => {
    const end = Math.max(end_column, column + 1);
    const range = new window.ace.Range(row, column, row, end);
    return session.addMarker(range, `o_endpoint_mark o_${level}`, "text", true);
  });
}
