// The JavaScript twin of pathfinders/structure/scores.py and of the signs in links.py; what a score is stands there.
import { walk } from "./moments.js";

const RESOLVED = 1e4;
const EPSILON = 2 ** -52;
const STEP = 1e-6;
const LEAST = 1e-7;

const rows = (count, points, Kind = Float64Array) => Array.from({ length: count }, () => new Kind(points));
const finite = (x) => (Number.isFinite(x) ? x : 0);

// The largest size of every variable and stage along a run, at its place.
function largest(structure, run) {
  const first = structure.constants + 3;
  const most = new Float64Array(structure.places);
  for (let at = first; at < most.length; at++) {
    for (const value of run.column(at - first)) most[at] = Math.max(most[at], finite(Math.abs(value)));
  }
  return most;
}

// The scores of the arrows into one node at a point, and whether its change is no more than rounding.
function score([, sources, of], now, then, first, scores, blurred, i) {
  const before = of(now);
  const change = of(then) - before;
  let noise = Math.abs(before);
  sources.forEach((source, k) => {
    const [old, next] = [now[source], then[source]];
    now[source] = next;
    const partial = of(now) - before;
    now[source] = old;
    const slope = partial / (next - old);
    noise += finite(Math.abs(slope * old));
    scores[first + k][i] = change === 0 || next === old ? 0 : Math.abs(partial / change) * Math.sign(slope);
  });
  const dim = change !== 0 && Math.abs(change) < RESOLVED * EPSILON * noise;
  sources.forEach((_, k) => (blurred[first + k][i] = dim));
  return before;
}

// The slope of each arrow into one node at a point, and its sign where it is more than rounding.
function slant([, sources, of], now, most, first, slopes, signs, i) {
  sources.forEach((source, k) => {
    const here = now[source];
    const size = Math.max(Math.abs(here), 1e-3 * most[source]);
    const step = STEP * (size > 0 ? size : 1);
    now[source] = here + step;
    const more = of(now);
    now[source] = here - step;
    const less = of(now);
    now[source] = here;
    slopes[first + k][i] = Math.abs((more - less) / step);
    const noise = 64 * EPSILON * Math.max(Math.abs(more), Math.abs(less));
    signs[first + k][i] = Math.abs(more - less) > noise ? Math.sign(more - less) : 0;
  });
}

// The rows of a structure's arrows, made once: while a slider is dragged they are filled again and again.
const kept = new WeakMap();

function rowsOf(structure, points) {
  const firsts = [];
  let count = 0;
  for (const [, sources] of structure.equations) {
    firsts.push(count);
    count += sources.length;
  }
  const [scores, slopes, nets] = [count, count, structure.states].map((many) => rows(many, points));
  const [blurred, signs] = [Uint8Array, Int8Array].map((Kind) => rows(count, points, Kind));
  return { firsts, scores, slopes, nets, blurred, signs };
}

// { scores, blurred, signs: a row for each arrow, nets: the net flow of each state } along a run.
function arrows(model, structure, run) {
  const { equations, states } = structure;
  const { points } = run;
  if (kept.get(structure)?.nets[0]?.length !== points) kept.set(structure, rowsOf(structure, points));
  const { firsts, slopes, ...found } = kept.get(structure);
  const most = largest(structure, run);
  walk(model, structure, run, (i, now, then) => {
    equations.forEach((equation, e) => {
      const before = score(equation, now, then, firsts[e], found.scores, found.blurred, i);
      if (e < states) found.nets[e][i] = before;
      slant(equation, now, most, firsts[e], slopes, found.signs, i);
    });
  });
  slopes.forEach((row, a) => {
    const least = LEAST * row.reduce((top, slope) => Math.max(top, finite(slope)), 0);
    for (let i = 0; i < points; i++) if (!(row[i] > least && row[i] < Infinity)) found.signs[a][i] = 0;
  });
  return found;
}

// Of several ways the loudest score, and the sign of the first that has one.
function link(ways, { scores, blurred, signs }, points) {
  const made = { scores: new Float64Array(points), blurred: new Uint8Array(points), signs: new Int8Array(points) };
  for (const way of ways) {
    for (let i = 0; i < points; i++) {
      let [product, sign] = [1, 1];
      for (const arrow of way) {
        product *= scores[arrow][i];
        sign *= signs[arrow][i];
        made.blurred[i] |= blurred[arrow][i];
      }
      if (!(Math.abs(product) <= Math.abs(made.scores[i]))) made.scores[i] = product;
      made.signs[i] ||= sign;
    }
  }
  return made;
}

// { links: [{ scores, blurred, signs }], nets: name of a stock → its net flow } along a run.
export function linkScores(model, structure, run) {
  const found = arrows(model, structure, run);
  const first = structure.constants + 3;
  const nets = found.nets.map((net, s) => [model.variables[structure.equations[s][0] - first]?.name, net]);
  return { links: structure.links.map(({ ways }) => link(ways, found, run.points)), nets: new Map(nets) };
}
