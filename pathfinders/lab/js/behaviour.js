// The JavaScript twin of pathfinders/behaviour: which of the field's shapes a curve has. modes.py tells the method and
// shapes.py the reasons; the names are equal to Python's. There is no goal here, so neither stall nor advance.
import { isFlat, mean, reading, span } from "./noise.js";

const RIPPLE = 0.02;
const SURE = 6;
const EVEN = 1.35;
const SLOWER = 1.4;
const WAITS = 0.3;
const GIVEN_BACK = 0.5;
const BEYOND = 1.5;
const PART = 0.4;
const SHRINKS = 0.8;
const GROWS = 1.25;
const DEAD = 1.5;
const STEPS = [0, 1, 2, 3, 4, 5, 6].map((i) => 0.05 + i * 0.15);
const [BETTER, WORSE] = ["better before worse", "worse before better"];
const [SETTLE, COLLAPSE] = ["overshoot and settle", "overshoot and collapse"];

const gaps = (list) => Array.from(list.slice(1), (x, i) => x - list[i]);

// When the parabola through a turn and its neighbours turns.
function vertex(time, y, i) {
  const after = Math.min(i + 1, time.length - 1);
  const [back, ahead] = [time[i] - time[i - 1], time[after] - time[i]];
  const [s, t] = [(y[i] - y[i - 1]) / back, (y[after] - y[i]) / ahead];
  const shift = (s * ahead + t * back) / (2 * (s - t)) || 0;
  return time[i] + Math.min(ahead / 2, Math.max(-back / 2, shift));
}

// { time, values } of the points from which a curve goes back by more than `least`.
export function legs(time, y, least) {
  const places = [];
  let [low, high, way] = [0, 0, 0];
  y.forEach((value, i) => {
    if (value < y[low]) low = i;
    if (value > y[high]) high = i;
    if (way >= 0 && value < y[high] - least) {
      if (way || (high && y[high] - y[0] >= least)) places.push(high);
      [way, low, high] = [-1, i, i];
    } else if (way <= 0 && value > y[low] + least) {
      if (way || (low && y[0] - y[low] >= least)) places.push(low);
      [way, low, high] = [1, i, i];
    }
  });
  return { time: places.map((i) => vertex(time, y, i)), values: places.map((i) => y[i]) };
}

const periodOf = ({ time }) => (time.length > 2 ? mean(time.slice(2).map((t, i) => t - time[i])) : NaN);

function changing(change) {
  if (change < SHRINKS) return "damped oscillation";
  return change > GROWS ? "growing oscillation" : "sustained oscillation";
}

function oscillation(time, turns) {
  if (time[time.length - 1] - turns.time[turns.time.length - 1] > DEAD * periodOf(turns)) return changing(0);
  let logs = gaps(turns.values).map((way) => Math.log(Math.abs(way) / 2));
  if (turns.values.length > 5) logs = logs.slice(logs.length >> 1);
  const n = logs.length;
  const [middle, level] = [(n - 1) / 2, mean(logs)];
  let [up, down] = [0, 0];
  logs.forEach((log, i) => {
    up += (i - middle) * (log - level);
    down += (i - middle) ** 2;
  });
  return changing(Math.exp((up / down) * (n - 1)));
}

function thereAndBack(there, back, up, before = 0) {
  if (back > BEYOND * there) return up ? BETTER : WORSE;
  if (back < GIVEN_BACK * there) return before ? (up ? WORSE : BETTER) : SETTLE;
  return up ? COLLAPSE : WORSE;
}

// A staircase by the middles of its steps; any other curve as it is.
function stairs(time, share) {
  const moves = gaps(share).map((step) => Math.abs(step) > 1e-9);
  const all = moves.map((_, i) => i).filter((i) => moves[i]);
  const starts = all.filter((i) => !moves[i - 1]);
  const ends = all.filter((i) => !moves[i + 1]).map((i) => i + 1);
  if (starts.length < 3 || all.length / moves.length > 0.5) return [time, share];
  return [time, share].map((row) => starts.map((from, i) => (row[from] + row[ends[i]]) / 2));
}

function timeBelow(time, share, mark) {
  let total = 0;
  for (let i = 1; i < time.length; i++) {
    const [low, high] = [Math.min(share[i - 1], share[i]), Math.max(share[i - 1], share[i])];
    const part = high > low ? Math.min(1, Math.max(0, (mark - low) / (high - low))) : low < mark;
    total += part * (time[i] - time[i - 1]);
  }
  return total;
}

function oneWay(times, y) {
  const last = y.length - 1;
  const way = y[last] - y[0];
  const [time, share] = stairs(times, y.map((value) => (value - y[0]) / way));
  const passed = STEPS.map((mark) => timeBelow(time, share, mark));
  const stay = gaps(passed);
  const whole = time[time.length - 1] - time[0];
  const least = Math.min(...stay);
  let [slowStart, slowEnd] = [stay[0] >= SLOWER * least, stay[5] >= SLOWER * least];
  if (Math.max(...stay) <= EVEN * least) {
    [slowStart, slowEnd] = [passed[0] > WAITS * whole, whole - passed[6] > WAITS * whole];
    if (!slowStart && !slowEnd) return "linear";
  }
  if (slowStart && slowEnd) return "s-shaped";
  if (slowStart !== slowEnd ? slowStart : stay[0] > stay[5]) return way > 0 ? "growth" : "collapse";
  return way > 0 ? "goal-seeking" : "decay";
}

function shape(time, y, turns) {
  const { values } = turns;
  if (values.length >= 3) return oscillation(time, turns);
  if (!values.length) return oneWay(time, y);
  const [first, middle, last] = gaps([y[0], ...values, y[y.length - 1]]).map(Math.abs);
  if (values.length === 1) return thereAndBack(first, middle, values[0] > y[0]);
  if (last < PART * middle && last <= first) return thereAndBack(first, middle, values[0] > y[0]);
  if (first < PART * middle) return thereAndBack(middle, last, values[1] > values[0], first);
  return changing(last / first);
}

// { name, period, swings } of a curve (Float64Arrays of one length); changes below `least` count as none.
export function classify(time, values, least = 0) {
  if (!values.every(Number.isFinite)) return { name: "undefined", period: NaN, swings: 0 };
  const read = reading(time, values);
  if (isFlat(read.values, least)) return { name: "constant", period: NaN, swings: 0 };
  const inner = [read.time, read.values].map((row) => row.subarray(read.edge, row.length - read.edge));
  const turns = legs(...inner, Math.max(RIPPLE * span(read.values), SURE * read.left, least));
  const name = shape(read.time, read.values, turns);
  return { name, period: name.endsWith("oscillation") ? periodOf(turns) : NaN, swings: turns.values.length / 2 };
}
