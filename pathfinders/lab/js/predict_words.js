// Every word of predict-then-run, in one place.
import { number, timeAxis } from "./words.js";

const shape = ({ name, period }, model) =>
  name + (Number.isFinite(period) ? ` (a period of about ${number(period, 2)} ${timeAxis(model)})` : "");

export const say = {
  ask: (name) => `Before the model answers: how will \u201c${name}\u201d move? Draw it on the chart: from the dot on, left to right. A guess is enough.`,
  keys: "With the keyboard: left and right go through time, up and down set the value.",
  pad: (name) => `Your sketch of ${name}`,
  yours: "your sketch",
  run: "Run",
  skip: "Skip",
  over: "Start over",
  again: "Predict again",
  first: "Predict first",
  drew: "You drew: ",
  came: "The model ran: ",
  shape,
  why: "Why that shape?",
  same: "The same kind of shape. Look at when and how far: where the two lines part, there is more to see.",
  other: "Where your line and the model\u2019s part, a window opens: what in the structure takes the curve there?",
};
