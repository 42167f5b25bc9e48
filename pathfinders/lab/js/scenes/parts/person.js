// The one who stands between two wishes, and the bands that pull.

import { add, clamp, line, put } from "./stage.js";

export const GROUND = 300;
export const WAIST = GROUND - 48;
const HANGS = 60; // how far the curve of a wholly slack band is drawn down
const LIMB = { class: "ink", "stroke-width": 5.5 };
const FINE = { class: "ink", "stroke-width": 2.5 };
const COAT = "M-8,-77 Q0,-84 8,-77 L10,-39 Q0,-36 -10,-39 Z";
const TUFT = "M-3,-106 q-1,-6 5,-8 M2,-106 q2,-4 7,-4";

/** The outline of a person at rest whose feet stand on the origin: for ghosts and thoughts. */
export const BODY = `${COAT} M-4,-40 L-6,-3 h4 M4,-40 L6,-3 h4 M-8,-74 L-16,-54 M8,-74 L16,-54 M11,-94 a11,11 0 1 0 -22,0 a11,11 0 1 0 22,0`;

/** A person on the origin; pose({lean, stride, cheer}), each −1…1, moves head, face, arms and legs. */
export function person(parent) {
  const legs = add(parent, "path", LIMB);
  const trunk = add(parent, "g");
  const arms = add(trunk, "path", LIMB);
  add(trunk, "path", { d: COAT, style: "fill:var(--pf-ink)" });
  add(trunk, "path", { d: TUFT, ...FINE });
  add(trunk, "circle", { cy: -94, r: 11, class: "ink paper" });
  const face = add(trunk, "path", FINE);
  add(parent, "path", { d: "M-9,-48 H9", class: "belt", "stroke-width": 6 });
  return {
    pose({ lean, stride, cheer }) {
      const [step, side] = [13 * stride, lean < 0 ? -5 : 5];
      put(legs, { d: `${line([-4, -42], [-6 - step, -3])}h${side}${line([4, -42], [6 + step, -3])}h${side}` });
      put(trunk, { transform: `rotate(${(15 * lean).toFixed(1)} 0 -48)` });
      put(arms, { d: line([-8, -74], [-17 + 4 * lean, -56 + 14 * Math.min(0, lean)]) + line([8, -74], [17 + 4 * lean, -56 - 14 * Math.max(0, lean)]) });
      const gaze = 4 * lean;
      put(face, {
        d: `${line([gaze - 4, -97])}v2${line([gaze + 4, -97])}v2${line([gaze - 3, -90 - cheer])}q3,${(3 * cheer).toFixed(1)} 6,0`,
      });
    },
  };
}

const slackness = (tension) => clamp(1 - Math.abs(tension), 0, 1);

/** From hook to waist: straight when taut, and lying on the ground where it would hang through it. */
function hang([x1, y1], [x2, y2], slack) {
  const point = (share) => [x1 + (x2 - x1) * share, Math.min(GROUND - 1, y1 + (y2 - y1) * share + HANGS * slack)];
  const [first, second] = [point(1 / 3), point(2 / 3)];
  return `${line([x1, y1])}C${line(first, second, [x2, y2]).slice(1).replaceAll("L", " ")}`;
}

/** A rubber band: as wide as it is tense, hanging where it is slack, glowing where attention is. */
export function band(parent, kind) {
  const glow = add(parent, "path", { class: kind });
  const rubber = add(parent, "path", { class: kind });
  return ({ from, to, tension, attention }) => {
    const d = hang(from, to, slackness(tension));
    const width = 1.5 + Math.min(12, 3 * Math.abs(tension));
    put(rubber, { d, "stroke-width": width });
    put(glow, { d, "stroke-width": width + 9, "stroke-opacity": (0.3 * attention).toFixed(2) });
  };
}
