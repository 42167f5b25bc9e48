// The cell's parts: beads on a yarn, the knitters and their thread, food, scissors, and one who patches from outside.

import { BEADS, CELL, TURN, WORDS, point, shares, turn } from "./protocell_look.js";
import { add, at, put, say, show } from "./stage.js";

const [BEAD, PIECE, FOOD] = [8.6, 6, 3.2];
const STEP = TURN / BEADS;
const GOLDEN = 2.399963;
const SPREAD = 36; // pieces and bits of food that there is room for
const HELPER = [566, 330];
const HAND = [HELPER[0] - 32, HELPER[1] - 70];
const COAT = "M-15,-75Q-7,-84 1,-79L10,-39Q0,-36 -10,-39Z";

const arc = (from, to, away) => `M${point(from, away)}A${away},${away} 0 ${Math.abs(to - from) > TURN / 2 ? 1 : 0} ${to > from ? 1 : 0} ${point(to, away)}`;

/** The skin: a yarn with forty beads, open where it is open. */
export function skin(svg) {
  const yarn = add(svg, "path", { class: "stability", "stroke-width": 4 });
  const room = add(svg, "circle", { cx: CELL.x, cy: CELL.y, r: CELL.r, class: "muted", "stroke-dasharray": "1 8.58", opacity: 0.7 });
  const beads = Array.from({ length: BEADS }, () => add(svg, "circle", { style: "fill:var(--pf-stability)" }));
  return ({ open, missing, beads: there }) => {
    const half = Math.max((missing / 2) * STEP, 0.01);
    put(yarn, { d: missing < BEADS - 0.5 ? arc(open + half, open + TURN - half, CELL.r) : "" });
    put(room, { transform: `rotate(${(open * 360) / TURN} ${CELL.x} ${CELL.y})` });
    beads.forEach((bead, i) => {
      const n = i >> 1;
      const [cx, cy] = point(open + (i % 2 ? 1 : -1) * (n + 0.5) * STEP, CELL.r);
      put(bead, { cx, cy, r: BEAD * Math.sqrt(there[n]) });
    });
  };
}

const sunflower = (i, inner) => point(i * GOLDEN, inner + (96 - inner) * Math.sqrt((i + 0.5) / SPREAD));

/** Bits of food all around, clear of the cell and of the words. */
function field() {
  const places = [];
  for (let i = 1; places.length < 40; i++) {
    const [x, y] = [(i * 0.7549 * 620 + 10) % 620 + 10, (i * 0.5698 * 340) % 340 + 10];
    const clear = Math.hypot(x - CELL.x, y - CELL.y) > CELL.r + 40;
    if (clear && !(x < 170 && (y > 232 || y < 74)) && !(x > 500 && y > 200)) places.push([x, y]);
  }
  return places;
}

function dots(svg, places, r, style) {
  const nodes = places.map(([cx, cy]) => add(svg, "circle", { cx, cy, r, style }));
  return (amount) => shares(amount, nodes.length).forEach((share, i) => put(nodes[i], { opacity: share, r: r * Math.sqrt(share) }));
}

export const LOOKS = { pieces: [PIECE, "fill:var(--pf-stability)"], food: [FOOD, "fill:var(--pf-accent)"] };

/** What is loose in the cell and around it. */
export function contents(svg) {
  const places = (from) => Array.from({ length: SPREAD }, (_, i) => sunflower(i + from, 50));
  const around = dots(svg, field(), ...LOOKS.food);
  const food = dots(svg, places(0), ...LOOKS.food);
  const pieces = dots(svg, places(0).map((_, i) => point(i * GOLDEN + 1.1, 52 + 42 * ((i * 0.618) % 1))), ...LOOKS.pieces);
  return (seen) => {
    around(seen.outside);
    food(seen.food);
    pieces(seen.pieces);
  };
}

const BALL = "M-9,0a9,9 0 1 0 18,0a9,9 0 1 0 -18,0";

/** A ball of yarn with two needles. */
export function ball(parent) {
  const node = add(parent, "g");
  add(node, "path", { d: "M-13,-13L11,11M13,-13L-11,11", class: "ink", "stroke-width": 2.5 });
  add(node, "path", { d: BALL, style: "fill:var(--pf-change)" });
  add(node, "path", { d: "M-6,-3q6,-4 11,2M-7,2q7,-4 12,3", style: "stroke:var(--pf-paper)", "stroke-width": 1.5 });
  return node;
}

const SCISSORS = "M-24,-6L8,4M-24,6L8,-4M8,4a6,5 0 1 0 12,4a6,5 0 1 0 -12,-4M8,-4a6,5 0 1 1 12,-4a6,5 0 1 1 -12,4";

/** The thread from the knitters to the edge of the hole: as wide as they make; a loose end where it is cut. */
export function thread(svg) {
  const line = add(svg, "path", { class: "change" });
  const snipped = add(svg, "path", { d: SCISSORS, class: "ink", "stroke-width": 2 });
  return ({ open, missing, making, uncut, knitters }) => {
    const edge = point(open + Math.min((missing / 2) * STEP, TURN / 2), CELL.r - 8);
    const end = point(open, 62);
    const d = uncut ? `Q${point(open + 0.5, 60)} ${edge}` : `L${point(open, 46)}`;
    put(line, { d: `M${CELL.x},${CELL.y}${d}`, "stroke-width": uncut ? making : 3, opacity: uncut ? 1 : Math.min(1, knitters) });
    put(snipped, { transform: `${at(...end)} rotate(${(open * 360) / TURN}) scale(0.75)` });
    show(snipped, !uncut);
  };
}

/** Up to eight balls, each on its own thread; as many as there are knitters, the last of them faint. */
export function knitters(node) {
  const balls = Array.from({ length: 8 }, (_, i) => {
    const [angle, away] = [(i * TURN) / 5 - TURN / 4, i < 5 ? 27 : 0];
    const place = i < 5 ? [away * Math.cos(angle), away * Math.sin(angle)] : [(i - 6) * 24, 46];
    const one = add(node, "g");
    add(one, "path", { d: `M0,0L${place}`, class: "change", "stroke-width": 2 });
    placed(ball(one), place);
    return one;
  });
  return (amount) => shares(amount, balls.length).forEach((share, i) => put(balls[i], { opacity: share }));
}

function placed(node, place) {
  put(node, { transform: at(...place) });
  return node;
}

/** What is lost through the hole: pieces and knitters, as wide as they go. */
export function losses(svg) {
  const ways = ["stability", "change"].map((kind) => add(svg, "path", { class: kind, opacity: 0.75 }));
  return ({ open, leaking, escaping }) => {
    [leaking, 2 * escaping].forEach((flow, i) => {
      const aside = (i ? 1 : -1) * 0.07;
      const [from, to] = [point(open + aside, CELL.r - 20), point(open + aside, CELL.r + 12)];
      const barbs = [-0.06, 0.06].map((off) => point(open + aside + off, CELL.r + 3));
      put(ways[i], { d: flow < 0.4 ? "" : `M${from}L${to}M${barbs[0]}L${to}L${barbs[1]}`, "stroke-width": Math.min(6, 1 + flow) });
    });
  };
}

/** The arc that the cut takes, its size, and the scissors at its end. */
export function cut(node) {
  const line = add(node, "path", { class: "change", "stroke-width": 4 });
  const size = add(node, "text");
  const scissors = add(node, "path", { d: SCISSORS, class: "ink", "stroke-width": 2.5 });
  return ({ open, wound, happened }) => {
    const half = (wound * TURN) / 2;
    put(line, { d: wound ? arc(open - half, open + half, CELL.r + 18) : "", "stroke-dasharray": happened ? "none" : "2 8" });
    const [x, y] = point(open - half - 0.16, CELL.r + 38);
    put(size, { x, y: y + 7 });
    size.textContent = wound ? WORDS.percent(wound) : "";
    const end = open + half;
    put(scissors, { transform: `${at(...point(end, CELL.r + 34))} rotate(${(end * 360) / TURN})` });
  };
}

/** One who stands outside and brings beads to the hole. */
export function helper(svg) {
  const node = add(svg, "g");
  const body = placed(add(node, "g"), HELPER);
  add(body, "path", { d: "M-44,0h88", class: "ink" });
  add(body, "path", { d: "M-4,-40L-6,-3h-4M4,-40L6,-3h-4M-12,-74L-32,-70M0,-76L12,-56", class: "ink", "stroke-width": 5.5 });
  add(body, "path", { d: COAT, style: "fill:var(--pf-ink)" });
  add(body, "circle", { cx: -13, cy: -95, r: 11, class: "ink paper" });
  const beads = add(node, "path", { class: "stability", "stroke-dasharray": "0 15" });
  return ({ patched, patching, open }) => {
    show(node, patched);
    const from = Math.atan2(HAND[1] - CELL.y, HAND[0] - CELL.x);
    const to = from + turn(from, open);
    const way = Math.abs(to - from) < 0.05 ? `M${point(from, CELL.r + 20)}` : arc(from, to, CELL.r + 20);
    put(beads, { d: `M${HAND}L${way.slice(1)}L${point(to, CELL.r)}`, "stroke-width": Math.min(11, 5 + 2 * patching) });
  };
}

/** The names of what is inside, each with its sign. */
export function legend(svg) {
  WORDS.kinds.forEach((name, i) => {
    const y = 276 + 32 * i;
    add(svg, "text", { x: 44, y, class: "small", style: "text-anchor:start" }, name);
    const sign = [() => placed(ball(svg), [22, y - 7]), () => add(svg, "circle", { cx: 22, cy: y - 7, r: LOOKS.pieces[0], style: LOOKS.pieces[1] }),
      () => add(svg, "circle", { cx: 22, cy: y - 7, r: LOOKS.food[0], style: LOOKS.food[1] })];
    sign[i]();
  });
  const hint = WORDS.hints[0].map((line, i) => add(svg, "text", { x: 12, y: 28 + 26 * i, class: "small", style: "text-anchor:start" }, line));
  return ({ wound, uncut }) => hint.forEach((line, i) => say(line, WORDS.hints[!uncut ? 2 : wound ? 1 : 0][i]));
}
