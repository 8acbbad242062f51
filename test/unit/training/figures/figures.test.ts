// What live figures are answered, beside the same numbers worked out in another way: formulas, plain loops,
// finite differences, and the document's own run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../../../src/data/read.ts";
import { bytesSource } from "../../../../src/data/sources.ts";
import type { Table } from "../../../../src/data/table.ts";
import { ProblemError } from "../../../../src/model/problem.ts";
import { documentSchema, type Experiment } from "../../../../src/model/schema.ts";
import { prepareTable } from "../../../../src/training/experiment.ts";
import { answerFigure } from "../../../../src/training/figures/answer.ts";
import type { Figured, FigureAnswers, FigureKind, FigureQuestions } from "../../../../src/training/figures/types.ts";
import { TrainingRun } from "../../../../src/training/run.ts";

const rows = Array.from({ length: 60 }, (_, row) => {
  const [a, b] = [((row * 37) % 50) / 10 - 2, ((row * 13) % 21) / 5 - 1];
  return { a, b, yes: Number(a + 0.5 * b > 0.3) };
});
const plainCsv = ["a,b,yes", ...rows.map(({ a, b, yes }) => `${a},${b},${yes}`)].join("\n");
const andCsv = "x1,x2,y\n0,0,0\n0,1,0\n1,0,0\n1,1,1\n";

interface Setting {
  readonly csv?: string;
  readonly data?: object;
  readonly layers?: readonly unknown[];
  readonly training?: object;
}

const whole = { train: 1, validation: 0, test: 0 };
const oneUnit = [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }];

async function figured({ csv = plainCsv, data = {}, layers = oneUnit, training = {} }: Setting = {}): Promise<{
  experiment: Experiment;
  table: Table;
}> {
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: csv === andCsv ? "y" : "yes", split: whole, ...data },
    layers,
    training: { seed: 7, epochs: 10, batch_size: 8, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.3 }, ...training },
  });
  return { experiment, table: await readTable([bytesSource("a.csv", new TextEncoder().encode(csv))], experiment.data) };
}

const rosenblatt: Setting = {
  csv: andCsv,
  layers: [{ type: "Linear", out_features: 1 }, { type: "Step" }],
  training: { epochs: 12, batch_size: 1, optimizer: { type: "Perceptron", lr: 1 } },
};

function ask<K extends FigureKind>(about: Figured | undefined, kind: K, question: FigureQuestions[K]): FigureAnswers[K] {
  return answerFigure(about, kind, question);
}

function runOf({ experiment, table }: { experiment: Experiment; table: Table }): TrainingRun {
  return new TrainingRun(prepareTable(experiment, table), { onEpoch: () => {} });
}

function near(actual: number, expected: number, within = 1e-5): void {
  assert.ok(Math.abs(actual - expected) <= within * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

/** Weights of a single Linear with two inputs. */
function unitOf(weight: readonly number[], bias: number): Figured["weights"] {
  return [
    { name: "0.weight", shape: [1, 2], data: weight },
    { name: "0.bias", shape: [1], data: [bias] },
  ];
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

test("activation: curves over the range that is asked for, as their formulas", () => {
  const { curves } = ask(undefined, "activation", {
    layers: [{ type: "Sigmoid" }, { type: "ELU", alpha: 0.5 }],
    from: -2,
    to: 3,
    points: 11,
  });
  const [first, second] = curves;
  assert.deepEqual([first?.inputs.length, first?.inputs[0], first?.inputs.at(-1)], [11, -2, 3]);
  for (const [index, x] of first!.inputs.entries()) {
    near(first!.outputs[index]!, sigmoid(x));
    near(first!.slopes[index]!, sigmoid(x) * (1 - sigmoid(x)));
    near(second!.outputs[index]!, x > 0 ? x : 0.5 * Math.expm1(x));
  }
  for (const layer of [{ type: "Softmax" }, { type: "Sigmoidd" }, { type: "ELU", alpha: "much" }]) {
    assert.throws(() => ask(undefined, "activation", { layers: [layer], from: 0, to: 1, points: 3 }), ProblemError);
  }
});

test("softmax: shares, their mirror and their logarithms, at a temperature", () => {
  const [logits, temperature] = [[2, 1, -1], 0.5];
  const { outputs } = ask(undefined, "softmax", { layers: ["Softmax", "Softmin", "LogSoftmax"], logits, temperature });
  const shares = (sign: number): number[] => {
    const powers = logits.map((logit) => Math.exp((sign * logit) / temperature));
    const sum = powers.reduce((all, power) => all + power, 0);
    return powers.map((power) => power / sum);
  };
  for (const index of logits.keys()) {
    near(outputs[0]![index]!, shares(1)[index]!);
    near(outputs[1]![index]!, shares(-1)[index]!);
    near(outputs[2]![index]!, Math.log(shares(1)[index]!));
  }
});

test("loss-slice: each loss and its slope are those of a plain loop, at every weight", async () => {
  const about = await figured();
  const question = { weight: "0.weight[1]", losses: ["BCELoss", "MSELoss"], from: -4, to: 4, points: 9, at: { "0.bias": 0.25 } };
  const { x, slices, present, rows: count } = ask(about, "loss-slice", question);
  const [weights] = runOf(about).weights();
  assert.deepEqual([count, present], [rows.length, weights!.data[1]]);
  const w1 = weights!.data[0]!;
  for (const [index, w2] of x.entries()) {
    const answers = rows.map(({ a, b }) => sigmoid(w1 * a + w2 * b + 0.25));
    const mean = (of: (row: number) => number): number => rows.reduce((sum, _, row) => sum + of(row), 0) / rows.length;
    const bce = mean((row) => -Math.log(rows[row]!.yes === 1 ? answers[row]! : 1 - answers[row]!));
    near(slices[0]!.values[index]!, bce);
    near(
      slices[0]!.slopes[index]!,
      mean((row) => (answers[row]! - rows[row]!.yes) * rows[row]!.b),
    );
    near(
      slices[1]!.values[index]!,
      mean((row) => (answers[row]! - rows[row]!.yes) ** 2),
    );
    near(
      slices[1]!.slopes[index]!,
      mean((row) => 2 * (answers[row]! - rows[row]!.yes) * answers[row]! * (1 - answers[row]!) * rows[row]!.b),
    );
  }
});

test("loss-slice: weights that are not there, and losses that do not fit, are told", async () => {
  const about = await figured();
  const slice = { weight: "0.weight[0]", losses: ["BCELoss"], from: -1, to: 1, points: 3 };
  assert.throws(() => ask(about, "loss-slice", { ...slice, weight: "0.weight[2]" }), /no weight/);
  assert.throws(() => ask(about, "loss-slice", { ...slice, weight: "0.weight[0][2]" }), /no weight/);
  assert.throws(() => ask(about, "loss-slice", { ...slice, weight: "5.weight[0]" }), /no weight/);
  assert.throws(() => ask(about, "loss-slice", { ...slice, losses: ["BCEloss"] }), ProblemError);
  const linear = await figured({ layers: [{ type: "Linear", out_features: 1 }], training: { loss: { type: "MSELoss" } } });
  assert.throws(() => ask(linear, "loss-slice", slice), /BCELoss needs values/);
});

test("loss-slice: Rosenblatt's rule takes no step while the loss is looked at, and the present weights are used", async () => {
  const about = await figured(rosenblatt);
  const weights = unitOf([0.5, 1.5], -0.75);
  const question = { weight: "0.weight[0][1]", losses: ["BCELoss"], from: -0.5, to: 1.5, points: 5 };
  const { slices, present } = ask({ ...about, weights }, "loss-slice", question);
  assert.equal(present, 1.5);
  // 0.5 x1 + w x2 − 0.75 is AND if w is 0.5; one of four rows is wrong if it is less or more, and
  // costs 100.
  assert.deepEqual([...slices[0]!.values], [25, 25, 0, 25, 25]);
  assert.deepEqual([...slices[0]!.slopes], [0, 0, 0, 0, 0]);
});

test("weight-path: the weights are the run's own, bit for bit, step by step and across epochs", async () => {
  const about = await figured({ training: { epochs: 4, batch_size: 8 } });
  const { x, y, losses, plane } = ask(about, "weight-path", { weights: ["0.weight[0]", "0.bias"], steps: 12 });
  const run = runOf(about);
  for (let step = 0; step <= 12; step++) {
    const [weight, bias] = run.weights();
    assert.deepEqual([x[step], y[step]], [weight!.data[0], bias!.data[0]], `step ${step}`);
    const mean = rows.reduce((sum, { a, b, yes }) => {
      const p = sigmoid(weight!.data[0]! * a + weight!.data[1]! * b + bias!.data[0]!);
      return sum - Math.log(yes === 1 ? p : 1 - p);
    }, 0);
    near(losses[step]!, mean / rows.length);
    run.advanceBatch();
  }
  assert.ok(plane.x[0]! < Math.min(...x) && plane.x.at(-1)! > Math.max(...x));
  // The plane has the other weight as it is after the last step.
  const other = runOf(about);
  for (let step = 0; step < 12; step++) other.advanceBatch();
  const w2 = other.weights()[0]!.data[1]!;
  const at = 5 * plane.x.length + 7;
  const sum = rows.reduce((all, { a, b, yes }) => {
    const p = sigmoid(plane.x[7]! * a + w2 * b + plane.y[5]!);
    return all - Math.log(yes === 1 ? p : 1 - p);
  }, 0);
  near(plane.losses[at]!, sum / rows.length);
});

test("weight-path: it ends with the run, and is never longer than its bound", async () => {
  const short = ask(await figured({ training: { epochs: 1, batch_size: 30 } }), "weight-path", {
    weights: ["0.weight[0]", "0.bias"],
    steps: 40,
  });
  assert.equal(short.x.length, 3);
  const long = ask(await figured({ training: { epochs: 1000, batch_size: 30 } }), "weight-path", {
    weights: ["0.weight[0]", "0.bias"],
    steps: 1e9,
  });
  assert.equal(long.x.length, 501);
});

test("perceptron-line: Rosenblatt's rule as a plain loop has it, mistake by mistake", async () => {
  const about = await figured(rosenblatt);
  const { rows: shown, steps, states, classes } = ask(about, "perceptron-line", { steps: 40 });
  assert.deepEqual(classes, ["0", "1"]);
  const [weight, bias] = runOf(about).weights();
  let [w1, w2, b] = [weight!.data[0]!, weight!.data[1]!, bias!.data[0]!];
  let mistakes = 0;
  for (const [index, { rows: batch, answers, isChanged }] of steps.entries()) {
    const before = states[index]!;
    assert.deepEqual(before.weights, [w1, w2, b], `before step ${index + 1}`);
    assert.equal(batch.length, 1);
    const [x, y, truth] = [shown.x[batch[0]!]!, shown.y[batch[0]!]!, shown.truth[batch[0]!]!];
    const answer = w1 * x + w2 * y + b >= 0 ? 1 : 0;
    assert.deepEqual([answers[0], isChanged], [answer, answer !== truth], `step ${index + 1}`);
    w1 = Math.fround(w1 + (truth - answer) * x);
    w2 = Math.fround(w2 + (truth - answer) * y);
    b = Math.fround(b + (truth - answer));
    mistakes += Number(answer !== truth);
  }
  assert.ok(mistakes > 0);
  assert.equal(states.at(-1)!.wrong, 0, "AND is learned");
});

test("perceptron-line: the line is where the weights have it, in the CSV's own numbers, for both rules", async () => {
  for (const setting of [rosenblatt, { data: { normalize: "standard" }, training: { batch_size: 4, threshold: 0.7 } }]) {
    const about = await figured(setting);
    const { x, y, states, rows: shown, steps } = ask(about, "perceptron-line", { steps: 9 });
    assert.equal(states.length, steps.length + 1);
    const { encoded, experiment } = prepareTable(about.experiment, about.table);
    const [one, other] = encoded.preprocessing.features;
    const cut = setting === rosenblatt ? 0 : Math.log(0.7 / 0.3);
    const side = ([w1, w2, b]: readonly number[], atX: number, atY: number): number =>
      (w1! * (atX - (one?.shift ?? 0))) / (one?.scale ?? 1) + (w2! * (atY - (other?.shift ?? 0))) / (other?.scale ?? 1) + b! - cut;
    for (const { weights, field, wrong } of states) {
      for (const point of [0, 17, 400, 960]) {
        const [atX, atY] = [x.values[point % x.values.length]!, y.values[Math.floor(point / x.values.length)]!];
        near(field[point]!, side(weights, atX, atY), 1e-4);
      }
      const mistakes = Array.from(shown.truth).filter((truth, row) => truth !== Number(side(weights, shown.x[row]!, shown.y[row]!) >= 0));
      assert.equal(wrong, mistakes.length);
    }
    assert.equal(experiment.layers.length, 2);
  }
});

test("perceptron-line: what is no plane is told", async () => {
  const three = await figured({ data: { target: "a", features: ["b", "yes"] }, training: { loss: { type: "MSELoss" } } });
  assert.throws(() => ask(three, "perceptron-line", { steps: 3 }), /two features/);
  const one = await figured({ data: { features: ["a"] } });
  assert.throws(() => ask(one, "perceptron-line", { steps: 3 }), /two features/);
});

test("layer-bars: norms of the gradients of a step of the run, and shares of dead units", async () => {
  const layers = [{ type: "Linear", out_features: 6 }, { type: "ReLU" }, ...oneUnit];
  const about = await figured({ layers });
  const { bars, step, rows: batch } = ask(about, "layer-bars", { of: "gradient", step: 5 });
  const run = runOf(about);
  for (let before = 0; before < 4; before++) run.advanceBatch();
  const traced = run.traceStep()!;
  assert.deepEqual([step, batch], [5, 8]);
  assert.deepEqual(
    bars.map(({ layer, type }) => [layer, type]),
    [
      [0, "Linear"],
      [2, "Linear"],
    ],
  );
  for (const { layer, value } of bars) {
    const { parameters } = traced.look.layers[layer]!;
    near(value, Math.hypot(...parameters.map(({ gradient }) => Math.hypot(...gradient))));
  }
  const dead = ask(about, "layer-bars", { of: "dead", step: 5 });
  assert.deepEqual(
    dead.bars.map(({ layer, value }) => [layer, value]),
    [
      [1, traced.look.layers[1]!.dead],
      [3, 0],
    ],
  );
  // Of a run that is shorter the last step is looked at.
  assert.equal(ask(about, "layer-bars", { of: "gradient", step: 1e9 }).step, 80);
});

test("table: each different row once with the network's answer; test rows are left out", async () => {
  const csv = `${andCsv}1,1,1\n0,0,0\n0,0,0\n`;
  const about = await figured({ ...rosenblatt, csv, data: { target: "y" } });
  const weights = unitOf([1, 0], -0.5);
  const { features, target, rows: shown, total, yes } = ask({ ...about, weights }, "table", { rows: 3 });
  assert.deepEqual([features, target, total, yes], [["x1", "x2"], "y", 4, "1"]);
  assert.deepEqual(
    shown.map(({ cells, truth, answer, isRight, times, probability }) => [cells, truth, answer, isRight, times, probability]),
    [
      [[0, 0], "0", "0", true, 3, 0],
      [[0, 1], "0", "0", true, 1, 0],
      [[1, 0], "0", "1", false, 1, 1],
    ],
  );
  const split = await figured({ csv, data: { target: "y", split: { train: 0.5, validation: 0, test: 0.5 } }, layers: oneUnit });
  const kept = ask(split, "table", { rows: 100 });
  assert.equal(
    kept.rows.reduce((sum, { times }) => sum + times, 0),
    prepareTable(split.experiment, split.table).split.train.length,
  );
  const numbers = await figured({
    data: { target: "a", features: ["b"] },
    layers: [{ type: "Linear", out_features: 1 }],
    training: { loss: { type: "MSELoss" } },
  });
  const [first] = ask(numbers, "table", { rows: 1 }).rows;
  assert.deepEqual([first?.isRight, first?.probability, first?.truth], [undefined, undefined, rows[0]!.a]);
});
