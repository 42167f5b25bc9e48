// The causal-loop diagram that Python drew, moved by the run: an arrow is as thick as its part in what happens.
import { h, keep } from "./dom.js";
import { say } from "./why_words.js";

const THIN = 1.1;
const THICK = 6.5;
const STEPS = 20;

const words = (node) => [...(node.children.length ? node.children : [node])].map((part) => part.textContent).join(" ");
const key = (source, target) => source + "\n" + target;

export class Diagram {
  constructor(structure, tones) {
    this.node = h("div", { class: "map", tabindex: 0, role: "group", "aria-label": say.map });
    // The SVG is our own, printed by pathfinders/figure, which escapes every name of a model.
    this.node.innerHTML = structure.diagram;
    const [svg] = this.node.children;
    this.node.style.setProperty("--natural", svg.getAttribute("width") + "px");
    const all = (selector) => [...this.node.querySelectorAll(selector)];
    const through = new Map();
    structure.loops.forEach(({ names }, loop) => names.forEach((name, i) => {
      const pair = key(name, names[(i + 1) % names.length]);
      through.set(pair, [...(through.get(pair) || []), loop]);
    }));
    this.links = all("g.link").map((node) => {
      const { source, target } = node.dataset;
      return { node, source, target, loops: through.get(key(source, target)) || [] };
    });
    this.badges = all("g.loop").map((node) => ({ node, loop: Number(node.dataset.loop) }));
    const frames = all("rect.stock");
    this.names = all("svg > text").map((node) => ({
      nodes: node.classList.contains("stock") ? [node, frames.shift()] : [node], name: words(node),
    }));
    this.tones = tones;
  }

  // weights: a share for each loop; loud: the loops that have the colour; gone: the element that is taken out, or null.
  draw(weights, loud, gone) {
    const isGone = (source, target) => gone && (gone.kind === "link"
      ? gone.name === source && gone.target === target : gone.name === source);
    for (const { node, source, target, loops } of this.links) {
      const weight = Math.min(1, loops.reduce((sum, loop) => sum + (weights[loop] || 0), 0));
      const lead = loud.find((loop) => loops.includes(loop));
      keep(node, "style", `--w:${(THIN + (THICK - THIN) * Math.round(STEPS * 4 * weight) / (STEPS * 4)).toFixed(2)}px;`
        + (lead === undefined ? "" : this.tones.get(lead)));
      node.classList.toggle("loud", lead !== undefined);
      node.classList.toggle("gone", Boolean(isGone(source, target)));
    }
    for (const { node, loop } of this.badges) {
      keep(node, "style", this.tones.get(loop) || "");
      node.classList.toggle("loud", loud.includes(loop));
    }
    for (const { nodes, name } of this.names) {
      for (const node of nodes) node.classList.toggle("gone", Boolean(gone && gone.kind !== "link" && gone.name === name));
    }
  }
}
