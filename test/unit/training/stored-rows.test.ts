// Rows that do not fit into memory: the same run from a file, bit for bit. The file is forced on small
// tables.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import type { Storage } from "../../../src/data/storage.ts";
import { StoredRows } from "../../../src/data/stored-rows.ts";
import type { Encoded, Source } from "../../../src/data/types.ts";
import { Generator, shuffle } from "../../../src/engine/random.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documentSchema, type Experiment } from "../../../src/model/schema.ts";
import { dataMark } from "../../../src/training/data-mark.ts";
import { describeData } from "../../../src/training/describe.ts";
import { evaluate } from "../../../src/training/evaluation/evaluate.ts";
import { openTrained } from "../../../src/training/evaluation/trained.ts";
import { type PreparedExperiment, prepareExperiment } from "../../../src/training/experiment.ts";
import { inputsOf, madeUp } from "../../harness/experiments.ts";
import { openRowMemory } from "../../../src/engine/open.ts";
import { RowWindow } from "../../../src/training/row-window.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";

const files: string[] = [];
/** Everything goes into files; of a pass a few rows are read ahead. */
const small: Storage = watched(storageOf(0, 400));

function watched(storage: Storage): Storage {
  return {
    ...storage,
    create: async (...asked) => {
      const file = await storage.create(...asked);
      files.push(file.path);
      return file;
    },
  };
}

after(() => assert.deepEqual(files.filter(existsSync), []));

interface Case {
  readonly experiment: Experiment;
  readonly sources: readonly Source[];
}

function sample(name: string): Case {
  const { experiment, problems } = parseDocument(readFileSync(`samples/${name}.perceptron`, "utf8"));
  assert.ok(experiment, JSON.stringify(problems));
  return { experiment, sources: [experiment.data.file].flat().map((file) => bytesSource(file, readFileSync(`samples/${file}`))) };
}

const cell = (row: number, every: number, text: string): string => (row % every === 0 ? "" : text);

/** Gaps in every kind of column, over two files. */
function gappy(data: object, training: object, out = 1): Case {
  const lines = Array.from({ length: 120 }, (_, row) =>
    [
      cell(row, 7, String((row * 37) % 101)),
      cell(row, 11, (row / 7).toFixed(3)),
      cell(row, 13, ["red", "green", "blue"][(row * 5) % 3]!),
      cell(row, 17, row % 3 === 0 ? "true" : "false"),
      `2024-${String(1 + (row % 12)).padStart(2, "0")}-15`,
      cell(row, 19, ["no", "yes"][((row * 29) % 31) % 2]!),
      String(((row * row) % 53) / 8),
    ].join(","),
  );
  const file = (from: number, to: number): Uint8Array =>
    new TextEncoder().encode(["a,b,color,flag,day,answer,number", ...lines.slice(from, to)].join("\n"));
  return {
    experiment: documentSchema.parse({
      format: 1,
      data: {
        file: ["one.csv", "two.csv"],
        columns: { day: { encode: "date" } },
        features: ["a", "b", "color", "flag", "day"],
        target: "answer",
        ...data,
      },
      layers: [{ type: "Linear", out_features: 5 }, { type: "Tanh" }, { type: "Dropout" }, { type: "Linear", out_features: out }],
      training: { seed: 3, epochs: 4, batch_size: 7, optimizer: { type: "Adam", lr: 0.01 }, ...training },
    }),
    sources: [bytesSource("one.csv", file(0, 50)), bytesSource("two.csv", file(50, 120))],
  };
}

const logits = { loss: { type: "BCEWithLogitsLoss" } };
const squares = { loss: { type: "MSELoss" } };
const cases: Record<string, () => Case> = {
  binary: () => sample("binary"),
  iris: () => sample("iris"),
  penguins: () => sample("penguins"),
  "rows with gaps left out": () => gappy({}, logits),
  "gaps filled by means, standard scaling": () => gappy({ missing: "mean", normalize: "standard" }, { ...logits, drop_last: true }),
  "gaps filled by medians, in the order of the file": () =>
    gappy({ missing: "median", normalize: "minmax" }, { ...logits, shuffle: false }),
  "classes, gaps filled by the most frequent": () =>
    gappy({ missing: "most_frequent" }, { loss: { type: "CrossEntropyLoss" }, early_stopping: { patience: 2 } }, 2),
  "two numbers as targets": () =>
    gappy(
      {
        missing: { constant: 1 },
        features: ["a", "color"],
        target: ["number", "b"],
        columns: { color: { encode: "ordinal", missing: "most_frequent" } },
      },
      squares,
      2,
    ),
  "no validation rows": () => gappy({ split: { train: 0.9, validation: 0, test: 0.1 } }, logits),
};

for (const [what, make] of Object.entries(cases)) {
  test(`${what}: from a file it is the same run, bit for bit`, async () => {
    const { experiment, sources } = make();
    const inMemory = await prepareExperiment(experiment, sources);
    const inFile = await prepareExperiment(experiment, sources, { storage: small });
    assert.ok(inFile.encoded.inputs instanceof StoredRows && !(inMemory.encoded.inputs instanceof StoredRows));
    assert.deepEqual(bits(allInputs(inFile.encoded)), bits(inMemory.encoded.inputs));
    assert.deepEqual(bits(inFile.encoded.targets), bits(inMemory.encoded.targets));
    const { inputs: _, targets: __, ...facts } = inFile.encoded;
    const { inputs: ___, targets: ____, ...expected } = inMemory.encoded;
    assert.deepEqual(facts, expected);
    assert.deepEqual(dataMark(inFile.encoded), dataMark(inMemory.encoded));
    const [file, memory] = [train(inFile, 6), train(inMemory, 6)];
    assert.deepEqual(file, memory);
    const answers = [inFile, inMemory].map((prepared) =>
      (["train", "validation", "test"] as const).map((split) => evaluate(openTrained(prepared, memory.outcome.tensors), prepared, split)),
    );
    assert.deepEqual(answers[0], answers[1]);
    inFile.release?.();
    assert.deepEqual(await describeData(experiment, sources, { storage: small }), await describeData(experiment, sources));
  });
}

test("a run goes on from a checkpoint of the other kind, in the middle of an epoch", async () => {
  const { experiment, sources } = gappy({ missing: "mean" }, logits);
  const inMemory = await prepareExperiment(experiment, sources);
  const inFile = await prepareExperiment(experiment, sources, { storage: small });
  const whole = train(inMemory, 4).outcome;
  for (const [first, second] of [
    [inMemory, inFile],
    [inFile, inMemory],
  ] as const) {
    const begun = new TrainingRun(first, { onEpoch: () => {} });
    for (let batch = 0; batch < 17; batch++) begun.advanceBatch();
    const resume = begun.checkpoint();
    assert.ok(resume);
    const run = new TrainingRun(second, { onEpoch: () => {}, resume });
    run.advance(() => false);
    assert.deepEqual(run.outcome().tensors, whole.tensors);
  }
  inFile.release?.();
});

test("control is handed back while rows are read ahead, and a stop is heard then", async () => {
  const made = madeUp({ rows: 60_000, inputs: 80, layers: [{ type: "Linear", out_features: 1 }] });
  const values = inputsOf(made.encoded);
  const file = await small.create(values.byteLength, false);
  file.append(new Uint8Array(values.buffer));
  const inputs = new StoredRows(file, 60_000, 80);
  const run = new TrainingRun({ ...made, encoded: { ...made.encoded, inputs } }, { onEpoch: () => {} });
  run.advance(() => true);
  assert.equal(run.steps, 0);
  run.advance(() => true);
  assert.notEqual(run.steps, 0);
  const other = new TrainingRun({ ...made, encoded: { ...made.encoded, inputs } }, { onEpoch: () => {} });
  other.advance(() => true);
  other.stop();
  other.advance(() => false);
  assert.deepEqual([other.outcome().stopped, other.steps], ["interrupted", 0]);
  inputs.remove();
});

test("rows of a file are those that were written, in whatever order they are asked for", async () => {
  // Of several blocks, of which the last is not full.
  const [rows, width] = [60_000, 13];
  const values = Float32Array.from({ length: rows * width }, (_, index) => index);
  const file = await small.create(values.byteLength, false);
  file.append(new Uint8Array(values.buffer));
  const stored = new StoredRows(file, rows, width, 20_000 * 4 * width);
  assert.deepEqual(bits(allInputs({ inputs: stored })), bits(values));
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  shuffle(order, new Generator(1));
  for (const asked of [order, order.subarray(0, 5000), order.subarray(0, 3), order.subarray(0, 0)]) {
    const taken = stored.take(asked);
    assert.ok(
      asked.every((row, place) => taken[place * width] === row * width && taken[(place + 1) * width - 1] === (row + 1) * width - 1),
    );
  }
  // Batches across the ends of windows, and back again.
  const memory = openRowMemory();
  const targets = memory.allocate(rows);
  for (let row = 0; row < rows; row++) targets[row] = -row;
  const window = new RowWindow(stored, { targets, targetWidth: 1 }, memory);
  const [input, target] = [new Float32Array(7000 * width), new Float32Array(7000)];
  for (const first of [0, 7000, 14_000, 53_000, 19_999, 0]) {
    window.gather(order, first, 7000, rows, input, target);
    const own = order.subarray(first, first + 7000);
    assert.ok(
      own.every((row, place) => input[place * width] === row * width && target[place] === -row),
      String(first),
    );
  }
  const other = order.toReversed();
  window.gather(other, 0, 3, rows, input, target);
  assert.deepEqual(
    [...target.subarray(0, 3)],
    [...other.subarray(0, 3)].map((row) => -row),
  );
  stored.remove();
});

test("encoding is heard of, and can be cancelled; nothing is left then", async () => {
  const { experiment, sources } = gappy({ missing: "mean" }, logits);
  const heard: [number, number][] = [];
  const prepared = await prepareExperiment(experiment, sources, { storage: small, encoded: (...told) => heard.push(told) });
  const { rows } = prepared.encoded;
  assert.deepEqual(heard, [[rows, rows]]);
  prepared.release?.();
  const before = files.length;
  const cancelled = prepareExperiment(experiment, sources, {
    storage: small,
    encoded: (...told) => heard.push(told),
    isCancelled: () => heard.length > 1,
  });
  await assert.rejects(cancelled, code("cancelled"));
  assert.equal(files.length, before + 2, "the columns and the rows");
});

test("a value beyond float32, and a full disk, leave nothing", async () => {
  const { experiment } = gappy({ features: ["a", "b"] }, logits);
  const csv = bytesSource(
    "one.csv",
    new TextEncoder().encode(`a,b,color,flag,day,answer,number\n1,2,,,,no,\n1e300,3,,,,yes,\n2,2,,,,no,\n`),
  );
  const large = { ...experiment, data: { ...experiment.data, file: "one.csv" } };
  await assert.rejects(prepareExperiment(large, [csv], { storage: small }), code("beyond-float32"));
  const full: Storage = {
    ...small,
    create: async (...asked) => ({
      ...(await small.create(...asked)),
      append: () => {
        throw new ProblemError({ severity: "error", code: "no-room-for-rows", path: [], message: { text: "full", args: [] } });
      },
    }),
  };
  const { sources } = gappy({}, logits);
  await assert.rejects(prepareExperiment(experiment, sources, { storage: full }), code("no-room-for-rows"));
  await assert.rejects(storageOf(0).create(1e18, false), code("no-room-for-rows"));
});

function code(wanted: string): (error: unknown) => boolean {
  return (error) => error instanceof ProblemError && error.problem.code === wanted;
}

function train(prepared: PreparedExperiment, epochs: number) {
  const results: EpochResult[] = [];
  const run = new TrainingRun(prepared, {
    epochs,
    onEpoch: (result) => results.push(result),
    onHealth: () => undefined,
    keepsBest: true,
    evaluatesEnd: true,
  });
  run.advance(() => false);
  const { seconds: _, ...outcome } = run.outcome();
  return { results, outcome };
}

function allInputs({ inputs }: Pick<Encoded, "inputs">): Float32Array {
  if (!(inputs instanceof StoredRows)) return inputs;
  const all = new Float32Array(inputs.rows * inputs.width);
  let at = 0;
  for (const piece of inputs.pieces()) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function bits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.slice().buffer);
}
