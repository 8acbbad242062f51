// A run in the extension host: it belongs to the document, leaves its weights, and never runs twice at once.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { FileHold } from "../../src/disk/hold.ts";
import { factsOf } from "../harness/run-facts.ts";
import { ProblemError } from "../../src/model/problem.ts";
import { openWorker } from "../harness/node-worker.ts";
import { binaryDocument, builderTabs, Folder, listen, openInBuilder, replace, sessionOf, test, until } from "./workbench.ts";

const train = (uri: vscode.Uri) => vscode.commands.executeCommand("perceptron.train", uri);

/** A document whose run does not end by itself within a test. */
const endless = () => binaryDocument({ training: { epochs: 10_000_000 } });

async function running(folder: Folder, name = "long.perceptron") {
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write(name, endless()));
  await train(session.document.uri);
  await until("epochs are finished", () => factsOf(session.run).epoch > 0);
  return session;
}

function tensorsOf(folder: Folder, name: string): string[] {
  const bytes = readFileSync(folder.uri(name).fsPath);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString()) as Record<string, unknown>;
  return Object.keys(header);
}

test("a run trains the document as edited and leaves its weights beside it", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("short.perceptron", binaryDocument()));
  await session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 5 });
  assert.ok(session.document.isDirty);
  await train(session.document.uri);
  await session.run.over;
  const { status, curve } = session.run;
  assert.equal(status.state, "ended");
  assert.equal(status.stopped, null);
  assert.equal(status.weights, "short.safetensors");
  assert.deepEqual(
    curve.points.map(({ epoch }) => epoch),
    [1, 2, 3, 4, 5],
  );
  assert.ok(session.document.isDirty, "training saves nothing");
  assert.deepEqual(tensorsOf(folder, "short.safetensors").toSorted(), ["0.bias", "0.weight", "__metadata__"]);
  assert.deepEqual(readdirSync(folder.path).toSorted(), ["binary.csv", "short.perceptron", "short.runs", "short.safetensors"]);
});

test("an edit that is on its way when Train is pressed is trained", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("hasty.perceptron", binaryDocument()));
  await session.data.settled();
  const edited = session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 7 });
  await train(session.document.uri);
  await session.run.over;
  assert.ok(await edited);
  assert.equal(factsOf(session.run).epochs, 7);
});

test("stop ends a run at once and keeps the weights", async () => {
  const folder = new Folder();
  const session = await running(folder);
  await vscode.commands.executeCommand("perceptron.stop");
  assert.equal(factsOf(session.run).stopped, "interrupted");
  assert.equal(factsOf(session.run).epoch, session.run.curve.points.length);
  assert.ok(existsSync(folder.uri("long.safetensors").fsPath));
  assert.equal(session.run.isActive, false);
});

test("a stop that comes while the data is read ends the run at once, which trained nothing and says so", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("early.perceptron", endless()));
  assert.ok(session.experiment);
  for (const end of [() => session.run.stop(), () => session.run.leave()]) {
    session.run.start(session.experiment);
    await end();
    const { state, stopped, note, weights, epoch } = factsOf(session.run);
    assert.deepEqual([state, stopped, weights, epoch], ["ended", "interrupted", undefined, 0]);
    assert.equal(note?.text, "Stopped while the data was still being read. Nothing was trained.");
  }
  assert.deepEqual(readdirSync(folder.path).toSorted(), ["binary.csv", "early.perceptron"]);
});

test("the editor goes on while a run trains", async () => {
  const session = await running(new Folder());
  const { epoch } = factsOf(session.run);
  assert.ok(await session.edit(session.document.version, { op: "insert", at: 1, layer: { type: "ReLU" } }));
  await session.data.settled();
  await until("the run has gone on", () => factsOf(session.run).epoch > epoch);
  assert.equal(session.run.status.state, "running");
});

test("a document that is being trained is trained anew only where the person says so", async () => {
  const session = await running(new Folder());
  const said = listen();
  await train(session.document.uri);
  assert.match(said.join(), /long is being trained\. Stop that run and train again\?/);
  assert.deepEqual([session.run.status.run, session.run.status.state], [1, "running"]);
  listen("Stop and Train Again");
  await train(session.document.uri);
  await until("another run trains", () => session.run.status.run === 2 && factsOf(session.run).epoch > 0);
});

test("a document that another window trains is trained here as well only where the person says so", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.write("shared.perceptron", binaryDocument({ training: { epochs: 5 } }));
  // Two windows share no process; this one stands for the other.
  await new FileHold(join(folder.path, ".shared.training"), "another window").take();
  const session = await openInBuilder(uri);
  const said = listen();
  await train(uri);
  assert.match(said.join(), /shared is being trained in another window\. Train it here as well\?/);
  assert.equal(session.run.status.state, "idle");
  listen("Train Here as Well");
  await train(uri);
  await session.run.over;
  assert.equal(session.run.status.state, "ended");
});

test("a document that is deleted on disk while it trains keeps its builder and its run, which leaves its weights", async () => {
  const folder = new Folder();
  const session = await running(folder, "gone.perceptron");
  rmSync(folder.uri("gone.perceptron").fsPath);
  const { epoch } = factsOf(session.run);
  await until("it trains on", () => factsOf(session.run).epoch > epoch);
  await vscode.commands.executeCommand("perceptron.stop");
  assert.ok(existsSync(folder.uri("gone.safetensors").fsPath));
  assert.equal(readdirSync(join(folder.path, "gone.runs")).length, 1);
  assert.ok(session.document.getText().includes("binary.csv"), "its text is still there to be saved");
});

test("two documents are trained at once", async () => {
  const folder = new Folder();
  const [one, other] = [await running(folder, "one.perceptron"), await running(folder, "other.perceptron")];
  const [ofOne, ofOther] = [factsOf(one.run).epoch, factsOf(other.run).epoch];
  await until("both go on", () => factsOf(one.run).epoch > ofOne + 5 && factsOf(other.run).epoch > ofOther + 5);
  await one.run.stop();
  assert.equal(other.run.status.state, "running");
  await other.run.stop();
  for (const name of ["one", "other"]) assert.ok(existsSync(folder.uri(`${name}.safetensors`).fsPath));
});

test("a run that lasts unseen is told in a notification that can end it", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  let cancel: (() => void) | undefined;
  replace(vscode.window, "withProgress", async (_: unknown, work: (...args: readonly unknown[]) => Promise<void>) => {
    const source = new vscode.CancellationTokenSource();
    cancel = () => source.cancel();
    await work({ report: () => {} }, source.token);
  });
  const long = await running(folder);
  await vscode.window.showTextDocument(folder.uri("binary.csv"), { preview: false });
  const end = await until("it is told", () => cancel);
  end();
  await long.run.over;
  assert.equal(factsOf(long.run).stopped, "interrupted");
});

test("pressing Train twice at once starts one run", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("twice.perceptron", endless()));
  await Promise.all([train(session.document.uri), train(session.document.uri)]);
  assert.equal(session.run.status.run, 1);
});

test("started without a builder, a run opens one", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.write("text.perceptron", endless());
  await vscode.window.showTextDocument(uri);
  const session = await sessionOf(uri);
  await vscode.commands.executeCommand("perceptron.train");
  await until("the run has begun", () => session.run.isActive);
  assert.equal(builderTabs(uri).length, 1);
});

test("a run ends, weights first, when the last builder panel closes", async () => {
  const folder = new Folder();
  const session = await running(folder);
  await vscode.commands.executeCommand("vscode.openWith", session.document.uri, "perceptron.builder", vscode.ViewColumn.Beside);
  const tabs = await until("there are two panels", () => {
    const both = builderTabs(session.document.uri);
    return both.length === 2 && both;
  });
  await vscode.window.tabGroups.close(tabs[0] as vscode.Tab);
  await sleep(1500);
  assert.equal(session.run.status.state, "running");
  await vscode.window.tabGroups.close(builderTabs(session.document.uri));
  await session.run.over;
  assert.equal(factsOf(session.run).stopped, "interrupted");
  assert.ok(existsSync(folder.uri("long.safetensors").fsPath));
});

test("a run goes on when its tab moves to another group", async () => {
  const session = await running(new Folder());
  await vscode.commands.executeCommand("perceptron.openBuilder", session.document.uri);
  await vscode.commands.executeCommand("workbench.action.splitEditorRight");
  await vscode.commands.executeCommand("workbench.action.moveEditorToPreviousGroup");
  await vscode.commands.executeCommand("workbench.action.moveEditorToNextGroup");
  await sleep(1500);
  assert.equal(session.run.status.state, "running");
});

test("a document with an error is not trained, and its first error is said", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const layers = [{ type: "Linear", out_features: 3 }, { type: "Sigmoid" }];
  const session = await openInBuilder(folder.write("wrong.perceptron", binaryDocument({ layers })));
  const said = listen();
  await train(session.document.uri);
  assert.equal(said.length, 1);
  assert.equal(session.run.status.state, "idle");
  assert.deepEqual(readdirSync(folder.path).toSorted(), ["binary.csv", "wrong.perceptron"]);
});

test("a CSV with changes that are not saved is trained on as on disk, and that is said", async () => {
  const folder = new Folder();
  const csv = folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("unsaved.perceptron", binaryDocument()));
  const editor = await vscode.window.showTextDocument(csv, { viewColumn: vscode.ViewColumn.Beside });
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "x"));
  const said = listen();
  await train(session.document.uri);
  await session.run.over;
  assert.match(said.join(), /binary\.csv has unsaved changes/);
  assert.equal(session.run.status.state, "ended");
});

test("a loss that is no number any more ends the run, and is said", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const content = binaryDocument({
    layers: [{ type: "Linear", out_features: 1 }],
    training: { epochs: 1000, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 1e30 } },
  });
  const session = await openInBuilder(folder.write("wild.perceptron", content));
  const said = listen();
  await train(session.document.uri);
  await session.run.over;
  assert.equal(factsOf(session.run).stopped, "diverged");
  assert.equal(factsOf(session.run).weights, "wild.safetensors");
  const [tooLarge, diverged, ...others] = vscode.languages
    .getDiagnostics(session.document.uri)
    .filter(({ source }) => source === "Perceptron");
  assert.match(tooLarge?.message ?? "", /A learning rate of 1e\+30 is very large for SGD/);
  assert.match(diverged?.message ?? "", /The loss became NaN or infinite in epoch 1, at step \d+\. Lower the learning rate/);
  assert.equal(session.document.getText(diverged?.range), "1e+30");
  assert.equal(diverged?.severity, vscode.DiagnosticSeverity.Warning);
  assert.deepEqual(others, []);
  // Another setting may do better: what was said of the old one goes.
  await session.edit(session.document.version, { op: "set", path: ["training", "optimizer", "lr"], value: 0.00001 });
  await until("the problem is gone", () => session.problems.length === 0);
  await until("it is said", () => said.length > 0);
});

test("a worker that dies ends what was asked of it with a sentence, and the next question starts another", async () => {
  const folder = new Folder();
  mkdirSync(join(folder.path, "dist"));
  const worker = openWorker(join(folder.path, "dist/worker.js"));
  const source = { name: "a.csv", path: folder.write("a.csv", "x\n1\n").fsPath };
  writeFileSync(join(folder.path, "dist/worker.js"), 'require("worker_threads").parentPort.once("message", () => process.exit(3));');
  await assert.rejects(worker.inspect([source]), /The training worker stopped unexpectedly/);
  writeFileSync(join(folder.path, "dist/worker.js"), 'throw new Error("out of order");');
  const error: unknown = await worker.inspect([source]).catch((reason: unknown) => reason);
  assert.ok(error instanceof ProblemError);
  assert.deepEqual(error.problem.message.args, ["out of order"]);
  worker.dispose();
});
