// Chapter 13: a skin that its own inside knits. Cut it: small heals, large empties; then cut the knitting.

import { CELL, NAMES, NORTH_EAST, TURN, WORDS, angleOf, describe, look, outcome, torn, turn } from "./parts/protocell_look.js";
import { contents, cut, helper, knitters, legend, losses, skin, thread } from "./parts/protocell_things.js";
import { STYLE, add, at, clamp, grip, handle, put, snap, stepped } from "./parts/stage.js";

const REACH = 44; // how wide the ring is to the hand
const MORE = ".scene .ring { pointer-events: none }";

function build(svg, limits) {
  add(svg, "style", {}, STYLE + MORE);
  const drawn = [legend, thread, contents, losses, skin].map((thing) => thing(svg));
  const { x, y, r } = CELL;
  const { low, high } = limits(NAMES.wound);
  const out = r + 26;
  const ring = handle(svg, { role: "slider", "aria-label": WORDS.cut, "aria-valuemin": low, "aria-valuemax": high }, [x - out, y - out, 2 * out, 2 * out]);
  put(ring.firstChild, { rx: out });
  add(ring, "circle", { cx: x, cy: y, r, style: "stroke:transparent;cursor:crosshair", "stroke-width": REACH });
  drawn.push(cut(ring), helper(svg));
  const middle = handle(svg, { role: "button", "aria-label": WORDS.knitting, transform: at(x, y), style: "cursor:pointer" }, [-46, -46, 92, 92]);
  put(middle.firstChild, { rx: 46 });
  add(middle, "circle", { r: 44, style: "fill:transparent;cursor:pointer" });
  return { drawn, ring, middle, balls: knitters(middle) };
}

function paint(parts, frame, open) {
  const seen = look(frame, open);
  parts.drawn.forEach((draw) => draw(seen));
  parts.balls(seen.knitters);
  put(parts.ring, { "aria-valuenow": seen.wound, "aria-valuetext": WORDS.share(seen.wound) });
  put(parts.middle, { "aria-pressed": !seen.uncut });
}

/** The wound is seen as it is torn, and what becomes of it after. */
function tear(stage, wound) {
  const { actions } = stage;
  actions.pause();
  actions.seek(torn(stage.frame));
  actions.set({ [NAMES.wound]: wound });
}

function heal({ actions, frame }) {
  actions.commit();
  if (frame.reduced) actions.seek(Infinity);
  actions.play();
}

/** The scissors follow the hand round the skin, either way and beyond the half. */
function follow(stage, place, limits) {
  const [angle, most] = [angleOf(place), limits.high * TURN];
  const { from, last, turned } = stage.cut || { from: angleOf(stage.touch), last: angleOf(stage.touch), turned: 0 };
  stage.cut = { from, last: angle, turned: clamp(turned + turn(last, angle), -most, most) };
  stage.open = from + stage.cut.turned / 2;
  tear(stage, snap(Math.abs(stage.cut.turned) / TURN, limits));
  stage.show();
}

function knife(stage) {
  const limits = stage.actions.limits(NAMES.wound);
  return {
    where: () => stage.touch,
    move: (place) => follow(stage, place, limits),
    drop() {
      stage.cut = null;
      stage.told = true;
      heal(stage);
    },
    key(key) {
      const wound = stepped(key, stage.frame.parameter(NAMES.wound), limits);
      if (wound === undefined) return false;
      tear(stage, wound);
      stage.told = stage.typed = true;
      return true;
    },
    up() {
      if (stage.typed) heal(stage);
      stage.typed = false;
    },
  };
}

function mount(svg, actions) {
  const parts = build(svg, actions.limits);
  const stage = { actions, open: NORTH_EAST, cut: null, touch: [0, 0] };
  stage.show = () => paint(parts, stage.frame, stage.open);
  parts.ring.addEventListener("pointerdown", ({ clientX, clientY }) => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    stage.touch = [x, y];
  });
  grip(svg, parts.ring, knife(stage));
  const snip = () => {
    actions.set({ [NAMES.making]: Number(!stage.frame.parameter(NAMES.making)) });
    actions.commit();
    actions.seek(stage.frame.reduced ? Infinity : 0);
    actions.play();
    stage.told = true;
  };
  grip(svg, parts.middle, { where: () => [0, 0], move() {}, drop() {}, press: snip });
  return {
    draw(frame) {
      stage.frame = frame;
      stage.show();
      if (stage.told && !stage.typed) {
        actions.announce(outcome(frame));
        stage.told = false;
      }
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
