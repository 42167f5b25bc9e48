// Chapter 9: a table on a rug. What is not told goes under the rug, breeds there, and lifts the table with it.

import { GROUND, person } from "./parts/person.js";
import { CORNER, DOT, LEGS, MIDDLE, beneath, flying, halfTable, height, piled, pushed, surface } from "./parts/problems_on_table_heaps.js";
import { NAMES, WORDS, describe, look } from "./parts/problems_on_table_look.js";
import { STYLE, add, at, grip, handle, put, say, snap, stepped } from "./parts/stage.js";

const [RENT, END] = [450, 560];
const [LOW, HIGH] = [288, 214]; // of the corner in a hand: all told, and nothing told
const TEAM = [-64, 0, 64];
const LOOK = `
.rug { stroke: var(--pf-stability); stroke-width: 6 }
.cover { fill: var(--pf-stability); fill-opacity: 0.2 }
.problem { fill: var(--pf-change) }
.unmet { stroke: var(--pf-change); stroke-width: 2.2; fill: var(--pf-paper) }
.heap { stroke: var(--pf-paper); stroke-width: 5; paint-order: stroke }
.wood { stroke: var(--pf-ink); stroke-width: 8 }
.knob { stroke: var(--pf-accent); fill: var(--pf-paper) }`;

const round = (number) => Math.round(10 * number) / 10;

/** One path for many dots. */
function discs(places, r = DOT) {
  const half = `a${r},${r} 0 1 0`;
  return places.map(([x, y]) => `M${round(x - r)},${round(y)}${half} ${2 * r},0${half} ${-2 * r},0`).join("");
}

function build(svg, { low, high }) {
  add(svg, "style", {}, STYLE + LOOK);
  const sheet = add(svg, "g", { transform: at(556, 40) });
  const page = add(sheet, "path", { d: "M-54,0h108v112h-108zM-26,-9v18M26,-9v18" });
  const [, month, gate] = [[32, 22, WORDS.month], [74, 44, "0"], [100, 22, " "]].map(([y, size, words]) =>
    add(sheet, "text", { y, "font-size": size }, words));
  const names = ["cover", "problem", "unmet", "problem"];
  const [cover, met, unmet, swept] = names.map((name) => add(svg, "path", { class: name }));
  const flight = add(svg, "path", { class: "problem" });
  const team = TEAM.map(() => add(svg, "g"));
  const bodies = team.map(person);
  const [table, pile] = ["wood", "problem heap"].map((name) => add(svg, "path", { class: name }));
  add(svg, "path", { d: `M0,${GROUND}H640`, class: "ink" });
  const rug = add(svg, "path", { class: "rug" });
  add(svg, "path", { d: `M${CORNER},${HIGH}V${LOW}`, class: "muted", "stroke-dasharray": "1 7" });
  add(svg, "text", { x: CORNER, y: HIGH - 28 }, WORDS.hide);
  add(svg, "text", { x: CORNER, y: 336 }, WORDS.tell);
  const scale = add(svg, "text", { x: 340, y: 336, class: "small", style: "font-size:22px" }, " ");
  const slider = { role: "slider", "aria-orientation": "vertical", "aria-valuemin": low, "aria-valuemax": high };
  const knob = handle(svg, { ...slider, "aria-label": WORDS.corner }, [-24, -24, 48, 48]);
  add(knob, "circle", { r: 9, class: "knob" });
  return { page, month, gate, cover, met, unmet, swept, team, bodies, table, pile, flight, rug, scale, knob };
}

const corner = (share) => LOW + (HIGH - LOW) * share;

/** The rug from `from` to `to`, over what lies beneath it. */
function along(high, lift, from, to) {
  const points = [];
  for (let x = from; x < to; x += 7) points.push(x);
  return [...points, to].map((x) => [x, round(surface(x, high, lift) - 3)]).join("L");
}

const FRINGE = `M${END + 4},292v10M${END + 12},292v10`;

/** The rug, and after the gate the rent in it, as wide as what comes out. */
function rug({ torn, under, bursting }, high, lift) {
  if (!torn) return `M${along(high, lift, CORNER, END)}${FRINGE}`;
  const [gap, flap] = [8 + Math.min(16, bursting / 2), Math.min(12, 4 + under / 4)];
  const right = RENT + gap;
  return `M${along(high, lift, CORNER, RENT - gap)}l${flap / 2},${-flap}`
    + `M${right - flap / 2},${surface(right, high) - 3 - flap}L${along(high, lift, right, END)}${FRINGE}`;
}

function dots(parts, seen, top, half) {
  const heap = beneath(seen.under);
  const [known, old] = [seen.hidden, seen.under - seen.born].map((count) => Math.min(heap.length, Math.round(count)));
  put(parts.met, { d: discs(heap.slice(0, known)) });
  put(parts.unmet, { d: discs(heap.slice(known, old), DOT - 1) + discs(heap.slice(Math.max(known, old)), 2.4) });
  put(parts.swept, { d: discs(pushed(seen.pushed)) });
  put(parts.pile, { d: discs(piled(seen.table, half, top)) });
  const rent = [RENT, surface(RENT, height(seen.under)) - 8];
  put(parts.flight, { d: discs(seen.torn ? flying(seen.bursting, rent, [MIDDLE + half - 20, top - 20]) : []) });
}

function paint(parts, seen) {
  const high = height(seen.under);
  const [floor, half] = [GROUND - high - 6 * Math.min(1, seen.under), halfTable(seen.room)];
  const top = floor - LEGS;
  const lift = GROUND - 3 - corner(seen.lifted);
  put(parts.cover, { d: `M${CORNER},${GROUND}L${along(high, lift, CORNER, END)}V${GROUND}z` });
  put(parts.rug, { d: rug(seen, high, lift) });
  const legs = [14 - half, half - 14].map((x) => `M${MIDDLE + x},${top}V${floor - 2}`);
  put(parts.table, { d: `M${MIDDLE - half},${top}h${2 * half}${legs.join("")}` });
  dots(parts, seen, top - 4, half);
  parts.team.forEach((one, i) => {
    put(one, { transform: at(MIDDLE + TEAM[i], floor) });
    parts.bodies[i].pose({ lean: 0, stride: 0, cheer: seen.cheer });
  });
  put(parts.page, { class: seen.month < seen.gate ? "ink paper" : "change paper" });
  say(parts.month, String(Math.floor(seen.month)));
  say(parts.gate, WORDS.gate(seen.gate));
  say(parts.scale, WORDS.scale(seen.problems));
  const said = { "aria-valuenow": round(seen.lifted), "aria-valuetext": WORDS.pushes(seen.lifted) };
  put(parts.knob, { transform: at(CORNER, corner(seen.lifted)), ...said });
}

/** The corner goes up and problems go under; the corner lies down and they are told. */
function cornerHand({ actions, share, limits }) {
  const lift = (value) => {
    actions.pause();
    actions.set({ [NAMES.told]: snap(1 - value, actions.limits(NAMES.told)) });
  };
  return {
    where: () => [CORNER, corner(share())],
    move: ([, y]) => lift(snap((LOW - y) / (LOW - HIGH), limits)),
    drop: () => actions.commit(),
    key(key) {
      const value = stepped(key, share(), limits);
      if (value === undefined) return false;
      lift(value);
      actions.commit();
      return true;
    },
  };
}

function mount(svg, actions) {
  const { low, high, step } = actions.limits(NAMES.told);
  const limits = { low: 1 - high, high: 1 - low, step };
  const parts = build(svg, limits);
  let seen = null;
  grip(svg, parts.knob, cornerHand({ actions, limits, share: () => seen.lifted }));
  return {
    draw(frame) {
      seen = look(frame);
      paint(parts, seen);
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
