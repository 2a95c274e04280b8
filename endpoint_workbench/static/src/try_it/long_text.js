import {Component, useState} from "@odoo/owl";

import {indentJson, isJson} from "../json_text";

const FIRST_CHARACTERS = 20000;
const MOST_CHARACTERS = 500000;

/** Text of any size: JSON is indented, and a long text is shown in portions. */
export class LongText extends Component {
  static template = "endpoint_workbench.TryIt.LongText";
  static props = {text: String};

  setup() {
    this.state = useState({limit: FIRST_CHARACTERS});
  }

  /** @returns {{text: string, isCut: boolean}} */
  get shown() {
    const {limit} = this.state;
    let {text} = this.props;
    if (isJson(text)) {
      text = indentJson(text, limit);
    }
    return {text: text.slice(0, limit), isCut: text.length > limit};
  }

  get canShowMore() {
    return this.state.limit < MOST_CHARACTERS;
  }

  showMore() {
    this.state.limit = Math.min(this.state.limit * 5, MOST_CHARACTERS);
  }
}
