// "Why?": the diagram and the loop band under the chart. Both follow the run and the moment that is shown.
import { h, keep } from "./dom.js";
import { classify } from "./shape.js";
import { Band } from "./why_band.js";
import { Diagram } from "./why_diagram.js";
import { band, at, RESTS, TURNS } from "./why_share.js";
import { drives, say, swings } from "./why_words.js";

const NAMED = 8;
const TINTS = ["change", "stability", "accent", "focus", "gold", "ink"];

// A colour for each loop: that of the band through which it goes, where the diagram gives one, else the next that is free.
export function tonesOf(structure) {
  const found = new Map();
  const box = h("div");
  box.innerHTML = structure.diagram;
  const tints = new Map([...box.querySelectorAll("g.link")].map(({ dataset, classList }) =>
    [dataset.source + "\n" + dataset.target, TINTS.find((tint) => classList.contains(tint))]));
  const own = structure.loops.map(({ names }) =>
    names.map((name, i) => tints.get(name + "\n" + names[(i + 1) % names.length])).find(Boolean));
  const free = ["accent", "focus", "gold", "change", "stability"].filter((tint) => !own.includes(tint));
  const used = new Map();
  const order = structure.loops.map((_, i) => i).sort((a, b) => !structure.loops[a].name - !structure.loops[b].name);
  for (const i of order.slice(0, NAMED)) {
    const tint = own[i] || free.shift() || "ink";
    const again = used.get(tint) || 0;
    used.set(tint, again + 1);
    found.set(i, `--tone:${again ? `color-mix(in srgb,var(--pf-${tint}) ${again > 1 ? 30 : 55}%,var(--pf-paper))` : `var(--pf-${tint})`};`);
  }
  return found;
}

// The phases of a partition as the rows that words take; loops that are alike share a row.
export function rowsOf(structure, { loops, phases }, partition) {
  return phases[partition].map(({ start, stop, loops: loud, share }) => {
    const kinds = new Set(loud.map((row) => loops[row].polarity));
    const kind = kinds.size === 1 ? [...kinds][0] : "";
    const names = loud.map((row) => structure.loops[row].name || structure.loops[row].path);
    return { start, end: stop, loop: names, kind, share };
  });
}

export class Why {
  constructor(root, ctx, store) {
    Object.assign(this, { ctx, store, structure: store.structure, tones: tonesOf(store.structure), pinned: null });
    const { loops } = this.structure;
    const homes = [...new Set(loops.map(({ partition }) => partition))];
    this.partition = store.home();
    if (!loops.length) root.append(h("p", {}, say.noLoop));
    this.diagram = new Diagram(this.structure, this.tones);
    this.answer = h("p", {});
    this.calm = h("p", { class: "answer" });
    this.next = h("button", { type: "button", class: "quiet", onclick: () => ctx.apart.open() }, say.test);
    this.now = h("p", { class: "now" });
    this.way = h("p", { class: "way-round" });
    this.play = h("button", { type: "button", class: "play", onclick: () => (ctx.state().playing ? ctx.pause() : ctx.play()) });
    this.band = new Band(ctx);
    this.list = h("ul", { class: "loops" });
    this.sides = h("small", {});
    const which = homes.length > 1 && h("select", {
      "aria-label": say.on,
      onchange: () => {
        this.partition = homes[which.selectedIndex];
        this.shown = this.pinned = null;
        this.fill();
        ctx.draw();
      },
    }, ...homes.map((home) => h("option", { selected: home === this.partition }, say.on + " " + this.stocks(home))));
    const answer = h("div", { class: "answers" }, this.calm, this.answer, h("div", {}, this.next));
    const follows = [
      h("div", { class: "moment-row" }, this.play, this.now),
      h("div", { class: "picture" }, this.diagram.node,
        h("div", { class: "legend" }, h("small", {}, say.loop), h("p", { class: "asks" }, say.loops), this.list, this.way, h("small", {}, say.reads))),
      h("div", {}, h("div", { class: "row" }, h("p", { class: "asks" }, say.band(ctx.model)), this.band.closer), this.band.node, this.band.range, this.sides),
    ];
    if (loops.length) root.append(answer, ...(which ? [which] : []), ...follows);
    else root.append(this.diagram.node);
    this.fill();
  }

  stocks(home) {
    return this.structure.partitions?.[home]?.join(", ") || `${home + 1}`;
  }

  // One button for each loop of the partition.
  fill() {
    this.rows = this.structure.loops.map((_, i) => i).filter((i) => this.structure.loops[i].partition === this.partition);
    this.items = this.rows.filter((row) => this.tones.has(row)).map((row) => {
      const loop = this.structure.loops[row];
      const bar = h("span", { class: "bar" });
      const badge = h("b", {});
      const mean = h("span", { class: "mean" });
      const node = h("button", { type: "button", "aria-pressed": "false", style: this.tones.get(row), onclick: () => this.pin(row) },
        badge, h("span", { class: "name" }, loop.name || loop.path), mean, bar);
      return { row, node, bar, badge, mean };
    });
    this.list.replaceChildren(...this.items.map(({ node }) => h("li", {}, node)));
  }

  pin(row) {
    this.pinned = this.pinned === row ? null : row;
    const loop = this.structure.loops[this.pinned];
    this.way.textContent = loop ? loop.path : "";
    this.ctx.draw();
  }

  // What changes with the run.
  tell(found) {
    const rows = rowsOf(this.structure, found, this.partition);
    const { time } = this.ctx.model;
    keep(this.answer, "text", drives(this.store.name, rows, time.units));
    const calm = swings(classify(found.run.time, found.run.series(this.store.name))) && this.rows.every((row) => "B0".includes(found.loops[row].polarity));
    keep(this.calm, "text", calm ? say.calm : "");
    for (const { row, node, badge, mean } of this.items) {
      const loop = { ...this.structure.loops[row], ...found.loops[row] };
      keep(badge, "text", loop.polarity === "0" ? "\u2013" : loop.polarity);
      keep(mean, "text", say.mean(loop.mean));
      keep(node, "aria-label", say.one(loop));
    }
    this.shares = band(found, this.rows, this.partition);
    const { above, below, turns } = this.band.draw(found.loops, this.shares, this.tones, found.phases[this.partition]);
    keep(this.sides, "text", say.share + say.sides(above, below) + (turns ? say.hatched : ""));
  }

  update({ run, state }) {
    if (!this.rows.length) return this.diagram.draw([], [], this.store.taken);
    this.band.resize();
    if (!this.band.width) return;
    const found = this.store.explanation(run);
    if (found !== this.shown || this.band.shown !== found) {
      this.tell(found);
      this.shown = this.band.shown = found;
    }
    this.moment(found, state);
  }

  moment(found, { index, playing }) {
    const { model } = this.ctx;
    const time = model.time.start + index * model.time.save;
    const phases = found.phases[this.partition];
    const phase = phases.find(({ stop }) => time < stop) || phases[phases.length - 1];
    const what = this.shares.kind[Math.round(index)];
    const weights = [];
    this.rows.forEach((row, n) => (weights[row] = at(this.shares.sizes[n], index)));
    const loud = what === RESTS ? [] : phase.loops;
    const names = loud.map((row) => this.structure.loops[row].name || this.structure.loops[row].path);
    let text = say.now(model, time, names, loud.reduce((sum, row) => sum + weights[row], 0));
    if (what === TURNS) text = say.turns(model, time);
    if (!loud.length && what !== TURNS) text = say.rests(model, time);
    keep(this.now, "text", text);
    this.band.mark(index, text);
    const lit = this.pinned === null ? loud : [this.pinned];
    this.diagram.draw(weights, lit, this.store.taken);
    for (const { row, node, bar } of this.items) {
      keep(bar, "style", `width:${(100 * weights[row]).toFixed(1)}%`);
      keep(node, "aria-pressed", String(row === this.pinned));
      node.classList.toggle("loud", lit.includes(row));
    }
    this.band.paths.forEach((path) => path.classList.toggle("pale", this.pinned !== null && Number(path.dataset.loop) !== this.pinned));
    this.play.hidden = this.ctx.reduced();
    keep(this.play, "aria-label", playing ? say.pause : say.play);
    keep(this.play, "data-on", String(playing));
    if (!playing && this.index !== undefined && this.index !== index) this.ctx.announce(text);
    this.index = index;
  }

  destroy() {
    this.band.watch.disconnect();
  }
}
