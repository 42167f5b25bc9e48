// What explains a model, for a lab that asks: "Why?" and "Take it apart", and the compute for both.
import { h } from "./dom.js";
import { registerView } from "./registry.js";
import { Apart } from "./why_apart.js";
import { panel } from "./why_panel.js";
import { rowsOf, Why } from "./why_view.js";
import { drives, say } from "./why_words.js";
import { explain, removal, removing } from "./why/structure.js";
import { css } from "./why.css";

(self.pathfinders ||= {}).why = { explain, removal, removing };

// What both views and the prediction share; an explanation is computed once a run, and only where it is asked for.
function storeOf(ctx, structure) {
  const [name] = ctx.spec.charts[0].variables;
  let [from, found] = [null, null];
  const store = {
    structure, name, taken: null,
    explanation(run) {
      if (run.values !== from) [from, found] = [run.values, explain(ctx.model, structure, run.values)];
      return found;
    },
    removing: (run) => removing(ctx.model, structure, run.values, name),
    // The partition to which the curve belongs, or the first.
    home: () => Math.max(0, structure.partitions.findIndex((_, home) =>
      structure.loops.some((loop) => loop.partition === home && loop.names.includes(name)))),
    told: (run) => drives(name, rowsOf(structure, store.explanation(run), store.home()), ctx.model.time.units),
  };
  return store;
}

const view = (area, words, make, begin) => ({
  area,
  mount(root, ctx) {
    if (!ctx.structure) return null;
    begin?.(root, ctx);
    root.className = "why";
    return panel(root, words, (body) => make(body, ctx, ctx.why), ctx);
  },
});

registerView("why", view("below", { name: say.why, gist: say.whyGist }, (...given) => new Why(...given), (root, ctx) => {
  ctx.why = storeOf(ctx, ctx.structure);
  root.append(h("style", {}, css));
}));
const apart = view("side", { name: say.apart, gist: say.apartGist }, (...given) => new Apart(...given));
registerView("apart", { ...apart, mount: (root, ctx) => (ctx.apart = apart.mount(root, ctx)) });
