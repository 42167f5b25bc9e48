// What the picture of the tree shows of one moment: numbers in units of the viewBox, and one sentence.

import { clamp } from "./stage.js";
import { CROWN, FRUIT } from "./knowledge_tree_shapes.js";

export const GROUND = 206;
export const FIELD = [70, 446]; // fruit falls anywhere between, so that the fence divides it by its place
export const SHARE = "share reseeded";
export const NEIGHBOUR = 0.4;
const HALF = 15; // kg: a crown or roots of this weight are drawn at √½ of their full size
const BEGUN = 60; // baskets: what about ten years bring
const STEM = 62;

export const WORDS = {
  title: "A tree, its fruit on the ground, and a fence between what is sown and what is eaten",
  fence: "The fence: the share of the fruit that is put back",
  divides: (share) => `${Math.round(100 * share)} % put back, ${Math.round(100 * (1 - share))} % eaten`,
  dig: "Dig: look at the roots",
  sow: "sow",
  eat: "eat",
  you: "you",
  neighbour: "neighbour",
  eaten: (baskets) => `${Math.round(baskets)} eaten`,
};

export const across = (share) => FIELD[0] + share * (FIELD[1] - FIELD[0]);
export const shareAt = (x) => (x - FIELD[0]) / (FIELD[1] - FIELD[0]);

/** The size of a part of the tree, 0…1: its area grows with its weight, and ever less, so that it stays in the picture. */
export const size = (weight) => Math.sqrt(weight / (weight + HALF));

/** The neighbour: the same tree in the same light, of whose fruit two fifths are put back. */
export const neighbour = (frame) => frame.rival({ [SHARE]: NEIGHBOUR });

/** Everything that is drawn of a tree whose run is `at`(name): crown, trunk, roots, and what it bears. */
export function look(at) {
  const crown = size(at("Leaves"));
  const stem = STEM * Math.sqrt(crown);
  return {
    crown, stem, middle: stem + 0.82 * CROWN[1] * crown,
    trunk: 16 * size(2 * at("working tree")),
    roots: size(at("Roots")),
    borne: Math.min(FRUIT, at("fruit borne")),
    eaten: at("Fruit eaten"),
  };
}

/** How much of the i-th of `count` fruits is there: all, a part of the last, or nothing. */
export const ripe = (count, i) => clamp(count - i, 0, 1);

/** How far each of two bars reaches, 0…1: from BEGUN baskets on, whoever leads fills the strip. */
export const strip = (eaten) => eaten.map((one) => one / Math.max(BEGUN, ...eaten));

function baskets(count) {
  const told = count < 9.95 ? Math.round(10 * count) / 10 : Math.round(count);
  return `${told} basket${told === 1 ? "" : "s"}`;
}

function below({ crown, roots }) {
  if (roots < 0.2) return crown < 0.2 ? "hardly a root is left" : "hardly a root is left to hold the crown";
  return roots < 0.75 * crown ? "the roots are much smaller than the crown" : "the roots are large enough for the crown";
}

function race(frame) {
  if (frame.parameter(SHARE) === NEIGHBOUR) return "as many as the neighbour's, who sows as much";
  const ahead = frame.value("Fruit eaten") - neighbour(frame).at("Fruit eaten", frame.moment);
  if (Math.abs(ahead) < 0.5) return "as many as by the neighbour, who sows two fifths";
  return `${baskets(Math.abs(ahead))} ${ahead < 0 ? "fewer" : "more"} than by the neighbour, who sows two fifths`;
}

/** One plain sentence: what the tree bears, where it falls, who has eaten more, and, once dug, what lies below. */
export function describe(frame) {
  const seen = look(frame.value);
  const stands = seen.crown < 0.1 ? "Next to nothing is left of the tree; it bears" : "The tree bears";
  return `${stands} ${baskets(seen.borne)} a year, of which the fence leaves ${baskets(frame.value("reseeding"))} to be sown and `
    + `${baskets(frame.value("eating"))} to be eaten; ${baskets(seen.eaten)} have been eaten so far, ${race(frame)}; `
    + `${frame.dug ? `under the ground ${below(seen)}` : "the ground hides the roots"}.`;
}
