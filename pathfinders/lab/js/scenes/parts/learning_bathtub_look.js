// What the picture of two tubs shows of one moment: numbers in units of the viewBox, and one sentence.

import { clamp } from "./stage.js";

export const FLOOR = 214;
export const PLACES = 20;
export const TUB = { left: 128, right: 488, deep: 92 };
export const BOTTOM = { heads: 118, paper: 340 };
export const PAGE = { left: 28, width: 64, top: 246, pitch: 9.4, lines: 10 };
export const DOOR = 598;
const STROLL = 56; // how far who was sent away has walked a month later
const BRIMS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const ROOM = 1.24; // so much that writing twice as much still fits into the same tub

export const NAMES = {
  share: "share written down", away: "share reorganised away", month: "reorganisation month",
  heads: "Individual knowledge", paper: "Shared knowledge",
};

const count = (value) => Math.round(value).toLocaleString("en-US");
const tenths = (share) => Number((10 * share).toFixed(1));

export const WORDS = {
  title: "Two tubs: what people carry in their heads, and what is on paper",
  heads: "in heads", paper: "on paper", button: "Reorganise", count,
  pen: "The pen: how many of ten new lessons are written down",
  written: (share) => `${tenths(share)} of 10 lessons are written down`,
  press: "Reorganise, and watch both tubs",
};

/** The number of lessons that fills a tub: the least round one above everything in both tubs. */
export function brim(run) {
  const most = ROOM * Math.max(...[NAMES.heads, NAMES.paper].map((name) => run.series(name).reduce((a, b) => Math.max(a, b))));
  const unit = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return unit * BRIMS.find((step) => step * unit >= most);
}

/** The saved moment on which the reorganisation falls. */
export const day = ({ run, parameter }) => run.time.findIndex((time) => time >= parameter(NAMES.month));

export const home = (place) => 26 + 28 * place;

/** Where the tip of the pen stands: at the end of the last line, which may be half written. */
export function tip(share) {
  const lines = PAGE.lines * share;
  const last = lines === 0 ? 0 : lines - Math.floor(lines - 1e-9);
  return [PAGE.left + 6 + (PAGE.width - 12) * last, PAGE.top + PAGE.pitch * Math.ceil(lines - 1e-9)];
}

/** The share that is written when the tip of the pen is at this height. */
export const share = (y) => (y - PAGE.top + PAGE.pitch / 2) / PAGE.pitch / PAGE.lines;

/** Everything that is drawn of `frame`, where `full` lessons fill a tub. */
export function look(frame, full) {
  const { run, value, parameter, before } = frame;
  const depth = (lessons) => TUB.deep * clamp(lessons / full, 0, 1);
  const positions = parameter("positions");
  const cup = (lessons, people) => clamp((lessons * positions) / (people * full || 1), 0, 1);
  const [people, heads, paper] = [value("People"), value(NAMES.heads), value(NAMES.paper)];
  const [at, gone] = [day(frame), parameter(NAMES.away)];
  const since = frame.time - run.time[at];
  const then = (name, later) => run.at(name, at + later);
  return {
    people, heads, paper, since, at, depth, cup: cup(heads, people),
    places: Array.from({ length: PLACES }, (_, i) => clamp((PLACES * people) / positions - i, 0, 1)),
    written: parameter(NAMES.share),
    flow: ["learning at work", "writing down", "taking in"].map(value),
    before: before && [before(NAMES.heads), before(NAMES.paper)],
    day: gone && (since > 0 || frame.reduced) ? [NAMES.heads, NAMES.paper].map((name) => [then(name, 0), then(name, 1)]) : null,
    walkers: walkers({ gone, since, cup: cup(then(NAMES.heads, 0), then("People", 0)) }),
  };
}

/** Who was sent away, on their way out, each with the cup they had that day: [x, shown, filled]. */
function walkers({ gone, since, cup }) {
  const first = PLACES * (1 - gone);
  return Array.from({ length: PLACES }, (_, i) => {
    const x = home(i) + STROLL * since;
    const sent = clamp(i + 1 - first, 0, 1);
    return [x, since > 0 ? sent * clamp((DOOR + 26 - x) / 26, 0, 1) : 0, cup];
  });
}

function happened(frame, { since, at }) {
  const { run, parameter } = frame;
  if (!parameter(NAMES.away)) return "nobody is ever sent away";
  if (since <= 0) return "the reorganisation is still to come";
  const lost = run.at(NAMES.heads, at) - run.at(NAMES.heads, at + 1);
  const who = count(parameter(NAMES.away) * run.at("People", at));
  const stays = run.at(NAMES.paper, at) > 0 ? "what was on paper stayed" : "there was nothing on paper";
  return `in the reorganisation ${who} people walked off with ${count(lost)} lessons, and ${stays}`;
}

/** One plain sentence: what is in heads, what is on paper, what the reorganisation took. */
export function describe(frame) {
  const seen = look(frame, 1);
  return `${count(seen.people)} people carry ${count(seen.heads)} lessons in their heads, and ${count(seen.paper)} are on paper; `
    + `${happened(frame, seen)}; of ten new lessons ${tenths(seen.written)} are written down.`;
}
