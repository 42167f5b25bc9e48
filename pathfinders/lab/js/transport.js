// Play, pause and scrub. Nothing plays by itself, and a reader who asks for less motion gets no play button.
import { h, keep } from "./dom.js";
import { registerView } from "./registry.js";
import { say, timeText } from "./words.js";

registerView("transport", {
  area: "stage",
  mount(root, ctx) {
    const { start, save } = ctx.model.time;
    const button = h("button", {
      type: "button", class: "play", onclick: () => (ctx.state().playing ? ctx.pause() : ctx.play()),
    });
    const range = h("input", {
      type: "range", min: 0, max: ctx.last, step: 1, "aria-label": say.moment,
      oninput: () => {
        ctx.pause();
        ctx.seek(range.valueAsNumber);
      },
    });
    const moment = h("output", { class: "moment" });
    root.append(h("div", { class: "transport" }, button, range, moment));
    return {
      update({ state }) {
        const at = Math.round(state.index);
        const text = timeText(ctx.model, Number((start + at * save).toFixed(1)));
        button.hidden = ctx.reduced();
        keep(button, "aria-label", state.playing ? say.pause : say.play);
        keep(button, "data-on", String(state.playing));
        keep(moment, "text", text);
        if (range.pfValue === at) return;
        range.pfValue = at;
        if (range.valueAsNumber !== at) range.value = at;
        range.style.setProperty("--at", at / ctx.last);
        keep(range, "aria-valuetext", text);
      },
      destroy() {},
    };
  },
});
