// What the picture of structural tension shows of one moment: numbers in units of the viewBox, and one sentence.

import { clamp } from "./stage.js";

export const STONE = 240; // where the stone hangs, is lifted, and pulls
export const POLE = 428;
export const HUB = [126, 250];
export const GUESS = 150;
export const HAULER = 590;
const BASE = 256; // the height of 0 percent: the eye of a stone that lies on the ground
const RISE = 2;
const CORD = { x: 552, top: 196, way: 84 };
const ARM = { short: 17, long: 46 };
const BRISK = 12; // percent a month: whoever moves something as fast as this leans as far as they can
const TURN = 0.35; // of the crank, for each percent

export const NAMES = {
  quick: "action time", lower: "pressure to lower", vision: "Vision", reality: "Reality",
};

const percent = (value) => `${Math.round(value)} percent`;

export const WORDS = {
  title: "A flag of what we want, a stone of what is, and the spring between them",
  wanted: "wanted", real: "real", guess: "your guess", act: "act", less: "ask for less",
  crank: "The crank: how many months action takes",
  cord: "The cord: how much of what is felt is given up",
  line: "Your guess: how far the stone will come. Enter lets go",
  percent,
  months: (count) => `${count} months`,
  came: (reality, guess) => `The stone came to ${percent(reality)}; your guess was ${guess}.`,
  pulled: (share) => `${percent(100 * share)} a month`,
};

export const height = (value) => BASE - RISE * value;
export const level = (y) => (BASE - y) / RISE;
export const GUESSES = { low: 0, high: 100, step: 1 };

/** Where the pin of the crank is: its arm is the longer, the sooner a distance is closed, and turns as the stone moves. */
export function pin({ value, parameter, run }, { low, high }) {
  const length = ARM.long - ((ARM.long - ARM.short) * Math.log(parameter(NAMES.quick) / low)) / Math.log(high / low);
  const angle = TURN * (value(NAMES.reality) - run.at(NAMES.reality, 0));
  return [HUB[0] - length * Math.cos(angle), HUB[1] - length * Math.sin(angle)];
}

/** The action time that an arm of this length stands for. */
export const quickness = (length, { low, high }) =>
  low * (high / low) ** clamp((ARM.long - length) / (ARM.long - ARM.short), 0, 1);

export const cord = ({ parameter }) => [CORD.x, CORD.top + CORD.way * parameter(NAMES.lower)];
export const pressure = (y) => (y - CORD.top) / CORD.way;

/** Everything that is drawn of `frame`. */
export function look(frame, limits) {
  const { value, parameter, run } = frame;
  const [vision, reality, told] = [NAMES.vision, NAMES.reality, "perceived reality"].map(value);
  return {
    vision, reality, told, tension: value("tension"), hides: parameter("denial") > 0 && vision > reality,
    flag: height(vision), stone: height(reality), pane: height(told),
    began: [NAMES.vision, NAMES.reality].map((name) => height(run.at(name, 0))),
    pin: limits && pin(frame, limits),
    cord: cord(frame),
    work: Math.min(1, value("action") / BRISK),
    haul: Math.min(1, value("lowering") / BRISK),
  };
}

function pull(tension) {
  if (tension < 0) return "hangs loose";
  return tension > 40 ? "is stretched far" : tension > 3 ? "still pulls" : "hardly pulls";
}

/** One plain sentence: where flag and stone are and began, what the spring does, what a pane hides, what was guessed. */
export function describe(frame) {
  const { vision, reality, told, tension, hides } = look(frame);
  const [wanted, was] = [NAMES.vision, NAMES.reality].map((name) => Math.round(frame.run.at(name, 0)));
  const pane = hides ? `; behind a frosted pane, the stone is told to be at ${Math.round(told)}` : "";
  const line = frame.guess === undefined ? "" : `; your guess is at ${frame.guess}`;
  return `The flag of what is wanted is at ${percent(vision)}, the stone of what is real at ${Math.round(reality)}: they began at `
    + `${wanted} and ${was}, and the spring between them ${pull(tension)}${pane}${line}.`;
}
