// Curves against time. Coordinates are tenths of a CSS pixel, so that a path is a string of whole numbers; nodes are
// made once and only attributes change, and the size is read by an observer, never while drawing.
import { flat, round, stepOf, ticks } from "./axis.js";
import { h, keep, s } from "./dom.js";
import { registerView } from "./registry.js";
import { number, say, timeAxis, unitText } from "./words.js";

const HEIGHT = 240;
const PAD = { top: 26, bottom: 34, left: 44 };
const CHARACTER = 7;
const GAP = 15;
const NARROW = 420;
const PIXELS_A_POINT = 1.6;

// A label in one line, or in two where the chart is narrow.
function lines(name, narrow) {
  const words = name.split(" ");
  if (!narrow || words.length < 2) return [name];
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")];
}

function pool(parent, make) {
  const nodes = [];
  return (items, draw) => {
    while (nodes.length < items.length) nodes.push(parent.appendChild(make()));
    nodes.forEach((node, i) => {
      keep(node, "visibility", i < items.length ? "visible" : "hidden");
      if (i < items.length) draw(node, items[i]);
    });
  };
}

// A guest is one more line that a view draws on a chart: { node: its label, text,
// reach(run) → { low, high, end: the label's value or undefined, alone: whether other labels are out of sight } }.
class Chart {
  constructor(ctx, { title, axis, variables, range }) {
    Object.assign(this, { ctx, variables, range, width: 0, domain: null, shown: [], guests: [] });
    const units = ctx.model.variables.find((v) => v.name === variables[0]).units;
    this.grid = s("g", { class: "grid" });
    this.lines = s("g", { transform: "scale(.1)" });
    this.words = s("g", { class: "words" });
    this.cursor = s("path", { class: "cursor" });
    this.clip = s("g");
    this.ghosts = variables.map((_, i) => this.lines.appendChild(s("path", { class: `ghost c${i}` })));
    this.paths = variables.map((_, i) => this.lines.appendChild(s("path", { class: `curve c${i}` })));
    this.dots = variables.map((_, i) => s("circle", { class: `dot c${i}`, r: 4 }));
    this.labels = variables.map((_, i) => this.words.appendChild(s("text", { class: `label c${i}` })));
    this.before = this.words.appendChild(s("text", { class: "label before" }, say.before));
    this.across = pool(this.grid, () => s("path"));
    this.yTicks = pool(this.words, () => s("text", { class: "tick", "text-anchor": "end" }));
    this.xTicks = pool(this.words, () => s("text", { class: "tick", "text-anchor": "middle" }));
    this.xUnits = s("text", { class: "units", y: HEIGHT - 2 }, timeAxis(ctx.model));
    this.yUnits = s("text", { class: "units", x: 0, y: 12 }, axis || unitText(units));
    this.node = s("svg", { role: "img", "aria-label": title, height: HEIGHT },
      this.grid, this.cursor, this.lines, ...this.dots, this.words, this.xUnits, this.yUnits);
    this.node.addEventListener("pointerdown", (event) => this.point(event, true));
    this.node.addEventListener("pointermove", (event) => event.buttons && this.point(event));
  }

  // Pointing at the chart shows that moment; the transport's slider is the same thing for the keyboard.
  point(event, down) {
    const x = event.clientX - this.node.getBoundingClientRect().left - PAD.left;
    if (down && (x < -8 || x > this.plot + 8)) return;
    if (down) this.node.setPointerCapture(event.pointerId);
    this.ctx.pause();
    this.ctx.seek(Math.round((x / this.plot) * this.ctx.last));
  }

  resize(width) {
    if (!width || Math.abs(width - this.width) < 1) return;
    this.width = width;
    const texts = this.variables.map((name) => lines(name, width < NARROW));
    const longest = Math.max(say.before.length, ...[...texts.flat(), ...this.guests.map(({ text }) => text)].map((text) => text.length));
    this.plot = width - PAD.left - longest * CHARACTER - 14;
    keep(this.node, "viewBox", `0 0 ${width} ${HEIGHT}`);
    this.labels.forEach((label, i) => {
      label.replaceChildren(...texts[i].map((text, j) => s("tspan", { x: width - longest * CHARACTER - 4, dy: j ? 13 : 0 }, text)));
    });
    for (const node of [this.before, ...this.guests.map((guest) => guest.node)]) keep(node, "x", width - longest * CHARACTER - 4);
    keep(this.xUnits, "x", PAD.left + this.plot + 14);
    const { points, start, save, units } = this.ctx.model.time;
    this.stride = Math.max(1, Math.floor((points * PIXELS_A_POINT) / this.plot));
    this.xs = Int32Array.from({ length: points }, (_, i) => Math.round(10 * (PAD.left + (this.plot * i) / (points - 1))));
    const span = (points - 1) * save;
    const times = ticks(start, start + span, stepOf(span, Math.max(2, Math.floor(this.plot / 56)), units));
    this.xTicks(times, (node, time) => {
      keep(node, "x", PAD.left + (this.plot * (time - start)) / span);
      keep(node, "y", HEIGHT - 18);
      keep(node, "text", number(time));
    });
    this.stale();
  }

  stale() {
    this.shown = [];
    this.domain = null;
  }

  // The vertical axis only grows during a gesture and is chosen afresh after it, so that a drag compares like with like.
  fit({ run, ghost, state }) {
    let low = Infinity;
    let high = -Infinity;
    for (const source of ghost ? [run, ghost] : [run]) {
      for (const name of this.variables) {
        for (const y of source.series(name)) {
          if (y < low) low = y;
          if (y > high) high = y;
        }
      }
    }
    this.keepRange(low, high);
    this.rooms = this.guests.map((guest) => guest.reach(run));
    for (const room of this.rooms) [low, high] = [Math.min(low, room.low), Math.max(high, room.high)];
    if (this.range) [low, high] = [Math.min(low, this.range[0]), Math.max(high, this.range[1])];
    const old = this.domain;
    if (old && low >= old.low && high <= old.high && (state.touched || high - low > (old.high - old.low) / 3)) return;
    this.domain = round(low, high);
    this.scale = (10 * (HEIGHT - PAD.top - PAD.bottom)) / (this.domain.high - this.domain.low);
    this.drawn = {};
    const marks = ticks(this.domain.low, this.domain.high, this.domain.step);
    const right = PAD.left + this.plot;
    this.across(marks, (node, y) => {
      keep(node, "d", `M${PAD.left} ${this.y(y) / 10}H${right}`);
      keep(node, "class", y ? "" : "zero");
    });
    this.yTicks(marks, (node, y) => {
      keep(node, "x", PAD.left - 8);
      keep(node, "y", this.y(y) / 10 + 4);
      keep(node, "text", number(y));
    });
    this.shown = [];
  }

  // The limits of the first variable hold for all runs, so that runs compare, unless the first run would be lost in them.
  // One that is flat has nothing to lose, and among them it tells where it lies.
  keepRange(low, high) {
    if (this.ranged || !this.range) return;
    this.ranged = true;
    if (!flat(low, high) && high - low < (this.range[1] - this.range[0]) / 4) this.range = null;
  }

  y(value) {
    return Math.round(10 * (HEIGHT - PAD.bottom) - (value - this.domain.low) * this.scale);
  }

  path(curve) {
    const { xs, stride } = this;
    const last = curve.length - 1;
    let d = "M";
    for (let i = 0; i < last; i += stride) d += xs[i] + " " + this.y(curve[i]) + " ";
    return d + xs[last] + " " + this.y(curve[last]);
  }

  // Labels stand at the ends of their curves and are pushed apart where two would meet.
  label(run, ghost) {
    const at = (value) => this.y(value) / 10 + 4;
    const end = (source, name) => at(source.at(name, this.ctx.last));
    let items = this.variables.map((name, i) => ({ node: this.labels[i], y: end(run, name), tall: this.labels[i].childElementCount - 1 }));
    if (ghost) items.push({ node: this.before, y: end(ghost, this.variables[0]), tall: 0 });
    if (this.rooms.some(({ alone }) => alone)) items = [];
    this.guests.forEach(({ node }, i) => {
      const { end: value } = this.rooms[i];
      keep(node, "visibility", value === undefined ? "hidden" : "visible");
      if (value !== undefined) items.push({ node, y: at(value), tall: 0 });
    });
    items.sort((a, b) => a.y - b.y);
    let floor = 12;
    for (const item of items) {
      item.y = Math.max(item.y, floor);
      floor = item.y + GAP + 13 * item.tall;
    }
    let ceiling = HEIGHT - PAD.bottom + 4;
    for (const item of items.reverse()) {
      item.y = Math.min(item.y, ceiling - 13 * item.tall);
      ceiling = item.y - GAP;
      keep(item.node, "y", item.y);
    }
    keep(this.before, "visibility", ghost ? "visible" : "hidden");
  }

  update(snapshot) {
    const { run, ghost, state } = snapshot;
    if (!this.width) return;
    this.fit(snapshot);
    const key = [run.values, ghost && ghost.values];
    if (key.some((part, i) => part !== this.shown[i])) {
      this.variables.forEach((name, i) => {
        keep(this.paths[i], "d", this.path(run.series(name)));
        if (!ghost) keep(this.ghosts[i], "d", "");
        else if (key[1] !== this.shown[1]) keep(this.ghosts[i], "d", this.path(ghost.series(name)));
      });
      this.label(run, ghost);
      this.shown = key;
    }
    const x = PAD.left + (this.plot * state.index) / this.ctx.last;
    keep(this.cursor, "d", `M${x} ${PAD.top - 6}V${HEIGHT - PAD.bottom}`);
    this.dots.forEach((dot, i) => {
      keep(dot, "cx", x);
      keep(dot, "cy", this.y(run.at(this.variables[i], state.index)) / 10);
    });
  }
}

registerView("chart", {
  area: "stage",
  mount(root, ctx) {
    const { charts } = ctx.spec;
    const drawn = charts.map((chart) => new Chart(ctx, chart));
    const names = charts.map(({ title }, i) => h("option", { value: i }, title));
    const which = h("select", { "aria-label": say.chart, onchange: () => ctx.show(which.selectedIndex) }, ...names);
    const title = h("figcaption", {}, ...(names.length > 1 ? [which] : [charts[0].title]));
    const figure = h("figure", {}, title, ...drawn.map((chart) => chart.node));
    root.append(figure);
    Object.assign(ctx, { charts: drawn, choice: which });
    let width = 0;
    const watch = new ResizeObserver(([entry]) => {
      ({ width } = entry.contentRect);
      ctx.draw();
    });
    watch.observe(figure);
    return {
      update(snapshot) {
        const { chart } = snapshot.state;
        drawn.forEach(({ node }, i) => keep(node, "class", i === chart ? "chart" : "chart off"));
        drawn[chart].resize(width);
        drawn[chart].update(snapshot);
      },
      destroy: () => watch.disconnect(),
    };
  },
});
