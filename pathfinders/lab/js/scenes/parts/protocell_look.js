// What the picture of the cell shows of one moment: numbers in units of the viewBox, and words.

import { clamp } from "./stage.js";

export const NAMES = { wound: "wound", making: "production", others: "patching by others" };
export const BEADS = 40;
export const CELL = { x: 320, y: 176, r: 122 };
export const TURN = 2 * Math.PI;
export const NORTH_EAST = -TURN / 8; // where the skin is open before anybody has cut it

export const WORDS = {
  title: "A skin of forty beads, and within it what knits the skin",
  cut: "The cut: how much of the skin it tears away",
  share: (wound) => `${Math.round(100 * wound)} % of the skin torn away`,
  knitting: "Cut the knitting",
  hints: [["Cut an arc", "out of the skin"], ["Now cut", "the knitting"], ["", ""]],
  kinds: ["knitters", "pieces", "food"],
  percent: (wound) => `${Math.round(100 * wound)} %`,
};

/** A point at `angle` and `away` from the middle of the cell. */
export const point = (angle, away) => [CELL.x + away * Math.cos(angle), CELL.y + away * Math.sin(angle)];

export const angleOf = ([x, y]) => Math.atan2(y - CELL.y, x - CELL.x);

/** The shortest turn that leads from one angle to another, −½…½ of a circle. */
export const turn = (from, to) => to - from - TURN * Math.round((to - from) / TURN);

/** The first saved moment after the wound. */
export const torn = ({ run, parameter }) => run.time.findIndex((time) => time > parameter("wound time"));

/** How much there is of the `many` things of which `amount` are left: whole ones, then a part of one. */
export const shares = (amount, many) => Array.from({ length: many }, (_, i) => clamp(amount - i, 0, 1));

/** Everything that is drawn of `frame`, where the hole has its middle at the angle `open`. */
export function look(frame, open) {
  const { value, parameter, time } = frame;
  const missing = BEADS * clamp(value("hole"), 0, 1);
  return {
    open, missing, wound: parameter(NAMES.wound), happened: time > parameter("wound time"),
    // Both edges come undone alike: the n-th bead of either side, counted from the middle of the hole.
    beads: Array.from({ length: BEADS / 2 }, (_, n) => clamp(n + 1 - missing / 2, 0, 1)),
    pieces: value("Pieces"), food: value("Food"), outside: parameter("food outside"), knitters: value("Catalyst"),
    making: value("making"), uncut: parameter(NAMES.making) > 0,
    leaking: value("leaking"), escaping: value("escaping"), patching: value("patching"), patched: parameter(NAMES.others) > 0,
  };
}

const CHANGED = 0.02; // beads an hour that can be seen

function course({ run, index, value }) {
  const last = run.time.length - 1;
  const to = Math.min(last, index + 1); // from here on: the moment before may lie before the wound
  const from = to - 1;
  const grows = (run.at("Membrane", to) - run.at("Membrane", from)) / (run.time[to] - run.time[from]);
  if (value("hole") > 0.95) return "hardly any skin is left";
  return grows > CHANGED ? "the skin is closing" : grows < -CHANGED ? "the skin is coming undone" : "the skin stays as it is";
}

/** One plain sentence: how much of the skin is there, what is inside, what became of the wound. */
export function describe(frame) {
  const seen = look(frame, 0);
  const knit = seen.uncut ? (seen.knitters < 0.5 ? "nobody is left to knit" : "the knitting goes on") : "the knitting is cut";
  const wound = seen.wound ? `a cut ${seen.happened ? "has torn" : "will tear"} ${WORDS.percent(seen.wound)} away` : "nobody has cut it";
  const [skin, knitters, pieces, food] = [BEADS - seen.missing, seen.knitters, seen.pieces, seen.food].map(Math.round);
  return `Of the skin ${skin} of ${BEADS} beads are there; inside: knitters ${knitters}, loose pieces ${pieces}, food ${food}; `
    + `${wound}; ${knit}; ${course(frame)}${seen.patched ? "; somebody outside brings beads" : ""}.`;
}

/** What the whole run makes of the wound, to be heard. */
export function outcome({ run, parameter }) {
  const [start, end] = [0, run.time.length - 1].map((index) => run.at("hole", index));
  const ends = end > 0.9 ? "hardly any skin is left" : end > start + 0.03 ? "a hole stays" : "the skin is whole";
  return `${WORDS.share(parameter(NAMES.wound))}; in the end ${ends}.`;
}
