// Chapter 5: a person between two walls, two bands, and a thought that comes late.

import { BODY, GROUND, WAIST, band, person } from "./parts/person.js";
import { STYLE, add, at, handle, put, say, show } from "./parts/stage.js";
import { lendHands } from "./parts/two_bands_hands.js";
import { HOOK, NAMES, WORDS, across, describe, look } from "./parts/two_bands_look.js";
import { peg, wall } from "./parts/wall.js";

const TRAIL = { moments: 144, every: 2, deep: 26 }; // how much of the past the ground keeps
const CLOUD = "M-26,30a19,19 0 0 1-14-34a22,22 0 0 1 24-28a25,25 0 0 1 39,3a20,20 0 0 1 16,33a19,19 0 0 1-19,26z";
const KINDS = ["stability", "change"];

function build(svg, limits) {
  add(svg, "style", {}, STYLE);
  const walls = KINDS.map((kind, side) => wall(svg, kind, side ? 1 : -1));
  const trail = add(svg, "path", { class: "muted trail" });
  const floor = add(svg, "g");
  peg(floor);
  const floorWords = add(floor, "text", { y: 55, class: "small" }, WORDS.hook);
  add(svg, "path", { d: `M0,${GROUND} H640`, class: "ink" });
  const ghosts = [0, 1, 2].map(() => add(svg, "path", { d: BODY, class: "shade", opacity: 0.2 }));
  const plumb = add(svg, "path", { class: "muted", "stroke-dasharray": "1 7" });
  const [rear, front] = KINDS.map((kind) => band(svg, kind));
  const bubbles = [6, 4.5, 3].map((r) => add(svg, "circle", { r, class: "muted paper" }));
  return { walls, trail, floor, floorWords, ghosts, plumb, rear, front, bubbles, ...holds(svg, limits) };
}

function holds(svg, limits) {
  const slider = (label, { low, high }) => ({ role: "slider", "aria-label": label, "aria-valuemin": low, "aria-valuemax": high });
  const figure = handle(svg, slider(WORDS.start, limits(NAMES.start)), [-28, -114, 56, 120]);
  const body = person(figure);
  const thought = handle(svg, slider(WORDS.late, limits(NAMES.late)), [-56, -42, 112, 84]);
  add(thought, "path", { d: CLOUD, class: "muted paper" });
  add(thought, "path", { d: BODY, transform: "translate(0 23) scale(0.45)", class: "shade", opacity: 0.6 });
  const thoughtWords = add(thought, "text", { y: -50, class: "small" }, WORDS.thought);
  const hook = handle(svg, { role: "button", "aria-label": WORDS.hang }, [-28, -28, 56, 56]);
  add(hook, "circle", { r: 6, class: "stability paper", "stroke-width": 4 });
  return { figure, body, thought, thoughtWords, hook };
}

/** The moment: moves what is there. */
function paint(parts, seen) {
  const { x, thought, hook, attention } = seen;
  const [over, under] = [thought[1] + 34, GROUND - 116];
  put(parts.figure, { transform: at(x, GROUND) });
  parts.body.pose(seen);
  put(parts.thought, { transform: at(...thought) });
  put(parts.plumb, { d: `M${thought[0]},${over}V${GROUND}`, opacity: Math.min(1, Math.abs(thought[0] - x) / 30) });
  put(parts.trail, { d: trail(seen) });
  parts.bubbles.forEach((dot, i) => {
    const share = (i + 0.7) / 3;
    put(dot, { cx: thought[0] + (x - thought[0]) * share, cy: over + (under - over) * share });
  });
  put(parts.hook, { transform: at(...hook) });
  parts.rear({ from: hook, to: [x - 8, WAIST], tension: seen.rear, attention: 1 - attention });
  parts.front({ from: [seen.walls[1] - 12, HOOK], to: [x + 8, WAIST], tension: seen.front, attention });
}

/** What only a new run changes: walls, floor hook, the trail of the whole run, and what the handles say. */
function furnish(parts, seen, { run, parameter }) {
  const path = run.series("Position");
  const late = path.subarray(path.length >> 1);
  const ghosts = [path[0], Math.min(...late), Math.max(...late)];
  parts.walls.forEach((node, side) => put(node, { transform: at(seen.walls[side], 0) }));
  parts.ghosts.forEach((ghost, i) => put(ghost, { transform: at(across(ghosts[i]), GROUND) }));
  put(parts.floor, { transform: at(seen.floor, GROUND) });
  say(parts.floorWords, seen.conditional ? WORDS.kept : WORDS.hook);
  put(parts.figure, { "aria-valuenow": parameter(NAMES.start) });
  put(parts.thought, { "aria-valuenow": parameter(NAMES.late) });
  put(parts.hook, { "aria-pressed": seen.conditional });
}

/** The way so far, under the ground: time goes down, so that a swing is a wave and rest a plumb line. */
function trail({ x, path, index }) {
  const points = [[x, GROUND + 6]];
  // Always the same moments, lest the line tremble as time passes.
  for (let i = index - (index % TRAIL.every); i >= 0 && i > index - TRAIL.moments; i -= TRAIL.every) {
    points.push([across(path[i]), GROUND + 6 + ((index - i) / TRAIL.moments) * TRAIL.deep]);
  }
  // The mark of now also gives a plumb line a width: a mask hides what has none.
  return `M${points.join("L")}M${x - 5},${GROUND + 6}h10`;
}

function mount(svg, actions) {
  const parts = build(svg, actions.limits);
  const stage = { parts, actions, held: {}, show: () => paint(parts, look(stage.frame, stage.held)) };
  let [drawn, still] = [null, null];
  lendHands(svg, stage);
  return {
    draw(frame) {
      stage.frame = frame;
      stage.show();
      if (frame.reduced !== still) parts.ghosts.forEach((ghost) => show(ghost, (still = frame.reduced)));
      if (frame.run.values !== drawn) furnish(parts, look(frame), frame);
      drawn = frame.run.values;
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
