// What a hand or a key does to the picture of two bands. Every gesture ends in one parameter and a new run.
//
// stage: { parts, actions, frame, held, show() }; `held` is what the hand has moved and the run does not know yet.

import { GROUND } from "./person.js";
import { apart, clamp, grip, say, snap, stepped } from "./stage.js";
import { NAMES, WORDS, across, look, standing } from "./two_bands_look.js";

const WIDEST = 250; // a thought dropped this far from the body is as late as the model allows
const ON_BODY = 16;

const seen = ({ frame, held }) => look(frame, held);

function hold(stage, held) {
  stage.held = held;
  stage.actions.pause();
  stage.show();
}

function settle(stage, name, value) {
  stage.held = {};
  stage.actions.set({ [name]: value });
  stage.actions.commit();
}

/** The story from its beginning; or, for a reader who asked for less motion, its end. */
function retell({ actions, frame }) {
  if (frame.reduced) return actions.seek(frame.run.points - 1);
  actions.seek(0);
  actions.play();
}

const slide = (stage, name, then) => (key) => {
  const value = stepped(key, stage.frame.parameter(name), stage.actions.limits(name));
  if (value === undefined) return false;
  settle(stage, name, value);
  then(stage);
  return true;
};

function figureHand(stage) {
  const { actions } = stage;
  const limits = actions.limits(NAMES.start);
  const start = (x) => snap(standing(x), limits);
  const restart = () => actions.seek(0);
  return {
    where: () => [seen(stage).x, GROUND],
    move([x]) {
      hold(stage, { figure: clamp(x, across(limits.low), across(limits.high)) });
      actions.set({ [NAMES.start]: start(x) });
      restart();
    },
    drop([x]) {
      settle(stage, NAMES.start, start(x));
      if (!stage.frame.reduced) retell(stage);
    },
    key: slide(stage, NAMES.start, restart),
  };
}

function thoughtHand(stage) {
  const limits = stage.actions.limits(NAMES.late);
  // Each step away from the body counts as a factor, so that a week and two years are both within reach.
  const lateness = (x) => {
    const share = clamp((Math.abs(x - seen(stage).x) - ON_BODY) / WIDEST, 0, 1);
    return snap(limits.low * (limits.high / limits.low) ** share, limits);
  };
  const { thoughtWords } = stage.parts;
  return {
    where: () => seen(stage).thought,
    move(thought) {
      hold(stage, { thought });
      say(thoughtWords, WORDS.months(lateness(thought[0])));
    },
    drop([x]) {
      settle(stage, NAMES.late, lateness(x));
      say(thoughtWords, WORDS.thought);
      retell(stage);
    },
    key: slide(stage, NAMES.late, retell),
  };
}

function hookHand(stage) {
  const rank = (conditional) => {
    settle(stage, NAMES.kept, Number(conditional));
    retell(stage);
  };
  return {
    where: () => seen(stage).hook,
    move: ([x, y]) => hold(stage, { hook: [x, Math.min(y, GROUND - 8)] }),
    drop(place) {
      const { ends } = seen(stage);
      rank(apart(place, ends.floor) < apart(place, ends.wall));
    },
    press: () => rank(!seen(stage).conditional),
  };
}

export function lendHands(svg, stage) {
  const { figure, thought, hook } = stage.parts;
  grip(svg, figure, figureHand(stage));
  grip(svg, thought, thoughtHand(stage));
  grip(svg, hook, hookHand(stage));
}
