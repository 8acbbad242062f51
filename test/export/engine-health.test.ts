// The health of runs that PyTorch computes: what it looks at and tries is judged by the detectors of the
// built-in engine, which find the same, of sick networks and of healthy ones.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { csvOf, experimentOf, type Network } from "../harness/health.ts";
import { healthy } from "../unit/training/health/healthy.ts";
import { sick } from "../unit/training/health/sick.ts";
import { training, WITH } from "./engine-runs.ts";

/** What is said, and when. */
async function findings(network: Network, ...words: readonly string[]): Promise<string[]> {
  const experiment = experimentOf(network);
  const name = String(experiment.data.file);
  const { csv } = network;
  const folder = makeFolder({
    [name]: typeof csv === "string" ? readFileSync(`samples/${csv}`) : csvOf(csv),
    "a.perceptron": experiment,
  });
  const events = await training(folder, "a.perceptron", "--health", ...words);
  return events
    .filter(({ event }) => event === "health")
    .map(({ code, layer, epoch }) => `${String(code)} ${String(layer)} in epoch ${String(epoch)}`);
}

/** The first sick network of each code. */
const codes = new Map(
  Object.entries(sick)
    .flatMap(([name, { says }]) => says.map((said) => [said.split(" ")[0]!, name] as const))
    .toReversed(),
);

for (const [code, name] of codes)
  test(`${code}: ${name}`, async () => {
    const [own, theirs] = await Promise.all([findings(sick[name]!), findings(sick[name]!, ...WITH)]);
    assert.ok(own.some((said) => said.startsWith(code)));
    assert.deepEqual(theirs, own);
  });

for (const name of Object.keys(healthy).slice(0, 3))
  test(`healthy: ${name}`, async () => assert.deepEqual(await findings(healthy[name]!, ...WITH), []));

test("with two processes the same is found", async () => {
  const network = sick[codes.get("vanishing-gradient")!]!;
  assert.deepEqual(await findings(network, ...WITH, "--processes", "2"), await findings(network));
});
