// The planned network: where parameters lie, what they are called, how they are set, and that numbers which
// are none do not spread.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OutOfRange } from "../../../src/engine/kernel.ts";
import { Network } from "../../../src/engine/network.ts";
import { Generator } from "../../../src/engine/random.ts";
import { reference } from "../../../src/engine/reference.ts";
import { type Experiment, documentSchema } from "../../../src/model/schema.ts";

function experimentOf(layers: readonly unknown[], training: Record<string, unknown> = {}): Experiment {
  return documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t" },
    layers,
    training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 }, ...training },
  });
}

function networkOf(experiment: Experiment, inputs: number, targetWidth: number, batchSize = 2): Network {
  const { layers, training } = experiment;
  return new Network({ layers, loss: training.loss, optimizer: training.optimizer, inputs, targetWidth, batchSize }, new Generator(4));
}

test("parameters carry PyTorch's names and lie on 64-byte borders of one buffer", () => {
  const layers = [
    { type: "Linear", out_features: 3 },
    { type: "ReLU" },
    { type: "Linear", out_features: 2, bias: false },
    { type: "Identity" },
  ];
  const { parameters, outputs } = networkOf(experimentOf(layers), 5, 2);
  assert.deepEqual(
    parameters.map(({ name, shape }) => ({ name, shape })),
    [
      { name: "0.weight", shape: [3, 5] },
      { name: "0.bias", shape: [3] },
      { name: "2.weight", shape: [2, 3] },
    ],
  );
  assert.equal(outputs, 2);
  assert.equal(new Set(parameters.map(({ data }) => data.buffer)).size, 1);
  assert.ok(parameters.every(({ data }) => data.byteOffset % 64 === 0));
});

test("hand-set weights stand as written; a bias that is not given keeps its draw, and the next layer's draws are the same", () => {
  const drawn = networkOf(
    experimentOf([
      { type: "Linear", out_features: 2 },
      { type: "Linear", out_features: 1 },
    ]),
    2,
    1,
  );
  const init = {
    weight: [
      [1, 2],
      [3, 4],
    ],
  };
  const set = networkOf(
    experimentOf([
      { type: "Linear", out_features: 2, init },
      { type: "Linear", out_features: 1 },
    ]),
    2,
    1,
  );
  assert.deepEqual([...set.parameters[0]!.data], [1, 2, 3, 4]);
  assert.deepEqual(
    set.parameters.slice(1).map(({ data }) => data),
    drawn.parameters.slice(1).map(({ data }) => data),
  );
  const both = networkOf(experimentOf([{ type: "Linear", out_features: 1, init: { weight: [[5, 6]], bias: [7] } }]), 2, 1);
  assert.deepEqual(
    both.parameters.map(({ data }) => Array.from(data)),
    [[5, 6], [7]],
  );
});

test("a step moves the parameters against their gradients", () => {
  const network = networkOf(experimentOf([{ type: "Linear", out_features: 1, init: { weight: [[2]], bias: [0] } }]), 1, 1);
  network.input.set([1, 3]);
  network.target.set([0, 0]);
  assert.equal(network.train(2, { lr: 0.125, momentum: 0 }), 20);
  assert.deepEqual(
    network.gradients.map(({ data }) => [...data]),
    [[20], [8]],
  );
  assert.deepEqual(
    network.parameters.map(({ data }) => Array.from(data)),
    [[-0.5], [-1]],
  );
});

test("a batch that is not full leaves the rest of the buffers out", () => {
  const network = networkOf(experimentOf([{ type: "Linear", out_features: 1 }, { type: "Tanh" }]), 1, 1, 4);
  network.input.set([1, 2, Number.NaN, Number.NaN]);
  assert.ok(Number.isFinite(network.evaluate(2)));
  assert.ok(Number.isFinite(network.train(2, { lr: 0.1, momentum: 0 })));
  assert.ok(network.gradients.every(({ data }) => Number.isFinite(data[0])));
});

test("parameters that are no numbers are seen, and the last finite ones come back", () => {
  const network = networkOf(experimentOf([{ type: "Linear", out_features: 2 }]), 2, 2);
  const before = network.parameters.map(({ data }) => data.slice());
  network.input.set([1, 2, 3, 4]);
  // Its loss is finite, its step is not.
  assert.ok(Number.isFinite(network.train(2, { lr: Infinity, momentum: 0 })));
  assert.equal(network.isFinite(), false);
  assert.equal(network.firstNotFinite(2), 0);
  network.keepFinite();
  assert.equal(network.isFinite(), true);
  assert.deepEqual(
    network.parameters.map(({ data }) => data.slice()),
    before,
  );
});

test("gradients together are made no longer than the norm", () => {
  const { layers, training } = experimentOf([{ type: "Linear", out_features: 1, init: { weight: [[2]], bias: [0] } }]);
  const plan = { layers, loss: training.loss, optimizer: training.optimizer, inputs: 1, targetWidth: 1, batchSize: 2, clipGradNorm: 0.5 };
  const network = new Network(plan, new Generator(4));
  network.input.set([1, 3]);
  network.train(2, { lr: 0, momentum: 0 });
  const [weight, bias] = network.gradients.map(({ data }) => data[0]!);
  assert.ok(Math.abs(Math.hypot(weight!, bias!) - 0.5) < 1e-6);
  assert.ok(Math.abs(weight! / bias! - 20 / 8) < 1e-6);
});

test("Adam without eps does not spoil the room between parameters", () => {
  const adam = { optimizer: { type: "Adam", eps: 0 } };
  const network = networkOf(experimentOf([{ type: "Linear", out_features: 1 }], adam), 1, 1);
  network.input.set([1, 2]);
  network.target.set([5, 5]);
  network.train(2, { lr: 0.001, momentum: 0.9 });
  assert.equal(network.isFinite(), true);
});

test("BCELoss takes NaN for a loss that is none, and refuses what is no probability", () => {
  const output = new Float32Array(1);
  const { allocate } = reference;
  const buffers = { batchSize: 1, width: 1, output, target: Float32Array.of(1), gradOutput: new Float32Array(1), allocate };
  const call = reference.losses.BCELoss.plan({ type: "BCELoss" }, buffers);
  const lossOf = (): number => {
    call.forward(0, 1, 1);
    return call.mean(1);
  };
  output[0] = Number.NaN;
  assert.ok(Number.isNaN(lossOf()));
  output[0] = 0;
  assert.equal(lossOf(), 100);
  for (const value of [1.5, -0.25, Infinity]) {
    output[0] = value;
    assert.throws(lossOf, OutOfRange);
  }
});

test("a run of the same plan takes its buffers from the backend, once", () => {
  let floats = 0;
  const counting = {
    ...reference,
    allocate: (length: number) => {
      floats += length;
      return new Float32Array(length);
    },
  };
  const { layers, training } = experimentOf([{ type: "Linear", out_features: 8 }, { type: "Sigmoid" }]);
  const plan = { layers, loss: training.loss, optimizer: training.optimizer, inputs: 2, targetWidth: 8, batchSize: 4 };
  const network = new Network(plan, new Generator(0), counting);
  const planned = floats;
  // At least parameters, gradients and a copy of 16 + 16, values of 2 + 8 + 8 and slopes of 8 + 8 and targets
  // of 8 for each of four rows.
  assert.ok(planned >= 3 * 32 + 4 * (18 + 16 + 8));
  network.train(4, { lr: 0.1, momentum: 0 });
  network.evaluate(3);
  assert.equal(floats, planned);
});
