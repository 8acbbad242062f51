// A table described again after edits: whatever is remembered of it, the summary is that of a table that
// nobody has looked at; and what is said of inputs that are not written is what encoding them gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../../../src/data/encode.ts";
import { encodedFacts } from "../../../src/data/encoded-facts.ts";
import { readTable } from "../../../src/data/read.ts";
import { selectRows } from "../../../src/data/selection.ts";
import type { Table } from "../../../src/data/table.ts";
import { Generator } from "../../../src/engine/random.ts";
import { randomSplit } from "../../../src/engine/sampling.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documentSchema, type Experiment } from "../../../src/model/schema.ts";
import { describeTable } from "../../../src/training/describe.ts";
import { source } from "../../fixtures/data/tables.ts";
import { Chance } from "../../fuzz/chance.ts";

const ROWS = 120;
const STEPS = 300;
/** Edits after which a document begins anew, because mistakes gather in it. */
const EDITS = 12;

/**
 * Numbers, small and beyond float32, with gaps; a category, a date, a truth value, names, a row that repeats.
 */
function csv(): string {
  return ["a,b,big,color,day,yes,name,t", ...Array.from({ length: ROWS }, (_, row) => cells(row).join())].join("\n");
}

function cells(row: number): readonly (string | number)[] {
  const place = row % 9 === 8 ? row - 1 : row;
  return [
    (place * 37) % 101,
    place % 7 === 3 ? "" : ((place * 53) % 97) / 8 - 4,
    place === 11 ? "1e39" : place,
    place % 11 === 5 ? "" : ["red", "green", "blue"][place % 3]!,
    `20${10 + (place % 15)}-0${1 + (place % 9)}-1${place % 10}`,
    place % 13 === 6 ? "" : place % 2 === 0 ? "true" : "false",
    `n${place}`,
    place % 10 === 9 ? "" : (place * 3) % 2,
  ];
}

/** One edit after the other, each of one setting. */
function* edits(names: readonly string[]): IterableIterator<Experiment> {
  const chance = new Chance(21);
  const pick = <T>(values: readonly T[]): T => chance.pick(values);
  let data: Record<string, unknown> = {};
  let columns: Record<string, Record<string, unknown>> = {};
  let loss = "";
  for (let edit = 0; ; edit++) {
    if (edit % EDITS === 0) {
      [data, columns, loss] = [{ file: "t.csv", target: "t", missing: "most_frequent", normalize: "standard" }, {}, "BCEWithLogitsLoss"];
    }
    const own = (columns[pick(names)] ??= {});
    const missing = chance.once(9)
      ? pick(["error", { constant: pick([0, "red", 1e39]) }])
      : pick(["drop", "mean", "median", "most_frequent"]);
    const normalize = pick(["none", "standard", "minmax"]);
    const change = pick<() => unknown>([
      () => (data["target"] = pick(["t", "yes", "a", "color", ["a", "b"]])),
      () => (data["features"] = pick([undefined, names.filter(() => !chance.once(3))])),
      () => (data["missing"] = missing),
      () => (data["normalize"] = normalize),
      () => (own["missing"] = missing),
      () => (own["normalize"] = normalize),
      () => ((columns["color"] ??= {})["encode"] = pick(["one-hot", "ordinal"])),
      () => ((columns["day"] ??= {})["encode"] = pick(["one-hot", "ordinal", "date"])),
      () => (data["split"] = pick([undefined, { train: 0.6, validation: 0.3, test: 0.1 }])),
      () => (loss = pick(["BCEWithLogitsLoss", "CrossEntropyLoss", "MSELoss", "HingeEmbeddingLoss"])),
    ]);
    change();
    const parsed = documentSchema.safeParse({
      format: 1,
      data: { ...data, columns },
      layers: [{ type: "Linear", out_features: 1 }],
      training: { loss: { type: loss }, optimizer: { type: "SGD", lr: 0.1 } },
    });
    if (parsed.success) yield parsed.data;
  }
}

/** A table that nothing is known of. */
function unknown(table: Table): Table {
  return { ...table, columns: table.columns.map((column) => ({ ...column })) };
}

function problemOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

test("after any edits a table is described as one that nobody has looked at", async () => {
  const table = await readTable([source(csv())], { columns: {} });
  const names = table.columns.map(({ name }) => name);
  let [described, compared] = [0, 0];
  for (const experiment of edits(names)) {
    assert.deepEqual(describeTable(experiment, table), describeTable(experiment, unknown(table)), JSON.stringify(experiment.data));
    const selection = selectRows(table, experiment.data, experiment.training.loss);
    const { train } = randomSplit(selection.rows, experiment.data.split, new Generator(0));
    const problem = problemOf(() => encodedFacts(selection, train, false));
    assert.deepEqual(
      problem,
      problemOf(() => encode(selection, train)),
      JSON.stringify(experiment.data),
    );
    if (problem === undefined) {
      const { inputs, inputNames } = encode(selection, train);
      const { largest } = encodedFacts(selection, train, false);
      const isOneHot = selection.features.flatMap((feature) => feature.inputs.map(() => feature.encode === "one-hot"));
      const most = inputNames.map((_, input) =>
        isOneHot[input]
          ? 0
          : inputs.reduce((sum, value, at) => (at % inputNames.length === input ? Math.max(sum, Math.abs(value)) : sum), 0),
      );
      assert.deepEqual(largest, most, JSON.stringify(experiment.data));
      compared++;
    }
    if (++described === STEPS) break;
  }
  assert.ok(compared > STEPS / 10 && compared < STEPS, `${compared} of ${STEPS} could be encoded`);
});
