// The plan of an inference against what prediction does here: the columns of every loss and their cells, the
// places of the inputs, and the tensors of each layer.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer, AnswerColumn } from "../../../../src/code/inference/answers.ts";
import { inferenceProblems } from "../../../../src/code/inference/operations.ts";
import { planInference } from "../../../../src/code/inference/plan.ts";
import { foldBatchNorm } from "../../../../src/code/inference/tensors.ts";
import type { FittedFeature, FittedTarget } from "../../../../src/data/types.ts";
import { widthOf } from "../../../../src/data/apply.ts";
import { losses } from "../../../../src/model/losses.ts";
import { documentSchema, type Experiment, type Loss } from "../../../../src/model/schema.ts";
import { answerColumns } from "../../../../src/training/answer-columns.ts";
import { thrown } from "../../../fixtures/data/tables.ts";

const number: FittedFeature = { column: "x", kind: "number", encode: "value" };

function documentOf(loss: object, layers: readonly object[], threshold = 0.5): Experiment {
  return documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t" },
    layers,
    training: { loss, optimizer: { type: "Adam" }, threshold },
  });
}

function linear(outputs: number, inputs: number) {
  return [
    { name: "0.weight", shape: [outputs, inputs], data: new Float32Array(outputs * inputs) },
    { name: "0.bias", shape: [outputs], data: new Float32Array(outputs) },
  ];
}

/** The text or number that the plan gives for the outputs of one row. */
function cellOf(answer: Answer, { probabilityOf }: AnswerColumn, outputs: readonly number[]): string | number {
  if (answer.kind === "number") return answer.meaning === "exp" ? Math.exp(outputs[answer.output]!) : outputs[answer.output]!;
  if (answer.kind === "binary") {
    const value = outputs[answer.output]!;
    if (probabilityOf === undefined) return answer.sign * value >= answer.cut ? answer.yes : answer.no;
    const yes = answer.probability === "sigmoid" ? 1 / (1 + Math.exp(-value)) : value;
    return probabilityOf === 1 ? yes : 1 - yes;
  }
  const able = outputs.slice(0, answer.count);
  if (probabilityOf === undefined) return answer.classes[able.indexOf(Math.max(...able))]!;
  return Math.exp(outputs[probabilityOf]!) / outputs.reduce((sum, value) => sum + Math.exp(value), 0);
}

const targets: Readonly<Record<string, FittedTarget>> = {
  classes: { columns: ["t"], kind: "category", classes: ["a", "b", "c"] },
  two: { columns: ["t"], kind: "category", classes: ["no", "yes"] },
  boolean: { columns: ["t"], kind: "boolean" },
  number: { columns: ["t"], kind: "number" },
  several: { columns: ["t", "u"], kind: "number" },
};
const outputs = [
  [0.25, 0.75, 0.5],
  [0.75, 0.75, 0.125],
  [0.5, 0, 1],
];

function lossesToTry(): Loss[] {
  const all = Object.keys(losses).map((type) => ({ type }));
  const more = [
    { type: "PoissonNLLLoss", log_input: false },
    { type: "HingeEmbeddingLoss", margin: 0.4 },
  ];
  return [...all, ...more].map((loss) => documentOf(loss, [{ type: "Identity" }]).training.loss);
}

test("every loss has the columns and the cells that prediction writes", () => {
  for (const loss of lossesToTry())
    for (const [name, target] of Object.entries(targets)) {
      if ((losses[loss.type].target === "classes") !== (name === "classes")) continue;
      for (const threshold of [0, 0.3, 0.5, 1]) {
        const experiment = documentOf(loss, [{ type: "Linear", out_features: 3 }], threshold);
        const plan = planInference(experiment, { tensors: linear(3, 1), preprocessing: { features: [number], target } });
        const truth = answerColumns({ loss, target, threshold }, Float32Array.from(outputs.flat()), 3);
        const about = `${loss.type} ${name} ${threshold}`;
        assert.deepEqual(
          plan.columns.map((column) => column.name),
          truth.map((column) => column.name),
          about,
        );
        for (const [index, column] of plan.columns.entries())
          for (const [row, values] of outputs.entries()) {
            const cell = cellOf(plan.answers[column.answer]!, column, values);
            const expected = truth[index]!.cell(row);
            if (typeof cell === "string") assert.equal(cell, expected, about);
            else assert.ok(Math.abs(cell - Number(expected)) < 1e-6, `${about}: ${cell} ${expected}`);
          }
      }
    }
});

test("inputs lie one behind the other, as wide as prediction makes them", () => {
  const features: FittedFeature[] = [
    { column: "n", kind: "number", encode: "value", fill: 3, shift: 1, scale: 2, thousands: ",", strip: ["$"], parentheses: true },
    { column: "c", kind: "category", encode: "one-hot", categories: ["x", "y", "z"], missingValues: ["?"] },
    { column: "d", kind: "category", encode: "date", date: "day-first" },
    { column: "o", kind: "category", encode: "ordinal", categories: ["low", "high"], fill: "low" },
    { column: "b", kind: "boolean", encode: "value" },
  ];
  const inputs = features.reduce((sum, feature) => sum + widthOf(feature), 0);
  const plan = planInference(documentOf({ type: "MSELoss" }, [{ type: "Linear", out_features: 1 }]), {
    tensors: linear(1, inputs),
    preprocessing: { features, target: targets["number"]! },
  });
  assert.deepEqual(
    plan.steps.map(({ at, width }) => [at, width]),
    [
      [0, 1],
      [1, 3],
      [4, 4],
      [8, 1],
      [9, 1],
    ],
  );
  assert.equal(plan.inputs, inputs);
  assert.deepEqual(plan.steps[1]!.missing, ["", "?"]);
  assert.ok(plan.steps[0]!.missing.includes("NA"));
  assert.equal(plan.steps[2]!.dateOrder, "day-first");
  assert.deepEqual(Object.keys(plan.layers[0]!.tensors), ["weight", "bias"]);
});

test("weights of another network are refused", async () => {
  const layers = [{ type: "Linear", out_features: 2 }];
  const other = () =>
    planInference(documentOf({ type: "MSELoss" }, layers), {
      tensors: linear(3, 1),
      preprocessing: { features: [number], target: targets["number"]! },
    });
  assert.match(await thrown(other), /do not fit the network/);
});

test("BatchNorm1d becomes a factor and an offset", () => {
  const [mean, variance, weight, bias] = [3, 4, 5, 6].map((value) => Float32Array.of(value));
  const { factor, offset } = foldBatchNorm(0, { running_mean: mean!, running_var: variance!, weight: weight!, bias: bias! });
  assert.deepEqual([factor[0], offset[0]], [2.5, -1.5]);
});

test("layers that need the other rows of a batch are named", () => {
  const layers = [
    { type: "Linear", out_features: 2 },
    { type: "BatchNorm1d", affine: false, track_running_stats: false },
    { type: "Softmax", dim: 0 },
  ];
  const plan = planInference(documentOf({ type: "MSELoss" }, layers), {
    tensors: linear(2, 1),
    preprocessing: { features: [number], target: targets["several"]! },
  });
  assert.deepEqual(
    inferenceProblems(plan).map(({ code, path }) => [code, path]),
    [
      ["needs-batch", ["layers", 1]],
      ["needs-batch", ["layers", 2]],
    ],
  );
});
