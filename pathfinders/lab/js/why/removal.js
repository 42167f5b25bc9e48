// The JavaScript twin of pathfinders/structure/removal.py: what becomes of a curve without one element.
import { classify } from "../behaviour.js";
import { runOf } from "./moments.js";
import { rest } from "./rest.js";

const SAME = 1e-6;
const FAMILY = { decay: "goal-seeking", collapse: "growth" };

const family = ({ name }) => FAMILY[name] || name;
const equal = (a, b) => a === b || (a !== a && b !== b);

// What a difference must be below to be none.
function tolerance(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return low <= high ? SAME * Math.max(high - low, SAME * Math.max(Math.abs(low), Math.abs(high))) : 0;
}

function row(element, series, whole, time, variable) {
  const itself = element.kind !== "link" && element.name === variable;
  const made = (mode, verdict) => ({ element, mode, verdict, series });
  if (series.every((value, i) => equal(value, whole.series[i]))) return made(whole.mode, itself ? "itself" : "none");
  const mode = classify(time, series);
  if (itself) return made(mode, "itself");
  if (family(mode) !== family(whole.mode)) return made(mode, "structural");
  const least = tolerance(whole.series);
  const same = series.every((value, i) => equal(value, whole.series[i]) || Math.abs(value - whole.series[i]) <= least);
  return made(mode, same ? "none" : "quantitative");
}

// First { whole: { mode, series }, rest: { how, values } }, then a row for each element: an element a call, so that a
// page need not wait. With `at` variables and links are held at that number and not at rest.
export const removing = function* (model, structure, values, variable, at = null) {
  const run = runOf(model, structure, values);
  const series = run.series(variable).slice();
  const whole = { mode: classify(run.time, series), series };
  const still = rest(model, structure, run);
  yield { whole, rest: still };
  for (const [number, element] of structure.elements.entries()) {
    const held = at ?? still.values.get(element.name);
    const other = runOf(model, structure, values, number, held, run.out).series(variable).slice();
    yield row(element, other, whole, run.time, variable);
  }
};

// The whole table: { whole, rest, rows: [{ element, mode, verdict, series }] }.
export function removal(model, structure, values, variable, at = null) {
  const [first, ...rows] = removing(model, structure, values, variable, at);
  return { ...first, rows };
}
