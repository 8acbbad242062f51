// What reading a large CSV takes, in a process of its own: time, the most memory that was resident, and the
// share of an epoch that goes into shuffling and batching.
//   node data.cjs make FILE ROWS COLUMNS     writes the CSV: numbers with six decimals, in −5…5
//   node data.cjs document WORK              answers the document that trains the network of WORK (JSON), with its defaults: a worker gets it so, and
//                                            needs no schema library itself
//   node data.cjs read FILE DOCUMENT         answers {"seconds", "resident", "tensors", "bytes"}: seconds to read, bytes
//   node data.cjs epoch FILE DOCUMENT        answers {"pass", "epoch"}: processor seconds to hand out all batches, seconds to train on them

import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { readTable } from "../../src/data/read.ts";
import type { Experiment } from "../../src/model/schema.ts";
import { Batches } from "../../src/training/batches.ts";
import { type PreparedExperiment, prepareTable } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { readSource } from "../../src/worker/node/read-sources.ts";

const BLOCK = 10_000;
/** Each is a twentieth of a second, which other work on the machine easily doubles: their median counts. */
const PASSES = 5;

interface Work {
  readonly layers: readonly object[];
  readonly batchSize: number;
  readonly optimizer: object;
}

const [command, subject, ...rest] = process.argv.slice(2);
if (subject === undefined) throw new Error("Call it with make, document, read or epoch and what it is about.");
if (command === "make") make(subject, Number(rest[0]), Number(rest[1]));
else void answer(command, subject, rest[0]).then((value) => console.log(JSON.stringify(value)));

async function answer(asked: string | undefined, about: string, document: string | undefined): Promise<unknown> {
  if (asked === "document") return documentOf(JSON.parse(about) as Work);
  const experiment = JSON.parse(document!) as Experiment;
  return asked === "read" ? read(about, experiment) : epoch(about, experiment);
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

function make(path: string, rows: number, columns: number): void {
  const output = openSync(path, "w");
  let state = 1;
  // The generator of Park and Miller, so that every machine reads the same file.
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  writeSync(output, `${Array.from({ length: columns }, (_, column) => `x${column}`).join(",")}\n`);
  for (let row = 0; row < rows; row += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, rows - row) }, () =>
      Array.from({ length: columns }, () => (10 * next() - 5).toFixed(6)).join(","),
    );
    writeSync(output, `${lines.join("\n")}\n`);
  }
  closeSync(output);
}

async function prepare(path: string, experiment: Experiment): Promise<{ readonly prepared: PreparedExperiment; readonly seconds: number }> {
  const start = performance.now();
  const table = await readTable([await readSource({ name: "data.csv", path })]);
  const seconds = (performance.now() - start) / 1000;
  return { prepared: prepareTable(experiment, table), seconds };
}

async function read(path: string, experiment: Experiment) {
  const { prepared, seconds } = await prepare(path, experiment);
  const { inputs, targets } = prepared.encoded;
  const resident = process.resourceUsage().maxRSS * 1024;
  return { seconds, resident, tensors: inputs.byteLength + targets.byteLength, bytes: statSync(path).size };
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
  const run = new TrainingRun(prepared, { onEpoch: () => undefined });
  const start = processorSeconds();
  run.advance(() => false);
  const trained = processorSeconds() - start;
  run.dispose();
  return { pass: passes[PASSES >> 1]!, epoch: trained };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
