// Random networks on the reference and on every build of the product: the same first weights in every bit,
// and the same losses as far as rounding goes.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backend } from "../../../src/engine/kernel.ts";
import { Network, type NetworkPlan } from "../../../src/engine/network.ts";
import { createBackend } from "../../../src/engine/open.ts";
import { Generator } from "../../../src/engine/random.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { backends } from "../../parity/backends.ts";

const NETWORKS = 60;
const STEPS = 6;

const activations = ["ReLU", "Tanh", "Sigmoid", "LeakyReLU", "GELU", "ELU", "SiLU", "PReLU", "Softsign", "Hardswish", "Mish"];
const optimizers = ["Adam", "AdamW", "RMSprop", "Adagrad", "Adamax", "RAdam", "Adadelta"];

/** A network drawn from a seed: one to four hidden layers, with what stands between them. */
function randomPlan(seed: number): NetworkPlan {
  const generator = new Generator(seed);
  const below = (count: number): number => generator.next32() % count;
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const layers = Array.from({ length: 1 + below(4) }, () => [
    { type: "Linear", out_features: 1 + below(70), bias: below(4) > 0 },
    ...(below(3) === 0 ? [{ type: pick(["BatchNorm1d", "LayerNorm"]) }] : []),
    { type: pick(activations) },
    ...(below(3) === 0 ? [{ type: pick(["Dropout", "AlphaDropout"]), p: 0.3 }] : []),
  ]).flat();
  const classes = 2 + below(9);
  const isClassifier = below(2) === 0;
  const { layers: resolved, training } = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t" },
    layers: [...layers, { type: "Linear", out_features: isClassifier ? classes : 1 }],
    training: {
      loss: { type: isClassifier ? "CrossEntropyLoss" : pick(["MSELoss", "HuberLoss", "BCEWithLogitsLoss"]) },
      optimizer: below(3) === 0 ? { type: "SGD", lr: 0.01, momentum: 0.5 } : { type: pick(optimizers), lr: 0.001 },
    },
  });
  const { loss, optimizer } = training;
  const plan = { layers: resolved, loss, optimizer, inputs: 1 + below(40), targetWidth: 1, batchSize: 2 + below(60) };
  return below(3) === 0 ? { ...plan, clipGradNorm: 0.5 } : plan;
}

/** The first weights, and the losses of a few steps and of a pass without learning. */
function build(plan: NetworkPlan, backend: Backend, seed: number) {
  const network = new Network(plan, new Generator(seed), backend);
  const start = network.parameters.map(({ data }) => data.slice());
  const draw = new Generator(seed + 1);
  for (let index = 0; index < network.input.length; index++) network.input[index] = draw.uniform32() * 2 - 1;
  const classes = plan.loss.type === "CrossEntropyLoss" ? network.outputs : 2;
  for (let index = 0; index < network.target.length; index++) network.target[index] = draw.next32() % classes;
  const lossesOf = Array.from({ length: STEPS }, () => network.train(plan.batchSize, { lr: plan.optimizer.lr, momentum: 0.5 }));
  return { start, losses: [...lossesOf, network.evaluate(Math.max(1, plan.batchSize - 1))] };
}

for (const [name, create] of Object.entries(backends).filter(([name]) => name !== "reference")) {
  test(`${name}: ${NETWORKS} random networks learn as on the reference`, () => {
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const plan = randomPlan(seed);
      const expected = build(plan, backends["reference"]!(), seed);
      const actual = build(plan, create(), seed);
      const what = `seed ${seed}: ${JSON.stringify(plan.layers.map(({ type }) => type))}`;
      assert.deepEqual(actual.start, expected.start, what);
      for (const [index, loss] of actual.losses.entries()) {
        const wanted = expected.losses[index]!;
        // A bias before BatchNorm learns from rounding alone, which shows once the running statistics stand
        // for the batch's.
        const near = index === STEPS && plan.layers.some(({ type }) => type === "BatchNorm1d") ? 1e-2 : 2e-4;
        assert.ok(Math.abs(loss - wanted) <= near * Math.max(1, Math.abs(wanted)), `${what}, step ${index + 1}: ${loss}, not ${wanted}`);
      }
    }
  });
}

test("the product does not fall back to the reference", () => {
  assert.match(createBackend().name, /simd/);
});
