// The JavaScript twin of Mesh.moments: what every variable is at the saved points, and a step later. The equations are
// the structure's, printed from the model; a moment is a row of values (its places: pathfinders/structure/javascript.py).

// { time, points, out, series(name) } with one element taken out (none: −1) and held at a number.
export function runOf(model, structure, values, element = -1, held = 0, out = null) {
  const { points, start, save } = model.time;
  const parameters = Float64Array.of(...values, element, held);
  const columns = structure.places - structure.constants - 3;
  const written = structure.run(parameters, out || new Float64Array(points * columns));
  const column = (j) => written.subarray(j * points, (j + 1) * points);
  return {
    points, out: written, column, values: parameters,
    time: Float64Array.from({ length: points }, (_, i) => start + i * save),
    series: (name) => column(model.variables.findIndex((variable) => variable.name === name)),
  };
}

// Sets all that follows from the constants, the times and the states of the moment x.
export function fill(structure, x) {
  const { equations, states } = structure;
  for (let e = states; e < equations.length; e++) x[equations[e][0]] = equations[e][2](x);
}

// A moment with the constants and the times of a run.
export function opening(structure, run) {
  const x = new Float64Array(structure.places);
  x.set(run.values.subarray(0, structure.constants));
  x.set([run.time[0], run.time[0], run.time[run.points - 1]], structure.constants);
  return x;
}

// Sets the states of the moment x to those of a run's point.
export function place(structure, run, x, i) {
  const first = structure.constants + 3;
  for (let s = 0; s < structure.states; s++) {
    const at = structure.equations[s][0];
    x[at] = run.out[(at - first) * run.points + i];
  }
}

// Calls each(i, now, then) at every saved point; both moments are used again.
export function walk(model, structure, run, each) {
  const { equations, states, constants } = structure;
  const { step, save } = model.time;
  const every = Math.round(save / step);
  const [now, then] = [opening(structure, run), opening(structure, run)];
  let clock = run.time[0];
  for (let i = 0; i < run.points; i++) {
    now[constants] = clock;
    place(structure, run, now, i);
    fill(structure, now);
    then[constants] = clock + step;
    for (let s = 0; s < states; s++) {
      const [at, , rate] = equations[s];
      then[at] = now[at] + rate(now) * step;
    }
    fill(structure, then);
    each(i, now, then);
    for (let k = 0; k < every; k++) clock += step;
  }
}
