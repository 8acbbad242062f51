// `perceptron trace`: one object with the keys of the format, rows of the CSV, weights from a file, and a
// step that the run does not have. Needs `node esbuild.mjs cli` before. That the numbers are PyTorch's is
// shown in test/export/trace.test.ts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const document = {
  format: 1,
  data: { file: "a.csv", target: "y", split: { train: 1, validation: 0, test: 0 } },
  layers: [{ type: "Linear", out_features: 1, init: { weight: [[2]], bias: [1] } }],
  training: { epochs: 2, batch_size: 2, shuffle: false, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.5 } },
};
// The second row has no target, so the network never sees it.
const files = { "a.csv": "x,y\n1,0\n2,\n3,5\n", "a.perceptron": document };

test("a step of y = 2x + 1 on (1, 0) and (3, 5) is the one done by hand", () => {
  const { status, stdout } = perceptron(makeFolder(files), "trace", "a.perceptron");
  assert.equal(status, 0);
  const { rows, input, target, layers, ...rest } = JSON.parse(stdout) as Record<string, unknown[]>;
  // A split is drawn at random, so the order is.
  assert.deepEqual(new Set(rows), new Set([1, 3]));
  const [one, three] = [rows!.indexOf(1), rows!.indexOf(3)];
  assert.deepEqual([input![one], input![three], target![one], target![three]], [[1], [3], [0], [5]]);
  // Outputs 3 and 7, differences 3 and 2: loss (9 + 4) / 2; by the weight 3 · 1 + 2 · 3 = 9, by the bias 3 +
  // 2 = 5.
  assert.deepEqual(rest, {
    step: 1,
    epoch: 1,
    batch: 1,
    lr: 0.5,
    loss: 6.5,
    gradient_norm: Number(Math.hypot(9, 5).toPrecision(9)),
  });
  const [layer] = layers as { output: number[][]; grad_output: number[][]; parameters: unknown }[];
  assert.deepEqual([layer!.output[one], layer!.output[three], layer!.grad_output[one], layer!.grad_output[three]], [[3], [7], [3], [2]]);
  assert.deepEqual(layer!.parameters, [
    { name: "0.weight", shape: [1, 1], before: [2], gradient: [9], after: [-2.5], state: {} },
    { name: "0.bias", shape: [1], before: [1], gradient: [5], after: [-1.5], state: {} },
  ]);
});

test("a step of Rosenblatt's rule is the one done by hand, row by row and without gradients", () => {
  const rows = "x,y\n1,0\n3,0\n2,1\n";
  const layers = [{ type: "Linear", out_features: 1, init: { weight: [[2]], bias: [-5] } }, { type: "Step" }];
  const training = { ...document.training, batch_size: 3, optimizer: { type: "Perceptron" } };
  const { status, stdout } = perceptron(
    makeFolder({ "a.csv": rows, "a.perceptron": { ...document, layers, training } }),
    "trace",
    "a.perceptron",
  );
  assert.equal(status, 0);
  const trace = JSON.parse(stdout) as {
    rows: number[];
    lr: number;
    loss: number;
    gradient_norm: number;
    layers: { output: number[][]; grad_output: number[][]; parameters: unknown[] }[];
  };
  let [weight, bias] = [2, -5];
  const sums: number[][] = [];
  const answers: number[][] = [];
  // A split is drawn at random, so the order is.
  for (const row of trace.rows) {
    const [x, target] = [
      [1, 0],
      [3, 0],
      [2, 1],
    ][row - 1] as [number, number];
    const sum = weight * x + bias;
    const answer = sum >= 0 ? 1 : 0;
    sums.push([sum]);
    answers.push([answer]);
    weight += (target - answer) * x;
    bias += target - answer;
  }
  const [linear, step] = trace.layers;
  assert.deepEqual([linear!.output, step!.output], [sums, answers]);
  const wrong = trace.rows.map((row, at) => answers[at]![0]! - (row === 3 ? 1 : 0));
  assert.ok(wrong.some((difference) => difference !== 0));
  assert.equal(trace.lr, 1);
  assert.equal(trace.loss, Number((wrong.reduce((sum, difference) => sum + difference ** 2, 0) / 3).toPrecision(9)));
  assert.equal(trace.gradient_norm, 0);
  assert.ok(linear!.grad_output.flat().every((value) => value === 0));
  assert.deepEqual(linear!.parameters, [
    { name: "0.weight", shape: [1, 1], before: [2], gradient: [0], after: [weight], state: {} },
    { name: "0.bias", shape: [1], before: [-5], gradient: [0], after: [bias], state: {} },
  ]);
});

test("the second step begins where the first ended, weights of a file stand for the first ones, and a step too many is said", () => {
  const folder = makeFolder(files);
  const before = (...words: readonly string[]): unknown => {
    const { stdout } = perceptron(folder, "trace", "a.perceptron", ...words);
    const { epoch, layers } = JSON.parse(stdout) as { epoch: number; layers: { parameters: { before: number[] }[] }[] };
    return [epoch, layers[0]!.parameters.map((parameter) => parameter.before)];
  };
  assert.deepEqual(before("--step", "2"), [2, [[-2.5], [-1.5]]]);
  assert.equal(perceptron(folder, "train", "a.perceptron", "--epochs", "1", "--save", "w.safetensors").status, 0);
  assert.deepEqual(before("--weights", "w.safetensors"), [1, [[-2.5], [-1.5]]]);
  const { status, stderr } = perceptron(folder, "trace", "a.perceptron", "--step", "3");
  assert.equal(status, 1);
  assert.match(stderr, /The run has only 2 steps\. Give --step a number up to that\./);
});
