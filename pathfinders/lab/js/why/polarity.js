// Which way a link or a loop acts along a run: the twin of polarity() in pathfinders/structure/links.py and loops.py.
function told(signs, rises, falls) {
  const [up, down] = [signs.some((sign) => sign > 0), signs.some((sign) => sign < 0)];
  if (up && down) return "±";
  if (up) return rises;
  return down ? falls : "0";
}

export const linkPolarity = (signs) => told(signs, "+", "−");
export const loopPolarity = (signs) => told(signs, "R", "B");

// The signs of a loop: the products of those of its links.
export const loopSigns = (links) => links[0].signs.map((_, i) => links.reduce((sign, link) => sign * link.signs[i], 1));
