// The loop band: the shares of the loops over time, reinforcing ones above the line, balancing ones below it.
import { stepOf, ticks } from "./axis.js";
import { h, keep, s } from "./dom.js";
import { TOLD, TURNS } from "./why_share.js";
import { say } from "./why_words.js";
import { number } from "./words.js";

const HEIGHT = 148;
const TOP = 4;
const PAD = 10; // half of a slider's thumb, so that the moment on the band stands over it
const ROUND = 4;
const MANY = 16; // phases, more of which are stripes that no eye can follow …
const NEAR = 14; // … so that only about so many are shown, around the moment
const MARGIN = 0.08;

export class Band {
  constructor(ctx) {
    this.ctx = ctx;
    this.layers = s("g");
    this.blank = s("path", { class: "turning" });
    this.moving = s("g", {}, s("g", { transform: "scale(.1)" }, this.layers, this.blank));
    this.window = s("rect", { x: PAD, height: HEIGHT });
    this.zero = s("path", { class: "zero" });
    this.cursor = s("path", { class: "moment-line" });
    this.words = s("g", { class: "words" });
    const hatch = s("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "scale(10) rotate(45)" },
      s("path", { d: "M0 0V6", class: "hatch" }));
    this.node = s("svg", { class: "band", role: "img", height: HEIGHT + 24, "aria-label": say.band(ctx.model) },
      s("defs", {}, hatch, s("clipPath", { id: "window" }, this.window)),
      s("g", { "clip-path": "url(#window)" }, this.moving), this.zero, this.words, this.cursor);
    this.closer = h("button", { type: "button", class: "quiet", onclick: () => {
      this.whole = !this.whole;
      this.shown = null;
      ctx.draw();
    } });
    this.offset = 0;
    this.node.addEventListener("pointerdown", (event) => this.point(event, true));
    this.node.addEventListener("pointermove", (event) => event.buttons && this.point(event));
    this.range = h("input", {
      type: "range", min: 0, max: ctx.last, step: 1, "aria-label": say.moment,
      oninput: () => {
        ctx.pause();
        ctx.seek(this.range.valueAsNumber);
      },
    });
    this.watch = new ResizeObserver(([entry]) => {
      this.size = entry.contentRect.width;
      ctx.draw();
    });
    this.watch.observe(this.node);
    this.paths = [];
  }

  point(event, down) {
    if (down) this.node.setPointerCapture(event.pointerId);
    this.ctx.pause();
    const x = event.clientX - this.node.getBoundingClientRect().left - PAD;
    this.ctx.seek(Math.round(((Math.min(this.plot, Math.max(0, x)) + this.offset) / this.length) * this.ctx.last));
  }

  resize() {
    if (!this.size || this.size === this.width) return;
    this.width = this.size;
    this.plot = this.width - 2 * PAD;
    keep(this.node, "viewBox", `0 0 ${this.width} ${HEIGHT + 24}`);
    keep(this.window, "width", this.plot);
    this.shown = null;
  }

  // How long the whole run is in pixels: longer than the plot where the loops change often.
  scale(phases) {
    const { last } = this.ctx;
    const many = phases.length > MANY;
    // In steps of two, so that a drag does not stretch it.
    const times = many && !this.whole ? 2 ** Math.round(Math.log2(phases.length / NEAR)) : 1;
    const before = this.length;
    this.length = this.plot * times;
    this.closer.hidden = !many;
    keep(this.closer, "text", this.whole ? say.near : say.whole);
    if (this.length === before) return;
    const { start, save, units } = this.ctx.model.time;
    const span = last * save;
    const marks = ticks(start, start + span, stepOf(span, Math.max(2, Math.floor(this.length / 64)), units));
    this.words.replaceChildren(...marks.map((time) => s("text", {
      class: "tick", "text-anchor": "middle", x: PAD + (this.length * (time - start)) / span, y: HEIGHT + 18,
    }, number(time))));
  }

  x(index) {
    return Math.round(10 * (PAD + (this.length * Math.min(this.ctx.last, Math.max(0, index))) / this.ctx.last));
  }

  // How much of the height is above the line: as much as reinforcing loops ever have, in rough steps.
  split(loops, { rows, kind }) {
    let [above, below] = [0, 0];
    kind.forEach((what, i) => {
      if (what !== TOLD) return;
      let up = 0;
      for (const row of rows) up += Math.max(0, loops[row].shares[i]);
      [above, below] = [Math.max(above, up), Math.max(below, 1 - up)];
    });
    [above, below] = [above, below].map((part) => Math.ceil(part * ROUND - 0.02) / ROUND);
    return { above: above + below ? above : 0, below: above + below ? below : 1 };
  }

  draw(loops, band, tones, phases) {
    this.scale(phases);
    const { above, below } = this.split(loops, band);
    const unit = (10 * (HEIGHT - TOP)) / (above + below);
    const line = 10 * TOP + above * unit;
    const y = (share) => Math.round(line - share * unit);
    const stride = Math.max(1, Math.floor(this.ctx.last / this.length));
    const spans = stretches(band.kind, stride);
    const shapes = band.rows.map(() => "");
    for (const { what, list } of spans) {
      if (what !== TOLD) continue;
      const edges = band.rows.map(() => [[], []]);
      list.forEach((i, k) => {
        let [up, down] = [0, 0];
        const xs = [...(k ? [] : [this.x(i - stride / 2)]), this.x(i), ...(k < list.length - 1 ? [] : [this.x(i + stride / 2)])];
        band.rows.forEach((row, n) => {
          const share = loops[row].shares[i];
          const from = share < 0 ? down : up;
          if (share < 0) down += share;
          else up += share;
          for (const x of xs) {
            edges[n][0].push(x + " " + y(from));
            edges[n][1].push(x + " " + y(from + share));
          }
        });
      });
      edges.forEach(([one, two], n) => (shapes[n] += `M${one.join("L")}L${two.reverse().join("L")}Z`));
    }
    while (this.paths.length < shapes.length) this.paths.push(this.layers.appendChild(s("path")));
    this.paths.forEach((path, n) => {
      keep(path, "d", shapes[n] || "");
      keep(path, "style", tones.get(band.rows[n]) || "");
      path.dataset.loop = band.rows[n];
    });
    const bars = (want) => spans.filter(({ what }) => what === want).map(({ list }) =>
      `M${this.x(list[0] - stride / 2)} ${10 * TOP}H${this.x(list[list.length - 1] + stride / 2)}V${10 * HEIGHT}H${this.x(list[0] - stride / 2)}Z`).join("");
    keep(this.blank, "d", bars(TURNS));
    keep(this.zero, "d", `M${PAD} ${line / 10}H${PAD + this.plot}`);
    return { above, below, turns: spans.some(({ what }) => what === TURNS) };
  }

  mark(index, text) {
    const at = Math.round(index);
    const x = (this.length * index) / this.ctx.last;
    const room = MARGIN * this.plot;
    const [least, most] = [x + room - this.plot, x - room];
    this.offset = Math.max(0, Math.min(this.length - this.plot, Math.min(most, Math.max(least, this.offset))));
    for (const node of [this.moving, this.words]) keep(node, "transform", `translate(${-this.offset.toFixed(1)})`);
    keep(this.cursor, "d", `M${(PAD + x - this.offset).toFixed(1)} 0V${HEIGHT + 4}`);
    keep(this.range, "aria-valuetext", text);
    if (this.range.valueAsNumber !== at) this.range.value = at;
    this.range.style.setProperty("--at", at / this.ctx.last);
  }
}

// Neighbouring moments of one kind, every `stride`th of them.
function stretches(kind, stride) {
  const made = [];
  for (let i = 0; i < kind.length; i += stride) {
    const last = made[made.length - 1];
    if (last && last.what === kind[i]) last.list.push(i);
    else made.push({ what: kind[i], list: [i] });
  }
  return made;
}
