// What the picture of the table and the rug shows of one moment: counts of dots, heights, one sentence.

import { clamp } from "./stage.js";

const SCALES = [4, 8]; // problems a dot
const MOST = { under: 220, table: 135 }; // dots that the picture holds
export const NAMES = { told: "disclosure", table: "table capacity", gate: "gate" };

export const WORDS = {
  title: "A table that stands on a rug, and problems on the one and under the other",
  corner: "The corner of the rug: how much is pushed under it",
  pushes: (share) => `${Math.round(10 * share)} of ten problems go under the rug`,
  hide: "hide",
  tell: "tell",
  scale: (problems) => `a dot is ${problems === 4 ? "four" : "eight"} problems; hollow: not yet met`,
  month: "month",
  gate: (month) => `gate: ${month}`,
};

/** Problems that are in the work and that not everybody sees. */
const unknown = (value) => value("Hidden") + value("Unseen");

/** How many problems a dot of this run is: so many that all its moments fit. */
function scale(run) {
  const [hidden, unseen, table] = ["Hidden", "Unseen", "On the table"].map(run.series);
  const least = Math.max(...table.map((count, i) => Math.max(count / MOST.table, (hidden[i] + unseen[i]) / MOST.under)));
  return SCALES.find((problems) => problems >= least) ?? SCALES.at(-1);
}

/** How much is hidden when the gate comes. */
const bursts = (run, gate) => run.at("Hidden", (gate - run.time[0]) / (run.time[1] - run.time[0]));

/** Everything that is drawn of `frame`; counts are in dots, flows in dots a month. */
export function look({ run, value, parameter, time }) {
  const problems = scale(run);
  const dots = (name) => Math.max(0, value(name)) / problems;
  const gate = parameter(NAMES.gate);
  return {
    month: time, problems, gate,
    lifted: 1 - parameter(NAMES.told),
    room: parameter(NAMES.table),
    hidden: dots("Hidden"),
    under: unknown(value) / problems,
    born: dots("spoiling"),
    pushed: dots("hiding") / 2, // those of two weeks
    bursting: dots("forcing out"),
    table: dots("On the table"),
    torn: time >= gate && bursts(run, gate) >= problems,
    cheer: clamp(1 - value("On the table") / 40, -1, 1),
  };
}

const some = (count) => (count < 0.5 ? "no problem" : count < 1.5 ? "one problem" : `${Math.round(count)} problems`);

/** One plain sentence: what lies on the table and what under the rug, how it breeds, and whether the rug holds. */
export function describe(frame) {
  const { value, parameter, time } = frame;
  const [under, bred, gate] = [unknown(value), value("spoiling"), parameter(NAMES.gate)];
  const known = under < 0.5 ? "" : ` (${Math.round(value("Hidden"))} of them known to somebody)`;
  const breeds = bred < 0.5 ? "" : `, which breed ${Math.round(bred)} more a month`;
  const after = look(frame).torn ? "the gate has torn the rug" : "the rug has come whole through the gate";
  const rug = time < gate ? `the gate comes in month ${gate}` : after;
  return `In month ${Math.floor(time)} the table holds ${some(value("On the table"))} and the rug hides ${some(under)}${known}${breeds}; ${rug}.`;
}
