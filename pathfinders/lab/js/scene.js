// The slot of the moving picture: it gives a scene its canvas, its frame and its few actions, and knows none by name.
import { h, keep, s } from "./dom.js";
import { registerView, scenes } from "./registry.js";
import { runner } from "./run.js";

const SETTLED = 700;
const BEGINS = ["pointerdown", "click", "keydown"];

registerView("scene", {
  area: "stage",
  mount(root, ctx) {
    const scene = scenes.get(ctx.spec.scene);
    if (!scene) return null;
    const svg = s("svg", { class: "scene", viewBox: scene.viewBox, role: "group", "aria-label": scene.title,
      "aria-describedby": "seen" });
    const seen = h("p", { class: "unseen", id: "seen" });
    root.append(svg, seen);
    const { set, commit, play, pause, seek, announce } = ctx;
    const limits = (name) => ctx.model.parameters[ctx.place(name)];
    const picture = scene.mount(svg, { set, commit, play, pause, seek, announce, limits });
    // A second key in the same frame goes on from where the first one led.
    for (const type of BEGINS) svg.addEventListener(type, () => ctx.run(), true);
    const other = runner(ctx.model);
    let timer = 0;
    return {
      update({ state, run, ghost }) {
        const { index, playing } = state;
        const frame = {
          index: Math.floor(index), time: ctx.model.time.start + index * ctx.model.time.save, run, playing,
          reduced: ctx.reduced(), parameter: run.parameter, value: (name) => run.at(name, index),
          before: ghost && ((name) => ghost.at(name, index)), // the run that the chart draws as "before"
          moment: index, // a fraction of a saved step, for run.at
          // The run beside this one: all its values, but for these.
          rival: (changes) => other(state.values.map((value, i) => changes[ctx.model.parameters[i].name] ?? value)).run,
        };
        picture.draw(frame);
        clearTimeout(timer);
        if (!playing) timer = setTimeout(() => keep(seen, "text", scene.describe(frame)), SETTLED);
      },
      destroy() {
        clearTimeout(timer);
        picture.destroy();
      },
    };
  },
});
