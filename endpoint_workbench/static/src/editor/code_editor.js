import {onWillUnmount, useEffect, useExternalListener, useState} from "@odoo/owl";
import {CodeEditor} from "@web/core/code_editor/code_editor";
import {useDebounced} from "@web/core/utils/timing";
import {describeSuggestion, makeAccessible, markFindings} from "./ace_helpers";
import {CompletionList} from "./completion_list";
import {matching} from "./matching";

const MAX_LINES = 40;
let nextId = 1;

/** Odoo's code editor with suggestions, marked mistakes and a way out by keyboard. */
export class EndpointCodeEditor extends CodeEditor {
  static template = "endpoint_workbench.CodeEditor";
  static components = {CompletionList};
  static props = {
    ...CodeEditor.props,
    // Modes of ace that Odoo loads but does not list.
    mode: {type: String, optional: true},
    /** async (before, lines) => {prefix, always, items}, or null */
    complete: Function,
    /** see `web_check_text` of `endpoint.mixin` */
    findings: Array,
    fullScreen: Boolean,
    wrap: Boolean,
    label: String,
    onEditor: Function,
    /** Called for Escape; returns whether it was used */
    onEscape: Function,
    onToggleFullScreen: Function,
  };

  setup() {
    super.setup();
    this.listId = `o_endpoint_completion_${nextId++}`;
    this.completion = useState({items: [], active: 0, place: {}, prefix: ""});
    this.markers = [];
    this.suggestLater = useDebounced((forced) => this.suggest(forced), 60);
    useEffect(
      (el) => el && this.extend(),
      () => [this.editorRef.el],
    );
    useEffect(
      (findings) => {
        this.markers = markFindings(this.aceEditor.session, findings, this.markers);
      },
      () => [this.props.findings],
    );
    useEffect(
      (wrap) => this.aceEditor.session.setUseWrapMode(wrap),
      () => [this.props.wrap],
    );
    useEffect(
      (fullScreen) => this.resize(fullScreen),
      () => [this.props.fullScreen],
    );
    useExternalListener(window, "scroll", (ev) => this.onScroll(ev), {
      capture: true,
    });
    useExternalListener(window, "resize", () => this.close());
    onWillUnmount(() => (this.unmounted = true));
  }

  extend() {
    const editor = this.aceEditor;
    makeAccessible(editor, this.props.label);
    editor.keyBinding.addKeyboardHandler({
      handleKeyboard: (_data, hashId, key) => this.onKey(hashId, key),
    });
    editor.commands.addCommand({
      name: "endpointSuggest",
      bindKey: {win: "Ctrl-Space", mac: "Ctrl-Space"},
      exec: () => this.suggest(true),
    });
    editor.commands.addCommand({
      name: "endpointFullScreen",
      bindKey: {win: "Ctrl-Shift-Enter", mac: "Command-Shift-Enter"},
      exec: () => this.props.onToggleFullScreen(),
    });
    editor.commands.on("afterExec", ({command, args}) => {
      const typed = command.name === "insertstring" && /[\w.["'$<]/.test(args);
      if (typed || (this.completion.items.length && command.name !== "null")) {
        this.suggestLater(false);
      }
    });
    editor.on("blur", () => this.close());
    this.props.onEditor(editor);
  }

  // ------------------------------------------------------------
  // Suggestions
  // ------------------------------------------------------------

  /** @param {boolean} forced suggest even before the first letter */
  async suggest(forced) {
    const editor = this.aceEditor;
    const {row, column} = editor.getCursorPosition();
    const lines = editor.session.getLines(0, row);
    const before = lines.at(-1).slice(0, column);
    const found = await this.props.complete(before, lines.slice(0, -1));
    if (this.unmounted) {
      return;
    }
    const now = editor.getCursorPosition();
    if (now.row !== row || now.column !== column) {
      return; // what was typed meanwhile asks again
    }
    const wanted = found && (forced || found.always || found.prefix.length > 1);
    const anywhere = wanted && (forced || found.always);
    const items = wanted ? matching(found.items, found.prefix, anywhere) : [];
    if (!items.length || !editor.isFocused()) {
      return this.close();
    }
    const start = column - found.prefix.length;
    const {pageX, pageY} = editor.renderer.textToScreenCoordinates(row, start);
    Object.assign(this.completion, {
      items,
      active: 0,
      prefix: found.prefix,
      place: {
        left: pageX - window.scrollX,
        top: pageY - window.scrollY,
        lineHeight: editor.renderer.lineHeight,
      },
    });
    this.describeActive();
  }

  select(position) {
    const editor = this.aceEditor;
    const {row, column} = editor.getCursorPosition();
    const item = this.completion.items[position];
    const start = column - this.completion.prefix.length;
    const range = new window.ace.Range(row, start, row, column);
    this.close();
    editor.session.replace(range, item.text || item.name);
  }

  onScroll({target}) {
    // Ace scrolls inside the editor while one types.
    if (!this.editorRef.el.parentElement.contains(target)) {
      this.close();
    }
  }

  close() {
    this.suggestLater.cancel();
    if (this.completion.items.length) {
      this.completion.items = [];
      this.describeActive();
    }
  }

  move(steps) {
    const count = this.completion.items.length;
    this.completion.active = (this.completion.active + steps + count) % count;
    this.describeActive();
  }

  describeActive() {
    const open = this.completion.items.length > 0;
    const active = open ? `${this.listId}_${this.completion.active}` : null;
    describeSuggestion(this.aceEditor, this.listId, active);
  }

  /** @returns {Object|undefined} an ace command; undefined lets ace act */
  onKey(hashId, key) {
    if (hashId > 0) {
      return;
    }
    const {items, active, prefix} = this.completion;
    if (key === "return" && items[active]?.name === prefix && !items[active].text) {
      this.close(); // the word is complete: ace starts a new line
    } else if (items.length) {
      const actions = {
        up: () => this.move(-1),
        down: () => this.move(1),
        return: () => this.select(this.completion.active),
        tab: () => this.select(this.completion.active),
        esc: () => this.close(),
      };
      if (actions[key]) {
        actions[key]();
        return {command: "null"};
      }
    } else if (key === "esc" && this.props.onEscape()) {
      return {command: "null"};
    }
  }

  // ------------------------------------------------------------
  // Size
  // ------------------------------------------------------------

  resize(fullScreen) {
    const editor = this.aceEditor;
    editor.setOptions({
      maxLines: fullScreen ? 0 : MAX_LINES,
      minLines: fullScreen ? 0 : 6,
    });
    editor.container.style.height = "";
    editor.resize(true);
  }
}
