// The shortest solution of a system of equations in the sense of least squares, as numpy.linalg.lstsq gives it: by the
// singular values, found by turning pairs of columns until they are at right angles (one-sided Jacobi).
const CUT = 1e-9;
const SWEEPS = 60;
const ALMOST = 1e-15;

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

// Turns two columns of u, and those of v with them; false where they are at right angles already.
function turn(u, v, i, j) {
  const [a, b, c] = [dot(u[i], u[i]), dot(u[j], u[j]), dot(u[i], u[j])];
  if (Math.abs(c) <= ALMOST * Math.sqrt(a * b)) return false;
  const half = (b - a) / (2 * c);
  const tan = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(1, half));
  const cos = 1 / Math.hypot(1, tan);
  for (const side of [u, v]) {
    const [p, q] = [side[i], side[j]];
    side[i] = p.map((x, k) => cos * (x - tan * q[k]));
    side[j] = q.map((x, k) => cos * (x + tan * p[k]));
  }
  return true;
}

// x with the least |Σ columns[i]·x[i] − target|, and of these the shortest.
export function leastSquares(columns, target) {
  const u = columns.map((column) => [...column]);
  const v = u.map((_, i) => u.map((_, k) => (i === k ? 1 : 0)));
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let i = 0; i < u.length; i++) for (let j = i + 1; j < u.length; j++) turned = turn(u, v, i, j) || turned;
  }
  const sizes = u.map((column) => Math.sqrt(dot(column, column)));
  const least = CUT * Math.max(...sizes);
  const x = v.map(() => 0);
  u.forEach((column, i) => {
    if (!(sizes[i] > least)) return;
    const part = dot(column, target) / sizes[i] ** 2;
    v[i].forEach((value, k) => (x[k] += part * value));
  });
  return x;
}
