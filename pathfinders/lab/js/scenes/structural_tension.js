// Chapter 2: a flag and a stone, a spring between them, and two ways in which it can come to rest.

import { lendHands } from "./parts/structural_tension_hands.js";
import { GUESS, GUESSES, HAULER, NAMES, WORDS, describe, height, look } from "./parts/structural_tension_look.js";
import { crank, flag, line, pane, spring, stone } from "./parts/structural_tension_things.js";
import { GROUND, person } from "./parts/person.js";
import { STYLE, add, at, handle, put } from "./parts/stage.js";

const BIG = ".scene text { font-size: 24px } .scene .small { font-size: 23px }";
const WORKER = 62;
const BELOW = 332; // the line on which the two ways out are named
const UNTOLD = 80; // where the line of the guess waits

function build(svg, limits) {
  add(svg, "style", {}, STYLE + BIG);
  const dashes = line(svg);
  const drawn = [flag, stone, spring, pane, crank].map((thing) => thing(svg));
  add(svg, "path", { d: `M0,${GROUND}H640`, class: "ink" });
  const [worker, hauler] = [WORKER, HAULER].map((x) => person(add(svg, "g", { transform: at(x, GROUND) })));
  [[96, WORDS.act], [556, WORDS.less]].forEach(([x, word]) => add(svg, "text", { x, y: BELOW, class: "small" }, word));
  return { dashes, drawn, worker, hauler, ...holds(svg, limits) };
}

function holds(svg, limits) {
  const slider = (label, { low, high }) => ({ role: "slider", "aria-label": label, "aria-valuemin": low, "aria-valuemax": high });
  const grip = handle(svg, slider(WORDS.line, GUESSES), [-66, -48, 132, 76]);
  add(grip, "text", { y: -20, class: "small" }, WORDS.guess);
  add(grip, "path", { d: "M0,-13l11,13l-11,13l-11,-13z", class: "paper", style: "stroke:var(--pf-accent)" });
  const ring = (label, name, kind) => {
    const node = handle(svg, slider(label, limits(name)), [-27, -27, 54, 54]);
    add(node, "circle", { r: 9, class: `${kind} paper`, "stroke-width": 4 });
    return node;
  };
  return { grip, pin: ring(WORDS.crank, NAMES.quick, "ink"), cord: ring(WORDS.cord, NAMES.lower, "change") };
}

function paint(parts, seen, guess) {
  parts.drawn.forEach((draw) => draw(seen));
  parts.worker.pose({ lean: 0.2 + 0.6 * seen.work, stride: 0.5 * seen.work, cheer: 0.8 });
  parts.hauler.pose({ lean: 0.9 * seen.haul - 0.2, stride: 0.5 * seen.haul, cheer: 0.3 - seen.haul });
  put(parts.pin, { transform: at(...seen.pin) });
  put(parts.cord, { transform: at(...seen.cord) });
  put(parts.dashes, { d: `M0,${height(guess)}H640` });
  put(parts.grip, { transform: at(GUESS, height(guess)) });
}

function tell(parts, { parameter }, guess) {
  const [quick, lower] = [parameter(NAMES.quick), parameter(NAMES.lower)];
  put(parts.pin, { "aria-valuenow": quick, "aria-valuetext": WORDS.months(quick) });
  put(parts.cord, { "aria-valuenow": lower, "aria-valuetext": WORDS.pulled(lower) });
  put(parts.grip, { "aria-valuenow": guess, "aria-valuetext": WORDS.percent(guess) });
}

function mount(svg, actions) {
  const parts = build(svg, actions.limits);
  const limits = actions.limits(NAMES.quick);
  const stage = { parts, actions, guess: UNTOLD, given: false, awaits: false };
  stage.show = () => {
    paint(parts, look(stage.frame, limits), stage.guess);
    tell(parts, stage.frame, stage.guess);
  };
  lendHands(svg, stage);
  return {
    draw(frame) {
      stage.frame = frame;
      if (stage.given) frame.guess = stage.guess; // for its sentence
      stage.show();
      const ended = !frame.playing && frame.index === frame.run.points - 1;
      if (stage.awaits && ended) actions.announce(WORDS.came(frame.value(NAMES.reality), stage.guess));
      stage.awaits &&= !ended;
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
