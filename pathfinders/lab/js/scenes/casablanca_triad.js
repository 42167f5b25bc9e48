// Chapter 4: three people on a table. Lift one off, and the tension that belonged to nobody is gone.

import { TABLE, PAIRS, PEOPLE, WORDS, clears, describe, here, look, onTable, present, starts } from "./parts/casablanca_triad_look.js";
import { person } from "./parts/person.js";
import { STYLE, add, at, grip, handle, put, say, show } from "./parts/stage.js";

const [ROW, FAINT] = [348, 0.4];
const DRESS = [
  ["M-8,-77L0,-62 8,-77L10,-46H-10Z", "M0,-77l-6,-4v8zl6,-4v8z"],
  ["M-9,-46L-17,-12Q0,-7 17,-12L9,-46Z", "M-20,-101Q0,-109 20,-101Q0,-97 -20,-101ZM-10,-104Q-8,-117 0,-117T10,-104Z"],
  ["M0,-71V-58", "M-17,-102Q0,-107 17,-102Q0,-99 -17,-102ZM-10,-104L-8,-116Q0,-112 8,-116L10,-104Z"],
];

const LOOKS = ["fill:var(--pf-paper)", "fill:var(--pf-ink)", "stroke:var(--pf-paper)"];

function table(svg) {
  const { cx, cy, rx, ry } = TABLE;
  const round = (y) => `M${cx - rx},${y}a${rx},${ry} 0 0 0 ${2 * rx},0`;
  add(svg, "path", { d: `${round(cy)}v14a${rx},${ry} 0 0 1 ${-2 * rx},0z`, style: "fill:var(--pf-line)", "fill-opacity": 0.4 });
  add(svg, "ellipse", { cx, cy, rx, ry, style: "fill:var(--pf-line);stroke:var(--pf-line)", "fill-opacity": 0.14, "stroke-width": 2 });
}

/** A string between two people: as wide as the bond is strong, warm and whole above 0, cold and dashed below. */
function string(svg) {
  const blur = add(svg, "path");
  const line = add(svg, "path");
  return ({ from, to, bond, slack, trembles, bend, beat }) => {
    const kind = Math.abs(bond) < 0.02 ? "muted" : bond > 0 ? "change" : "stability";
    const width = 2 + 8 * Math.abs(bond);
    const dash = bond < -0.02 ? `${width} ${2.2 * width}` : "none";
    put(line, { class: kind, d: `M${from}Q${bend(beat)} ${to}`, "stroke-dasharray": dash, style: `stroke-width:${width}`, opacity: slack ? FAINT : 1 });
    put(blur, { class: kind, d: `M${from}Q${bend(1)} ${to}Q${bend(-1)} ${from}Z`, style: `fill:var(--pf-${kind})`, "fill-opacity": 0.16 });
    show(blur, trembles > 0.002);
  };
}

function figure(svg, i) {
  const node = handle(svg, { role: "button", "aria-label": WORDS.lift(i) }, [-34, -124, 68, 156]);
  const body = person(node);
  const [dress, hat] = DRESS[i];
  add(node, "path", { d: dress, class: "ink", style: LOOKS[i] });
  add(node, "path", { d: hat, class: "ink", style: "fill:var(--pf-ink)" });
  return { node, body, name: add(node, "text", {}, PEOPLE[i].name) };
}

function tally(svg) {
  const label = add(svg, "text", { x: 304, y: ROW, style: "text-anchor:end" }, WORDS.asks);
  const names = [351, 427, 512].map((x, i) => {
    const node = add(svg, "g");
    const text = add(node, "text", { x, y: ROW }, `${PEOPLE[i].name}?`);
    const half = 6 * PEOPLE[i].name.length + 4;
    return { node, text, strike: add(node, "path", { d: `M${x - half},${ROW - 7}h${2 * half}`, class: "change" }) };
  });
  return ({ cleared, tense }) => {
    const none = !cleared.includes(false);
    say(label, !tense ? WORDS.calm : none ? WORDS.none : WORDS.asks);
    names.forEach(({ node, text, strike }, i) => {
      show(node, tense);
      show(strike, cleared[i]);
      put(node, { opacity: cleared[i] ? 0.72 : 1 });
      say(text, PEOPLE[i].name + (cleared[i] ? "" : "?"));
    });
  };
}

function build(svg) {
  add(svg, "style", {}, STYLE);
  table(svg);
  const strings = PAIRS.map(() => string(svg));
  const behind = [1, 0, 2].map((i) => [i, figure(svg, i)]).sort(([a], [b]) => a - b);
  const hint = add(svg, "text", { x: 320, y: 24, class: "small" }, WORDS.hint);
  return { strings, hint, figures: behind.map(([, one]) => one), tally: tally(svg) };
}

function paint({ parts, frame, held, cleared }) {
  const seen = look(frame, held);
  seen.figures.forEach(({ x, y, size, here: there, cheer }, i) => {
    const { node, body, name } = parts.figures[i];
    put(node, { transform: `${at(x, y)} scale(${size})`, "aria-pressed": !there });
    put(name, { transform: `scale(${1 / size})`, y: 25 * size });
    body.pose({ lean: 0, stride: 0, cheer });
  });
  seen.strings.forEach((one, i) => parts.strings[i](one));
  show(parts.hint, !cleared.includes(true) && seen.figures.every((one) => one.here));
  parts.tally({ cleared, tense: starts(frame).reduce((product, bond) => product * bond, 1) < 0 });
}

/** What has been tried holds for these bonds; other bonds are another triangle. */
function remember(stage) {
  const key = starts(stage.frame).join();
  if (key !== stage.key) stage.cleared = PEOPLE.map(() => false);
  stage.key = key;
  const now = clears(stage.frame);
  stage.cleared = stage.cleared.map((one, i) => one || now[i]);
}

function hand(stage, i) {
  const { actions } = stage;
  const there = () => present(stage.frame)[i];
  const set = (is) => actions.set({ [here(i)]: Number(is) });
  let missed = false;
  const begin = () => {
    actions.pause();
    actions.seek(0);
  };
  const settle = (is, was) => {
    stage.held = null;
    stage.show(); // where nothing else changed, nobody draws
    set(is);
    actions.commit();
    // Nothing moves without one of them; with all three the story runs on from their first look.
    if (is && was) actions.play();
  };
  return {
    where: () => [look(stage.frame).figures[i].x, look(stage.frame).figures[i].y],
    move(place) {
      if (!stage.held) missed = !there();
      begin();
      stage.held = { i, place };
      set(onTable(place));
      missed ||= !onTable(place);
      stage.show();
    },
    drop: (place) => settle(onTable(place), missed),
    press() {
      begin();
      settle(!there(), true);
    },
  };
}

function mount(svg, actions) {
  const parts = build(svg);
  const stage = { parts, actions, held: null, cleared: [], show: () => paint(stage) };
  parts.figures.forEach(({ node }, i) => grip(svg, node, hand(stage, i)));
  return {
    draw(frame) {
      stage.frame = frame;
      remember(stage);
      Object.assign(frame, { cleared: stage.cleared }); // for the sentence about this frame
      stage.show();
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
