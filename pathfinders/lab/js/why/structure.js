// Why a model behaves as it does, from its structure script and the values of its parameters (in their order).
import { dominance } from "./dominance.js";
import { runOf } from "./moments.js";
import { linkPolarity, loopPolarity, loopSigns } from "./polarity.js";
import { linkScores } from "./scores.js";

export { removal, removing } from "./removal.js";

// { run, links: [{ polarity, signs, scores }], loops: [{ polarity, signs, scores, shares, told, mean }],
//   and for each partition phases: [{ start, stop, loops, share }], turning: 1 where a stock turns, silent: 1 once all of
//   its stocks have arrived }. `told` are the shares, NaN also where the loop's partition turns or is silent.
export function explain(model, structure, values) {
  const run = runOf(model, structure, values);
  const scored = linkScores(model, structure, run);
  const { loops, ...parted } = dominance(structure, run, scored);
  const links = scored.links.map((link) => ({ ...link, polarity: linkPolarity(link.signs) }));
  structure.loops.forEach((loop, row) => {
    const signs = loopSigns(loop.links.map((place) => links[place]));
    Object.assign(loops[row], { signs, polarity: loopPolarity(signs) });
  });
  return { run, links, loops, ...parted };
}
