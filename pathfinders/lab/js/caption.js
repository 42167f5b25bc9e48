// What the chart shows, in a sentence. Screen readers hear it when a gesture rests, not at every pixel of a drag.
import { h, keep } from "./dom.js";
import { registerView } from "./registry.js";
import { caption } from "./words.js";

registerView("caption", {
  area: "stage",
  mount(root, ctx) {
    const names = [...new Set(ctx.spec.charts.map((chart) => chart.variables[0]))];
    const seen = h("p", { class: "caption" });
    root.append(seen);
    let shown = null;
    return {
      update({ run }) {
        if (run.values === shown) return;
        const words = names.map((name) => caption(name, run.series(name), ctx.model)).join(" ");
        keep(seen, "text", words);
        if (shown) ctx.announce(words);
        shown = run.values;
      },
      destroy() {},
    };
  },
});
