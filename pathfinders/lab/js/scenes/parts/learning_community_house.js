// The house from above: an oval with three rooms, three doors on hinges, and the way of the lamplight through them.

import { add, at, clamp } from "./stage.js";

const LEAF = 80;
const FAR = 9; // a beam is drawn so many times as long as the way to its door; the room's walls cut it
const OVAL = "A296,150 0 0 1";
const [HUB, TOP, LEFT, RIGHT] = ["320,158", "320,22", "34,211", "606,211"];
const [ALONG, ACROSS] = [0.983, 0.182]; // the direction of the two lower walls

/** In the order of the rooms: practice, research, capacity. No seat stands where a door swings. */
export const PLAN = [
  { floor: `M${HUB}L${RIGHT}${OVAL} ${LEFT}Z`, lamp: [320, 250], sign: [320, 350], seats: [-150, -30, 90] },
  { floor: `M${HUB}L${LEFT}${OVAL} ${TOP}Z`, lamp: [128, 110], sign: [66, 42], seats: [180, -60, 120] },
  { floor: `M${HUB}L${TOP}${OVAL} ${RIGHT}Z`, lamp: [512, 110], sign: [574, 42], seats: [0, -120, 60] },
];

/** `shut` points from the hinge along the wall to the other jamb, `open` into the room that the door lets light into. */
export const HINGES = [
  { hinge: [251, 171], shut: [-ALONG, ACROSS], open: [-ACROSS, -ALONG] },
  { hinge: [320, 34], shut: [0, 1], open: [1, 0] },
  { hinge: [468, 185], shut: [-ALONG, -ACROSS], open: [-ACROSS, ALONG] },
];
export const WALLS = `M${LEFT}L172,185M251,171L${HUB}L389,171M468,185L${RIGHT}M320,22V34M320,114V158`;
export const OUTSIDE = { cx: 320, cy: 172, rx: 296, ry: 150 };

const QUARTER = Math.PI / 2;
const dot = (one, other) => one[0] * other[0] + one[1] * other[1];
const from = (origin, point) => [point[0] - origin[0], point[1] - origin[1]];
const on = ({ hinge, shut, open }, x, y) => [0, 1].map((i) => hinge[i] + x * shut[i] + y * open[i]);

/** Where the free end of a door's leaf is when it stands `width` open, 0…1 of a quarter turn. */
export const tip = (door, width) => on(door, LEAF * Math.cos(width * QUARTER), LEAF * Math.sin(width * QUARTER));

/** The width to which a hand at `point` has turned the door. */
export function turned(door, point) {
  const reach = from(door.hinge, point);
  return clamp(Math.atan2(dot(reach, door.open), dot(reach, door.shut)) / QUARTER, 0, 1);
}

/** The way of the leaf's free end from shut to wide open. */
export const swing = (door) => `M${tip(door, 0)}A${LEAF},${LEAF} 0 0 ${dot(door.shut, [-door.open[1], door.open[0]]) > 0 ? 0 : 1} ${tip(door, 1)}`;

/** What falls through the door from a lamp behind it: past the jamb on one side and the leaf on the other. */
export function beam(door, width, lamp) {
  const place = from(door.hinge, lamp);
  const [x, y] = [dot(place, door.shut), dot(place, door.open)];
  const [leafX, leafY] = [LEAF * Math.cos(width * QUARTER), LEAF * Math.sin(width * QUARTER)];
  const edge = clamp(x + ((leafX - x) * -y) / (leafY - y), 0, LEAF);
  const [jamb, side] = [on(door, LEAF, 0), on(door, edge, 0)];
  const far = (point) => from(lamp, point).map((part, i) => lamp[i] + FAR * part);
  return `M${jamb}L${far(jamb)}L${far(side)}L${side}Z`;
}

const THINGS = [
  "M9,0a9,9 0 1 0-18,0a9,9 0 1 0 18,0M-9,0h18M0,-9v18",
  "M0,-5q-4,-4 -11,-3v12q7,-1 11,3q4,-4 11,-3v-12q-7,-1 -11,3zv12",
  "M-9,9L2,-2M-4,-6l4,-4l10,10l-4,4z",
];

/** A table with the lamp and the room's work on it, and three people round it, seen from above. */
export function company(parent, { lamp, seats }, i) {
  const node = add(parent, "g", { transform: at(...lamp) });
  for (const angle of seats) {
    const one = add(node, "g", { transform: `rotate(${angle}) translate(39 0)` });
    add(one, "path", { d: "M-2,-12L-15,-8M-2,12L-15,8", class: "ink", "stroke-width": 5 });
    add(one, "ellipse", { rx: 8, ry: 16, style: "fill:var(--pf-ink)" });
    add(one, "circle", { r: 8.5, class: "ink paper", "stroke-width": 2.5 });
  }
  add(node, "circle", { r: 20, class: "ink paper" });
  add(node, "path", { d: THINGS[i], class: "ink", "stroke-width": 2.5 });
}
