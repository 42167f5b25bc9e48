// What the picture of the published history shows of one moment: facts, photographs, and words.

export const NAMES = {
  ready: "own readiness", open: "openness at the top", results: "results speak", story: "disclosure speaks", date: "decreed date",
};
const COUNTS = 0.3; // from here on a reason hangs behind the history
export const END = 96;
export const OUT = 98; // where the date stands of a story that is not published
const TOLD = 62; // the history was told no earlier
export const AS_TOLD = 64;
const DUE = { fall: 18, gone: 6, later: 24 }; // months after the launch in which each fact is due

const settings = (ready, open, results, story, date = 120) =>
  ({ [NAMES.ready]: ready, [NAMES.open]: open, [NAMES.results]: results, [NAMES.story]: story, [NAMES.date]: date });

/** The rivals, each as its scenario on the card sets it, and what is left when it is taken down. */
export const RIVALS = [
  { name: "word of mouth", weight: NAMES.ready, on: settings(0.6, 0.5, 0, 0.2), off: { [NAMES.ready]: 0.15, [NAMES.open]: 0 } },
  { name: "results speak", weight: NAMES.results, on: settings(0.15, 0, 1, 0), off: { [NAMES.results]: 0 } },
  { name: "published story", weight: NAMES.story, on: settings(0.15, 0, 0, 1, 48), off: { [NAMES.story]: 0 } },
];

const count = (value) => Math.round(value).toLocaleString("en-US");

export const WORDS = {
  title: "A published history of four facts, and three reasons that could hang behind it",
  facts: ["about 300", "then fewer", "leaders gone", "over 1,000"],
  hang: (i) => `Hang this reason behind the history: ${RIVALS[i].name}`,
  date: "The month in which the story is published",
  launch: "launch", told: "as told", published: "published",
  dated: ({ month, own }) => (month > END ? "not published" : `published in month ${Math.floor(month)}${own ? ", of itself" : ", by decree"}`),
};

export const at = ({ time }, month) => Math.min(time.length - 1, Math.max(0, Math.round((month - time[0]) / (time[1] - time[0]))));

/** When the story was published in this run, and whether of itself. */
export function published({ run, parameter }) {
  const first = run.series("Disclosed").findIndex((one) => one > 0);
  if (first < 0) return { month: OUT, own: false };
  const month = run.time[Math.max(0, first - 1)];
  return { month, own: month < parameter(NAMES.date) };
}

/** The four facts in the order of the history: what the run shows of each until now, and whether it is met. */
function facts({ run, parameter, time }) {
  const launch = parameter("launch");
  const [people, leaders] = [run.series("involved"), run.series("Leaders")];
  const until = (month) => at(run, Math.min(time, launch + month));
  const start = at(run, launch);
  const fact = (from, due, shown, met) => {
    const open = time < from;
    return { shown: open ? null : shown, state: !open && met ? "met" : time >= launch + due ? "missed" : "to come" };
  };
  const low = Math.min(...people.subarray(start, Math.max(start, until(DUE.fall)) + 1));
  const left = leaders[until(DUE.gone)];
  return [
    fact(0, 0, people[until(0)], time >= launch && Math.abs(people[start] - 300) <= 50),
    fact(launch, DUE.fall, low, low < 0.9 * people[start]),
    fact(0, DUE.gone, left, left <= parameter("leaders at start") / 4),
    fact(launch + DUE.gone, DUE.later, people[until(DUE.later)], Math.max(...people.subarray(0, until(DUE.later) + 1)) >= 1000),
  ];
}

/** Everything that is drawn of `frame`. */
export function look(frame) {
  const { value, parameter, time } = frame;
  const four = facts(frame);
  const missed = four.some(({ state }) => state === "missed");
  const drive = [1, value("Known results"), value("Disclosed")];
  const date = published(frame);
  const dated = time < Math.min(date.month, END) ? "to come" : date.month >= TOLD && date.month <= END ? "met" : "missed";
  return {
    time, facts: four, date, dated, leaders: parameter("leaders at start"),
    rivals: RIVALS.map(({ weight }, i) => {
      const counts = parameter(weight);
      const hung = counts >= COUNTS;
      return { hung, fallen: hung && missed, drive: counts * drive[i] };
    }),
  };
}

const reasons = ({ rivals }) => RIVALS.filter((_, i) => rivals[i].hung).map(({ name }) => `“${name}”`).join(" and ") || "no reason";

const COUNTED = [
  (n) => `${n} people at the launch`, (n) => `${n} at the fewest after it`,
  (n, of) => `${n} of ${of} leaders left half a year later`, (n) => `${n} people two years after the launch`,
];

/** One plain sentence: what hangs behind the history, and what the run makes of its facts until `time`. */
export function describe(frame, time = frame.time) {
  const seen = look({ ...frame, time });
  const told = seen.facts.flatMap(({ shown, state }, i) => (state === "to come" ? []
    : [COUNTED[i](count(shown), seen.leaders) + (state === "met" ? "" : ", not as told")]));
  const who = seen.rivals.some(({ fallen }) => fallen) ? `hung ${reasons(seen)}, fallen now` : `hangs ${reasons(seen)}`;
  const story = seen.dated === "to come" ? "not published yet" : WORDS.dated(seen.date);
  return `Behind the history ${who}: ${[...told, `the story is ${story}`].join("; ")}.`;
}
