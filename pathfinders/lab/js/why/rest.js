// The JavaScript twin of pathfinders/structure/rest.py: the values at which no stock changes.
import { leastSquares } from "./squares.js";
import { fill, opening } from "./moments.js";

const ROUNDS = 40;
const NEAR = 1e-9;
const TINY = 2 ** -1022;

// The net flows at a point (a value for each state); x is the moment that is used.
function rates(structure, x, point) {
  const states = structure.equations.slice(0, structure.states);
  states.forEach(([at], s) => (x[at] = point[s]));
  fill(structure, x);
  return states.map(([, , rate]) => rate(x));
}

function newton(structure, x, begin, width, duration) {
  let point = begin;
  const scale = begin.map((value, s) => Math.max(width[s], Math.abs(value), TINY));
  for (let round = 0; round < ROUNDS; round++) {
    if (!point.every(Number.isFinite)) return null;
    const here = rates(structure, x, point);
    if (here.every((rate, s) => Math.abs(rate) * duration <= NEAR * scale[s])) return point;
    // Scaled, so that stocks of different units weigh alike where the rest is not a point but a line.
    const columns = point.map((_, s) => {
      const step = 1e-6 * scale[s];
      const moved = (way) => rates(structure, x, point.map((value, k) => (k === s ? value + way * step : value)));
      const [more, less] = [moved(1), moved(-1)];
      return more.map((rate, k) => (rate - less[k]) / (2 * step));
    });
    if (!columns.flat().every(Number.isFinite) || !here.every(Number.isFinite)) return null;
    const way = leastSquares(columns.map((column, s) => column.map((slope) => slope * scale[s])), here);
    point = point.map((value, s) => value - scale[s] * way[s]);
  }
  return null;
}

// { how: "rest" | "start", values: name → number }
export function rest(model, structure, run) {
  const first = structure.constants + 3;
  const table = structure.equations.slice(0, structure.states).map(([at]) => run.column(at - first));
  const sound = table.every((row) => row.every(Number.isFinite));
  const [low, high] = [Math.min, Math.max].map((edge) => table.map((row) => row.reduce((a, b) => edge(a, b))));
  const width = table.map((_, s) => (sound ? high[s] - low[s] : 0));
  const mean = (row) => row.reduce((sum, value) => sum + value, 0) / row.length;
  const last = run.points - 1;
  const begins = [(row) => mean(row.subarray(run.points >> 1)), (row) => row[last], (row) => row[0]];
  const x = opening(structure, run);
  let [how, point] = ["start", null];
  for (const begin of table.length ? begins : []) {
    point = newton(structure, x, table.map(begin), width, run.time[last] - run.time[0]);
    if (!point?.every((value, s) => value >= low[s] - width[s] && value <= high[s] + width[s])) continue;
    how = "rest";
    break;
  }
  rates(structure, x, how === "rest" ? point : table.map((row) => row[0]));
  return { how, values: new Map(model.variables.map(({ name }, j) => [name, x[first + j]])) };
}
