// The shapes of a tree at its full size: crown, branches and roots grow by being scaled.

import { add } from "./stage.js";

export const CROWN = [132, 78]; // half its width and half its height
export const FRUIT = 20; // at most as many as the largest tree bears
const LOBES = 11;
const SHALLOW = 8; // no root rises out of the ground
const SPREAD = 1.9; // roots go further than they go deep
const ROOTS = { angles: [-1.25, -0.5, 0.12, 0.6, 1.3], length: 32, shorter: 0.74, fork: 0.42, levels: 5 };

const round = (points) => points.map((one) => one.toFixed(1)).join(" ");

/** The n-th of points that fill 0…1 evenly, whenever one stops: 1/2, 1/4, 3/4, 1/8 … */
export function even(n) {
  let [place, share] = [0, 0.5];
  for (let rest = n + 1; rest; rest >>= 1, share /= 2) place += (rest & 1) * share;
  return place;
}

/** Where the n-th fruit hangs, from −1 to 1 in a round crown: as seeds stand in a sunflower. */
export function hangs(n) {
  const [far, turn] = [0.82 * Math.sqrt((n + 0.5) / FRUIT), n * 2.39996];
  return [far * Math.cos(turn), far * Math.sin(turn)];
}

function crownPath() {
  const point = (i) => [Math.cos(2 * Math.PI * i / LOBES) * CROWN[0] * 0.93, Math.sin(2 * Math.PI * i / LOBES) * CROWN[1] * 0.93];
  const arcs = Array.from({ length: LOBES }, (_, i) => `A42 38 0 0 1 ${round(point(i + 1))}`);
  return `M${round(point(0))}${arcs.join("")}Z`;
}

/** One path for each forking of the roots: every root forks into two. */
function rootPaths() {
  const paths = Array.from({ length: ROOTS.levels }, () => "");
  const grow = ([x, y], angle, length, level) => {
    if (level === ROOTS.levels) return;
    const end = [x + SPREAD * length * Math.sin(angle), Math.max(SHALLOW, y + length * Math.cos(angle))];
    const bend = [x + SPREAD * length * 0.5 * Math.sin(angle * 1.35), y + length * 0.35 * Math.cos(angle)];
    paths[level] += `M${round([x, y])}Q${round(bend)} ${round(end)}`;
    for (const side of [-1, 1]) {
      const turned = angle * 0.9 + side * ROOTS.fork * (level % 2 ? 0.8 : 1.15);
      grow(end, turned, length * ROOTS.shorter * (side * angle > 0 ? 0.9 : 1), level + 1);
    }
  };
  ROOTS.angles.forEach((angle) => grow([0, 0], angle, ROOTS.length, 0));
  return paths;
}

/** A tree without roots: { trunk, crown }, two nodes; `kind` is the colour of its leaves, `wood` of its trunk. */
export function tree(parent, kind, wood) {
  const trunk = add(parent, "path", { style: `fill:var(--pf-${wood});stroke:none` });
  const crown = add(parent, "g");
  add(crown, "path", { d: crownPath(), style: `fill:var(--pf-paper);stroke:none` });
  add(crown, "path", { d: crownPath(), style: `fill:var(--pf-${kind});stroke:var(--pf-${kind})`, "fill-opacity": 0.22, "vector-effect": "non-scaling-stroke" });
  add(crown, "path", { d: "M0,84C2,54 -6,40 -48,16M0,84C0,36 6,18 8,-22M0,84C4,56 18,42 56,18", style: `stroke:var(--pf-${wood})`, "stroke-width": 7 });
  return { trunk, crown };
}

/** The roots: one node for each forking, the thickest first. */
export function roots(parent) {
  const node = add(parent, "g", { class: "ink" });
  const levels = rootPaths().map((d, i) => add(node, "path", { d, "stroke-width": [10, 6.5, 4.2, 2.8, 1.8][i] }));
  return { node, levels };
}
