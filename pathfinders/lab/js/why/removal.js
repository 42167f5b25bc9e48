// The JavaScript twin of pathfinders/structure/removal.py: what becomes of a curve without one element.
import { classify } from "../behaviour.js";
import { runOf } from "./moments.js";
import { rest } from "./rest.js";

const SAME = 1e-6;
const DUST = 1e-9;
const FAMILY = { decay: "goal-seeking", collapse: "growth" };

const family = ({ name }) => FAMILY[name] || name;
const equal = (a, b) => a === b || (a !== a && b !== b);

function ends(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return [low, high];
}

// The values; their last one throughout, where they move by rounding alone.
function calmed(values, whole) {
  const [[low, high], [least, most]] = [ends(values), ends(whole)];
  const still = high - low <= DUST * Math.max(0, -least, most) && values.every(Number.isFinite);
  return still ? values.map(() => values[values.length - 1]) : values;
}

// What a difference must be below to be none.
function tolerance(values) {
  const [low, high] = ends(values);
  return low <= high ? SAME * Math.max(high - low, SAME * Math.max(Math.abs(low), Math.abs(high))) : 0;
}

function row(element, series, whole, time, variable) {
  const itself = element.kind !== "link" && element.name === variable;
  const made = (mode, verdict) => ({ element, mode, verdict, series });
  if (series.every((value, i) => equal(value, whole.series[i]))) return made(whole.mode, itself ? "itself" : "none");
  const mode = classify(time, calmed(series, whole.series));
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
