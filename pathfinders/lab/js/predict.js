// Predict, then run: the reader draws the first chart's first variable before the model shows its own. A panel of
// the stage, below the chart; the pad over the chart is the sketch's one control, for pen and keys alike.
import { classify } from "./behaviour.js";
import { h, keep, s } from "./dom.js";
import { say } from "./predict_words.js";
import { registerView } from "./registry.js";
import { blank, pin, stroke } from "./sketch.js";
import { number, timeText } from "./words.js";
import { css } from "./predict.css";

const COLUMNS = 24;
const LEVELS = 20;
const LEAP = 5;
const SNAP = 0.02;
// What a hand does without meaning it, as a share of the chart's height.
const TREMBLE = 0.03;

class Prediction {
  constructor(root, ctx) {
    Object.assign(this, { ctx, box: root.closest(".lab"), chart: ctx.charts[0], index: 0, key: null });
    [this.name] = this.chart.variables;
    this.time = Float64Array.from({ length: ctx.last + 1 }, (_, i) => ctx.model.time.start + i * ctx.model.time.save);
    this.step = Math.max(1, Math.round(ctx.last / COLUMNS));
    this.build(root);
    const { given } = ctx;
    this.sketch = given?.length === ctx.last + 1 ? { values: Float64Array.from(given), drawn: true } : null;
    this.begin = !this.sketch;
    this.wanted = !this.begin;
    this.show(this.begin);
  }

  build(root) {
    const button = (text, onclick, kind) => h("button", { type: "button", class: kind, onclick }, text);
    this.line = this.chart.lines.appendChild(s("path", { class: "sketch" }));
    this.dot = this.chart.node.appendChild(s("circle", { class: "sketch", r: 5 }));
    const label = this.chart.words.appendChild(s("text", { class: "label sketch" }, say.yours));
    this.chart.guests.push({ node: label, text: say.yours, reach: (run) => this.reach(run) });
    this.chart.node.addEventListener("animationend", () => this.box.classList.remove("came"));
    this.pad = h("div", {
      class: "pad", role: "slider", tabindex: 0, "aria-orientation": "vertical", "aria-label": say.pad(this.name),
      "aria-describedby": "keys", onkeydown: (event) => this.type(event),
      onpointerdown: (event) => this.down(event), onpointermove: (event) => this.pen && this.move(event),
      onpointerup: () => (this.pen = null), onpointercancel: () => (this.pen = null),
    });
    this.chart.node.after(this.pad);
    this.runs = button(say.run, () => this.reveal(), "go");
    this.over = button(say.over, () => this.restart());
    this.asks = h("div", { class: "panel" }, h("p", {}, say.ask(this.name)), h("small", { id: "keys" }, say.keys),
      h("div", { class: "buttons" }, this.runs, this.over, button(say.skip, () => this.leave())));
    this.says = h("div", { role: "status" });
    this.again = button(say.again, () => this.restart());
    this.tells = h("div", { class: "panel" }, this.says, h("div", { class: "buttons" }, this.again));
    root.append(h("style", {}, css), this.asks, this.tells);
  }

  // Draw, or look: `drawing` hides what would give the answer away.
  show(drawing) {
    this.drawing = drawing;
    this.box.classList.toggle("predicting", drawing);
    this.asks.hidden = this.pad.hidden = !drawing;
    this.tells.hidden = drawing;
    this.ctx.choice.disabled = drawing;
    this.key = null;
    if (drawing) {
      this.ctx.pause();
      this.ctx.show(0);
    }
    this.chart.stale();
    this.ctx.draw();
  }

  restart() {
    this.begin = true;
    this.box.classList.remove("came");
    this.says.replaceChildren();
    this.ctx.onprediction(null, null);
    this.show(true);
    this.pad.focus({ preventScroll: true });
  }

  leave() {
    this.sketch = null;
    this.show(false);
    this.again.textContent = say.first;
    this.again.focus({ preventScroll: true });
  }

  reveal() {
    const { name } = this.tell(this.ctx.run());
    this.box.classList.add("came");
    this.show(false);
    this.ctx.onprediction(Array.from(this.sketch.values), name);
    this.again.focus({ preventScroll: true });
    // What was hidden above the chart has moved it: bring the answer, and with it the chart, back into sight.
    this.tells.scrollIntoView({ block: "nearest" });
  }

  // Names both shapes, and returns the sketch's.
  tell(run) {
    this.wanted = false;
    const { low, high } = this.chart.domain;
    const drew = classify(this.time, this.sketch.values, TREMBLE * (high - low));
    const came = classify(this.time, run.series(this.name));
    const line = (before, mode) => h("p", {}, before, h("strong", {}, say.shape(mode, this.ctx.model)));
    this.again.textContent = say.again;
    this.says.replaceChildren(line(say.drew, drew), line(say.came, came),
      h("p", {}, drew.name === came.name ? say.same : say.other),
      // Where the lab explains its model (why.js), the loops that made the shape.
      ...(this.ctx.why ? [h("details", {}, h("summary", {}, say.why), this.ctx.why.told(run))] : []));
    return drew;
  }

  // From a pointer to a moment and a value of the chart.
  at(event) {
    const box = this.pad.getBoundingClientRect();
    const { low, high } = this.chart.domain;
    const clip = (share) => Math.min(1, Math.max(0, share));
    let share = clip((event.clientX - box.left) / box.width);
    if (share < SNAP || share > 1 - SNAP) share = Math.round(share);
    return {
      index: Math.round(share * this.ctx.last),
      value: high - clip((event.clientY - box.top) / box.height) * (high - low),
    };
  }

  down(event) {
    this.pad.setPointerCapture(event.pointerId);
    this.pen = this.at(event);
    this.move(event);
  }

  move(event) {
    const to = this.at(event);
    this.change(stroke(this.sketch, this.pen, to), to.index);
    this.pen = to;
  }

  type(event) {
    const { low, high } = this.chart.domain;
    const unit = (high - low) / LEVELS;
    const { last } = this.ctx;
    const ways = { ArrowLeft: this.index - this.step, ArrowRight: this.index + this.step, Home: 0, End: last };
    const rises = { ArrowUp: 1, ArrowDown: -1, PageUp: LEAP, PageDown: -LEAP };
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in ways || event.key in rises)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key in ways) return this.change(this.sketch, Math.min(last, Math.max(0, ways[event.key])));
    const value = Math.round(this.sketch.values[this.index] / unit + rises[event.key]) * unit;
    this.change(pin(this.sketch, this.index, Math.min(high, Math.max(low, value)), this.step), this.index);
  }

  change(sketch, index) {
    Object.assign(this, { sketch, index, key: null });
    this.ctx.draw();
  }

  // What the chart makes room for. While drawing the axis reaches beyond the run, so that it does not tell its ends.
  reach(run) {
    if (this.begin || (this.drawing && !this.sketch.drawn && run.values !== this.from)) {
      this.sketch = blank(this.ctx.last + 1, run.series(this.name)[0]);
      [this.index, this.begin, this.from] = [0, false, run.values];
    }
    const curve = this.drawing ? run.series(this.name) : this.sketch?.values || [];
    let [low, high] = [Infinity, -Infinity];
    for (const y of curve) [low, high] = [Math.min(low, y), Math.max(high, y)];
    const room = this.drawing && ((high - low || Math.abs(high) || 1) / 2);
    return { low: low - room, high: high + room, end: this.sketch?.values[this.ctx.last], alone: this.drawing };
  }

  update({ run, ghost }) {
    const { chart, sketch, index, drawing } = this;
    if (!chart.width) return;
    if (this.wanted) this.tell(run);
    const key = [chart.domain, sketch, drawing, index];
    if (key.every((part, i) => part === this.key?.[i])) return;
    if (drawing && chart.domain !== this.key?.[0]) this.place();
    this.key = key;
    chart.label(run, ghost);
    keep(this.line, "d", sketch ? chart.path(sketch.values) : "");
    if (!drawing) return keep(this.dot, "visibility", "hidden");
    const value = sketch.values[index];
    keep(this.line, "class", sketch.drawn ? "sketch" : "sketch bare");
    keep(this.dot, "visibility", "visible");
    keep(this.dot, "cx", chart.xs[index] / 10);
    keep(this.dot, "cy", chart.y(value) / 10);
    keep(this.pad, "aria-valuenow", value);
    keep(this.pad, "aria-valuetext", `${timeText(this.ctx.model, this.time[index])}: ${number(value, 3)}`);
    this.runs.disabled = this.over.disabled = !sketch.drawn;
  }

  // Lays the pad over the chart's plot.
  place() {
    const { chart, pad } = this;
    const { low, high } = chart.domain;
    const [figure, svg] = [pad.parentNode, chart.node].map((node) => node.getBoundingClientRect());
    const [left, right] = [chart.xs[0] / 10, chart.xs[this.ctx.last] / 10];
    const [top, bottom] = [chart.y(high) / 10, chart.y(low) / 10];
    const lengths = { left: svg.left - figure.left + left, top: svg.top - figure.top + top, width: right - left, height: bottom - top };
    for (const [side, length] of Object.entries(lengths)) pad.style[side] = length + "px";
    keep(pad, "aria-valuemin", low);
    keep(pad, "aria-valuemax", high);
  }

  destroy() {}
}

registerView("predict", {
  area: "stage",
  mount: (root, ctx) => (ctx.spec.predict ? new Prediction(root, ctx) : null),
});
