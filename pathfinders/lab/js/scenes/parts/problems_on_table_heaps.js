// Where the dots lie: under the rug, which is as high as they need it; on the table; and on the way between.

import { GROUND } from "./person.js";
import { clamp } from "./stage.js";

export const MIDDLE = 300;
export const DOT = 5.2;
export const LEGS = 58;
const [WIDE, TALL] = [12.6, 11];
const [FLAT, FOOT] = [112, 196]; // where the heap's top ends on either side, and where the heap ends
const FLOWN = 24;
const SHORTEST = 112;
export const CORNER = 56; // where the rug begins, and how far from there a lifted corner lifts it
const LIFTS = 90;

/** A steady disorder, −1…1: the same for the same number. */
const stray = (i, salt) => 2 * ((Math.sin(12.9898 * i + 78.233 * salt) * 43758.5453) % 1) - Math.sign(Math.sin(12.9898 * i + 78.233 * salt));

const slope = (x) => {
  const beyond = clamp((Math.abs(x) - FLAT) / (FOOT - FLAT), 0, 1);
  return 0.5 * (1 + Math.cos(Math.PI * beyond));
};

/** Places of a heap between −half and half, the lowest first; `shape` says how high it may be at x, of 1. */
function heap(half, rows, shape) {
  const places = [];
  for (let row = 0; row < rows; row++) {
    const count = Math.floor((2 * half) / WIDE) - (row % 2);
    for (let i = 0; i < count; i++) {
      const x = (i - (count - 1) / 2) * WIDE;
      const y = DOT + 1 + row * TALL;
      const seed = row * 64 + i;
      places.push({ x: x + stray(seed, 1), y: y + 0.7 * stray(seed, 2), need: (y + DOT) / shape(x) });
    }
  }
  return places.sort((one, other) => one.need - other.need);
}

const UNDER = heap(FOOT, 13, slope);

/** How high the rug is where it is highest, with so many dots beneath it. */
export const height = (dots) => 13 * Math.min(1, dots) + (dots * WIDE * TALL) / (FLAT + FOOT);

/** The rug's surface at x, with its highest place `high` and its corner `lift` above the floor. */
export const surface = (x, high, lift = 0) =>
  GROUND - Math.hypot(high * slope(x - MIDDLE), lift * clamp(1 - (x - CORNER) / LIFTS, 0, 1) ** 2);

const standing = (places, left, floor) => places.map(({ x, y }) => [left + x, floor - y]);

export const beneath = (dots) => standing(UNDER.slice(0, Math.round(dots)), MIDDLE, GROUND);

/** Half of the table's width: the more it can deal with, the wider it is. */
export const halfTable = (room) => (SHORTEST + 2 * room) / 2;

/** Dots on a table whose top is at y = `top`; the heap leans inwards as it grows. */
export function piled(dots, half, top) {
  const rows = Math.max(1, Math.floor((top - 16) / TALL));
  return standing(heap(half, rows, (x) => 1.25 - (x / half) ** 2).slice(0, Math.round(dots)), MIDDLE, top);
}

const SWEPT = [5, 3, 2].flatMap((count, row) =>
  Array.from({ length: count }, (_, i) => [70 + i * WIDE, GROUND - DOT - 1 - row * TALL]));

/** Dots that somebody is pushing under the lifted corner. */
export const pushed = (dots) => SWEPT.slice(0, Math.round(dots));

/** The way from the rent in the rug up to the table, as many places of it as dots come out in a week. */
export function flying(dots, [fromX, fromY], [toX, toY]) {
  const apex = Math.min(fromY, toY) - 70;
  return Array.from({ length: Math.min(FLOWN, Math.round(dots / 4)) }, (_, i) => {
    const share = (i + 0.5) / FLOWN;
    const [rise, over, fall] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
    return [
      rise * fromX + over * (fromX + 10) + fall * toX + 4 * stray(i, 3),
      rise * fromY + over * apex + fall * toY + 3 * stray(i, 4),
    ];
  });
}
