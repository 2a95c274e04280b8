import {Component, useEffect, useRef} from "@odoo/owl";

const MAX_HEIGHT = 240;
const WIDTH = 420;

/** The suggestions at the cursor. The focus stays in the editor. */
export class CompletionList extends Component {
  static template = "endpoint_workbench.CompletionList";
  static props = {
    id: String,
    items: Array,
    active: Number,
    /** {left, top, lineHeight} of the cursor in the window, in pixels */
    place: Object,
    onSelect: Function,
  };

  setup() {
    this.list = useRef("list");
    useEffect(
      (active) => {
        this.list.el.children[active]?.scrollIntoView({block: "nearest"});
      },
      () => [this.props.active],
    );
  }

  get style() {
    const {left, top, lineHeight} = this.props.place;
    const below = top + lineHeight;
    const vertical =
      below + MAX_HEIGHT > window.innerHeight && top > MAX_HEIGHT
        ? `bottom: ${window.innerHeight - top}px`
        : `top: ${below}px`;
    const x = Math.max(0, Math.min(left, window.innerWidth - WIDTH));
    return `left: ${x}px; ${vertical}; max-height: ${MAX_HEIGHT}px; width: min(${WIDTH}px, 100vw)`;
  }
}
