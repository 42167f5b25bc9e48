// The things of structural tension: a flag on its pole, a spring, a stone on a lift, a crank, a pane, a guess.

import { HAULER, HUB, POLE, STONE, WORDS } from "./structural_tension_look.js";
import { GROUND } from "./person.js";
import { add, at, put, say, show } from "./stage.js";

const tint = (kind) => `fill:color-mix(in srgb,var(--pf-${kind}) 20%,var(--pf-paper))`;
const BESIDE = "text-anchor:start";
const HAND = 245;
const COILS = 12;
const COIL = 15;
const RADIUS = 22;
const STAGES = 2; // crossings of the lift
const BEAM = 104; // the length of one of its beams
const CLOTH = "M0,0V-46q22,-10 40,-1t40,-2V-3q-22,10 -40,1t-40,2z";

/** As many coils however long the spring is; loops beside the stone where that is above the flag. */
function coils(flag, stone) {
  if (stone < flag) return `M${STONE},${flag}C${STONE - 90},${flag + 20} ${STONE - 60},${stone - 30} ${STONE},${stone}`;
  const step = (stone - flag) / COILS;
  const half = (side, y) => `C${side},${y} ${side},${y + step / 2} ${STONE},${y + step / 2}`;
  const coil = (y) => half(STONE + COIL, y) + half(STONE - COIL, y + step / 2);
  return `M${STONE},${flag}${Array.from({ length: COILS }, (_, i) => coil(flag + step * i)).join("")}`;
}

/** A spring that hangs from the height of the flag to that of the stone, as thick as it is tense. */
export function spring(parent) {
  const node = add(parent, "path", { class: "ink" });
  return ({ flag, stone, tension }) => put(node, { d: coils(flag, stone), "stroke-width": 1 + (4 * Math.max(0, tension)) / 80 });
}

/** A lift of crossed beams that carries the stone: the higher, the narrower. */
function lift(parent) {
  const node = add(parent, "path", { class: "muted" });
  return (top) => {
    const storey = (GROUND - top) / STAGES;
    const half = Math.sqrt(Math.max(BEAM ** 2 - storey ** 2, 0)) / 2;
    const cross = (i) => `M${STONE - half},${GROUND - storey * i}l${2 * half},${-storey}m${-2 * half},0l${2 * half},${storey}`;
    put(node, { d: `M${STONE - 54},${top}h108${Array.from({ length: STAGES }, (_, i) => cross(i)).join("")}` });
  };
}

/** The stone, hung by an eye from its spring, with the number of what is. */
export function stone(parent) {
  const raise = lift(parent);
  const began = add(parent, "circle", { cx: STONE, r: RADIUS, class: "stability", opacity: 0.35, "stroke-dasharray": "2 7" });
  const node = add(parent, "g");
  add(node, "circle", { cy: RADIUS, r: RADIUS, class: "stability", style: tint("stability") });
  const number = add(node, "text", { y: RADIUS + 9 }, "0");
  add(node, "text", { x: 52, y: RADIUS + 9, class: "small", style: BESIDE }, WORDS.real);
  return (seen) => {
    raise(seen.stone + 2 * RADIUS);
    put(began, { cy: seen.began[1] + RADIUS });
    put(node, { transform: at(STONE, seen.stone) });
    say(number, String(Math.round(seen.reality)));
  };
}

/** The flag on its pole, the arm from which the spring hangs, and the rope down which it is hauled. */
export function flag(parent) {
  add(parent, "path", { d: `M${POLE},${GROUND}V6`, class: "ink", "stroke-width": 5 });
  const rope = add(parent, "path", { class: "change" });
  const began = add(parent, "path", { d: CLOTH, class: "change", opacity: 0.35, "stroke-dasharray": "2 7" });
  const node = add(parent, "g");
  add(node, "path", { d: `M0,0H${STONE - POLE}`, class: "ink", "stroke-width": 5 });
  add(node, "path", { d: CLOTH, class: "change", style: tint("change") });
  const number = add(node, "text", { x: 40, y: -16 }, "0");
  add(node, "text", { x: 90, y: -16, class: "small", style: BESIDE }, WORDS.wanted);
  return (seen) => {
    const [x, y] = seen.cord;
    const [middle, hang] = [(POLE + x) / 2, (seen.flag + y) / 2 + 50 * (1 - seen.haul)];
    put(rope, { d: `M${POLE},${seen.flag}Q${middle},${hang} ${x},${y}L${HAULER - 18},${HAND}`, "stroke-width": 2 + 5 * seen.haul });
    put(began, { transform: at(POLE, seen.began[0]) });
    put(node, { transform: at(POLE, seen.flag) });
    say(number, String(Math.round(seen.vision)));
  };
}

/** The line of the guess, behind everything; its grip is in front. */
export const line = (parent) => add(parent, "path", { style: "stroke:var(--pf-accent)", "stroke-dasharray": "8 8" });

/** The crank of the lift. */
export function crank(parent) {
  add(parent, "path", { d: `M${HUB[0] - 16},${GROUND}L${HUB}l16,${GROUND - HUB[1]}M${HUB}H${STONE - 70}V${GROUND}`, class: "muted" });
  const node = add(parent, "path", { class: "ink", "stroke-width": 6 });
  add(parent, "circle", { cx: HUB[0], cy: HUB[1], r: 8, class: "ink paper" });
  return ({ pin }) => put(node, { d: `M${HUB}L${pin}` });
}

/** A frosted pane before the part of the spring of which the reports know nothing, and the stone as it is told. */
export function pane(parent) {
  const node = add(parent, "g");
  const glass = add(node, "rect", { x: STONE - 44, width: 88, rx: 6, class: "muted", style: "fill:var(--pf-paper)", "fill-opacity": 0.78 });
  const told = add(node, "g");
  add(told, "circle", { cy: RADIUS, r: RADIUS, class: "stability", "stroke-dasharray": "2 7" });
  const number = add(told, "text", { y: RADIUS + 9, style: "fill:var(--pf-stability)" }, "0");
  return (seen) => {
    show(node, seen.hides);
    put(glass, { y: seen.pane, height: Math.max(0, seen.stone - seen.pane + 2 * RADIUS) });
    put(told, { transform: at(STONE, seen.pane) });
    say(number, String(Math.round(seen.told)));
  };
}
