// The JavaScript twin of pathfinders/behaviour/noise.py: a curve without its noise. The reasons stand there.
const FEWEST = 12;
const WINDOWS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
const CLEAN = 0.002;
const AS_GOOD = 1.05;
const CHANCE = 3;
const REPEATS = 0.5;
const EDGE = 0.3;
const LAGS = 20;

const sum = (list) => list.reduce((a, b) => a + b, 0);
export const mean = (list) => sum(list) / list.length;
export const span = (list) => list.reduce((a, b) => Math.max(a, b)) - list.reduce((a, b) => Math.min(a, b));

export function isFlat(values, least = 0) {
  const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return span(values) <= Math.max(1e-12, 1e-9 * most, least);
}

function median(list) {
  const sorted = Float64Array.from(list).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// The curve at as many points of equal distance; as it is where its own are nearly so.
function even(time, values) {
  const gaps = Array.from(time.subarray(1), (t, i) => t - time[i]);
  if (Math.max(...gaps) <= 1.5 * Math.min(...gaps)) return [time, values];
  const n = time.length;
  const step = (time[n - 1] - time[0]) / (n - 1);
  const grid = time.map((_, i) => (i < n - 1 ? time[0] + i * step : time[i]));
  let j = 0;
  return [grid, grid.map((t) => {
    while (j < n - 2 && time[j + 1] <= t) j++;
    return values[j] + ((values[j + 1] - values[j]) / (time[j + 1] - time[j])) * (t - time[j]);
  })];
}

// Orthonormal parabolas over a window, by Gram and Schmidt.
function basis(half) {
  const made = [];
  for (let power = 0; power < 3; power++) {
    const row = Float64Array.from({ length: 2 * half + 1 }, (_, i) => (i / half - 1) ** power);
    for (const other of made) {
      const part = sum(row.map((x, i) => x * other[i]));
      other.forEach((x, i) => (row[i] -= part * x));
    }
    const length = Math.sqrt(sum(row.map((x) => x * x)));
    made.push(row.map((x) => x / length));
  }
  return made;
}

function smooth(values, half) {
  const rows = basis(half);
  const n = values.length;
  const width = 2 * half + 1;
  const weight = (i, j) => rows[0][i] * rows[0][j] + rows[1][i] * rows[1][j] + rows[2][i] * rows[2][j];
  const kernel = rows[0].map((_, j) => weight(half, j));
  // What the first and the last window make of the points at their outer ends.
  const [first, last] = [0, n - width].map((from) => rows.map((row) => sum(row.map((x, i) => x * values[from + i]))));
  const own = new Float64Array(n);
  const curve = values.map((_, i) => {
    const at = i < half ? i : i >= n - half ? i - n + width : half;
    own[i] = weight(at, at);
    if (at !== half) return sum((i < half ? first : last).map((part, k) => part * rows[k][at]));
    let total = 0;
    for (let j = 0; j < width; j++) total += kernel[j] * values[i - half + j];
    return total;
  });
  const missed = values.map((y, i) => (y - curve[i]) / (1 - own[i]));
  const typical = (median(missed.map(Math.abs)) / 0.6745) * Math.sqrt(1 - kernel[half]);
  return { half, curve, typical, error: mean(missed.map((x) => x * x)), weight: kernel[half] };
}

// What smoothing takes away repeats itself: a swing faster than the narrowest window.
function repeats(rest) {
  const n = rest.length;
  const middle = mean(rest);
  const x = rest.map((y) => y - middle);
  let alike = 0;
  for (let lag = 5, most = Math.min(LAGS, Math.floor(n / 3)); lag <= most; lag++) {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = lag; i < n; i++) {
      ab += x[i] * x[i - lag];
      aa += x[i] * x[i];
      bb += x[i - lag] * x[i - lag];
    }
    alike = Math.max(alike, ab / Math.max(Math.sqrt(aa * bb), 1e-300));
  }
  return alike > REPEATS + 1 / Math.sqrt(n);
}

// { time, values, left: the noise that is left, edge: so many points at either end are too unsure to turn at }
export function reading(time, values) {
  const asis = { time, values, left: 0, edge: 0 };
  const n = values.length;
  if (n < FEWEST || isFlat(values)) return asis;
  const [grid, y] = even(time, values);
  if (smooth(y, WINDOWS[0]).typical <= CLEAN * span(y)) return asis;
  const most = Math.max(WINDOWS[0], Math.floor(n / 6));
  const tried = WINDOWS.filter((half) => half <= most).map((half) => smooth(y, half));
  const best = Math.min(...tried.map((one) => one.error));
  const { half, curve, typical, weight } = tried.findLast((one) => one.error <= AS_GOOD * best);
  if (repeats(y.map((v, i) => v - curve[i]))) return asis;
  const middle = mean(y);
  const spread = mean(y.map((v) => (v - middle) ** 2));
  if (best >= (1 - CHANCE / Math.sqrt(n)) * spread) return { time, values: y.map(() => middle), left: Math.sqrt(spread / n), edge: 0 };
  return { time: grid, values: curve, left: typical * Math.sqrt(weight), edge: Math.round(EDGE * half) };
}
