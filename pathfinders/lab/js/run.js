// From parameters to a run: two buffers are swapped, so that a drag allocates nothing and a run that fails leaves
// the last good one standing.
import { say, timeText } from "./words.js";

function blank(model, time) {
  const { points } = model.time;
  const out = new Float64Array(points * model.variables.length);
  const series = new Map(model.variables.map((v, j) => [v.name, out.subarray(j * points, (j + 1) * points)]));
  const places = new Map(model.parameters.map((p, i) => [p.name, i]));
  const run = { time, points, out, values: [] };
  run.series = (name) => series.get(name);
  run.parameter = (name) => run.values[places.get(name)];
  run.at = (name, index) => {
    const curve = series.get(name);
    if (!curve) return run.parameter(name);
    const i = Math.min(points - 1, Math.floor(index));
    const next = Math.min(points - 1, i + 1);
    return curve[i] + (curve[next] - curve[i]) * (index - i);
  };
  return run;
}

// The first moment at which anything stopped being a number, in words; "" when all is well.
function trouble(model, run) {
  const { points } = run;
  let first = points;
  let who = null;
  model.variables.forEach((variable, j) => {
    for (let i = 0, at = j * points; i < first; i++) {
      if (!Number.isFinite(run.out[at + i])) {
        first = i;
        who = variable.name;
      }
    }
  });
  return who && say.broken(who, timeText(model, run.time[first]));
}

export function runner(model) {
  const { points, start, save } = model.time;
  const time = Float64Array.from({ length: points }, (_, i) => start + i * save);
  const parameters = new Float64Array(model.parameters.length);
  let good = null;
  let spare = blank(model, time);
  let key = null;
  let problem = "";
  return (values) => {
    if (values !== key) {
      key = values;
      parameters.set(values);
      spare.values = values;
      model.run(parameters, spare.out);
      problem = trouble(model, spare) || "";
      if (!problem) [good, spare] = [spare, good || blank(model, time)];
    }
    return { run: good, problem };
  };
}
