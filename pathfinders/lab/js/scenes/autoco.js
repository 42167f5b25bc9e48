// Chapter 10: a published history of four facts. Three reasons light up the same four pins; a date fells one.

import { AS_TOLD, END, NAMES, OUT, RIVALS, WORDS, at as moment, describe, look, published } from "./parts/autoco_look.js";
import { PHOTO, PLATE, cords, ghostPage, page, photo, reason } from "./parts/autoco_things.js";
import { STYLE, add, at, clamp, grip, handle, put, show, snap, stepped } from "./parts/stage.js";

const GROUND = 297; // of the rail of months: as far below the plates as a pin is high
const LEFT = 34;
const MONTH = 572 / (END - 24); // units; the rail begins with the first month that a decree can name
const [HUNG, LYING] = [204, 241]; // the middle of a plate
const BEFORE = 6; // months before the launch at which a reason is tried
const HALF = PLATE.high / 2;
const MORE = ".scene .told { font-size: 20px }";

const across = (month) => LEFT + (clamp(month, 24, END) - 24) * MONTH;
const middle = (i) => 113 + 207 * i;
const level = ({ hung, fallen }) => (hung && !fallen ? HUNG : LYING);

function build(svg) {
  add(svg, "style", {}, STYLE + MORE);
  const ways = RIVALS.map(() => cords(svg));
  const photos = WORDS.facts.map((fact, i) => photo(svg, fact, i === 2));
  add(svg, "path", { d: `M0,${GROUND}H640`, style: "stroke:var(--pf-line)" });
  const past = add(svg, "path", { class: "ink" });
  const launch = add(svg, "g");
  add(launch, "path", { d: "M0,0v40", class: "muted" });
  add(launch, "text", { y: 57, class: "small" }, WORDS.launch);
  const ghost = ghostPage(svg, across(AS_TOLD), GROUND);
  add(svg, "text", { x: across(AS_TOLD), y: GROUND + 57, class: "small" }, WORDS.told);
  return { ways, photos, past, launch, ghost, ...holds(svg) };
}

function holds(svg) {
  const plates = RIVALS.map(({ name }, i) => {
    const node = handle(svg, { role: "button", "aria-label": WORDS.hang(i) }, [-PLATE.width / 2 - 4, -HALF - 4, PLATE.width + 8, PLATE.high + 8]);
    return { node, draw: reason(node, i, name) };
  });
  const date = handle(svg, { role: "slider", "aria-label": WORDS.date, "aria-valuemin": 24, "aria-valuemax": OUT }, [-26, -16, 52, 60]);
  const label = add(date, "text", { y: 34, class: "small" }, WORDS.published);
  return { plates, date, label, pin: page(date) };
}

function paint(parts, frame, held) {
  const { facts, rivals, date, dated, leaders, time } = look(frame);
  facts.forEach((fact, i) => {
    const tilt = fact.state === "missed" ? "rotate(6)" : "";
    put(parts.photos[i](fact, leaders), { transform: `${at(PHOTO.left + i * PHOTO.pitch, PHOTO.top)} ${tilt}` });
  });
  rivals.forEach((rival, i) => {
    const place = held?.i === i ? held.place : [middle(i), level(rival)];
    put(parts.plates[i].node, { transform: `${at(...place)} rotate(${rival.fallen ? -7 : 0})`, "aria-pressed": rival.hung });
    parts.plates[i].draw(rival.drive);
    parts.ways[i](facts, rival, [place[0], place[1] - HALF]);
  });
  put(parts.past, { d: `M0,${GROUND}H${time < 24 ? (time / 24) * LEFT : across(time)}` });
  put(parts.launch, { transform: at(across(frame.parameter("launch")), GROUND) });
  const x = across(date.month);
  put(parts.date, { transform: at(x, GROUND), "aria-valuenow": Math.floor(date.month), "aria-valuetext": WORDS.dated(date) });
  put(parts.label, { x: x > 500 || (x > 130 && x < 330) ? -70 : 70 }); // clear of the date as told
  show(parts.ghost, Math.abs(x - across(AS_TOLD)) > 26);
  parts.pin(dated);
}

function plateHand(stage, i) {
  const { actions } = stage;
  const rival = () => look(stage.frame).rivals[i];
  const hang = (is) => {
    stage.held = null;
    actions.set(is ? RIVALS[i].on : RIVALS[i].off);
    actions.commit();
    actions.pause();
    actions.seek(stage.frame.reduced ? Infinity : moment(stage.frame.run, stage.frame.parameter("launch") - BEFORE));
    actions.play();
    stage.told = true;
    stage.show();
  };
  return {
    where: () => [middle(i), level(rival())],
    move(place) {
      stage.held = { i, place };
      stage.show();
    },
    drop: ([, y]) => hang(y < (HUNG + LYING) / 2),
    press: () => hang(!rival().hung),
  };
}

function dateHand(stage) {
  const { actions } = stage;
  const { low, high, step } = actions.limits(NAMES.date);
  const limits = { low, high: OUT, step };
  const date = (month) => {
    actions.pause();
    actions.seek(Infinity);
    actions.set({ [NAMES.date]: month > END ? high : month });
  };
  const settle = () => {
    actions.commit();
    stage.told = true;
  };
  return {
    where: () => [across(published(stage.frame).month), GROUND],
    move: ([x]) => date(snap((x - LEFT) / MONTH + 24, limits)),
    drop: settle,
    key(key) {
      const to = stepped(key, published(stage.frame).month, limits);
      if (to === undefined) return false;
      date(to);
      settle();
      return true;
    },
  };
}

function mount(svg, actions) {
  const parts = build(svg);
  const stage = { actions, held: null, show: () => paint(parts, stage.frame, stage.held) };
  parts.plates.forEach(({ node }, i) => grip(svg, node, plateHand(stage, i)));
  grip(svg, parts.date, dateHand(stage));
  return {
    draw(frame) {
      stage.frame = frame;
      stage.show();
      if (stage.told) actions.announce(describe(frame, END));
      stage.told = false;
    },
    destroy: () => svg.replaceChildren(),
  };
}

export const scene = { viewBox: "0 0 640 360", title: WORDS.title, describe, mount };
