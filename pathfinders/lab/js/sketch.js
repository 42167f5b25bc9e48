// A curve drawn by hand, a value at every saved moment: pure functions from a sketch to the next one.
// `known` marks what was drawn; between two drawn moments runs a straight line, after the last a level one.
export function blank(points, start) {
  const known = new Uint8Array(points);
  known[0] = 1;
  return { values: new Float64Array(points).fill(start), known, drawn: false };
}

function filled(values, known) {
  let before = known.indexOf(1);
  values.fill(values[before], 0, before);
  for (let i = before + 1; i < values.length; i++) {
    if (!known[i]) continue;
    for (let j = before + 1; j < i; j++) values[j] = values[before] + ((values[i] - values[before]) * (j - before)) / (i - before);
    before = i;
  }
  values.fill(values[before], before);
  return { values, known, drawn: true };
}

// A line of the pen from one moment and value to another.
export function stroke(sketch, from, to) {
  const [values, known] = [sketch.values.slice(), sketch.known.slice()];
  const [a, b] = from.index < to.index ? [from, to] : [to, from];
  for (let i = a.index; i <= b.index; i++) {
    const share = to.index === from.index ? 0 : (i - from.index) / (to.index - from.index);
    values[i] = to.index === from.index ? to.value : from.value + share * (to.value - from.value);
    known[i] = 1;
  }
  return filled(values, known);
}

// One point set by a key: what was drawn less than `reach` moments away gives way to it.
export function pin(sketch, index, value, reach) {
  const [values, known] = [sketch.values.slice(), sketch.known.slice()];
  known.fill(0, Math.max(0, index - reach + 1), index + reach);
  if (index < reach) known[0] = 1;
  [values[index], known[index]] = [value, 1];
  return filled(values, known);
}
