// The cover: a person who is the i of the title, held by the lines on which the title stands.

import { GROUND, WAIST, band, person } from "./parts/person.js";
import { STYLE, add, apart, at, clamp, grip, handle, put, say, show, stepped } from "./parts/stage.js";
import { peg, wall } from "./parts/wall.js";

const MIDDLE = 320;
const [BACK, FRONT] = [32, 608];
const HOOK = 232;
const HUNG = [BACK, HOOK];
const PEG = [286, GROUND - 9];
const NEAR = { low: 80, high: 560, step: 24 };
const BELIEVED = 24; // who was pulled less far has not believed
const RETURNS = 1.6; // of the difference of the two pulls, each second
const STROLL = 130; // units a second
const OUT = 740;

const FALLS = [MIDDLE, 665]; // how far the person is when each half of the title comes down
const HALVES = [{ letters: "Pathf", starts: 72, wide: 212 }, { letters: "nders", starts: 354, wide: 226 }];

const WORDS = {
  title: "A person between two walls, held by two rubber bands",
  seen: "The person is the i of Pathfinders, and stands in the middle.",
  pull: "Pull the person towards change.",
  believed: "You believed in it.",
  follow: "Follow \u2192",
  figure: "Pull the person towards change",
  hook: "The rear band: hang it on the hook in the floor",
  back: "go back",
  keep: "keep this safe",
};

function build(svg) {
  svg.style.overflow = "hidden";
  add(svg, "style", {}, STYLE);
  put(wall(svg, "stability", -1, { x: 34, y: 28 }), { transform: at(BACK - 12, 0) });
  put(wall(svg, "change", 1, { x: -26, y: 28 }), { transform: at(FRONT + 12, 0) });
  const door = add(svg, "rect", { x: FRONT - 2, y: 176, width: 40, height: GROUND - 176, class: "paper", display: "none" });
  const told = add(svg, "text", { x: MIDDLE, y: 116, "font-size": 28 }, WORDS.pull);
  const way = add(svg, "a", { display: "none" });
  add(way, "text", { x: 540, y: 220, "font-size": 28 }, WORDS.follow);
  add(svg, "path", { d: `M0,${GROUND}H640`, class: "ink" });
  const floor = add(svg, "g", { display: "none", transform: at(PEG[0], GROUND) });
  peg(floor);
  const [rear, front] = [band(svg, "stability"), band(svg, "change")];
  const words = HALVES.map(({ letters, wide }) =>
    add(svg, "text", { textLength: wide, lengthAdjust: "spacingAndGlyphs", "font-size": 84, style: "text-anchor:start", "aria-hidden": true }, letters));
  const figure = handle(svg, { role: "slider", "aria-label": WORDS.figure }, [-28, -114, 56, 120]);
  const hook = handle(svg, { role: "button", "aria-label": WORDS.hook, "aria-pressed": false, display: "none" }, [-28, -28, 56, 56]);
  add(hook, "circle", { r: 6, class: "stability paper", "stroke-width": 4 });
  const tag = add(hook, "text", { x: 28, y: 32, class: "small" }, WORDS.back);
  return { door, told, way, floor, rear, front, words, figure, body: person(figure), hook, tag };
}

const fallen = ({ x, hung }, side) => (hung ? clamp((x - FALLS[side]) / 70, 0, 1) ** 2 : 0);

/** The title stands on the bands: each half is stretched with its own, and in the end stands on the ground. */
function spell({ words }, now) {
  const [moved, fall] = [now.x - MIDDLE, WAIST - HOOK];
  HALVES.forEach(({ starts, wide }, side) => {
    const down = fallen(now, side);
    const stretch = Math.max(0.04, 1 + (side ? -moved : moved) / wide);
    const slope = side ? -fall / Math.max(fall, FRONT - now.x) : fall / (now.x - BACK);
    const base = side ? WAIST + slope * (starts - MIDDLE) : HOOK + slope * (starts - BACK);
    const live = [stretch, slope * stretch, Math.min(starts + side * moved, FRONT - 16), base - 10];
    const [wider, skew, left, level] = [1, 0, starts, GROUND - 3].map((end, i) => live[i] + (end - live[i]) * down);
    put(words[side], { transform: `matrix(${wider} ${skew} 0 1 ${left} ${level})` });
  });
}

function paint(parts, now) {
  const { x, hung, hook } = now;
  const opened = x > NEAR.high;
  const gone = fallen(now, 1);
  const pulled = clamp((x - MIDDLE) / 90, -1, 1);
  put(parts.figure, { transform: at(x, GROUND), "aria-valuenow": Math.round(x / 6.4) });
  parts.body.pose({ lean: hung ? 0.7 : pulled, cheer: hung ? 1 : pulled, stride: x === MIDDLE ? 0 : Math.sin(x / 9) });
  put(parts.hook, { transform: at(...hook) });
  show(parts.door, opened);
  const [left, right] = [[x - 8, WAIST + (GROUND - WAIST - 6) * gone], [x + 8, WAIST]];
  parts.rear({ from: hook, to: left, tension: hung ? 0 : (1.3 * (x - BACK)) / MIDDLE, attention: 0 });
  parts.front({ from: opened ? right : [FRONT, HOOK], to: right, tension: (1.3 * (FRONT - x)) / MIDDLE, attention: 0 });
  spell(parts, now);
}

/** Where the person is `seconds` later: between two overdamped bands, or on the way out. */
const later = ({ x, held, hung }, seconds) => {
  if (held) return x;
  if (hung) return Math.min(OUT, x + STROLL * seconds);
  const next = MIDDLE + (x - MIDDLE) * Math.exp(-2 * RETURNS * seconds);
  return Math.abs(next - MIDDLE) < 0.5 ? MIDDLE : next;
};

function mount(svg, actions) {
  const parts = build(svg);
  let now = { x: MIDDLE, hook: HUNG };
  let [still, farthest, asked, clock] = [false, 0, 0, 0];
  const change = (next) => {
    now = { ...now, ...next };
    asked ||= requestAnimationFrame(tick);
  };

  function tick(time) {
    const seconds = still ? OUT : clock ? Math.min(0.05, (time - clock) / 1000) : 0;
    const x = later(now, seconds);
    const rests = now.held || x === (now.hung ? OUT : MIDDLE);
    now = { ...now, x };
    paint(parts, now);
    clock = rests ? 0 : time;
    asked = rests ? 0 : requestAnimationFrame(tick);
    if (rests && now.hung) goes();
    if (x === MIDDLE && farthest > BELIEVED) offers();
  }

  function offers() {
    farthest = 0;
    say(parts.told, WORDS.believed);
    actions.announce(WORDS.believed);
    [parts.floor, parts.hook].forEach((node) => show(node, true));
  }

  function goes() {
    const start = document.querySelector("a.pf-start"); // the page's own link, which the build has checked
    show(parts.figure, false);
    if (!start) return;
    put(parts.way, { href: start.href });
    show(parts.way, true);
    if (svg.getRootNode().activeElement === parts.hook) parts.way.focus();
  }

  function hang() {
    if (now.hung) return;
    say(parts.told, "");
    say(parts.tag, WORDS.keep);
    put(parts.hook, { "aria-pressed": true });
    change({ hung: true, hook: PEG });
  }

  const pull = (x) => {
    if (now.hung) return;
    farthest = Math.max(farthest, Math.abs(x - MIDDLE));
    change({ held: true, x: clamp(x, NEAR.low, NEAR.high) });
  };
  const letGo = () => now.held && change({ held: false });
  grip(svg, parts.figure, {
    where: () => [now.x, GROUND],
    move: ([x]) => pull(x),
    drop: letGo,
    up: letGo,
    key(key) {
      const x = stepped(key, now.x, NEAR);
      if (x !== undefined) pull(x);
      return x !== undefined;
    },
  });
  grip(svg, parts.hook, {
    where: () => now.hook,
    move: (hook) => now.hung || change({ hook }),
    drop: (hook) => (apart(hook, PEG) < apart(hook, HUNG) ? hang() : now.hung || change({ hook: HUNG })),
    press: hang,
  });

  return {
    draw(frame) {
      still = frame.reduced;
      paint(parts, now);
    },
    destroy: () => cancelAnimationFrame(asked),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe: () => WORDS.seen, mount };
