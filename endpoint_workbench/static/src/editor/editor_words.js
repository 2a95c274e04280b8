/** Fetches the words of an editor, and keeps them while the editor is shown. */
export class EditorWords {
  /**
   * @param {Function} call (method, ...args) => answer of `endpoint.mixin`
   * @param {string} fieldName
   * @param {Function} getChanges returns the values of the form
   */
  constructor(call, fieldName, getChanges) {
    this.call = call;
    this.fieldName = fieldName;
    this.getChanges = getChanges;
    this.cache = new Map();
  }

  words() {
    return this.fetch("web_editor_words", this.fieldName, this.getChanges());
  }

  models() {
    return this.fetch("web_editor_models");
  }

  members(model) {
    return this.fetch("web_editor_model", model);
  }

  fetch(method, ...args) {
    const key = JSON.stringify([method, ...args]);
    if (!this.cache.has(key)) {
      this.cache.set(key, this.call(method, ...args));
      this.cache.get(key).catch(() => this.cache.delete(key));
    }
    return this.cache.get(key);
  }
}
