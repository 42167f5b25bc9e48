// One lab: state → run → views. Everything a view or a scene can do is in `ctx`; nothing else changes the state.
import { h, keep } from "./dom.js";
import { views } from "./registry.js";
import { runner } from "./run.js";
import { follow, still } from "./scheme.js";
import * as State from "./state.js";
import { css } from "./lab.css";

const PLAY_SECONDS = 14;
const HEARD_AFTER = 700;
const LONGEST_FRAME = 0.1;

const nothing = () => {};

// spec: { title, sliders, charts, scenarios, scene, opens, params, predict }, `opens` the moment shown first;
// onvalues(values, committed) hears every change, onprediction(values, mode) a sketch that was run (or null, null);
// `given` are the values of an earlier one; `structure` is the model's structure script, where the lab has one.
export function mount(host, model, spec, options = {}) {
  const { shares = false, onvalues = nothing, onprediction = nothing, given, structure } = options;
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  const own = model.parameters.map((p) => p.value);
  const defaults = model.parameters.map((p) => spec.params[p.name] ?? p.value);
  const last = model.time.points - 1;
  const opens = Math.min(last, Math.round((spec.opens - model.time.start) / model.time.save));
  const [runNow, runBefore] = [runner(model), runner(model)];
  const note = h("p", { class: "note", role: "status" });
  const heard = h("p", { class: "unseen", role: "status" });
  let state = State.initial(defaults, opens);
  let frame = 0;
  let timer = 0;
  let clock = 0;
  let mounted = [];
  let run = null;
  let reduced = still.matches;

  function draw(now) {
    frame = 0;
    if (state.playing) tick(now);
    paint();
  }

  function paint() {
    const { problem, ...rest } = runNow(state.values);
    run = rest.run;
    keep(note, "text", problem || state.message);
    if (!run) return;
    const ghost = state.ghost && runBefore(state.ghost).run;
    for (const view of mounted) view.update({ state, run, ghost });
  }

  function tick(now) {
    const passed = clock ? Math.min(LONGEST_FRAME, (now - clock) / 1000) : 0;
    clock = now;
    const index = state.index + (passed * last) / PLAY_SECONDS;
    change(index < last ? State.seek(state, index, last) : State.pause(State.seek(state, last, last)));
  }

  function change(next) {
    if (next === state) return;
    state = next;
    if (!state.playing) clock = 0;
    frame ||= requestAnimationFrame(draw);
  }

  function setAll(values) {
    const before = state.values;
    change(State.set(state, values));
    if (state.values !== before) onvalues(values, false);
  }

  const place = (name) => model.parameters.findIndex((p) => p.name === name);
  const ctx = {
    model, spec, structure, defaults, own, last, shares, place, setAll, onprediction, given,
    state: () => state,
    // What is asked for between two frames is of the state as it is now, not as it was drawn last.
    run() {
      if (frame) paint();
      return run;
    },
    reduced: () => reduced,
    value: (name) => state.values[place(name)],
    set: (changes) => setAll(state.values.map((value, i) => changes[model.parameters[i].name] ?? value)),
    commit() {
      change(State.commit(state));
      onvalues(state.values, true);
    },
    play: () => reduced || change(State.play(state, last)),
    pause: () => change(State.pause(state)),
    seek: (index) => change(State.seek(state, index, last)),
    show: (chart) => change(State.show(state, chart)),
    tell: (message) => change(State.tell(state, message)),
    reset() {
      change(State.reset(state, defaults, opens));
      onvalues(defaults, true);
    },
    announce(text) {
      clearTimeout(timer);
      timer = setTimeout(() => keep(heard, "text", text), HEARD_AFTER);
    },
    draw: () => (frame ||= requestAnimationFrame(draw)),
  };

  const areas = Object.fromEntries(["head", "stage", "side", "below", "foot"].map((area) => [area, h("div", { class: area })]));
  const box = h("section", { class: "lab", "aria-label": spec.title },
    h("p", { class: "title" }, spec.title), areas.head,
    // What stays in sight beside the sliders does so within this part.
    h("div", { class: "main" }, areas.stage, areas.side), note, areas.below, areas.foot, heard);
  root.replaceChildren(h("style", {}, css), box);
  host.toggleAttribute("data-lm-suppress-shortcuts", true);
  const unfollow = follow(host);
  const restill = () => {
    reduced = still.matches;
    ctx.pause();
    ctx.draw();
  };
  still.addEventListener("change", restill);
  mounted = [...views.values()].map((view) => {
    const slot = h("div", {});
    areas[view.area].append(slot);
    return view.mount(slot, ctx);
  }).filter(Boolean);
  draw(0);

  return {
    ctx,
    destroy() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      still.removeEventListener("change", restill);
      unfollow();
      for (const view of mounted) view.destroy();
      root.replaceChildren();
    },
  };
}
