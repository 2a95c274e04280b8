/** Marks a line of the snippet in the form's code editor. */

const FIELD = ".o_form_view [name=code_snippet]";
const PAGE = ".o_form_view .o_notebook .nav-link[name=code]";
const MARK = "o_endpoint_error_line";
const WAIT = 3000; // milliseconds

let marked = null;

function findEditor() {
  return document.querySelector(`${FIELD} .ace_editor`)?.env?.editor;
}

export function unmarkLine() {
  if (marked) {
    const {session, marker, line} = marked;
    session.removeMarker(marker);
    session.removeGutterDecoration(line - 1, MARK);
  }
  marked = null;
}

/**
 * @param {number} line from 1 on
 * @returns {boolean} whether the editor is open
 */
export function markLine(line) {
  unmarkLine();
  const editor = findEditor();
  if (!editor) {
    return false;
  }
  const {session} = editor;
  const marker = session.addMarker(
    new window.ace.Range(line - 1, 0, line - 1, 1),
    MARK,
    "fullLine",
  );
  session.addGutterDecoration(line - 1, MARK);
  session.once("change", unmarkLine);
  marked = {session, marker, line};
  return true;
}

/** Open the page of the code, mark the line and put the cursor there. */
export async function goToLine(line) {
  document.querySelector(PAGE)?.click();
  const end = Date.now() + WAIT;
  while (!markLine(line) && Date.now() < end) {
    await new Promise(requestAnimationFrame);
  }
  const editor = findEditor();
  editor?.container.scrollIntoView({block: "nearest"});
  editor?.gotoLine(line);
  editor?.focus();
}
