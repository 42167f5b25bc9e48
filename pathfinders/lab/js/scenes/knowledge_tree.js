// Chapter 3: a tree, a fence that says how much of its fruit is sown, and roots that nobody sees without digging.

import { FIELD, GROUND, SHARE, WORDS, across, describe, look, neighbour, ripe, shareAt, strip } from "./parts/knowledge_tree_look.js";
import { CROWN, FRUIT, even, hangs, roots, tree } from "./parts/knowledge_tree_shapes.js";
import { STYLE, add, at, clamp, grip, handle, put, say, show, snap, stepped } from "./parts/stage.js";

const [HERE, THERE, SMALL] = [314, 586, 0.42];
const DIG = 512;
const DEEP = 306; // where the earth ends and the race begins
const BARS = { left: 134, long: 366, rows: [328, 353], thick: 14 };
const EARTH = `M0,${GROUND}H640V${DEEP}H0Z`;
const PIT = `M60,${GROUND}Q72,${DEEP - 2} 126,${DEEP - 5}H412Q466,${DEEP - 2} 478,${GROUND}Z`;
const earth = (share) => `fill:color-mix(in srgb, var(--pf-line) ${share}%, var(--pf-paper))`;

function sun(svg) {
  const node = add(svg, "g", { transform: at(46, 46), style: "stroke:var(--pf-gold);fill:var(--pf-gold)", "fill-opacity": 0.3 });
  add(node, "circle", { r: 15 });
  for (let turn = 0; turn < 360; turn += 45) add(node, "path", { d: "M24,0H33", transform: `rotate(${turn})` });
  return node;
}

/** A basketful on the ground: it sprouts where it is sown, and lies in a basket where it is eaten. */
function windfall(svg, i) {
  const node = add(svg, "g", { transform: at(across(even(i)), GROUND - 7) });
  const sprout = add(node, "path", { d: "M0,-5V-13M0,-11q-8,0 -8,-7q8,0 8,7q0,-7 8,-7q0,7 -8,7", style: "stroke:var(--pf-accent)", "stroke-width": 2.5 });
  add(node, "circle", { r: 6.5, style: "fill:var(--pf-change)" });
  const basket = add(node, "path", { d: "M-10,-1Q-9,7 -5,7H5Q9,7 10,-1Z", class: "ink paper", "stroke-width": 2.5 });
  return { node, sprout, basket };
}

function race(svg) {
  const rows = [WORDS.you, WORDS.neighbour].map((name, i) => {
    const y = BARS.rows[i];
    add(svg, "text", { x: 16, y, style: "text-anchor:start" }, name);
    const bar = add(svg, "rect", { x: BARS.left, y: y - 15, height: BARS.thick, rx: 3, "stroke-width": 2,
      style: i ? "fill:none;stroke:var(--pf-muted)" : "fill:var(--pf-change);stroke:var(--pf-change)" });
    return { bar, count: add(svg, "text", { y, style: "text-anchor:start" }, "0") };
  });
  return (eaten) => rows.forEach(({ bar, count }, i) => {
    const width = BARS.long * strip(eaten)[i];
    put(bar, { width });
    put(count, { x: BARS.left + width + 10 });
    say(count, WORDS.eaten(eaten[i]));
  });
}

function post(svg) {
  const node = handle(svg, { role: "slider", "aria-label": WORDS.fence, "aria-valuemin": 0, "aria-valuemax": 1 }, [-64, -68, 128, 82]);
  add(node, "path", { d: "M0,0V-60", class: "ink", "stroke-width": 8 });
  for (const [side, name] of [[-1, WORDS.sow], [1, WORDS.eat]]) {
    add(node, "path", { d: `M${4 * side},-56H${48 * side}l${12 * side},14l${-12 * side},14H${4 * side}Z`, class: "ink paper" });
    add(node, "text", { x: 29 * side, y: -35 }, name);
  }
  return node;
}

function spade(svg) {
  const node = handle(svg, { role: "button", "aria-label": WORDS.dig }, [-27, -70, 54, 90]);
  const heap = add(node, "path", { d: "M-34,0Q-22,-22 -2,-20Q20,-18 30,0Z", style: earth(62) });
  add(node, "path", { d: "M0,-2V-54M-9,-58H9Q10,-66 0,-66Q-10,-66 -9,-58", class: "ink", "stroke-width": 5 });
  const blade = add(node, "path", { d: "M-9,-16H9V2Q7,12 0,16Q-7,12 -9,2Z", class: "ink", style: "fill:var(--pf-muted)" });
  return { node, heap, blade };
}

function build(svg) {
  add(svg, "style", {}, STYLE);
  const light = sun(svg);
  const [pale, own] = [tree(add(svg, "g", { opacity: 0.75 }), "muted", "muted"), tree(svg, "accent", "ink")];
  const hanging = Array.from({ length: FRUIT }, () => add(svg, "circle", { style: "fill:var(--pf-change)" }));
  add(svg, "path", { d: EARTH, style: earth(20) });
  const below = roots(add(svg, "g", { transform: at(HERE, GROUND - 2) }));
  const cover = add(svg, "path", { d: EARTH, "fill-rule": "evenodd", style: earth(62) });
  add(svg, "path", { d: `M0,${GROUND}H640`, class: "ink" });
  const fallen = Array.from({ length: FRUIT }, (_, i) => windfall(svg, i));
  return { light, pale, own, hanging, below, cover, fallen, race: race(svg), post: post(svg), spade: spade(svg) };
}

function paintTree({ trunk, crown }, seen, x, scale) {
  const [foot, top] = [seen.trunk * scale, (seen.stem + 0.4 * CROWN[1] * seen.crown) * scale];
  const side = (sign) => [[1.5, 0], [0.6, top / 3], [0.5, top]].map(([wide, high]) => [x + sign * foot * wide, GROUND - high]);
  const [left, right] = [side(-1), side(1).reverse()];
  put(trunk, { d: `M${left[0]}Q${left[1]} ${left[2]}L${right[0]}Q${right[1]} ${right[2]}Z` });
  put(crown, { transform: `${at(x, GROUND - seen.middle * scale)} scale(${seen.crown * scale})` });
}

function paint({ parts, frame, rival, held }) {
  const [seen, other] = [look(frame.value), look((name) => rival.at(name, frame.moment))];
  paintTree(parts.own, seen, HERE, 1);
  paintTree(parts.pale, other, THERE, SMALL);
  parts.hanging.forEach((fruit, i) => {
    const [x, y] = hangs(i).map((one, axis) => one * CROWN[axis] * seen.crown);
    put(fruit, { cx: HERE + x, cy: GROUND - seen.middle + y, r: 6 * Math.sqrt(ripe(seen.borne, i)) });
  });
  parts.fallen.forEach(({ node }, i) => put(node, { opacity: ripe(seen.borne, i) }));
  put(parts.below.node, { transform: `scale(${seen.roots})` });
  parts.below.levels.forEach((level, i) => put(level, { opacity: clamp(8 * seen.roots - i, 0, 1) }));
  parts.race([seen.eaten, other.eaten]);
  put(parts.post, { transform: at(held ?? across(frame.parameter(SHARE)), GROUND) });
}

/** What only a new run changes: the neighbour's run, the light, and on which side of the fence each fruit falls. */
function furnish(stage) {
  const { parts, frame } = stage;
  const share = frame.parameter(SHARE);
  stage.rival = neighbour(frame);
  put(parts.light, { opacity: frame.parameter("light") });
  put(parts.post, { "aria-valuenow": share, "aria-valuetext": WORDS.divides(share) });
  parts.fallen.forEach(({ sprout, basket }, i) => {
    show(sprout, even(i) < share);
    show(basket, even(i) >= share);
  });
}

function fenceHand(stage) {
  const { actions } = stage;
  const limits = actions.limits(SHARE);
  const share = (x) => snap(shareAt(x), limits);
  const settle = (value) => {
    stage.held = undefined;
    actions.set({ [SHARE]: value });
    actions.commit();
    if (stage.frame.reduced) return actions.seek(stage.frame.run.points - 1);
    actions.seek(0);
    actions.play();
  };
  return {
    where: () => [across(stage.frame.parameter(SHARE)), GROUND],
    move([x]) {
      stage.held = clamp(x, ...FIELD);
      actions.pause();
      actions.set({ [SHARE]: share(x) });
    },
    drop: ([x]) => settle(share(x)),
    key(key) {
      const value = stepped(key, stage.frame.parameter(SHARE), limits);
      if (value !== undefined) settle(value);
      return value !== undefined;
    },
  };
}

function dig(stage) {
  const { cover, spade } = stage.parts;
  put(cover, { d: EARTH + (stage.dug ? PIT : "") });
  put(spade.node, { transform: at(DIG, GROUND), "aria-pressed": stage.dug });
  show(spade.heap, stage.dug);
  show(spade.blade, !stage.dug);
}

function mount(svg, actions) {
  const stage = { parts: build(svg), actions, dug: false };
  let drawn = null;
  grip(svg, stage.parts.post, fenceHand(stage));
  grip(svg, stage.parts.spade.node, {
    where: () => [DIG, GROUND], move() {}, drop() {},
    press() {
      stage.dug = !stage.dug;
      dig(stage);
      if (!stage.frame.playing) actions.pause(); // draws again, so that what is seen below is also said
    },
  });
  dig(stage);
  return {
    draw(frame) {
      // The sentence about this frame tells no more than the picture shows.
      Object.assign(frame, { dug: stage.dug });
      stage.frame = frame;
      if (frame.run.values !== drawn) furnish(stage);
      drawn = frame.run.values;
      paint(stage);
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
