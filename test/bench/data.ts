// What reading a large CSV takes, in a process of its own: time, the most memory that was resident, and the
// share of an epoch that goes into shuffling and batching.
//   node data.cjs make FILE ROWS COLUMNS     writes the CSV: numbers with six decimals, in −5…5
//   node data.cjs make-mixed FILE ROWS       the same with 12 numbers, 4 categories, 2 dates, 2 truth values, some in quotes, 3 % missing
//   node data.cjs make-digits FILE ROWS COLUMNS     whole numbers from 0 to 255, most of them 0, as digits that were written by hand have
//   node data.cjs table FILE THREADS READER  answers {"seconds", "processor", "resident"}: to read it by so many threads, which run the bundle READER
//   node data.cjs document WORK              answers the document that trains the network of WORK (JSON), with its defaults: a worker gets it so, and
//                                            needs no schema library itself
//   node data.cjs read FILE DOCUMENT         answers {"seconds", "resident", "tensors", "bytes"}: seconds to read, bytes
//   node data.cjs keep FILE DOCUMENT         answers {"seconds", "processor", "resident", "bytes", "isStored"}: to read and encode it to disk
//   node data.cjs stored FILE DOCUMENT       answers {"disk", "memory"}: processor seconds of epochs from disk and from memory, in turns
//   node data.cjs epoch FILE DOCUMENT        answers {"pass", "epoch"}: processor seconds to hand out all batches, seconds to train on them

import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { readTable } from "../../src/data/read.ts";
import type { Experiment } from "../../src/model/schema.ts";
import { Batches } from "../../src/training/batches.ts";
import { type PreparedExperiment, prepareExperiment, prepareTable } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { readSource } from "../../src/worker/node/read-sources.ts";
import { threadsOf } from "../../src/worker/node/reading-threads.ts";
import { nodeStorage } from "../../src/worker/node/storage.ts";
import { inputsOf } from "../harness/experiments.ts";

const BLOCK = 10_000;
/** Each is a twentieth of a second, which other work on the machine easily doubles: their median counts. */
const PASSES = 5;
const TURNS = 3;

interface Work {
  readonly layers: readonly object[];
  readonly batchSize: number;
  readonly optimizer: object;
}

const [command, subject, ...rest] = process.argv.slice(2);
if (subject === undefined) throw new Error("Call it with make, document, read or epoch and what it is about.");
if (command === "make") make(subject, Number(rest[0]), Number(rest[1]), (next) => (10 * next() - 5).toFixed(6));
else if (command === "make-digits") make(subject, Number(rest[0]), Number(rest[1]), digit);
else if (command === "make-mixed") makeMixed(subject, Number(rest[0]));
else if (command === "table") void table(subject, Number(rest[0]), rest[1]!).then((value) => console.log(JSON.stringify(value)));
else void answer(command, subject, rest[0]).then((value) => console.log(JSON.stringify(value)));

async function answer(asked: string | undefined, about: string, document: string | undefined): Promise<unknown> {
  if (asked === "document") return documentOf(JSON.parse(about) as Work);
  const experiment = JSON.parse(document!) as Experiment;
  switch (asked) {
    case "read":
      return read(about, experiment);
    case "keep":
      return keep(about, experiment);
    case "stored":
      return stored(about, experiment);
    default:
      return epoch(about, experiment);
  }
}

async function documentOf({ layers, batchSize, optimizer }: Work): Promise<Experiment> {
  const { documentSchema } = await import("../../src/model/schema.ts");
  return documentSchema.parse({
    format: 1,
    data: { file: "data.csv", target: "x0" },
    layers,
    training: { epochs: 1, batch_size: batchSize, shuffle: true, loss: { type: "MSELoss" }, optimizer },
  });
}

/** A random number from 0 to below 1. */
type Next = () => number;

function make(path: string, rows: number, columns: number, cell: (next: Next) => string): void {
  const names = Array.from({ length: columns }, (_, column) => `x${column}`);
  writeRows(path, rows, names, (next) => Array.from({ length: columns }, () => cell(next)));
}

function digit(next: Next): string {
  return next() < 0.8 ? "0" : String(Math.floor(256 * next()));
}

function date(next: Next): string {
  return new Date(Date.UTC(2015, 0, 1 + Math.floor(3650 * next()))).toISOString().slice(0, 10);
}

function among(count: number, text: (index: number) => string): (next: Next) => string {
  return (next) => text(Math.floor(count * next()));
}

/** Columns of the mixed table; each has 3 % missing values, written as nothing or as NA. */
function makeMixed(path: string, rows: number): void {
  const numbers = [
    (next: Next) => String(Math.floor(100_000 * next())),
    ...[2, 6].map((decimals) => (next: Next) => (200 * next() - 100).toFixed(decimals)),
  ];
  const columns: Record<string, (next: Next) => string> = {
    ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`n${index}`, numbers[Math.floor(index / 4)]!])),
    c0: among(24, (index) => `"district ${index >> 1}, ${index % 2}"`),
    c1: among(3, (index) => ["red", "green", "blue"][index]!),
    c2: among(200, (index) => `"store ${index}"`),
    c3: among(3000, (index) => `C${index}`),
    d0: date,
    d1: (next) => `${date(next)} 12:30`,
    b0: among(2, (index) => String(index === 0)),
    b1: among(2, (index) => (index === 0 ? "True" : "False")),
  };
  writeRows(path, rows, Object.keys(columns), (next) =>
    Object.values(columns).map((cell, index) => (next() < 0.03 ? (index % 2 === 0 ? "NA" : "") : cell(next))),
  );
}

function writeRows(path: string, rows: number, names: readonly string[], cells: (next: Next) => readonly string[]): void {
  const output = openSync(path, "w");
  let state = 1;
  // The generator of Park and Miller, so that every machine reads the same file.
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  writeSync(output, `${names.join(",")}\n`);
  for (let row = 0; row < rows; row += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, rows - row) }, () => cells(next).join(","));
    writeSync(output, `${lines.join("\n")}\n`);
  }
  closeSync(output);
}

async function table(path: string, threads: number, reader: string) {
  const start = performance.now();
  const hooks = { threads: threadsOf(threads, undefined, undefined, reader) };
  await readTable([await readSource({ name: "data.csv", path })], {}, hooks);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, processor: processorSeconds(), resident: process.resourceUsage().maxRSS * 1024 };
}

async function prepare(path: string, experiment: Experiment): Promise<{ readonly prepared: PreparedExperiment; readonly seconds: number }> {
  const start = performance.now();
  const table = await readTable([await readSource({ name: "data.csv", path })]);
  const seconds = (performance.now() - start) / 1000;
  return { prepared: prepareTable(experiment, table), seconds };
}

async function read(path: string, experiment: Experiment) {
  const { prepared, seconds } = await prepare(path, experiment);
  const { targets } = prepared.encoded;
  const inputs = inputsOf(prepared.encoded);
  const resident = process.resourceUsage().maxRSS * 1024;
  return { seconds, resident, tensors: inputs.byteLength + targets.byteLength, bytes: statSync(path).size };
}

async function keep(path: string, experiment: Experiment) {
  const start = performance.now();
  const prepared = await prepareStored(path, experiment);
  const seconds = (performance.now() - start) / 1000;
  const resident = process.resourceUsage().maxRSS * 1024;
  prepared.release?.();
  return { seconds, processor: processorSeconds(), resident, bytes: statSync(path).size, isStored: prepared.release !== undefined };
}

async function prepareStored(path: string, experiment: Experiment): Promise<PreparedExperiment> {
  return prepareExperiment(experiment, [await readSource({ name: "data.csv", path })], { storage: nodeStorage });
}

/** Epochs of the same rows in turns, so that other work on the machine meets both alike. */
async function stored(path: string, experiment: Experiment) {
  const disk = await prepareStored(path, experiment);
  const { inputs } = disk.encoded;
  if (inputs instanceof Float32Array || disk.memory === undefined) throw new Error("The rows fit into memory.");
  const values = disk.memory.allocate(inputs.rows * inputs.width);
  let at = 0;
  for (const piece of inputs.pieces()) {
    values.set(piece, at);
    at += piece.length;
  }
  const memory = { ...disk, encoded: { ...disk.encoded, inputs: values } };
  const turns = Array.from({ length: TURNS }, () => ({ disk: secondsOf(disk), memory: secondsOf(memory) }));
  disk.release?.();
  return { disk: turns.map((turn) => turn.disk), memory: turns.map((turn) => turn.memory) };
}

/** Processor seconds of a run. */
function secondsOf(prepared: PreparedExperiment): number {
  const run = new TrainingRun(prepared, { onEpoch: () => undefined });
  const start = processorSeconds();
  run.advance(() => false);
  run.dispose();
  return processorSeconds() - start;
}

async function epoch(path: string, experiment: Experiment) {
  const { prepared } = await prepare(path, experiment);
  const { batch_size: batchSize, shuffle, drop_last: dropLast } = experiment.training;
  const batches = new Batches(prepared.encoded, prepared.split.train, { batchSize, shuffle, dropLast }, prepared.memory);
  const input = new Float32Array(batchSize * prepared.encoded.inputNames.length);
  const target = new Float32Array(batchSize);
  const pass = (): number => {
    const start = processorSeconds();
    batches.begin(prepared.generator.copy());
    while (batches.load(input, target) > 0);
    return processorSeconds() - start;
  };
  // Once for the compiler.
  pass();
  const passes = Array.from({ length: PASSES }, pass).toSorted((one, other) => one - other);
  return { pass: passes[PASSES >> 1]!, epoch: secondsOf(prepared) };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
