// What the picture of three rooms shows of one moment: how light a room is, how far a door is open, one sentence.

import { clamp } from "./stage.js";

const BRIGHTEST = 2000; // of any of the three stocks

/** In the order in which know-how goes round; each door leads from the room to the next one. */
export const ROOMS = [
  { name: "practice", stock: "Know how", counts: "skills" },
  { name: "research", stock: "Theory", counts: "theories" },
  { name: "capacity", stock: "Tools", counts: "tools" },
];
const NEXT = ["research", "capacity", "practice"];
export const DOORS = NEXT.map((to, i) => ({ from: ROOMS[i].name, to, width: `${to} door`, open: `open to ${to}` }));

export const WORDS = {
  title: "Three rooms in a ring, a lamp in each, and three doors between them",
  door: ({ from, to }) => `The door from ${from} to ${to}: how wide it opens`,
  open: (width) => `${Math.round(100 * width)} % open`,
};

/** 0 dark … 1 as bright as a room can be. The eye counts factors, and so does this. */
export const light = (stock) => clamp(Math.log1p(Math.max(0, stock)) / Math.log1p(BRIGHTEST), 0, 1);

/** Of each room and of each door what the model says of the moment; `width` is what the door will be opened to. */
export const look = ({ value, parameter }) => ({
  rooms: ROOMS.map(({ stock }) => light(value(stock))),
  doors: DOORS.map(({ open }) => value(open)),
  widths: DOORS.map(({ width }) => parameter(width)),
});

const LIT = ["nearly dark", "dim", "lit", "bright", "as bright as day"];
const litWord = (stock) => LIT[[3, 12, 80, 600].filter((bound) => stock >= bound).length];

const AJAR = ["shut", "a crack open", "half open", "wide open"];
const doorWord = (open) => AJAR[open <= 0 ? 0 : open < 0.35 ? 1 : open < 0.75 ? 2 : 3];

/** One plain sentence: how bright each room is, and how far each door is open. */
export function describe({ value }) {
  const [practice, ...others] = ROOMS.map(({ name, stock, counts }) =>
    `${name} is ${litWord(value(stock))} (${Math.round(value(stock))} ${counts})`);
  const words = DOORS.map(({ open }) => doorWord(value(open)));
  const alike = words.every((word) => word === words[0]);
  const doors = alike ? `all three doors are ${words[0]}` : DOORS.map(({ to }, i) => `the door to ${to} is ${words[i]}`).join(", ");
  return `P${practice.slice(1)}, ${others.join(", ")}; ${doors}.`;
}
