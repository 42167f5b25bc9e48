// "Take it apart": one element out, and the curve without it beside the whole one. Rows come a few at a time.
import { h, keep, s } from "./dom.js";
import { say, verdict } from "./why_words.js";

const [WIDE, HIGH, EDGE] = [112, 40, 3];
const SLICE = 8;
const POINTS = 160;
const NOUGHT = 1e-3;

const titled = ({ kind, name, target }) => (kind === "link" ? `${name} \u2192 ${target}` : name);

function reach(...curves) {
  let [low, high] = [Infinity, -Infinity];
  for (const curve of curves) {
    for (const y of curve) if (Number.isFinite(y)) [low, high] = [Math.min(low, y), Math.max(high, y)];
  }
  return { low, high };
}

// A mode with the figures that belong to it: how far a swing reaches at last, and where the curve ends. What is far
// below `least` is nought.
function measured(mode, series, least) {
  const { low, high } = reach(series.subarray(Math.floor(series.length * 0.6)));
  const final = series[series.length - 1];
  return { ...mode, final: Math.abs(final) < least ? 0 : final, amplitude: (high - low) / 2 };
}

function line(series, low, high) {
  const stride = Math.max(1, Math.floor(series.length / POINTS));
  let d = "";
  for (let i = 0; i < series.length; i += stride) {
    const y = EDGE + ((HIGH - 2 * EDGE) * (high - series[i])) / (high - low || 1);
    if (Number.isFinite(y)) d += `${d ? "L" : "M"}${((WIDE * i) / (series.length - 1)).toFixed(1)} ${y.toFixed(1)}`;
  }
  return d;
}

export class Apart {
  constructor(root, ctx, store) {
    Object.assign(this, { ctx, store, work: null, from: null, timer: 0 });
    this.asks = h("p", {});
    this.sum = h("p", {}, say.working);
    this.heard = h("p", { class: "unseen", role: "status" });
    this.items = store.structure.elements.map((element, i) => this.item(element, i));
    const some = (kind) => this.items.filter(({ element }) => element.kind === kind);
    this.linksHead = h("summary", {});
    const list = (items) => h("ul", { class: "parts" }, ...items.map(({ node }) => node));
    const group = (kind) => [h("p", { class: "asks" }, say.kinds[kind]), list(some(kind))];
    root.append(this.asks, this.sum, h("small", {}, say.held), ...group("stock"), ...group("variable"),
      h("p", { class: "asks" }, say.kinds.link), h("details", {}, this.linksHead, list(some("link"))), this.heard);
    this.compare();
  }

  item(element, i) {
    const ghost = s("path", { class: "ghost" });
    const curve = s("path", { class: "curve" });
    const words = h("span", { class: "verdict", id: `verdict-${i}` });
    const box = h("input", { type: "checkbox", role: "switch", "aria-label": element.says || titled(element), "aria-describedby": `verdict-${i}`,
      onchange: () => this.take(box.checked ? i : null) });
    const node = h("li", {}, h("label", {}, box, h("span", { class: element.kind }, titled(element))),
      h("div", {}, s("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" }, ghost, curve), words));
    return { element, node, box, ghost, curve, words, row: null };
  }

  // The curve without the element on the main chart: a guest, as chart.js calls it.
  compare() {
    const [chart] = this.ctx.charts;
    this.chart = chart;
    chart.width = 0; // laid out anew, with a place for one label more
    this.path = chart.lines.appendChild(s("path", { class: "without" }));
    this.label = chart.words.appendChild(s("text", { class: "label without", visibility: "hidden" }, say.taken));
    const shown = () => this.shown?.row?.series;
    chart.guests.push({ node: this.label, text: say.taken, reach: () => {
      const series = shown();
      return series ? { ...reach(series), end: series[series.length - 1], alone: false } : { low: Infinity, high: -Infinity };
    } });
  }

  take(place) {
    this.shown = place === null ? null : this.items[place];
    this.items.forEach(({ box, node }, i) => {
      box.checked = i === place;
      node.classList.toggle("chosen", i === place);
    });
    this.store.taken = this.shown?.element || null;
    if (this.shown) this.ctx.show(0);
    this.redraw();
    this.say();
  }

  say() {
    const { shown } = this;
    keep(this.heard, "text", shown?.row ? say.chosen(titled(shown.element), shown.words.textContent) : "");
  }

  redraw() {
    this.drawn = null;
    this.chart.stale();
    this.ctx.draw();
  }

  // Starts the table anew for a run; it goes on in slices, so that nothing waits for it.
  begin(run) {
    clearTimeout(this.timer);
    this.from = run.values;
    this.work = this.store.removing(run);
    [this.whole, this.next] = [null, 0];
    this.items.forEach((item) => (item.row = null));
    this.timer = setTimeout(() => this.slice());
  }

  slice() {
    const until = performance.now() + SLICE;
    do {
      const { value, done } = this.work.next();
      if (done) return this.finish();
      if (this.whole) this.put(this.items[this.next++], value);
      else {
        const { mode, series } = value.whole;
        const { low, high } = reach(series);
        this.least = NOUGHT * (high - low);
        this.whole = { series, mode: measured(mode, series, this.least) };
        keep(this.asks, "text", say.asks(this.store.name, this.whole.mode, this.ctx.model));
      }
    } while (performance.now() < until);
    this.timer = setTimeout(() => this.slice());
  }

  put(item, row) {
    item.row = row;
    const { low, high } = reach(this.whole.series, row.series);
    keep(item.ghost, "d", line(this.whole.series, low, high));
    keep(item.curve, "d", line(row.series, low, high));
    const mode = measured(row.mode, row.series, this.least);
    const [kind, told] = verdict({ effect: row.verdict, mode }, this.whole.mode, this.ctx.model);
    item.words.replaceChildren(h("strong", {}, kind), told);
    keep(item.node, "data-verdict", row.verdict);
    if (item !== this.shown) return;
    this.say();
    this.redraw();
  }

  finish() {
    const structural = this.items.filter(({ row }) => row.verdict === "structural").map(({ element }) => element);
    const names = structural.filter(({ kind }) => kind !== "link").map(({ name }) => name);
    const links = structural.length - names.length;
    const all = this.items.filter(({ row }) => row.verdict !== "itself").length;
    const [before, told, after] = say.sum(names, links, all - structural.length);
    this.sum.replaceChildren(before, h("strong", {}, told), after);
    keep(this.linksHead, "text", say.links(this.items.filter(({ element }) => element.kind === "link").length, links));
  }

  update({ run, ghost, state }) {
    if (run.values !== this.from && !state.touched) this.begin(run);
    const series = run.values === this.from && this.shown?.row?.series;
    const key = [series, this.chart.domain, this.chart.width];
    if (!this.chart.width || key.every((part, i) => part === this.drawn?.[i])) return;
    this.drawn = key;
    this.draw(series);
    this.chart.label(run, ghost);
  }

  draw(series) {
    keep(this.path, "d", series ? this.chart.path(series) : "");
    this.chart.node.classList.toggle("compared", Boolean(series));
  }

  close() {
    this.take(null);
    this.draw(null);
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
