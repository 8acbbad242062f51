// The CSVs of the lessons that are no data of the world, drawn by a small generator of its own so that every
// run of this script writes the same bytes: node scripts/lesson-data.mjs

import { writeFileSync } from "node:fs";
import { join } from "node:path";

const lessons = join(import.meta.dirname, "..", "lessons");

/** Numbers from 0 to 1: the generator of Park and Miller. */
function generator(seed) {
  let state = seed;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let warmUp = 0; warmUp < 10; warmUp++) next();
  return next;
}

/** From −2 to 2, with two digits. */
function coordinate(next) {
  return Number((next() * 4 - 2).toFixed(2));
}

function write(lesson, name, header, rows) {
  const lines = [header, ...rows].map((fields) => `${fields.join(",")}\n`);
  writeFileSync(join(lessons, lesson, name), lines.join(""));
}

/** Points of a square; those within a circle are inside. */
function ring() {
  const next = generator(1);
  return Array.from({ length: 400 }, () => {
    const [x1, x2] = [coordinate(next), coordinate(next)];
    return [x1, x2, x1 * x1 + x2 * x2 < 2.25 ? "yes" : "no"];
  });
}

/** Pairs of numbers that are not too close: the larger one, and whether the first is above 0. */
function side() {
  const next = generator(7);
  const rows = [];
  while (rows.length < 100) {
    const [x1, x2] = [coordinate(next), coordinate(next)];
    if (Math.abs(x1 - x2) >= 0.3) rows.push([x1, x2, x1 > x2 ? "x1" : "x2", x1 > 0 ? "yes" : "no"]);
  }
  return rows;
}

/** Numbers, and a coin that has nothing to do with them. */
function noise() {
  const next = generator(3);
  return Array.from({ length: 120 }, () => {
    const numbers = Array.from({ length: 6 }, () => (next() * 10).toFixed(1));
    return [...numbers, next() < 0.5 ? "heads" : "tails"];
  });
}

/** Points above and below a wave; about one in eight has the other label. */
function noisy() {
  const next = generator(21);
  return Array.from({ length: 300 }, () => {
    const [x1, x2] = [coordinate(next), coordinate(next)];
    const isAbove = x2 > 0.8 * Math.sin(2 * x1);
    return [x1, x2, isAbove !== next() < 0.12 ? "up" : "down"];
  });
}

write("activations", "ring.csv", ["x1", "x2", "inside"], ring());
write("activations", "side.csv", ["x1", "x2", "larger", "positive"], side());
write("overfitting", "noise.csv", ["a", "b", "c", "d", "e", "f", "coin"], noise());
write("overfitting", "noisy.csv", ["x1", "x2", "label"], noisy());
