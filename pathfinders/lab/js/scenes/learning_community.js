// Chapter 7: three rooms in a ring. Know-how is lamplight; it goes round through three doors.

import { HINGES, OUTSIDE, PLAN, WALLS, beam, company, swing, tip, turned } from "./parts/learning_community_house.js";
import { DOORS, ROOMS, WORDS, describe, look } from "./parts/learning_community_look.js";
import { STYLE, add, at, grip, handle, put, snap, stepped } from "./parts/stage.js";

const NEXT = [1, 2, 0];
const AMBER = `
.floor { fill: color-mix(in srgb, var(--pf-ink) 17%, var(--pf-paper)) }
.lamp stop { stop-color: #ffb642 }
:host([data-scheme=dark]) .lamp stop { stop-color: #b37d30 }
.leaf { stroke: var(--pf-accent); stroke-width: 6 }
.rim { stroke: var(--pf-paper); stroke-width: 10 }
.hold:focus-visible .ring { fill: color-mix(in srgb, var(--pf-paper) 75%, transparent) }
.knob { stroke: var(--pf-accent); fill: var(--pf-paper) }`;

/** Lamplight: draw(light, reach) makes it as bright as `light`, and end in darkness at `reach`. */
function lamplight(svg, id, [cx, cy]) {
  const node = add(svg, "radialGradient", { id, class: "lamp", gradientUnits: "userSpaceOnUse", cx, cy });
  const stops = [0, 0.5, 1].map((offset) => add(node, "stop", { offset }));
  return (light, reach) => {
    put(node, { r: reach });
    [1, 0.6, 0].forEach((share, k) => put(stops[k], { "stop-opacity": share * (0.45 + 0.5 * light) }));
  };
}

function room(svg, i) {
  const { floor, sign } = PLAN[i];
  add(add(svg, "clipPath", { id: `room${i}` }), "path", { d: floor });
  const inside = add(svg, "g", { "clip-path": `url(#room${i})` });
  const pool = add(inside, "path", { d: floor, fill: `url(#lamp${i})` });
  const falls = add(inside, "path", { fill: `url(#beam${NEXT.indexOf(i)})` });
  add(svg, "text", { x: sign[0], y: sign[1] }, ROOMS[i].name);
  return { pool, falls };
}

function door(svg, i, limits) {
  const { low, high } = limits(DOORS[i].width);
  add(svg, "path", { d: swing(HINGES[i]), class: "muted", "stroke-dasharray": "1 7" });
  const leaves = ["rim", "leaf"].map((name) => add(svg, "path", { class: name }));
  const knob = handle(svg, { role: "slider", "aria-label": WORDS.door(DOORS[i]), "aria-valuemin": low, "aria-valuemax": high }, [-24, -24, 48, 48]);
  add(knob, "circle", { r: 9, class: "knob" });
  return { leaves, knob };
}

function build(svg, limits) {
  add(svg, "style", {}, STYLE + AMBER);
  const [lamps, beams] = ["lamp", "beam"].map((name) => PLAN.map(({ lamp }, i) => lamplight(svg, name + i, lamp)));
  add(svg, "ellipse", { ...OUTSIDE, class: "floor" });
  const rooms = PLAN.map((_, i) => room(svg, i));
  PLAN.forEach((plan, i) => company(svg, plan, i));
  add(svg, "ellipse", { ...OUTSIDE, class: "ink", "stroke-width": 6 });
  add(svg, "path", { d: WALLS, class: "ink", "stroke-width": 6 });
  return { lamps, beams, rooms, doors: DOORS.map((_, i) => door(svg, i, limits)) };
}

function paint({ lamps, beams, rooms, doors }, seen) {
  seen.rooms.forEach((light, i) => {
    lamps[i](light, 40 + 330 * light);
    beams[i](light, 90 + 520 * light);
    put(rooms[NEXT[i]].falls, { d: beam(HINGES[i], seen.doors[i], PLAN[i].lamp) });
  });
  doors.forEach(({ leaves, knob }, i) => {
    for (const leaf of leaves) put(leaf, { d: `M${HINGES[i].hinge}L${tip(HINGES[i], seen.doors[i])}` });
    put(knob, { transform: at(...tip(HINGES[i], seen.widths[i])), "aria-valuenow": seen.widths[i], "aria-valuetext": WORDS.open(seen.widths[i]) });
  });
}

/** A door is turned on its hinge; the moment shown stays, and the rooms answer at once. */
function doorHand(stage, i) {
  const { actions } = stage;
  const { width } = DOORS[i];
  const limits = actions.limits(width);
  const turn = (value) => {
    actions.pause();
    actions.set({ [width]: value });
  };
  return {
    where: () => tip(HINGES[i], stage.frame.parameter(width)),
    move: (point) => turn(snap(turned(HINGES[i], point), limits)),
    drop: () => actions.commit(),
    key(key) {
      const value = stepped(key, stage.frame.parameter(width), limits);
      if (value === undefined) return false;
      turn(value);
      actions.commit();
      return true;
    },
  };
}

function mount(svg, actions) {
  const parts = build(svg, actions.limits);
  const stage = { actions };
  parts.doors.forEach(({ knob }, i) => grip(svg, knob, doorHand(stage, i)));
  return {
    draw(frame) {
      stage.frame = frame;
      paint(parts, look(frame));
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
