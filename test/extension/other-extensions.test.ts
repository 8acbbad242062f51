// The API for other extensions, as a second extension uses it.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Epoch, Evaluation, PerceptronExports, RunState } from "../../src/host/exported-api.ts";
import { binaryDocument, Folder, test } from "./workbench.ts";

interface Watched {
  readonly before: RunState;
  readonly untrained: string;
  readonly states: readonly RunState["state"][];
  readonly epochs: readonly Epoch[];
  readonly end: RunState;
  readonly evaluation: Evaluation;
  readonly isSame: boolean;
}

/** The second extension. */
async function watch(uri: vscode.Uri): Promise<Watched> {
  const user = vscode.extensions.getExtension<{ watch(uri: vscode.Uri): Promise<Watched> }>("perceptron-test.api-user");
  assert.ok(user, "the second extension is there");
  return (await user.activate()).watch(uri);
}

test("another extension opens a document, trains it, follows the run and evaluates it", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const data = { split: { train: 0.8, validation: 0.1, test: 0.1 } };
  const uri = folder.write("others.perceptron", binaryDocument({ data, training: { epochs: 30 } }));
  const { before, untrained, states, epochs, end, evaluation, isSame } = await watch(uri);
  assert.deepEqual(before, { state: "idle", epoch: 0, epochs: 0 });
  assert.match(untrained, /others is not trained yet\. Train it/);
  assert.equal(states[0], "preparing");
  assert.equal(states.at(-1), "ended");
  assert.deepEqual(
    epochs.map(({ epoch }) => epoch),
    Array.from({ length: 30 }, (_, index) => index + 1),
  );
  assert.ok(epochs.every(({ trainLoss, validationLoss }) => trainLoss > 0 && validationLoss !== undefined));
  assert.deepEqual(end, { state: "ended", epoch: 30, epochs: 30, weights: "others.safetensors" });
  const [target] = evaluation.targets;
  assert.equal(evaluation.split, "test");
  assert.ok(target?.kind === "classes");
  assert.equal(target.target, "pass");
  assert.equal(
    target.confusion.flat().reduce((sum, rows) => sum + rows, 0),
    evaluation.rows,
  );
  assert.ok(target.accuracy >= 0 && target.accuracy <= 1);
  assert.ok(isSame, "a document has one network");
});

test("what cannot be is an error with a sentence, and there is no other version", async () => {
  const perceptron = vscode.extensions.getExtension<PerceptronExports>("perceptron-builder.perceptron")!.exports;
  assert.throws(() => perceptron.getAPI(2 as 1), /no API of version 2/);
  const folder = new Folder();
  const network = await perceptron.getAPI(1).open(folder.write("alone.perceptron", binaryDocument()));
  await assert.rejects(network.train(), /There is no file binary\.csv\./);
  await assert.rejects(perceptron.getAPI(1).open(folder.write("none.txt", "text")), /no \.perceptron document/);
});
