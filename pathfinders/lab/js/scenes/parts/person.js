// The one who stands between two wishes, and the bands that pull.

import { add, put } from "./stage.js";

export const GROUND = 300;
export const WAIST = GROUND - 48;
const HANGS = 60; // how far the curve of a wholly slack band is drawn down
const LIMB = { class: "ink", "stroke-width": 5.5 };
const FINE = { class: "ink", "stroke-width": 2.5 };
const COAT = "M-8,-77 Q0,-84 8,-77 L10,-39 Q0,-36 -10,-39 Z";
const TUFT = "M-3,-106 q-1,-6 5,-8 M2,-106 q2,-4 7,-4";

/** The outline of a person at rest whose feet stand on the origin: for ghosts and thoughts. */
export const BODY = `${COAT} M-4,-40L-6,-3h4M4,-40L6,-3h4M-8,-74L-16,-54M8,-74L16,-54M11,-94a11,11 0 1 0-22,0a11,11 0 1 0 22,0`;

/** A person on the origin; pose({lean, stride, cheer}), each −1…1, moves head, face, arms and legs. */
export function person(parent) {
  const legs = add(parent, "path", LIMB);
  const trunk = add(parent, "g");
  const arms = add(trunk, "path", LIMB);
  add(trunk, "path", { d: COAT, style: "fill:var(--pf-ink)" });
  add(trunk, "path", { d: TUFT, ...FINE });
  add(trunk, "circle", { cy: -94, r: 11, class: "ink paper" });
  const face = add(trunk, "path", FINE);
  add(parent, "path", { d: "M-9,-48 H9", style: "stroke:var(--pf-accent)", "stroke-width": 6 });
  return {
    pose({ lean, stride, cheer }) {
      const [step, toe, gaze] = [6 + 13 * stride, lean < 0 ? -5 : 5, 4 * lean];
      const [left, right] = [Math.min(0, lean), Math.max(0, lean)];
      put(legs, { d: `M-4,-42L${-step},-3h${toe}M4,-42L${step},-3h${toe}` });
      put(trunk, { transform: `rotate(${15 * lean} 0 -48)` });
      put(arms, { d: `M-8,-74L${gaze - 17},${14 * left - 56}M8,-74L${gaze + 17},${-14 * right - 56}` });
      put(face, { d: `M${gaze - 4},-97v2m8,-2v2M${gaze - 3},${-90 - cheer}q3,${3 * cheer} 6,0` });
    },
  };
}

/** From hook to waist: straight when taut, and lying on the ground where it would hang through it. */
function hang(from, to, slack) {
  const drop = slack * HANGS;
  const point = (share) => [from[0] + (to[0] - from[0]) * share, Math.min(GROUND - 1, from[1] + (to[1] - from[1]) * share + drop)];
  return `M${from}C${point(1 / 3)} ${point(2 / 3)} ${to}`;
}

/** A rubber band: as wide as it is tense, hanging where it is slack, glowing where attention is. */
export function band(parent, kind) {
  const glow = add(parent, "path", { class: kind });
  const rubber = add(parent, "path", { class: kind });
  return ({ from, to, tension, attention }) => {
    const pull = Math.abs(tension);
    const [d, width] = [hang(from, to, Math.max(0, 1 - pull)), 1.5 + Math.min(12, 3 * pull)];
    put(rubber, { d, "stroke-width": width });
    put(glow, { d, "stroke-width": width + 9, "stroke-opacity": 0.3 * attention });
  };
}
