// Predictions from a weight file against PyTorch's forward pass with the same weights: three shipped
// documents, every row of their CSVs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readWeightFile, weightFile } from "../../src/code/formats/weights.ts";
import { bytesSource } from "../../src/data/sources.ts";
import { parseDocument } from "../../src/model/document.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { Predictor } from "../../src/training/predict.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { assertClose, fixture, fromBits } from "./fixture.ts";

interface Recorded {
  name: string;
  /** The rows of the CSV that have a value in every column that is used. */
  rows: number[];
  answers: string[];
  /** `[rows, classes]` */
  probabilities: string;
}

const ends = new Map(
  (fixture("runs") as { runs: { name: string; end: Record<string, string> }[] }).runs.map(({ name, end }) => [name, end]),
);

for (const recorded of (fixture("predictions") as { predictions: Recorded[] }).predictions)
  test(`${recorded.name}: classes and probabilities are PyTorch's, from the weight file alone`, async () => {
    const { name } = recorded;
    const { experiment } = parseDocument(readFileSync(`samples/${name}.perceptron`, "utf8"));
    const source = bytesSource(`${name}.csv`, readFileSync(`samples/${name}.csv`));
    const prepared = await prepareExperiment(experiment!, [source]);
    const run = new TrainingRun(prepared, { epochs: 0, onEpoch: () => undefined });
    run.advance(() => false);
    const outcome = run.outcome();
    // The weights that PyTorch had after ten epochs.
    const tensors = outcome.tensors.map((tensor) => Object.assign({}, tensor, { data: fromBits(ends.get(name)![tensor.name]!) }));
    const file = weightFile(experiment!, { ...outcome, tensors });
    const { columns, answerOf, table } = await new Predictor(readWeightFile(file, "w")).predict([source]);
    assert.deepEqual(
      [...Array(table.rows).keys()].filter((row) => answerOf[row]! >= 0),
      recorded.rows,
    );
    const [prediction, ...probabilities] = columns;
    const texts = recorded.rows.map((row) => prediction!.cell(answerOf[row]!));
    const values = recorded.rows.flatMap((row) => probabilities.map(({ cell }) => Number(cell(answerOf[row]!))));
    assertClose(Float32Array.from(values), fromBits(recorded.probabilities), 2e-6, 1e-7, name);
    assert.deepEqual(
      texts.map((text) => text.toLowerCase()),
      recorded.answers.map((text) => text.toLowerCase()),
    );
  });
