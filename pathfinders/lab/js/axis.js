// Where the ticks of an axis stand.
const DECIMAL = [1, 2, 5, 10];
const CALENDAR = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];

export function stepOf(span, most, units) {
  if (units === "month" && span >= most) {
    const months = CALENDAR.find((step) => span / step <= most);
    if (months) return months;
  }
  const power = 10 ** Math.floor(Math.log10(span / most));
  return power * (DECIMAL.find((step) => span / (step * power) <= most * 1.0001) || 10);
}

export function ticks(low, high, step) {
  const list = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) list.push(Number((i * step).toPrecision(12)));
  return list;
}

const FLAT = 0.005;

const sizeOf = (low, high) => Math.max(Math.abs(low), Math.abs(high));

// A curve that moves by less than this share of its size is flat to a reader.
export const flat = (low, high) => high - low <= FLAT * sizeOf(low, high);

// The smallest round interval that holds [low, high]; what is flat gets room on both sides instead of looking like a
// fall or a rise.
export function round(low, high) {
  const room = flat(low, high) ? sizeOf(low, high) / 2 || 0.5 : 0;
  const step = stepOf(high - low + 2 * room, 5);
  return {
    low: step * Math.floor((low - room) / step + 1e-6), high: step * Math.ceil((high + room) / step - 1e-6), step,
  };
}
