// The JavaScript twin of pathfinders/structure/pauses.py: when shares would mislead. The reasons stand there.
const SLOW = 0.05;
const ARRIVED = 1e-3;

// 1 at the two points between which a net flow changes its sign, and where it is 0 on its way.
function crossings(net) {
  const mask = new Uint8Array(net.length);
  let left = -1;
  net.forEach((value, i) => {
    if (!value) return;
    if (left >= 0 && value > 0 !== net[left] > 0) mask.fill(1, left, i + 1);
    left = i;
  });
  return mask;
}

// 1 where a net flow passes zero: the points on both sides, and slow ones beside them.
export function turns(net) {
  const mask = crossings(net);
  const edges = [0];
  for (let i = 1; i < mask.length; i++) if (mask[i] && mask[i - 1]) edges.push(i);
  edges.push(net.length);
  for (let k = 1; k < edges.length; k++) {
    const [first, last] = [edges[k - 1], edges[k]];
    let most = 0;
    for (let i = first; i < last; i++) most = Math.abs(net[i]) > most || net[i] !== net[i] ? Math.abs(net[i]) : most;
    const slow = (i) => Math.abs(net[i]) <= SLOW * most;
    if (first) for (let i = first; i < last && slow(i); i++) mask[i] = 1;
    if (last < net.length) for (let i = last - 1; i >= first && slow(i); i--) mask[i] = 1;
  }
  return mask;
}

// 1 from where on no stock has a pace left that would show; never without a stock.
export function arrived(run, nets, stocks) {
  const { points, time } = run;
  const mask = new Uint8Array(points);
  let from = stocks.length ? 0 : points;
  for (const name of stocks) {
    const [net, series] = [nets.get(name), run.series(name)];
    const path = series.reduce((a, b) => Math.max(a, b)) - series.reduce((a, b) => Math.min(a, b));
    let i = points;
    while (i > from && Math.abs(net[i - 1]) * (time[points - 1] - time[0]) <= ARRIVED * path) i--;
    from = i;
  }
  return mask.fill(1, from);
}
