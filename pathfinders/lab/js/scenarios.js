// Named sets of values: a click is one gesture, so the run before it stays as the ghost.
import { h, keep } from "./dom.js";
import { registerView } from "./registry.js";
import { say } from "./words.js";

registerView("scenarios", {
  area: "head",
  mount(root, ctx) {
    const { scenarios } = ctx.spec;
    if (!scenarios.length) return null;
    const wanted = scenarios.map(({ set }) =>
      ctx.own.map((value, i) => set[ctx.model.parameters[i].name] ?? value));
    const choose = (i) => {
      ctx.setAll(wanted[i]);
      ctx.commit();
    };
    const buttons = scenarios.map(({ name }, i) => h("button", { type: "button", onclick: () => choose(i) }, name));
    const says = h("p", { class: "says", role: "status" });
    root.append(h("div", { class: "buttons", role: "group", "aria-label": say.scenarios }, ...buttons), says);
    return {
      update({ state }) {
        const now = wanted.findIndex((values) => values.every((value, j) => value === state.values[j]));
        buttons.forEach((button, i) => keep(button, "aria-pressed", String(i === now)));
        keep(says, "text", now < 0 ? say.ownMix : scenarios[now].says);
      },
      destroy() {},
    };
  },
});
