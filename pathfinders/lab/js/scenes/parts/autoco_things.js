// What hangs on the wall: lamps that are pins, photographs, reasons on plates, and the page that is published.

import { add, at, put, show } from "./stage.js";

export const PHOTO = { width: 146, pitch: 154, left: 89, top: 20, high: 116 };
export const PLATE = { width: 190, high: 86 };
const HEAD = 35; // people for one figure in a photograph
const ROW = { wide: 18, pitch: 7.1, high: 11, most: 6, front: 74 };
const BUST = "m-12,23q0,-12 12,-12t12,12";
const round = (x, y, r) => `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;

/** A pin that is a lamp: lit with a tick where its fact is met, out with a cross where it is missed. */
export function lamp(parent) {
  const glow = add(parent, "circle", { r: 18, style: "fill:var(--pf-accent)", "fill-opacity": 0.22 });
  const head = add(parent, "circle", { r: 11 });
  const mark = add(parent, "path", { "stroke-width": 2.5 });
  return (state) => {
    const met = state === "met";
    show(glow, met);
    put(head, { style: `stroke:var(--pf-${met ? "accent" : "muted"});fill:var(--pf-${met ? "accent" : "paper"})`, "stroke-width": 2.5 });
    put(mark, { d: met ? "M-5,0l4,4l7,-8" : state === "missed" ? "M-4,-4l8,8m0,-8l-8,8" : "", style: `stroke:var(--pf-${met ? "paper" : "ink"})` });
  };
}

/** A group photograph of `people`, front row first. */
function crowd(people) {
  const heads = Math.min(ROW.wide * ROW.most, Math.round(people / HEAD));
  const body = (i) => {
    const row = Math.floor(i / ROW.wide);
    const aside = (i % ROW.wide) - (Math.min(ROW.wide, heads - row * ROW.wide) - 1) / 2 + (row % 2) / 2;
    return `M${aside * ROW.pitch},${ROW.front - row * ROW.high}h0m0,4v2.5`;
  };
  return Array.from({ length: heads }, (_, i) => body(i)).join("");
}

/** The seats from the n-th to the last: eight in two rows. */
function seats(first, last) {
  const seat = (i) => {
    const [x, y] = [((i % 4) - 1.5) * 31, 18 + 38 * Math.floor(i / 4)];
    return round(x, y, 7) + `M${x},${y}${BUST}`;
  };
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => seat(first + i)).join("");
}

/** One fact of the strip: a photograph that the run takes, its caption, and the pin that holds it. */
export function photo(parent, caption, leaders) {
  const node = add(parent, "g");
  add(node, "rect", { x: -PHOTO.width / 2, y: 0, width: PHOTO.width, height: PHOTO.high, rx: 3, class: "muted paper" });
  add(node, "rect", { x: -PHOTO.width / 2 + 7, y: 7, width: PHOTO.width - 14, height: 78, style: "fill:var(--pf-line)", "fill-opacity": 0.13 });
  const gone = add(node, "path", { class: "muted", "stroke-dasharray": "1 4" });
  const here = add(node, "path", leaders ? { class: "ink", style: "fill:var(--pf-ink)" } : { class: "change", "stroke-width": 4.6 });
  add(node, "text", { y: 107, class: "told" }, caption);
  const pin = lamp(add(node, "g"));
  return ({ shown, state }, of) => {
    const left = Math.round(shown);
    put(here, { d: shown === null ? "" : leaders ? seats(0, left) : crowd(shown) });
    if (leaders) put(gone, { d: seats(left, of) });
    pin(state);
    return node;
  };
}

const ICONS = [
  { fill: "M-22,-37h44v24h-13l-9,9v-9h-22z", line: `${round(-50, -25, 8)}M-50,-25${BUST}${round(50, -25, 8)}M50,-25${BUST}` },
  { fill: "M-50,-2v-11q0,-6 7,-7l14,-2q9,-14 21,-14h16q10,0 20,14q22,1 22,10v10z", line: `${round(-27, -1, 8)}${round(29, -1, 8)}M-24,-22h48M0,-36v14` },
  { fill: "M-22,-39h36l10,10v35h-46z", line: "M-12,-24h18M-12,-14h26M-12,-4h26" },
];

/** A reason on its plate; its sign fills with what it gives at this moment. */
export function reason(node, i, name) {
  add(node, "rect", { x: -PLATE.width / 2, y: -PLATE.high / 2, width: PLATE.width, height: PLATE.high, rx: 8, class: "muted paper" });
  add(node, "path", { d: ICONS[i].fill, class: "paper" });
  const fill = add(node, "path", { d: ICONS[i].fill, style: "fill:var(--pf-change)" });
  add(node, "path", { d: ICONS[i].fill, class: "ink", "stroke-width": 2.5 });
  add(node, "path", { d: ICONS[i].line, class: i === 1 ? "ink paper" : "ink", "stroke-width": 2.5 });
  add(node, "text", { y: 28, class: "told" }, name);
  return (drive) => put(fill, { "fill-opacity": Math.min(1, drive) });
}

/** The cords of one plate, from its top to behind the photographs; slack where it has fallen. */
export function cords(parent) {
  const lit = add(parent, "path", { style: "stroke:var(--pf-accent)" });
  const dark = add(parent, "path", { class: "muted", "stroke-dasharray": "2 6" });
  return (facts, { hung, fallen }, [x, y]) => {
    const bottom = PHOTO.top + PHOTO.high - 4;
    const way = (i) => {
      const from = PHOTO.left + i * PHOTO.pitch;
      return fallen ? `M${from},${bottom}q8,10 2,18t3,12` : `M${from},${bottom}L${x + 12 * (i - 1.5)},${y}`;
    };
    const all = (met) => facts.map(({ state }, i) => (hung && (state === "met") === met ? way(i) : "")).join("");
    put(lit, { d: fallen ? "" : all(true) });
    put(dark, { d: fallen ? all(true) + all(false) : all(false) });
  };
}

const SHEET = "M-13,10h20l6,6v22h-26z";

/** The published page, hanging from its own pin. */
export function page(node) {
  add(node, "path", { d: `${SHEET}M-6,20h12M-6,28h12`, class: "ink paper", "stroke-width": 2.5 });
  return lamp(node);
}

export const ghostPage = (parent, x, y) => add(parent, "path", { d: SHEET, transform: at(x, y), class: "muted", "stroke-dasharray": "3 5" });
