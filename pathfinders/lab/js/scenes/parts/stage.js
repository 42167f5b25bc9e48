// What every scene is built from: nodes, a hand that takes hold of them, and the keys that do the same.

const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };
const TREMBLE = 4; // a hand that moves less has pressed, not dragged

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
export const at = (x, y) => `translate(${x} ${y})`;

export function put(node, attributes) {
  for (const name in attributes) node.setAttribute(name, attributes[name]);
}

/** A new SVG node, the last child of `parent`. */
export function add(parent, tag, attributes = {}, text = "") {
  const node = parent.ownerDocument.createElementNS(SVG, tag);
  put(node, attributes);
  node.textContent = text;
  return parent.appendChild(node);
}

export const say = (node, text) => (node.firstChild.data = text);
export const show = (node, shown) => put(node, { display: shown ? "inline" : "none" });

export const apart = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

/** `value` on the nearest step of a parameter. */
export const snap = (value, { low, high, step }) =>
  Number(clamp(low + step * Math.round((value - low) / step), low, high).toFixed(6));

/** The value to which `key` moves a slider, or undefined where the key is not a slider's. */
export function stepped(key, value, limits) {
  if (key === "Home") return limits.low;
  if (key === "End") return limits.high;
  return key in STEPS ? snap(value + STEPS[key] * limits.step, limits) : undefined;
}

/**
 * Lets mouse, finger and keyboard hold `node`. hand: where() → [x, y] of what is held; move([x, y]) while it is
 * dragged and drop([x, y]) after; press() for a click, Enter or Space; key(key) → true where the key was its own; up() when the key is let go.
 */
export function grip(svg, node, hand) {
  let grasp = null;
  let dragged = false;
  const on = (type, listener) => node.addEventListener(type, listener);
  const pointer = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const held = (event) => {
    const { x, y } = pointer(event);
    return [x + grasp[0], y + grasp[1]];
  };
  const release = (event) => {
    if (grasp && dragged) hand.drop(held(event));
    grasp = null;
  };
  on("pointerdown", (event) => {
    if (event.button) return;
    node.setPointerCapture(event.pointerId);
    const { x, y } = pointer(event);
    const [left, top] = hand.where();
    grasp = [left - x, top - y, left, top];
    dragged = false;
  });
  on("pointermove", (event) => {
    if (!grasp) return;
    const to = held(event);
    dragged ||= apart(to, grasp.slice(2)) > TREMBLE;
    if (dragged) hand.move(to);
  });
  on("pointerup", release);
  on("pointercancel", release);
  on("click", () => {
    if (!dragged) hand.press?.();
    dragged = false;
  });
  on("keydown", (event) => {
    const pressed = hand.press && (event.key === "Enter" || event.key === " ");
    if (pressed && !event.repeat) hand.press();
    if (pressed || hand.key?.(event.key)) event.preventDefault();
  });
  for (const type of ["keyup", "blur"]) on(type, () => hand.up?.());
}

/** A node that can be focused and held; its ring shows only to those who come by keyboard. */
export function handle(parent, attributes, [x, y, width, height]) {
  const node = add(parent, "g", { class: "hold", tabindex: 0, ...attributes });
  add(node, "rect", { class: "ring", rx: 12, x, y, width, height });
  return node;
}

export const STYLE = `
.scene { font-weight: 600; font-size: 22px; fill: none; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round }
.scene text { fill: var(--pf-ink); stroke: none; text-anchor: middle; -webkit-user-select: none; user-select: none }
.scene .small { font-weight: 400; font-size: 20px; fill: var(--pf-muted); stroke: var(--pf-paper); stroke-width: 9; paint-order: stroke }
.scene a text { fill: var(--pf-accent); text-decoration: underline }
.hold, .hold * { cursor: grab; touch-action: none }
.hold:focus { outline: none }
.ring { fill: transparent }
.hold:focus-visible .ring { stroke: var(--pf-focus); stroke-width: 4 }
.ink { stroke: var(--pf-ink) }
.change { stroke: var(--pf-change) }
.stability { stroke: var(--pf-stability) }
.muted { stroke: var(--pf-muted); stroke-width: 2 }
.trail { mask: linear-gradient(#000, #0000) }
.paper { fill: var(--pf-paper) }
.shade { fill: var(--pf-muted); stroke: var(--pf-muted); stroke-width: 5 }`;
