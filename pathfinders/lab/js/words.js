// Every word the lab says, in one place: for tone now, for translation later.
import { isMany, subject } from "./names.js";

const NICE = 4;
const TURN = 0.05;
const STEP = 0.004;
const FLAT = 0.005;

export const number = (value, digits = NICE) => String(Number(value.toPrecision(digits))).replace("-", "\u2212");

const IRREGULAR = { person: "people", child: "children" };
const SILENT = ["", "1", "dmnl", "Dmnl", "no unit"];
const UNCHANGED = [...Object.values(IRREGULAR), "percent"];
const PART = /^\p{L}+( \p{L}+)*(\^2)?$/u;

function many(word) {
  const kept = UNCHANGED.includes(word) || word.endsWith("s") || !/^\p{Ll}{3,}$/u.test(word);
  return kept ? word : (word + "s").replace(/([^aeiou])ys$/, "$1ies");
}

const plural = (units) => units.replace(/[^ ]+$/, (last) => IRREGULAR[last] || many(last));

function squared(part, one) {
  const [word, power] = part.split("^2");
  return (one ? word : plural(word)) + (power === undefined ? "" : " squared");
}

// A unit in words, of many or of one: "people per month", "per month". The twin of pathfinders/words/units.py.
export function unitText(units, one = false) {
  if (SILENT.includes(units)) return "";
  const [top, ...below] = units.split("/").map((part) => part.trim());
  const factors = SILENT.includes(top) ? [] : top.split("*").map((factor) => factor.trim());
  if (![...factors, ...below].every((part) => PART.test(part))) return units;
  const last = factors.pop();
  const said = last ? [[...factors, squared(last, one)].join("-")] : [];
  return [...said, ...below.map((part) => "per " + squared(part, !part.includes(" ")))].join(" ");
}

export const timeText = (model, time) => model.time.units + " " + number(time);

export const valueText = ({ units, date }, value) =>
  (date ? `${units} ${number(value)}` : `${number(value)} ${unitText(units, value === 1)}`).trim();

const span = (p) =>
  p.date ? `${valueText(p, p.low)} to ${number(p.high)}` : `${number(p.low)} to ${valueText(p, p.high)}`;

export const timeAxis = (model) => plural(model.time.units);

export const say = {
  play: "Play",
  pause: "Pause",
  moment: "Moment shown",
  chart: "Chart",
  before: "before",
  reset: "Reset",
  share: "Copy link",
  csv: "Download CSV",
  table: "Data table",
  scenarios: "Try",
  help: "Point at a control to read what it stands for.",
  ownMix: "Your own values.",
  shared: "The link is copied: it opens this lab with these values.",
  linked: "The address of this page now holds these values: copy it from there.",
  restored: "This lab shows the values of your link.",
  newer: "This link comes from a newer edition of the workbook, so the lab shows its own values.",
  broken: (name, when) =>
    `From ${when} on, \u201c${name}\u201d is too large to be a number: the last good run stays drawn; move the last slider back.`,
  badLink: (why) => `The link could not be read (${why}), so the lab shows its own values.`,
  outside: (p, kept) =>
    `\u201c${p.name}\u201d goes from ${span(p)}: it is now ${number(kept)}.`,
  notNumber: (p) => `\u201c${p.name}\u201d needs a number from ${span(p)}.`,
  noModel: (slug) => `The model \u201c${slug}\u201d did not load: reload the page.`,
  rows: (model, every, rows) =>
    `Every ${every === 1 ? model.time.units : `${every} ${timeAxis(model)}`}; the CSV file holds all ${rows} rows and every variable.`,
};

// How often a curve turns round by more than `least`, and whether it still does so in its last third.
export function turns(curve, least) {
  let low = curve[0];
  let high = curve[0];
  let way = 0;
  let count = 0;
  let last = 0;
  for (let i = 1; i < curve.length; i++) {
    const y = curve[i];
    if (y > high) high = y;
    if (y < low) low = y;
    if (way >= 0 && y < high - least) {
      if (way > 0) [count, last] = [count + 1, i];
      [way, low] = [-1, y];
      high = y;
    } else if (way <= 0 && y > low + least) {
      if (way < 0) [count, last] = [count + 1, i];
      [way, high] = [1, y];
      low = y;
    }
  }
  return { count, lasting: count > 2 && last > curve.length * (2 / 3) };
}

// What a sighted reader sees of one curve: where it goes, how far it swings and whether it comes to rest.
export function caption(name, curve, model) {
  const first = curve[0];
  const final = curve[curve.length - 1];
  let low = first;
  let high = first;
  for (const y of curve) {
    if (y < low) low = y;
    if (y > high) high = y;
  }
  const when = timeText(model, model.time.start + (curve.length - 1) * model.time.save);
  const span = high - low;
  const scale = Math.max(Math.abs(low), Math.abs(high));
  const who = subject(name);
  const does = (one, many) => `${who} ${isMany(name) ? many : one}`;
  if (span <= 1e-9 * scale || !scale) return `${does("stays", "stay")} at ${number(final, 3)}.`;
  if (span <= FLAT * scale) return `${does("stays", "stay")} close to ${number(final, 3)}.`;
  const decimals = Math.min(20, Math.max(0, Math.round(2 - Math.log10(span))));
  const digits = (y) => number(Number(y.toFixed(decimals)), 6);
  const { count, lasting } = turns(curve, span * TURN);
  const way = `${does("goes", "go")} from ${digits(first)} to ${digits(final)} at ${when}`;
  if (lasting) {
    const [, middle, end] = [0, 1, 2].map((third) => range(curve, third));
    const how = end[1] - end[0] < 0.7 * (middle[1] - middle[0]) ? "in smaller and smaller swings, at last" : "still swinging";
    return `${way}, ${how} between ${digits(end[0])} and ${digits(end[1])}.`;
  }
  if (count > 1) return `${way}, after ${count} turns between ${digits(low)} and ${digits(high)}.`;
  if (count) return `${way}, by way of ${digits(high > Math.max(first, final) ? high : low)}.`;
  return turns(curve, span * STEP).count ? `${way}, with small steps back on the way.` : `${way}, without turning back.`;
}

function range(curve, third) {
  const part = curve.subarray(Math.floor((curve.length * third) / 3), Math.ceil((curve.length * (third + 1)) / 3));
  return [Math.min(...part), Math.max(...part)];
}
