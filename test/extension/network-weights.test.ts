// What the network view is shown: initial weights, the run's, the weight file's, and nothing if there is
// none; and pictures that are saved.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { networkPorts } from "../../src/host/network/network-ports.ts";
import { weightsOf } from "../../src/session/network/network-weights.ts";
import { savePicture } from "../../src/host/builder/save-picture.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { openWorker } from "../harness/node-worker.ts";
import type { NetworkWeights } from "../../src/protocol/network-host.ts";
import { binaryDocument, Folder, ofExtension, openInBuilder, replace, test, until } from "./workbench.ts";

/** Asks once, with a worker of its own. */
async function ask(session: DocumentSession): Promise<NetworkWeights | undefined> {
  const worker = openWorker(ofExtension("dist", "worker.js"));
  try {
    return await weightsOf(session, networkPorts(worker, session.document.uri));
  } finally {
    worker.dispose();
  }
}

async function opened(other: Parameters<typeof binaryDocument>[0] = {}) {
  const folder = new Folder();
  folder.sample("binary.csv");
  return { folder, session: await openInBuilder(folder.write("net.perceptron", binaryDocument(other))) };
}

test("before a run the initial weights, after it those of its file, and of another network the initial ones again", async () => {
  const { session } = await opened();
  const first = await ask(session);
  assert.equal(first?.from, "seed");
  assert.deepEqual(
    first.tensors.map(({ name, shape }) => [name, shape]),
    [
      ["0.weight", [1, 3]],
      ["0.bias", [1]],
    ],
  );
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  const last = await ask(session);
  assert.equal(last?.from, "file");
  assert.notDeepEqual(last.tensors[0]?.data, first.tensors[0]?.data);
  // What a layer is called changes none of its weights.
  await session.edit(session.document.version, { op: "set", path: ["layers", 0, "name"], value: "first" });
  assert.equal((await ask(session))?.from, "file");
  await vscode.commands.executeCommand("undo");
  await until("the name is gone", () => !session.document.getText().includes('"first"'));
  await session.edit(session.document.version, { op: "insert", at: 0, layer: { type: "Linear", out_features: 2 } });
  assert.equal((await ask(session))?.from, "seed");
  await vscode.commands.executeCommand("undo");
  await until("the document is the one that was trained", () => session.experiment?.layers.length === 2);
  assert.equal((await ask(session))?.from, "file");
});

test("while it trains the weights are the run's", async () => {
  const { session } = await opened({ training: { epochs: 1_000_000 } });
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await until("it trains", () => factsOf(session.run).epoch > 0);
  const now = await ask(session);
  assert.equal(now?.from, "run");
  await until("the weights are others", async () => String((await ask(session))?.tensors[0]?.data) !== String(now.tensors[0]?.data));
  await session.run.stop();
});

test("a network with an error has no weights", async () => {
  const { session } = await opened({ layers: [{ type: "Linear", in_features: 7, out_features: 1 }, { type: "Sigmoid" }] });
  assert.equal(await ask(session), undefined);
});

test("a picture goes where the person says, under the document's name, or nowhere", async () => {
  const { folder, session } = await opened();
  let asked: vscode.SaveDialogOptions | undefined;
  replace(vscode.window, "showSaveDialog", async (options: vscode.SaveDialogOptions) => {
    asked = options;
    return options.defaultUri;
  });
  await savePicture(session, "png", Uint8Array.of(137, 80));
  assert.equal(asked?.defaultUri?.fsPath, folder.uri("net.png").fsPath);
  assert.deepEqual([...readFileSync(folder.uri("net.png").fsPath)], [137, 80]);
  replace(vscode.window, "showSaveDialog", async () => undefined);
  await savePicture(session, "svg", Uint8Array.of(1));
  await assert.rejects(async () => vscode.workspace.fs.stat(folder.uri("net.svg")));
});
