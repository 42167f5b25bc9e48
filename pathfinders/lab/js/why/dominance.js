// The JavaScript twin of pathfinders/structure/dominance.py: shares and phases. The reasons stand there.
import { arrived, turns } from "./pauses.js";

const BRIEF = 0.01;
const ALIKE = 0.98;

// The products of the scores of a loop's links.
function loopScores({ links }, scored, points) {
  const made = new Float64Array(points).fill(1);
  const blurred = new Uint8Array(points);
  for (const place of links) {
    const { scores, blurred: dim } = scored[place];
    for (let i = 0; i < points; i++) {
      made[i] *= scores[i];
      blurred[i] |= dim[i];
    }
  }
  return { scores: made, blurred };
}

// The shares of the loops of one partition; NaN where nothing is explained.
function shares(loops, points) {
  const made = loops.map(() => new Float64Array(points).fill(NaN));
  for (let i = 0; i < points; i++) {
    let total = 0;
    let dim = false;
    for (const { scores, blurred } of loops) {
      total += Math.abs(scores[i]);
      dim ||= blurred[i];
    }
    if (total > 0 && total < Infinity && !dim) loops.forEach(({ scores }, row) => (made[row][i] = scores[i] / total));
  }
  return made;
}

function meanSize(told) {
  let [total, count] = [0, 0];
  for (const share of told) {
    if (!Number.isFinite(share)) continue;
    total += Math.abs(share);
    count++;
  }
  return total / Math.max(count, 1);
}

// Which loop of the partition is the loudest at each point, −1 where nothing is explained.
function loudest(rows, known, silent, points) {
  const found = new Int32Array(points).fill(-1);
  for (let i = 0; i < points; i++) {
    if (silent[i] || rows.some(({ shares }) => Number.isNaN(shares[i]))) continue;
    const most = known[i] ? Math.max(...rows.map(({ told }) => Math.abs(told[i]))) : 0;
    // The first of those alike, so that rounding does not swap two equal loops to and fro.
    found[i] = known[i] ? rows.findIndex(({ told }) => Math.abs(told[i]) >= ALIKE * most) : 0;
  }
  return found;
}

// Each hidden point with the value of the told one before it (or of the first).
function bridged(row, hidden) {
  const first = hidden.indexOf(0);
  let before = first < 0 ? -1 : row[first];
  return row.map((value, i) => (hidden[i] ? before : (before = value)));
}

// [first, last, value] of the stretches of one value, brief ones joined to the one before.
function stretches(row, time) {
  const end = row.length - 1;
  const kept = [];
  for (let first = 0, last; first <= end; first = last) {
    for (last = first + 1; last <= end && row[last] === row[first]; ) last++;
    const long = time[Math.min(last, end)] - time[first] >= BRIEF * (time[end] - time[0]);
    const before = kept[kept.length - 1];
    if (before && (!long || before[2] === row[first])) before[1] = last;
    else kept.push([first, last, row[first]]);
  }
  return kept;
}

function phase(rows, places, known, time, [first, last, which]) {
  const made = { start: time[first], stop: time[Math.min(last, time.length - 1)], loops: [], share: 0 };
  const count = known.subarray(first, last).reduce((sum, one) => sum + one, 0);
  if (which < 0 || !count) return made;
  const means = rows.map(({ told }) => {
    let total = 0;
    for (let i = first; i < last; i++) if (known[i]) total += Math.abs(told[i]);
    return total / count;
  });
  const most = Math.max(...means);
  means.forEach((mean, row) => {
    if (mean < ALIKE * most) return;
    made.loops.push(places[row]);
    made.share += mean;
  });
  return made;
}

// Neighbours with the same loops made one; the share is weighted by time.
function merged(phases) {
  const kept = [];
  for (const next of phases) {
    const last = kept[kept.length - 1];
    if (last?.loops.join() !== next.loops.join()) {
      kept.push(next);
      continue;
    }
    const [one, two] = [last.stop - last.start, next.stop - next.start];
    if (one + two) last.share = (last.share * one + next.share * two) / (one + two);
    last.stop = next.stop;
  }
  return kept;
}

// { loops: [{ scores, shares, told, mean }], and one for each partition: turning, silent (once all of its stocks have
// arrived), phases } along a run.
export function dominance(structure, run, { links, nets }) {
  const { points, time } = run;
  const loops = structure.loops.map((loop) => loopScores(loop, links, points));
  const [turning, silent] = [[], []];
  const phases = structure.partitions.map((stocks, partition) => {
    const places = structure.loops.map((_, row) => row).filter((row) => structure.loops[row].partition === partition);
    const rows = places.map((row) => loops[row]);
    const [turned, still] = [new Uint8Array(points), arrived(run, nets, stocks)];
    for (const name of stocks) turns(nets.get(name)).forEach((turns, i) => (turned[i] |= turns));
    turning.push(turned);
    silent.push(still);
    const found = shares(rows, points);
    rows.forEach((row, k) => {
      row.shares = found[k];
      row.told = found[k].map((share, i) => (turned[i] || still[i] ? NaN : share));
      row.mean = meanSize(row.told);
    });
    const known = turned.map((_, i) => rows.every(({ told }) => Number.isFinite(told[i])));
    const hidden = turned.map((turns, i) => turns && !still[i]);
    const parts = stretches(bridged(loudest(rows, known, still, points), hidden), time);
    return merged(parts.map((part) => phase(rows, places, known, time, part)));
  });
  return { loops, turning, silent, phases };
}
