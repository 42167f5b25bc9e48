// A variable's name as the subject of a sentence. The twin of pathfinders/words/names.py.
const AFTER =
  "about after against among around at before behind below between by during for from in into of off on out over per since than through to towards under until with without".split(
    " ",
  );
const TRAILING = "left made done told known so far here now back together alone".split(" ");
const PEOPLE = ["people", "children", "men", "women", "data"];
const ONE = ["news", "series", "means", "lens", "gas", "bias", "canvas", "atlas", "alias"];
const MEASURES = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"];

export function subject(name) {
  const first = name.split(/[\s'-]/, 1)[0];
  return /^\p{Ll}{2,}$/u.test(first) ? name[0].toUpperCase() + name.slice(1) : name;
}

export function isMany(name) {
  const all = name.replace(/\(.*?\)/g, " ").toLowerCase().trim().split(/\s+/);
  const end = all.findIndex((word) => AFTER.includes(word));
  const words = end < 0 ? all : all.slice(0, end);
  if (words.includes("and")) return true;
  while (words.length > 1 && (TRAILING.includes(words.at(-1)) || words.at(-1).endsWith("ed"))) words.pop();
  if (!words.length || !plural(words.at(-1))) return false;
  return !(words.length > 1 && words[0].endsWith("ing") && !MEASURES.includes(words.at(-1)));
}

function plural(word) {
  if (PEOPLE.includes(word) || ONE.includes(word)) return PEOPLE.includes(word);
  return /^\p{L}{2,}s$/u.test(word) && !/(ss|us|is)$/.test(word);
}
