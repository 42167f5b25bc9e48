// The walls, each with its name and a hook, and the hook in the floor.

import { GROUND } from "./person.js";
import { add } from "./stage.js";

const [TOP, THICK] = [40, 46];

const painted = (side) => ({ transform: `translate(${23 * side + 8} 174) rotate(-90)` });

/** A hook that lies on the ground, empty. */
export const peg = (parent) => add(parent, "path", { d: "M0,0v-3q8,-2 8,-9q-1,-7 -8,-7q-6,1 -7,6", class: "ink" });

/** The wall called `kind` to the left (side −1) or right (1); its face stands on x = 0. */
export function wall(parent, kind, side, sign = painted(side)) {
  const node = add(parent, "g");
  add(node, "rect", { x: side < 0 ? -THICK : 0, y: TOP, width: THICK, height: GROUND - TOP, style: `fill:var(--pf-${kind})`, "fill-opacity": 0.14 });
  add(node, "path", { d: `M0,${TOP}V${GROUND}`, class: kind, "stroke-width": 4 });
  add(node, "path", { d: `M0,232h${-12 * side}`, class: "ink" });
  add(node, "text", sign, kind);
  return node;
}
