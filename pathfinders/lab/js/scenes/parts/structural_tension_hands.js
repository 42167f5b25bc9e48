// What a hand or a key does to the picture of structural tension: two ways out, and a guess that lets go.
//
// stage: { parts, actions, frame, guess, given, awaits, show() }; `given` whether there is a guess, `awaits` whether its
// answer is still to come.

import { GUESSES, HUB, NAMES, cord, height, level, pin, pressure, quickness } from "./structural_tension_look.js";
import { apart, grip, snap, stepped } from "./stage.js";

/** Back to the taut spring: nothing is let go before there is a guess. */
function wind({ actions }) {
  actions.pause();
  actions.seek(0);
}

/** The hand of a parameter that is drawn at where(frame) and has the value read(point) there. */
function hand(stage, name, where, read) {
  const { actions } = stage;
  const limits = actions.limits(name);
  const change = (value) => {
    wind(stage);
    actions.set({ [name]: value });
  };
  return {
    where: () => where(stage.frame, limits),
    move: (point) => change(snap(read(point, limits), limits)),
    drop: () => actions.commit(),
    key(key) {
      const value = stepped(key, stage.frame.parameter(name), limits);
      if (value === undefined) return false;
      change(value);
      actions.commit();
      return true;
    },
  };
}

/** The spring is let go: the story from its beginning; or, for a reader who asked for less motion, its end. */
function release(stage) {
  const { actions, frame } = stage;
  stage.given = stage.awaits = true;
  actions.seek(frame.reduced ? frame.run.points - 1 : 0);
  actions.play();
}

function guessHand(stage) {
  const guess = (value) => {
    stage.guess = value;
    wind(stage);
    stage.show();
  };
  const letGo = () => release(stage);
  return {
    where: () => [0, height(stage.guess)],
    move: ([, y]) => guess(snap(level(y), GUESSES)),
    drop: letGo,
    press: letGo,
    key(key) {
      const value = stepped(key, stage.guess, GUESSES);
      if (value !== undefined) guess(value);
      return value !== undefined;
    },
  };
}

export function lendHands(svg, stage) {
  grip(svg, stage.parts.pin, hand(stage, NAMES.quick, pin, (point, limits) => quickness(apart(point, HUB), limits)));
  grip(svg, stage.parts.cord, hand(stage, NAMES.lower, cord, ([, y]) => pressure(y)));
  grip(svg, stage.parts.grip, guessHand(stage));
}
