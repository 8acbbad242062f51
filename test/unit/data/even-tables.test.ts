// A thousand well-formed tables, each different: if nothing is odd, nothing is said. They come from a
// seeded generator, so that one that fails fails again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { findInTable } from "../../../src/data/findings/findings.ts";
import { readMendedFiles } from "../../../src/data/mend-reading.ts";
import { format } from "../../../src/model/message.ts";
import { source } from "../../fixtures/data/tables.ts";

const TABLES = 1000;

/** Marsaglia's xorshift32. */
function generator(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const words = [
  ["red", "green", "blue"],
  ["Seoul", "Busan", "Daegu", "Jeju"],
  ["A", "B", "C", "D", "E"],
  ["yes", "no"],
  ["HS-grad", "Bachelors", "Masters", "Doctorate", "11th"],
  ["<=50K", ">50K"],
  ["20-29", "30-39", "40-49"],
  ["type 1", "type 2", "type 3"],
  ["Q1", "Q2", "Q3", "Q4"],
  ["남", "여"],
  ["first", "second class", "third, or none"],
  ["+", "-"],
  ["user1", "user2", "user17", "user203"],
  ["S", "M", "L", "XL", "2XL"],
  ["none", "mild", "severe"],
  ["unknown", "known"],
];

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)]!;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How the cells of one column come about. */
const kinds: readonly ((random: Random) => (random: Random) => string)[] = [
  () => (random) => normal(random).toFixed(3),
  (random) => {
    const [mean, deviation] = [1000 * random(), 1 + 100 * random()];
    return (next) => (mean + deviation * normal(next)).toFixed(1);
  },
  () => (random) => Math.exp(2 * normal(random)).toFixed(2),
  () => (random) => String(Math.floor(-5 * Math.log(1 - random()))),
  (random) => {
    const high = pick([2, 5, 10, 100, 5000, 100_000], random);
    return (next) => String(Math.floor(high * next()));
  },
  () => (random) => String(1950 + Math.floor(70 * random())),
  () => (random) => String(Math.floor(201 * random()) - 100),
  () => (random) => (random() < 0.9 ? "0" : String(Math.floor(1000 * random()))),
  () => (random) => (1e6 * normal(random)).toExponential(4),
  () => (random) => pick(["TRUE", "FALSE"], random),
  (random) => {
    const own = pick(words, random);
    return (next) => pick(own, next);
  },
  (random) => {
    const own = pick(words, random);
    return (next) => pick(own, next);
  },
];

function makeTable(seed: number): string {
  const random = generator(seed);
  for (let draw = 0; draw < 8; draw++) random();
  const delimiter = pick([",", ",", ",", ";", "\t", "|"], random);
  const isComma = delimiter !== "," && random() < 0.4;
  const gap = pick(["", "NA", "NaN"], random);
  const gaps = random() < 0.3 ? 0.02 : 0;
  const columns = Array.from({ length: 2 + Math.floor(7 * random()) }, () => pick(kinds, random)(random));
  const write = (text: string): string => {
    const marked = isComma && /^-?\d+\.\d+(?:e[+-]\d+)?$/.test(text) ? text.replace(".", ",") : text;
    return marked.includes(delimiter) ? `"${marked}"` : marked;
  };
  const header = columns.map((_, index) => `${pick(["size", "age", "v", "열", "my name"], random)}${index}`);
  const rows = Array.from({ length: 20 + Math.floor(120 * random()) }, () =>
    columns.map((cell) => (random() < gaps ? gap : write(cell(random)))),
  );
  const end = pick(["\n", "\r\n"], random);
  return [header, ...rows].map((fields) => fields.join(delimiter)).join(end) + (random() < 0.8 ? end : "");
}

test(`${TABLES} tables in which nothing is odd`, async () => {
  const said: string[] = [];
  for (let seed = 0; seed < TABLES; seed++) {
    const text = makeTable(seed);
    const { table, mended } = await readMendedFiles([source(text)], {});
    const problems = [...mended, ...table.problems, ...findInTable(table, { columns: {}, features: undefined }).problems];
    said.push(...problems.map(({ code, message }) => `${seed}: ${code}: ${format(message)}`));
    assert.equal(table.dialect.header, true, `table ${seed}`);
  }
  assert.deepEqual(said, []);
});
