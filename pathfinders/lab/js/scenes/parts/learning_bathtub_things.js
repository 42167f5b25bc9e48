// The things of the two tubs: a tub, somebody with a cup, a page with a pen, and what stands around them.

import { DOOR, FLOOR, PAGE, TUB } from "./learning_bathtub_look.js";
import { BODY } from "./person.js";
import { add, at, put, say, show } from "./stage.js";

const ROUND = 14;
const SMALL = 0.5;
const WIDEST = 24;
const GAUGE = TUB.right - 20;
const LIES = "text-anchor:start";

const line = (level) => `M${TUB.left + 3},${level}H${TUB.right - 3}`;

function bowl(top, bottom, radius = ROUND) {
  const [left, right] = [TUB.left, TUB.right];
  return `M${left},${top}V${bottom - radius}q0,${radius} ${radius},${radius}H${right - radius}q${radius},0 ${radius},${-radius}V${top}`;
}

/** An arrow from one level to another; levels that hardly differ are one stroke. */
function drop(from, to) {
  const way = Math.sign(to - from);
  const head = Math.abs(to - from) > 6 ? `m-6,${-8 * way}l6,${8 * way}l6,${-8 * way}` : "";
  return `M${GAUGE - 9},${from}h18M${GAUGE},${from}V${to}${head}`;
}

/** A tub of one kind of lessons; it draws its water, the level of the run before, and what one day took. */
export function tub(parent, kind, bottom, name) {
  const water = add(parent, "path", { style: `fill:var(--pf-${kind})`, "fill-opacity": 0.3 });
  const surface = add(parent, "path", { class: kind });
  const before = add(parent, "path", { class: kind, "stroke-dasharray": "2 8" });
  const day = add(parent, "path", { class: "ink", "stroke-width": 2 });
  add(parent, "path", { d: bowl(bottom - TUB.deep - 4, bottom), class: "ink" });
  add(parent, "text", { x: TUB.right + 14, y: bottom - 83, style: `${LIES};fill:var(--pf-${kind})` }, name.title);
  const number = add(parent, "text", { x: TUB.right + 14, y: bottom - 55, style: LIES }, "0");
  return ({ lessons, depth, last, took }) => {
    const level = bottom - depth(lessons);
    put(water, { d: bowl(level, bottom, Math.min(ROUND, bottom - level)) });
    put(surface, { d: line(level) });
    say(number, name.count(lessons));
    show(before, last !== undefined);
    if (last !== undefined) put(before, { d: line(bottom - depth(last)) });
    show(day, took);
    if (took) put(day, { d: drop(...took.map((value) => bottom - depth(value))) });
    return level;
  };
}

/** Somebody of this colour who carries a cup on the head, upright or leaning on the way out. */
export function carrier(parent, colour, lean) {
  const node = add(parent, "g");
  const water = add(node, "path", { style: "fill:var(--pf-change)", "fill-opacity": 0.75 });
  add(node, "path", { d: BODY, transform: `scale(${SMALL})`, style: `fill:var(--pf-${colour});stroke:var(--pf-${colour})`, "stroke-width": 4 });
  add(node, "path", { d: "M-10,-76L-7,-56H7L10,-76", class: "ink", "stroke-width": 1.8 });
  return (x, shown, filled) => {
    show(node, shown > 0);
    if (!shown) return;
    put(node, { transform: `${at(x, FLOOR)} rotate(${lean})`, opacity: shown });
    put(water, { d: `M-7,-56H7l${3 * filled},${-20 * filled}H${-7 - 3 * filled}Z` });
  };
}

/** A page of ten lines of which as many are written as of ten lessons. */
export function page(parent) {
  const { left, width, top, pitch, lines } = PAGE;
  add(parent, "rect", { x: left, y: top - 8, width, height: pitch * lines + 14, rx: 3, class: "muted paper" });
  const row = (i) => `M${left + 6},${top + pitch * (i + 1)}h${width - 12}`;
  add(parent, "path", { d: Array.from({ length: lines }, (_, i) => row(i)).join(""), class: "muted", "stroke-width": 1, opacity: 0.5 });
  const ink = add(parent, "path", { class: "stability", "stroke-width": 4 });
  return ([x, y]) => {
    const whole = Math.round((y - top) / pitch) - 1;
    const full = Array.from({ length: Math.max(0, whole) }, (_, i) => row(i)).join("");
    put(ink, { d: `${full}M${left + 6},${y}H${x}` });
  };
}

/** The tap from which lessons run into heads. */
export function tap(parent) {
  add(parent, "path", { d: "M0,18H138q16,0 16,14M84,18v-12M70,5h28", class: "ink", "stroke-width": 5 });
}

export function house(parent) {
  add(parent, "path", { d: `M0,${FLOOR}H640`, class: "ink" });
  add(parent, "path", { d: `M${DOOR},${FLOOR}v-84h36v84`, class: "ink" });
}

/** A stream of lessons from (x, y) to a level, as wide as it is strong. */
export const stream = (node, [x, y, level], lessons) =>
  put(node, { d: `M${x},${y}V${level}`, "stroke-width": Math.min(WIDEST, lessons / 5) });
