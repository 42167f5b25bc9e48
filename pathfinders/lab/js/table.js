// The run as numbers: a table that is written only while it is open, and the whole run as a file.
import { h } from "./dom.js";
import { registerView } from "./registry.js";
import { number, say, timeAxis, unitText } from "./words.js";

const ROWS = 60;

const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// Time first, then every variable by its name in the model file, then the constants as columns.
export function csv(model, run) {
  const names = [...model.variables, ...model.parameters].map((v) => v.name);
  const rows = Array.from(run.time, (time, i) => [time, ...names.map((name) => run.at(name, i))].join(","));
  return [["time", ...names].map(cell).join(","), ...rows, ""].join("\n");
}

function body(run, names, every) {
  const rows = [];
  for (let i = 0; i < run.points; i += every) {
    const numbers = names.map((name) => h("td", {}, number(run.at(name, i))));
    rows.push(h("tr", {}, h("th", { scope: "row" }, number(run.time[i])), ...numbers));
  }
  return h("tbody", {}, ...rows);
}

registerView("table", {
  area: "foot",
  mount(root, ctx) {
    const { model, spec } = ctx;
    const names = [...new Set(spec.charts.flatMap((chart) => chart.variables))];
    const units = (name) => unitText(model.variables.find((v) => v.name === name).units);
    const heads = names.map((name) => h("th", { scope: "col" }, name, h("small", {}, " " + units(name))));
    const every = Math.max(1, Math.round((model.time.points - 1) / ROWS));
    const table = h("table", {}, h("caption", {}, say.rows(model, every * model.time.save, model.time.points)),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, timeAxis(model)), ...heads)), h("tbody"));
    const box = h("details", { ontoggle: () => write() }, h("summary", {}, say.table),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say.table }, table));
    root.append(box);
    let run = null;
    let shown = null;
    const write = () => {
      if (!box.open || !run || run.values === shown) return;
      shown = run.values;
      table.tBodies[0].replaceWith(body(run, names, every));
    };
    return {
      update(snapshot) {
        run = snapshot.run;
        if (!snapshot.state.touched) write();
      },
      destroy() {},
    };
  },
});
