// One cause is one sentence: what a sickness brings with it is told only where that sickness is not found.

import assert from "node:assert/strict";
import { test } from "node:test";
import { codesOf, experimentOf, type Network, watch } from "../../../harness/health.ts";
import {
  act,
  bce,
  binary,
  ce,
  deep,
  iris,
  lin,
  mlp,
  moons,
  mse,
  of,
  plane,
  prices,
  raw,
  set,
  sgd,
  wave,
} from "../../../harness/health-networks.ts";

async function codes(network: Network): Promise<string[]> {
  const { findings } = await watch(experimentOf(network), network.csv);
  return codesOf(findings);
}

const caused: Readonly<Record<string, readonly [Network, string]>> = {
  "a rate that is too high makes the gradient grow": [of(plane, [lin(1)], mse, sgd(1.5), 40), "diverging"],
  "and throws the weights far away at once": [of(wave, [lin(16), act("ReLU"), lin(1)], mse, sgd(100), 20), "diverging"],
  "and makes a deep network's gradient grow from layer to layer": [of(wave, deep(1, "Tanh", 2, 16), mse, sgd(3), 40), "diverging"],
  "the loss of many sigmoids is flat": [of(moons, deep(1, "Sigmoid", 8, 16), bce, sgd(0.1), 60), "vanishing-gradient 0"],
};
for (const [name, [network, code]] of Object.entries(caused)) {
  test(`${name}: only ${code} is said`, async () => assert.deepEqual(await codes(network), [code]));
}

const large = [set(16, 2, 5), act("ReLU"), ...Array.from({ length: 4 }, () => [set(16, 16, 5), act("ReLU")]).flat(), set(1, 16, 5)];
const alone: Readonly<Record<string, readonly [Network, string]>> = {
  "the gradient grows because the values are large": [of(prices, [lin(16), act("ReLU"), lin(1)], mse, sgd(0.1), 20), "exploding-gradient"],
  "or because the first weights are": [of(moons, large, bce, sgd(0.01), 30), "exploding-gradient 0"],
  "large steps without a loss that rises": [of(binary(raw), [lin(1)], bce, sgd(0.01), 50), "update-ratio 0"],
  "a loss that is flat for want of large steps": [of(iris(), mlp(3, "Sigmoid"), ce, sgd(1e-4), 100), "plateau"],
};
for (const [name, [network, code]] of Object.entries(alone)) {
  test(`${name}: ${code} is said`, async () => assert.ok((await codes(network)).includes(code)));
}

test("where the run is stopped before the cause was tried, what was found is said", async () => {
  const { csv, ...network } = of(plane, [lin(1)], mse, sgd(1.5), 40);
  const { findings } = await watch(experimentOf({ csv, ...network }), csv, 3);
  assert.deepEqual(codesOf(findings), ["exploding-gradient"]);
});
