// From shares to what can be drawn: raw where they are told, and smoothed, so that the width of an arrow never flickers.
const SMOOTH = 0.006;
export const TOLD = 0;
export const TURNS = 1;
export const RESTS = 2;

// For the loops of one partition: { rows, kind[point], sizes: a smoothed |share| by time for each row }.
export function band({ loops, turning, silent }, rows, partition) {
  const points = loops[rows[0]].shares.length;
  const kind = Uint8Array.from({ length: points }, (_, i) => {
    if (rows.every((row) => Number.isFinite(loops[row].told[i]))) return TOLD;
    return turning[partition][i] && !silent[partition][i] ? TURNS : RESTS;
  });
  const reach = Math.max(1, Math.round(points * SMOOTH));
  const sizes = rows.map((row) => mellow(bridged(loops[row].shares, kind), reach));
  return { rows, kind, sizes };
}

// The sizes of a loop's shares; a turn between two told moments is bridged by a line.
function bridged(shares, kind) {
  const filled = new Float64Array(shares.length);
  let last = -1;
  for (let i = 0; i <= shares.length; i++) {
    if (i < shares.length && kind[i] === TURNS) continue;
    const from = last < 0 || kind[last] === RESTS ? 0 : Math.abs(shares[last]);
    const to = i === shares.length ? from : kind[i] === RESTS ? 0 : Math.abs(shares[i]);
    const start = last < 0 ? to : from;
    for (let j = last + 1; j < i; j++) filled[j] = start + ((to - start) * (j - last)) / (i - last);
    if (i < shares.length) filled[i] = to;
    last = i;
  }
  return filled;
}

function mellow(values, reach) {
  const out = new Float64Array(values.length);
  let sum = 0;
  let count = 0;
  for (let i = -reach; i < values.length; i++) {
    if (i + reach < values.length) [sum, count] = [sum + values[i + reach], count + 1];
    if (i - reach - 1 >= 0) [sum, count] = [sum - values[i - reach - 1], count - 1];
    if (i >= 0) out[i] = sum / count;
  }
  return out;
}

export function at(curve, index) {
  const i = Math.min(curve.length - 1, Math.floor(index));
  const next = Math.min(curve.length - 1, i + 1);
  return curve[i] + (curve[next] - curve[i]) * (index - i);
}
