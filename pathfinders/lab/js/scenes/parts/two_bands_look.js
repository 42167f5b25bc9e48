// What the picture of two bands shows of one moment: numbers in units of the viewBox, and one sentence.

import { GROUND } from "./person.js";
import { clamp } from "./stage.js";

export const HOOK = 232;
const MIDDLE = 320;
const REACH = 250; // from the middle to a person who touches a wall
const ELBOW = 24; // from there to the wall itself
const CLOUD = 78;

export const NAMES = { start: "start position", late: "perception time", kept: "stability is a condition" };

export const WORDS = {
  title: "A person between two walls, held by two rubber bands",
  thought: "I am here",
  hook: "floor hook",
  kept: "keep this safe",
  start: "The person: where the story starts",
  late: "The thought: how many months late it is",
  months: (count) => `${count} months late`,
  hang: "The rear band: hang it on the hook in the floor",
};

export const across = (position) => MIDDLE + REACH * position;
export const standing = (x) => (x - MIDDLE) / REACH;

/**
 * Where the person would stand if the bands pulled as they are felt; never beyond a wall. A run begins with a felt
 * difference of 0, which is nobody's belief: until the first report is in, the thought comes from where they set out.
 */
export function believed({ time, run, value, parameter }) {
  const [felt, pull, floor] = [value("Felt difference"), parameter("pull of change"), parameter("floor")];
  const [front, back] = [parameter("change wall"), parameter("stability wall")];
  const rear = (1 - parameter("hierarchy")) * parameter("pull of stability");
  const between = (anchor) => (pull * front + rear * anchor - felt) / (pull + rear);
  const alone = front - felt / pull; // above its floor a condition does not pull
  const conditional = parameter("stability is a condition") > 0;
  const told = clamp(!conditional ? between(back) : alone < floor ? between(floor) : alone, back, front);
  const reported = clamp((time - run.time[0]) / parameter(NAMES.late), 0, 1);
  const begun = run.at("Position", 0);
  return begun + reported * (told - begun);
}

/** Everything that is drawn of `frame`; `held` is what a hand has moved and the run does not know yet. */
export function look(frame, held = {}) {
  const { value, parameter } = frame;
  const conditional = parameter("stability is a condition") > 0;
  const x = held.figure ?? across(value("Position"));
  const [floor, attention] = [across(parameter("floor")), value("Focus")];
  const walls = [across(parameter("stability wall")) - ELBOW, across(parameter("change wall")) + ELBOW];
  const ends = { wall: [walls[0] + 12, HOOK], floor: [floor, GROUND - 9] };
  return {
    x, floor, walls, attention, conditional, ends, index: frame.index, path: frame.run.series("Position"),
    thought: held.thought ?? [across(believed(frame)), CLOUD],
    hook: held.hook ?? (conditional ? ends.floor : ends.wall),
    front: value("tension of change"),
    rear: value("tension of stability"),
    lean: 2 * attention - 1,
    cheer: clamp(value("Position") + 6 * value("movement"), -1, 1),
    stride: clamp(12 * value("movement"), -1, 1) * Math.sin(x / 9),
  };
}

function place(position) {
  const [far, side] = [Math.abs(position), position < 0 ? "stability" : "change"];
  if (far < 0.04) return "in the middle";
  if (far < 0.35) return `a little towards ${side}`;
  return far < 0.9 ? `well towards ${side}` : `at the wall of ${side}`;
}

const pull = (tension) => (tension > 0.75 ? "taut" : tension > 0.05 ? "slackening" : "slack");

/** One plain sentence: where the person stands, where they think they stand, and what the bands do. */
export function describe(frame) {
  const { conditional, front, rear, lean } = look(frame);
  const gaze = Math.abs(lean) < 0.2 ? "looking straight ahead" : `leaning towards ${lean < 0 ? "stability" : "change"}`;
  const behind = conditional ? "hangs on a hook in the floor, " : "is ";
  return `The person stands ${place(frame.value("Position"))}, ${gaze}, and thinks of standing ${place(believed(frame))}; `
    + `the band in front is ${pull(front)}, the band behind ${behind}${pull(Math.abs(rear))}.`;
}
