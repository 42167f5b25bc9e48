// What the chart shows, in a sentence. Screen readers hear it when a gesture rests, not at every pixel of a drag.
import { h, keep } from "./dom.js";
import { registerView } from "./registry.js";
import { caption } from "./words.js";

registerView("caption", {
  area: "stage",
  mount(root, ctx) {
    const seen = h("p", { class: "caption" });
    root.append(seen);
    let shown = null;
    return {
      update({ run, state }) {
        if (run.values === shown?.values && state.chart === shown.chart) return;
        const name = ctx.spec.charts[state.chart].variables[0];
        const words = caption(name, run.series(name), ctx.model);
        keep(seen, "text", words);
        if (shown) ctx.announce(words);
        shown = { values: run.values, chart: state.chart };
      },
      destroy() {},
    };
  },
});
