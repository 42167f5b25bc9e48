// The controls: a native range with its limits and an editable number, or a switch where the only values are 0 and 1.
import { h, keep } from "./dom.js";
import { registerView } from "./registry.js";
import { number, say, unitText, valueText } from "./words.js";

const isSwitch = (p) => p.low === 0 && p.high === 1 && p.step === 1;

// A date is no length of time: "month 24", not "24 months". The model's own words tell which it is.
const isDate = ({ units, doc }, { time }) => units === time.units && doc.startsWith(`The ${units} `);

// A number typed by hand: kept inside the limits, and a note says so when it was not.
function typed(event, p, ctx) {
  const value = event.target.valueAsNumber;
  if (!Number.isFinite(value)) {
    event.target.value = ctx.value(p.name);
    return ctx.tell(say.notNumber(p));
  }
  const kept = Math.min(p.high, Math.max(p.low, value));
  ctx.set({ [p.name]: kept });
  ctx.commit();
  event.target.value = kept;
  if (kept !== value) ctx.tell(say.outside(p, kept));
}

const doc = (p, id) => h("p", { class: "unseen", id: id + "d" }, p.doc);

function rangeRow(p, id, ctx) {
  const limits = { min: p.low, max: p.high, step: p.step || "any" };
  const range = h("input", {
    type: "range", id, ...limits, "aria-describedby": id + "d",
    oninput: () => ctx.set({ [p.name]: range.valueAsNumber }),
    onchange: () => ctx.commit(),
  });
  const box = h("input", {
    type: "number", ...limits, step: "any", inputmode: "decimal", "aria-label": `${p.name}, typed`,
    onchange: (event) => typed(event, p, ctx),
  });
  const unit = h("span", { class: "unit" });
  const named = h("span", { class: "value" }, ...(p.date ? [unit, box] : [box, unit]));
  const head = h("div", { class: "row" }, h("label", { for: id }, p.name), named);
  const end = (value) => h("span", { "aria-hidden": true }, number(value));
  const track = h("div", { class: "track" }, end(p.low), range, end(p.high));
  const node = h("div", { class: "slider" }, head, track, doc(p, id));
  const update = (value) => {
    if (range.pfValue === value) return;
    range.pfValue = value;
    if (range.valueAsNumber !== value) range.value = value;
    if (box.valueAsNumber !== value) box.value = value;
    range.style.setProperty("--at", (value - p.low) / (p.high - p.low));
    keep(unit, "text", unitText(p.units, p.date || value === 1));
    keep(range, "aria-valuetext", valueText(p, value));
  };
  return { node, update };
}

function switchRow(p, id, ctx) {
  const box = h("input", {
    type: "checkbox", role: "switch", id, "aria-describedby": id + "d",
    onchange: () => {
      ctx.set({ [p.name]: box.checked ? 1 : 0 });
      ctx.commit();
    },
  });
  const head = h("div", { class: "row" }, h("label", { for: id }, p.name), box);
  const node = h("div", { class: "slider" }, head, doc(p, id));
  return { node, update: (value) => box.checked !== value >= 0.5 && (box.checked = value >= 0.5) };
}

registerView("sliders", {
  area: "side",
  mount(root, ctx) {
    const shown = ctx.spec.sliders.map((name) => ctx.model.parameters[ctx.place(name)])
      .map((p) => ({ ...p, date: isDate(p, ctx.model) }));
    const rows = shown.map((p, i) => (isSwitch(p) ? switchRow : rangeRow)(p, "s" + i, ctx));
    // One place for what a control means keeps the column short; a screen reader hears it with the control itself.
    const help = h("p", { class: "says help", "aria-hidden": true }, say.help);
    rows.forEach(({ node }, i) => {
      const explain = () => keep(help, "text", shown[i].doc);
      node.addEventListener("focusin", explain);
      node.addEventListener("pointerenter", explain);
    });
    root.append(...rows.map((row) => row.node), help);
    return {
      update: ({ state }) => rows.forEach((row, i) => row.update(state.values[ctx.place(shown[i].name)])),
      destroy() {},
    };
  },
});
