// The share link. This is the one place that knows its grammar:
//
//   fragment = "#lab=" version ":" slug *( "&" name "=" number )
//   version  = "1"
//   slug     = the model's slug, percent-encoded
//   name     = a parameter's name as in the model file, "_" for a space, percent-encoded
//   number   = a decimal number inside the parameter's limits, as JavaScript writes it
//
// What is left out keeps the lab's own value. A later version changes the number, and a reader that does not know
// the number says so and shows the lab's own values; so does one that meets anything else it cannot read.
import { say } from "./words.js";

const VERSION = 1;
const START = "#lab=";

const key = (name) => encodeURIComponent(name.replaceAll(" ", "_"));

export function write(slug, parameters, values, defaults) {
  const changed = parameters.flatMap((p, i) => (values[i] === defaults[i] ? [] : [`${key(p.name)}=${values[i]}`]));
  return `${START}${VERSION}:${[encodeURIComponent(slug), ...changed].join("&")}`;
}

const outside = ({ low, high }, value) => (low !== null && value < low) || (high !== null && value > high);

// Which lab a fragment speaks to: its slug, or null when it is no share link at all.
export function addressee(fragment) {
  if (!fragment.startsWith(START)) return null;
  const slug = fragment.slice(START.length).split(/[:&]/)[1] || "";
  try {
    return decodeURIComponent(slug);
  } catch {
    return "";
  }
}

// { values } or { problem: one sentence }.
export function parse(fragment, parameters, defaults) {
  const [head, ...pairs] = fragment.slice(START.length).split("&");
  const version = head.split(":")[0];
  if (/^\d+$/.test(version) && Number(version) > VERSION) return { problem: say.newer };
  if (version !== String(VERSION)) return { problem: say.badLink("it has no edition number") };
  const values = [...defaults];
  for (const pair of pairs) {
    const [name, text, ...rest] = pair.split("=");
    const i = parameters.findIndex((p) => key(p.name) === name);
    const value = Number(text || NaN);
    const p = parameters[i];
    if (!p || rest.length) return { problem: say.badLink("it names something this lab does not have") };
    if (!Number.isFinite(value)) return { problem: say.badLink(`the value of \u201c${p.name}\u201d is not a number`) };
    if (outside(p, value)) return { problem: say.badLink(`\u201c${p.name}\u201d is outside its limits`) };
    values[i] = value;
  }
  return { values };
}
