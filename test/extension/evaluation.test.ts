// A trained network evaluated end to end: nothing before a run, the weight file's numbers after it, the same
// rows as the CSV has, also from a worker that knows nothing yet; a threshold in the document; and a run that
// goes on is not disturbed.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { networkOf } from "../../src/host/network/network-ports.ts";
import { openWorker, type WorkerClient } from "../harness/node-worker.ts";
import type { ClassReport } from "../../src/training/evaluation/report.ts";
import { binaryDocument, Folder, ofExtension, openInBuilder, test, until } from "./workbench.ts";

async function opened(training: object = {}) {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("net.perceptron", binaryDocument({ training })));
  return { folder, session };
}

async function withWorker(act: (worker: WorkerClient) => Promise<void>): Promise<void> {
  const worker = openWorker(ofExtension("dist", "worker.js"));
  try {
    await act(worker);
  } finally {
    worker.dispose();
  }
}

test("after a run its weights are evaluated, explained, and the document takes a threshold", async () => {
  const { folder, session } = await opened({ optimizer: { type: "Adam", lr: 0.05 } });
  await withWorker(async (worker) => {
    assert.equal(await networkOf(worker, session).evaluate("report", { threshold: 0.5 }), undefined, "nothing was trained");
    await vscode.commands.executeCommand("perceptron.train", session.document.uri);
    await session.run.over;
    const report = await networkOf(worker, session).evaluate("report", { threshold: 0.5 });
    assert.ok(report);
    assert.deepEqual([report.split, report.rows.validation, report.isOtherData], ["validation", 100, false]);
    const { classes, counts } = report.targets[0] as ClassReport;
    assert.deepEqual(classes, ["False", "True"]);
    const place = { split: "validation", target: 0, threshold: 0.5 } as const;
    const wrong = await networkOf(worker, session).evaluate("rows", { ...place, cell: { truth: 0, answer: 1 } });
    assert.equal(wrong?.total, counts[1]);
    const lines = folder.read("binary.csv").split(/\r?\n/);
    for (const { at } of wrong?.rows ?? []) {
      const [x, y, z, pass] = lines[at.line - 1]!.split(",");
      assert.deepEqual(at.cells, [pass, x, y, z]);
      assert.equal(pass, "False");
    }
    assert.equal((await networkOf(worker, session).evaluate("importance", { ...place, from: 0 }))?.features.length, 3);
    // A worker that was started anew gets the weights with the first question.
    worker.dispose();
    const first = await networkOf(worker, session).evaluate("rows", place);
    const explanation = await networkOf(worker, session).evaluate("explanation", { ...place, row: first!.rows[0]!.at.row });
    assert.equal(explanation?.split, "validation");
    assert.equal(explanation.contributions.length, 3);
  });
  assert.equal(await session.edit(session.document.version, { op: "set", path: ["training", "threshold"], value: 0.35 }), true);
  await until("the document has the threshold", () => session.experiment?.training.threshold === 0.35);
  assert.match(session.document.getText(), /"threshold": 0\.35/);
  assert.equal(session.state.isOutdated, undefined, "a threshold makes no other network");
});

test("a report is of the weight file as it is now, and of the same file nothing is opened again", async () => {
  const { session } = await opened();
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  await withWorker(async (worker) => {
    let loads = 0;
    const load = worker.loadWeights.bind(worker);
    worker.loadWeights = (...weights) => {
      loads++;
      return load(...weights);
    };
    const first = await networkOf(worker, session).evaluate("report", { threshold: 0.5 });
    await networkOf(worker, session).evaluate("report", { threshold: 0.5, split: "train" });
    assert.equal(loads, 1);
    await vscode.commands.executeCommand("perceptron.trainMore", session.document.uri, 20);
    await session.run.over;
    const second = await networkOf(worker, session).evaluate("report", { threshold: 0.5 });
    assert.equal(loads, 2);
    assert.ok(second!.loss! < first!.loss!, `${second!.loss} after ${first!.loss}`);
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(session.document.uri, "..", "net.safetensors"));
    assert.equal(await networkOf(worker, session).evaluate("report", { threshold: 0.5 }), undefined);
  });
});

test("while it trains again, the weights of the run before are evaluated and the run goes on", async () => {
  const { session } = await opened();
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  await session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 1_000_000 });
  await until("the document has more epochs", () => session.experiment?.training.epochs === 1_000_000);
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await until("it trains", () => factsOf(session.run).epoch > 0);
  await withWorker(async (worker) => {
    const before = factsOf(session.run).epoch;
    assert.ok(await networkOf(worker, session).evaluate("report", { threshold: 0.5 }));
    assert.ok(await networkOf(worker, session).evaluate("importance", { split: "train", target: 0, threshold: 0.5, from: 0 }));
    await until("the run has gone on", () => factsOf(session.run).epoch > before);
  });
  await session.run.stop();
});
