// Every word of "Why?" and "Take it apart", in one place. `drives` is the twin of pathfinders/words/phases.py.
import { number, timeAxis, timeText } from "./words.js";

const KINDS = { R: "reinforcing", B: "balancing", "±": "now reinforcing, now balancing" };
const DRIVES = 0.5;
const MANY = 3;
const MOST = 4;
const ALIKE = 0.03;

// Python's round(): a tie goes to the even neighbour.
function rounded(value, decimals) {
  const size = Math.abs(value);
  const [whole, part] = size.toFixed(20).split(".");
  const tie = /^50*$/.test(part.slice(decimals));
  const down = Number(whole + part.slice(0, decimals));
  return tie ? (down + (down % 2)) / 10 ** decimals : Number(size.toFixed(decimals));
}

function place(value, span) {
  const text = String(rounded(value, span > 0 ? Math.max(0, 2 - Math.floor(Math.log10(span))) : 2));
  return (value < 0 && text !== "0" ? "\u2212" : "") + text;
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

const KIND_OF = ["", "both ", "all "];

const called = (name) => (name.includes("\u2192") ? `the loop ${name}` : `\u201c${name}\u201d`);

function verb({ loop, share }, short = false) {
  const many = loop.length > 1;
  if (share >= DRIVES) return (short ? ["does", "do"] : ["drives", "drive"])[+many];
  return `${many ? "are" : "is"} the loudest of several${short ? "" : " loops that drive"}`;
}

function actor({ loop, kind }, known = false) {
  const named = loop.length > MANY ? `${loop.length} loops that are as loud as one another` : loop.map(called).join(" and ");
  return known || !KINDS[kind] ? named : `${named} (${KIND_OF[Math.min(loop.length, 3) - 1]}${KINDS[kind]})`;
}

const same = (a, b) => a.length === b.length && a.every((name, i) => name === b[i]);

// Neighbours with the same loop made one.
function joined(rows) {
  const made = [];
  for (const row of rows) {
    const last = made[made.length - 1];
    if (!last || !same(last.loop, row.loop) || last.kind !== row.kind) {
      made.push({ ...row, weight: row.share * (row.end - row.start) });
    } else {
      last.end = row.end;
      last.weight += row.share * (row.end - row.start);
    }
  }
  return made.map((row) => ({ ...row, share: row.end > row.start ? row.weight / (row.end - row.start) : row.share }));
}

function oneByOne(name, rows, unit) {
  const span = rows[rows.length - 1].end - rows[0].start;
  const moment = (time) => (/^\p{L}+$/u.test(unit) ? `${unit} ` : "") + place(time, span);
  const first = rows.findIndex((row) => row.loop.length);
  const told = rows.map((row, order) => {
    const known = rows.slice(0, order).some((earlier) => same(earlier.loop, row.loop));
    const does = order === first ? `${verb(row)} ${name}` : verb(row, true);
    const who = row.loop.length ? `${actor(row, known)} ${does}${known ? " again" : ""}` : "no loop acts";
    if (!order) return `until ${moment(row.end)} ${who}`;
    return order < rows.length - 1 ? `then, until ${moment(row.end)}, ${who}` : `from ${moment(row.start)} on, ${who}`;
  });
  return capital(told.join("; ")) + ".";
}

function inTurn(name, rows) {
  const whole = rows[rows.length - 1].end - rows[0].start;
  const spent = new Map();
  for (const { loop, kind, start, end } of rows) {
    const key = [kind, ...loop].join("\n");
    const before = spent.get(key) || { loop, kind, time: 0 };
    spent.set(key, { ...before, time: before.time + end - start });
  }
  const all = [...spent.values()].sort((a, b) => b.time - a.time);
  const parts = all.slice(0, MOST).map((one) => [one.loop.length ? actor(one) : "no loop", one.time]);
  const more = all.slice(MOST);
  const rest = more.reduce((sum, one) => sum + one.time, 0);
  if (more.length) parts.push([more.length > 1 ? `${more.length} more` : "one more", rest]);
  const said = parts.map(([who, time]) => `${who} for ${rounded((100 * time) / whole, 0) || "less than 1"} % of the time`);
  const listed = said.length === 1 ? said[0] : `${said.slice(0, -1).join(", ")} and ${said[said.length - 1]}`;
  const round = order(rows.map(({ loop }) => loop));
  return `What drives ${name} changes ${rows.length - 1} times: ${listed}.${round ? say.order(round) : ""}`;
}

// One sentence: which loops drove `name`, and when. Rows: { start, end, loop: [names of those alike], kind, share }.
export function drives(name, phases, unit = "") {
  const rows = joined(phases);
  if (!rows.some((row) => row.loop.length)) return `No loop drives ${name}: nothing that it changes comes back to it.`;
  if (rows.length === 1) return `${capital(actor(rows[0]))} ${verb(rows[0])} ${name} from beginning to end.`;
  return rows.length > MOST ? inTurn(name, rows) : oneByOne(name, rows, unit);
}

// The loops of one round, where they take turns in the same order again and again; null where they do not.
export function order(turns) {
  for (let length = 2; length <= turns.length >> 1; length++) {
    const round = turns.every((loop, i) => loop.length && (i < length || same(loop, turns[i - length])));
    if (round) return length > 2 ? turns.slice(0, length) : null;
  }
  return null;
}

const SETTLES = ["goal-seeking", "decay", "overshoot and settle"];
const WAYS = {
  linear: "it goes straight on, to",
  growth: "it goes faster and faster, to",
  "s-shaped": "it goes slowly, then fast, then slowly, to",
  collapse: "it falls faster and faster, to",
  "overshoot and collapse": "it goes far and falls back, to",
  "better before worse": "it gets better before it gets worse, and ends at",
  "worse before better": "it gets worse before it gets better, and ends at",
};

export const swings = ({ name }) => name.endsWith("oscillation");

function wide(ratio) {
  if (Math.abs(ratio - 1) < ALIKE) return "as wide as before";
  if (Math.abs(ratio - 0.5) < ALIKE) return "half as wide";
  if (Math.abs(ratio - 2) < 2 * ALIKE) return "twice as wide";
  return `${number(ratio, 2)} times as wide`;
}

function does({ name, final }) {
  const to = number(final, 2);
  if (name === "constant") return `it stays at ${to}`;
  if (SETTLES.includes(name)) return `it settles at ${to}`;
  if (name === "damped oscillation") return "it swings less and less";
  if (swings({ name })) return name.startsWith("growing") ? "it swings more and more" : "it keeps swinging";
  if (name === "undefined") return "it breaks down";
  return `${WAYS[name] || `you see ${name}, to`} ${to}`;
}

// What becomes of a curve without an element, in a word and in a sentence: { effect, mode } beside the mode before.
export function verdict({ effect, mode }, before, model) {
  if (effect === "itself") return ["", "This is the curve itself."];
  if (effect === "none") return ["", "No difference."];
  if (effect === "structural") {
    const gone = swings(before) && !swings(mode) ? "the swing is gone: " : swings(mode) && !swings(before) ? "a swing comes: " : "";
    return ["Structural. ", `${gone ? `Without it ${gone}` : "Then "}${does(mode)}.`];
  }
  const only = "Only quantitative. ";
  const ends = [mode, before].map(({ final }) => number(final, 2));
  if (!swings(mode)) return [only, ends[0] === ends[1] ? "The same shape; only the way there differs." : `The same shape; it ends at ${ends.join(", not ")}.`];
  const took = Math.abs(mode.period / before.period - 1) < ALIKE
    ? "" : `; a swing takes ${number(mode.period, 2)} ${timeAxis(model)}, not ${number(before.period, 2)}`;
  return [only, `It still swings, ${wide(mode.amplitude / before.amplitude)}${took}.`];
}

const list = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`);
const moment = (model, time) => capital(timeText(model, Number(time.toFixed(1))));
const percent = (share) => Math.round(100 * share) + "\u00a0%";

export const say = {
  why: "Why?",
  whyGist: "Which loops drive it, and when",
  loop: "A loop is a chain of causes that comes back to where it began. B, balancing: it works against a change. R, reinforcing: it feeds a change. An arrow is as thick as its part in what happens at the moment shown; the loudest loop has the colour.",
  share: "The height of a colour is that loop\u2019s share: its part in all that the loops do at that moment.",
  hatched: " Hatched: something stops and turns; there the method says nothing.",
  order: (loops) => ` They take turns, always in the same order: ${loops.map((loop) => actor({ loop })).join(", ")}, and over again.`,
  calm: "Every one of these loops works against change: if all acted at once, things would come to rest. But they take turns, some of them late, and each time it goes too far. That is what this swing is made of.",
  test: "What must be there? Take it apart",
  whole: "Whole run",
  near: "Closer",
  loops: "The loops",
  reads: "The bar is a loop\u2019s share now, the number that over the whole run. Choose a loop to see its way.",
  one: (loop) => `${loop.name || loop.path}, ${KINDS[loop.polarity] || "never active here"}, ${percent(loop.mean)} over the whole run`,
  mean: percent,
  band: (model) => `The loops\u2019 shares over time (${timeAxis(model)})`,
  map: "Who acts on whom",
  on: "Loops that act on",
  sides: (above, below) => (above && below ? " Above the line: reinforcing; below: balancing." : ` All of them ${above ? "reinforce" : "balance"}.`),
  moment: "Moment shown, on the band",
  play: "Play the loops",
  pause: "Pause the loops",
  now: (model, time, loops, share) => `${moment(model, time)}: ${list(loops.map(called))} ${loops.length > 1 ? "are" : "is"} loudest${share ? `, ${percent(share)}` : ""}.`,
  turns: (model, time) => `${moment(model, time)}: something stops and turns; no share is told here.`,
  rests: (model, time) => `${moment(model, time)}: no loop acts; all rests, or moves evenly.`,
  noLoop: "Nothing in this model comes back to where it began: it has no loop.",

  apart: "Take it apart",
  apartGist: "Without which part is it gone?",
  asks: (name, mode, model) => `Take one element out: does \u201c${name}\u201d still behave in the same way? With everything in place: ${say.mode(mode, model)}.`,
  held: "Taken out does not mean zero: a stock stays at its start; a variable stays at its value at rest, and a link passes on that value. It is still there, but it no longer answers.",
  mode: ({ name, period }, model) => name + (Number.isFinite(period) ? `, a swing takes ${number(period, 2)} ${timeAxis(model)}` : ""),
  kinds: { stock: "Stocks", variable: "Variables", link: "Links" },
  links: (count, structural) => `${count} links, ${structural} of them structural`,
  taken: "without",
  working: "Running the model without each of them \u2026",
  sum: (names, links, others) => names.length + links
    ? ["Take out one of these, and it behaves in another way: ", list([...names, ...(links ? [`${links} of the links`] : [])]), others ? `. The other ${others} change only how far and how fast it goes, or nothing.` : "."]
    : ["Whichever you take out, it behaves in the same way: ", "no single element is structural", "."],
  chosen: (element, words) => `Without ${element}: ${words}`,
};
