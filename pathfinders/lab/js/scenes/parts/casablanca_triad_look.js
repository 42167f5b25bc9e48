// What the picture of the three shows of one moment: numbers in units of the viewBox, and words.

import { clamp } from "./stage.js";

export const TABLE = { cx: 320, cy: 220, rx: 272, ry: 86 };
const HEART = 64;
const FAR = 0.8; // the size of one who stands off the table
const LENS = 58; // how far strings tremble at a tension of 1
const HANGS = 96;
const BOW = 20;
const BEATS = 0.44; // per minute of the story: three a second while it plays

export const PEOPLE = [
  { name: "Rick", seat: [150, 262], away: [58, 152] },
  { name: "Ilsa", seat: [320, 160], away: [444, 118] },
  { name: "Victor", seat: [490, 262], away: [582, 152] },
];
export const PAIRS = [[0, 1], [1, 2], [0, 2]];

const pairName = ([a, b]) => `${PEOPLE[a].name} and ${PEOPLE[b].name}`;
export const here = (i) => `${PEOPLE[i].name} is here`;
export const starts = (frame) => PAIRS.map((pair) => frame.parameter(`${pairName(pair)} at the start`));
export const present = (frame) => PEOPLE.map((_, i) => frame.parameter(here(i)) > 0);

export const WORDS = {
  title: "Three people on a café table, and a string between every two of them",
  lift: (i) => `${PEOPLE[i].name}: lift off the table`,
  hint: "Lift one of them off the table",
  asks: "The tension lives in",
  none: "It lives in none alone:",
  calm: "There is no tension.",
};

/** Do feet at `place` stand on the table, or near enough to be put there? */
export const onTable = ([x, y]) => ((x - TABLE.cx) / TABLE.rx) ** 2 + ((y - TABLE.cy) / TABLE.ry) ** 2 < 1.06;

/** A string: its two ends, its outward normal and how it hangs or trembles. */
function string(frame, pair, figures, tension) {
  const [from, to] = pair.map((i) => [figures[i].x, figures[i].y - HEART * figures[i].size]);
  const bond = frame.value(pairName(pair));
  const slack = !pair.every((i) => figures[i].here);
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const long = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const normal = [(to[1] - from[1]) / long, (from[0] - to[0]) / long];
  const out = normal[0] * (middle[0] - 320) + normal[1] * (middle[1] - 165) < 0 ? -1 : 1;
  const beat = frame.playing ? Math.sin(2 * Math.PI * BEATS * frame.time) : 0;
  const bend = (share) => (slack ? [middle[0], middle[1] + HANGS]
    : middle.map((one, axis) => one + normal[axis] * (out * BOW + share * 2 * LENS * tension)));
  return { from, to, bond, slack, trembles: slack ? 0 : tension, bend, beat };
}

/** Everything that is drawn of `frame`; `held` is whom a hand carries, and where. */
export function look(frame, held = null) {
  const tension = frame.value("tension");
  const figures = PEOPLE.map(({ seat, away }, i) => {
    const there = present(frame)[i];
    const [x, y] = held?.i === i ? held.place : there ? seat : away;
    return { x, y, here: there, size: there || held?.i === i ? 1 : FAR, cheer: cheer(frame, i, tension) };
  });
  return { tension, figures, strings: PAIRS.map((pair) => string(frame, pair, figures, tension)) };
}

function cheer(frame, i, tension) {
  const felt = PAIRS.filter((pair) => pair.includes(i)).reduce((sum, pair) => sum + frame.value(`felt by ${pairName(pair)}`), 0);
  return clamp(felt / 2 - 2 * tension, -1, 1);
}

/**
 * Who is cleared of suspicion by what `frame` shows: where somebody is missing and the tension is gone, it does not
 * live in any one of those who are still there.
 */
export function clears(frame) {
  const there = present(frame);
  const tense = starts(frame).reduce((product, bond) => product * bond, 1) < 0;
  const gone = tense && there.includes(false) && frame.value("tension") === 0;
  return there.map((one) => gone && one);
}

const named = (which, and = "and") =>
  PEOPLE.filter((_, i) => which(i)).map(({ name }) => name).join(", ").replace(/, ([^,]*)$/, ` ${and} $1`);

/** What an absence shows, to end the sentence with; "" where it shows nothing. */
function shows(frame) {
  const there = present(frame);
  if (!clears(frame).includes(true)) return "";
  const home = frame.cleared.includes(false) ? `does not live in ${named((i) => there[i], "or")} alone` : "lives in none of the three alone";
  return `; without ${named((i) => !there[i])} there is no tension, so it ${home}`;
}

function bondWords(bond) {
  const strong = Math.abs(bond) > 0.6 ? "strongly " : "";
  if (Math.abs(bond) < 0.1) return "mean almost nothing to each other";
  return bond > 0 ? `are ${strong}drawn to each other` : `are ${strong}against each other`;
}

const tremble = (tension) => (tension > 0.3 ? "tremble hard" : tension > 0.05 ? "tremble"
  : tension > 0.002 ? "hardly tremble" : "are still");

/** One plain sentence: who is on the table, what each string is, and whether the strings tremble. */
export function describe(frame) {
  const { tension, strings } = look(frame);
  const there = present(frame);
  const bonds = PAIRS.flatMap((pair, i) => (strings[i].slack ? [] : [`${pairName(pair)} ${bondWords(strings[i].bond)}`]));
  const missing = there.filter((one) => !one).length;
  if (!missing) return `Rick, Ilsa and Victor stand on the table: ${bonds.join(", ")}; the strings ${tremble(tension)}.`;
  const hang = missing > 1 ? "all three strings hang slack" : "both strings to the table hang slack";
  const rest = bonds.length ? ` and the third is still: ${bonds[0]}` : "";
  return `${named((i) => !there[i])} ${missing > 1 ? "stand" : "stands"} off the table, ${hang}${rest}${shows(frame)}.`;
}
