// Chapter 5: a person between two walls, two bands, and a thought that comes late.

import { BODY, GROUND, WAIST, band, person } from "./parts/person.js";
import { STYLE, add, apart, at, clamp, grip, handle, line, put, say, show, snap, stepped } from "./parts/stage.js";
import { HOOK, across, describe, look, standing } from "./parts/two_bands_look.js";
import { peg, wall } from "./parts/wall.js";

const WIDEST = 250; // a thought dropped this far from the body is as late as the model allows
const ON_BODY = 16;
const TRAIL = { moments: 144, every: 2, deep: 44 }; // how much of the past the ground keeps
const NAMES = { start: "start position", late: "perception time", kept: "stability is a condition" };
const CLOUD = "M-26,30 a19,19 0 0 1 -14,-34 a22,22 0 0 1 24,-28 a25,25 0 0 1 39,3 a20,20 0 0 1 16,33 a19,19 0 0 1 -19,26 z";
const KINDS = ["stability", "change"];

const WORDS = {
  title: "A person between two walls, held by two rubber bands",
  thought: "I think I am here",
  hook: "floor hook",
  kept: "keep this safe",
  start: "The person: where the story starts",
  late: "The thought: how many months late the person notices",
  months: (count) => `${count} months late`,
  hang: "The rear band: hang it on the hook in the floor",
};

function build(svg) {
  add(svg, "style", {}, STYLE);
  const walls = KINDS.map((kind, side) => wall(svg, kind, side ? 1 : -1));
  const trail = add(svg, "path", { class: "muted trail" });
  const floor = add(svg, "g");
  peg(floor);
  const floorWords = add(floor, "text", { y: 24, class: "small" }, WORDS.hook);
  add(svg, "path", { d: `M0,${GROUND} H640`, class: "ink" });
  const ghosts = [0, 1, 2].map(() => add(svg, "path", { d: BODY, class: "shade", opacity: 0.2 }));
  const plumb = add(svg, "path", { class: "muted", "stroke-dasharray": "1 7" });
  const [rear, front] = KINDS.map((kind) => band(svg, kind));
  const bubbles = [6, 4.5, 3].map((r) => add(svg, "circle", { r, class: "muted paper" }));
  return { walls, trail, floor, floorWords, ghosts, plumb, rear, front, bubbles, ...holds(svg) };
}

function holds(svg) {
  const figure = handle(svg, { role: "slider", "aria-label": WORDS.start }, [-28, -114, 56, 120]);
  const body = person(figure);
  const thought = handle(svg, { role: "slider", "aria-label": WORDS.late }, [-56, -42, 112, 84]);
  add(thought, "path", { d: CLOUD, class: "muted paper" });
  add(thought, "path", { d: BODY, transform: "translate(0 23) scale(0.45)", class: "shade", opacity: 0.6 });
  const thoughtWords = add(thought, "text", { y: -50, class: "small" }, WORDS.thought);
  const hook = handle(svg, { role: "button", "aria-label": WORDS.hang }, [-23, -23, 46, 46]);
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
  put(parts.plumb, { d: line([thought[0], over], [thought[0], GROUND]), opacity: Math.min(1, Math.abs(thought[0] - x) / 30) });
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
  put(parts.figure, { "aria-valuenow": String(parameter(NAMES.start)) });
  put(parts.thought, { "aria-valuenow": String(parameter(NAMES.late)) });
  put(parts.hook, { "aria-pressed": String(seen.conditional) });
}

/** The way so far, under the ground: time goes down, so that a swing is a wave and rest a plumb line. */
function trail({ x, path, index }) {
  const points = [[x, GROUND + 6]];
  // Always the same moments, lest the line tremble as time passes.
  for (let i = index - (index % TRAIL.every); i >= 0 && i > index - TRAIL.moments; i -= TRAIL.every) {
    points.push([across(path[i]), GROUND + 6 + ((index - i) / TRAIL.moments) * TRAIL.deep]);
  }
  return line(...points);
}

/** How late a thought is that was let go at `x` while the body stands at `body`: each step away counts as a factor. */
function lateness(x, body, limits) {
  const share = clamp((Math.abs(x - body) - ON_BODY) / WIDEST, 0, 1);
  return snap(limits.low * (limits.high / limits.low) ** share, limits);
}

function mount(svg, actions) {
  const [held, parts] = [{}, build(svg)];
  let frame = null;
  let drawn = null;
  let still = null;
  const seen = () => look(frame, held);
  const { limits } = actions;
  const hold = (what) => {
    Object.assign(held, what);
    actions.pause();
    paint(parts, seen());
  };
  const settle = (name, value) => {
    for (const what in held) delete held[what];
    actions.set({ [name]: value });
    actions.commit();
  };
  const retell = () => {
    if (frame.reduced) return actions.seek(frame.run.points - 1);
    actions.seek(0);
    actions.play();
  };
  const slide = (name, then) => (key) => {
    const value = stepped(key, frame.parameter(name), limits(name));
    if (value === undefined) return false;
    settle(name, value);
    then();
    return true;
  };
  const rank = (conditional) => {
    settle(NAMES.kept, Number(conditional));
    retell();
  };

  grip(svg, parts.figure, {
    where: () => [seen().x, GROUND],
    move([x]) {
      const { low, high } = limits(NAMES.start);
      hold({ figure: clamp(x, across(low), across(high)) });
      actions.set({ [NAMES.start]: snap(standing(held.figure), limits(NAMES.start)) });
      actions.seek(0);
    },
    drop() {
      settle(NAMES.start, frame.parameter(NAMES.start));
      if (!frame.reduced) retell();
    },
    key: slide(NAMES.start, () => actions.seek(0)),
  });
  grip(svg, parts.thought, {
    where: () => seen().thought,
    move([x, y]) {
      hold({ thought: [x, y] });
      say(parts.thoughtWords, WORDS.months(lateness(x, seen().x, limits(NAMES.late))));
    },
    drop([x]) {
      settle(NAMES.late, lateness(x, seen().x, limits(NAMES.late)));
      say(parts.thoughtWords, WORDS.thought);
      retell();
    },
    key: slide(NAMES.late, retell),
  });
  grip(svg, parts.hook, {
    where: () => seen().hook,
    move: ([x, y]) => hold({ hook: [x, Math.min(y, GROUND - 8)] }),
    drop(at) {
      const { ends } = seen();
      rank(apart(at, ends.floor) < apart(at, ends.wall));
    },
    press: () => rank(!seen().conditional),
  });

  for (const [node, name] of [[parts.figure, NAMES.start], [parts.thought, NAMES.late]]) {
    const { low, high } = limits(name);
    put(node, { "aria-valuemin": String(low), "aria-valuemax": String(high) });
  }
  return {
    draw(next) {
      frame = next;
      const now = seen();
      paint(parts, now);
      if (frame.reduced !== still) parts.ghosts.forEach((ghost) => show(ghost, (still = frame.reduced)));
      if (frame.run.values === drawn) return;
      drawn = frame.run.values;
      furnish(parts, now, frame);
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
