// Chapter 1: a tub of what people know, carried by them in cups, and a tub of what the place keeps on paper.

import { BOTTOM, FLOOR, NAMES, PAGE, PLACES, TUB, WORDS, brim, day, describe, home, look, share, tip } from "./parts/learning_bathtub_look.js";
import { carrier, house, page, stream, tap, tub } from "./parts/learning_bathtub_things.js";
import { STYLE, add, at, grip, handle, put, snap, stepped } from "./parts/stage.js";

const BIG = ".scene text { font-size: 24px }";
const AHEAD = 3; // months before the reorganisation at which the story is taken up
const READS = 440; // where newcomers take up what is on paper
const PEN = "M0,0l4,-12l26,-26l8,8l-26,26zM4,-12l8,8";
const PRESS = [497, 300, 138, 44];

function build(svg, limits) {
  add(svg, "style", {}, STYLE + BIG);
  const kinds = ["change", "stability"];
  const streams = [...kinds, "stability"].map((kind) => add(svg, "path", { class: kind, opacity: 0.6, style: "stroke-linecap:butt" }));
  const tubs = ["heads", "paper"].map((name, i) => tub(svg, kinds[i], BOTTOM[name], { title: WORDS[name], count: WORDS.count }));
  tap(svg);
  house(svg);
  const people = Array.from({ length: PLACES }, () => carrier(svg, "ink", 0));
  const leaving = Array.from({ length: PLACES }, () => carrier(svg, "muted", 9));
  const lines = page(svg);
  add(svg, "path", { d: `M${PAGE.left + PAGE.width},${PAGE.top}h40q10,0 10,10`, class: "ink" });
  return { streams, tubs, people, leaving, lines, ...holds(svg, limits) };
}

function holds(svg, limits) {
  const { low, high } = limits(NAMES.share);
  const pen = handle(svg, { role: "slider", "aria-label": WORDS.pen, "aria-valuemin": low, "aria-valuemax": high }, [-8, -46, 54, 54]);
  add(pen, "path", { d: PEN, class: "ink paper", "stroke-width": 2 });
  const [x, y, width, height] = PRESS;
  const button = handle(svg, { role: "button", "aria-label": WORDS.press, style: "cursor:pointer" }, [x - 4, y - 4, width + 8, height + 8]);
  add(button, "rect", { x, y, width, height, rx: 10, class: "paper", style: "stroke:var(--pf-accent)" });
  add(button, "text", { x: x + width / 2, y: y + 30, style: "font-size:22px" }, WORDS.button);
  return { pen, button };
}

function paint(parts, seen) {
  const { depth, flow, before, day: took } = seen;
  const levels = [seen.heads, seen.paper].map((lessons, i) =>
    parts.tubs[i]({ lessons, depth, last: before?.[i], took: took?.[i] }));
  const ways = [[154, 34, levels[0]], [142, PAGE.top + 8, levels[1]], [READS, levels[1], FLOOR]];
  ways.forEach((way, i) => stream(parts.streams[i], way, flow[i]));
  parts.people.forEach((draw, i) => draw(home(i), seen.places[i], seen.cup));
  parts.leaving.forEach((draw, i) => draw(...seen.walkers[i]));
  const end = tip(seen.written);
  parts.lines(end);
  put(parts.pen, { transform: at(...end), "aria-valuenow": seen.written, "aria-valuetext": WORDS.written(seen.written) });
}

function penHand(stage) {
  const { actions } = stage;
  const limits = actions.limits(NAMES.share);
  const write = (value) => actions.set({ [NAMES.share]: value });
  return {
    where: () => tip(stage.frame.parameter(NAMES.share)),
    move: ([, y]) => write(snap(share(y), limits)),
    drop: () => actions.commit(),
    key(key) {
      const value = stepped(key, stage.frame.parameter(NAMES.share), limits);
      if (value === undefined) return false;
      write(value);
      actions.commit();
      return true;
    },
  };
}

/** Takes the story up shortly before the day; a reader who asked for less motion sees the day after. */
function reorganise({ actions, frame }) {
  if (!frame.parameter(NAMES.away)) {
    actions.set({ [NAMES.away]: actions.limits(NAMES.away).value });
    actions.commit();
  }
  const at = day(frame);
  const [now, next] = frame.run.time;
  actions.seek(frame.reduced ? at + 1 : at - AHEAD / (next - now));
  actions.play();
}

function mount(svg, actions) {
  const parts = build(svg, actions.limits);
  const stage = { actions };
  let [drawn, full] = [null, 0];
  grip(svg, parts.pen, penHand(stage));
  grip(svg, parts.button, { where: () => [0, 0], move() {}, drop() {}, press: () => reorganise(stage) });
  return {
    draw(frame) {
      stage.frame = frame;
      if (frame.run.values !== drawn) full = brim(frame.run);
      drawn = frame.run.values;
      paint(parts, look(frame, full));
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
