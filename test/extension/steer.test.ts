// A run under a person's hand in the extension host: paused, stepped, resumed, another learning rate, more
// epochs, and what is left when it is cut off.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { runPorts } from "../../src/host/run/run-ports.ts";
import { openWorker } from "../harness/node-worker.ts";
import { RunSlot } from "../../src/session/run/run-slot.ts";
import { saveEvents } from "../../src/host/run/save-events.ts";
import { saveCurve } from "../../src/host/builder/save-picture.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { binaryDocument, builderTabs, Folder, listen, ofExtension, openInBuilder, replace, sessionOf, test, until } from "./workbench.ts";

const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(`perceptron.${command}`, ...args);
const checkpoint = "long.checkpoint.safetensors";

async function running(folder: Folder, training?: object): Promise<DocumentSession> {
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("long.perceptron", binaryDocument({ training: { epochs: 10_000_000, ...training } })));
  await run("train", session.document.uri);
  await until("epochs are finished", () => factsOf(session.run).epoch > 0);
  return session;
}

test("a run is paused, goes one batch and one epoch, is resumed and stopped", async () => {
  const session = await running(new Folder());
  await run("pause");
  const status = factsOf(session.run);
  assert.equal(status.state, "paused");
  assert.ok(session.run.isActive);
  await Promise.all([session.run.advance("batch"), session.run.advance("batch")]);
  const stepped = factsOf(session.run);
  const batches = stepped.started!.batchesPerEpoch;
  const at = ({ epoch, batch = 0 }: typeof status): number => epoch * batches + batch;
  assert.equal(at(stepped), at(status) + 2);
  await session.run.advance("epoch");
  assert.equal(factsOf(session.run).epoch, stepped.epoch + 1);
  assert.equal(factsOf(session.run).batch, 0);
  assert.equal(session.run.curve.points.at(-1)?.epoch, stepped.epoch + 1);
  await run("resume");
  await until("it goes on", () => factsOf(session.run).epoch > stepped.epoch + 5);
  assert.equal(session.run.status.state, "running");
  await run("pause");
  await run("stop");
  assert.equal(factsOf(session.run).stopped, "interrupted");
});

test("another learning rate is of the run only", async () => {
  const session = await running(new Folder());
  const text = session.document.getText();
  await session.run.pause();
  await session.run.setLearningRate(0.125);
  await session.run.advance("epoch");
  await session.run.advance("epoch");
  assert.equal(session.run.curve.points.at(-1)?.lr, 0.125);
  assert.equal(factsOf(session.run).ownLr, 0.125);
  assert.equal(session.document.getText(), text);
});

test("after its end a run goes on for more epochs, as if it had been to have them from the first", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("more.perceptron", binaryDocument({ training: { epochs: 4 } })));
  await run("train", session.document.uri);
  await session.run.over;
  assert.equal(factsOf(session.run).hasMore, true);
  replace(vscode.window, "showInputBox", async () => "6");
  await run("trainMore", session.document.uri);
  await session.run.over;
  const { curve } = session.run;
  const status = factsOf(session.run);
  assert.deepEqual([status.state, status.stopped, status.epoch, status.epochs, status.run], ["ended", null, 10, 10, 1]);
  const whole = await openInBuilder(folder.write("whole.perceptron", binaryDocument({ training: { epochs: 10 } })));
  await run("train", whole.document.uri);
  await whole.run.over;
  assert.deepEqual(curve.points, whole.run.curve.points);
  assert.deepEqual(
    readdirSync(folder.path).filter((name) => name.includes("checkpoint")),
    [],
  );
});

test("a run of a document that has changed since does not go on, and that is said", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("changed.perceptron", binaryDocument()));
  await run("train", session.document.uri);
  await session.run.over;
  await session.edit(session.document.version, { op: "set", path: ["training", "batch_size"], value: 16 });
  const said = listen();
  await run("trainMore", session.document.uri, 5);
  assert.match(said.join(), /The document changed since this run/);
  assert.equal(session.run.isActive, false);
});

test("a run that is cut off by the closing of its builder is offered again, with its curve, and goes on", async () => {
  const folder = new Folder();
  const cut = await running(folder);
  await vscode.window.tabGroups.close(builderTabs(cut.document.uri));
  await until("the run has ended", () => cut.run.status.state === "ended");
  assert.ok(existsSync(folder.uri(checkpoint).fsPath));
  const { epoch } = factsOf(cut.run);
  const session = await openInBuilder(folder.uri("long.perceptron"));
  const left = await until("it is offered", () => factsOf(session.run).unfinished);
  assert.deepEqual(left, { epoch, epochs: 10_000_000 });
  await session.run.goOn(session.experiment!);
  await until("it goes on", () => factsOf(session.run).epoch > epoch + 3);
  assert.deepEqual(
    session.run.curve.points.slice(0, epoch + 2).map((point) => point.epoch),
    Array.from({ length: epoch + 2 }, (_, index) => index + 1),
  );
  await session.run.stop();
  assert.equal(existsSync(folder.uri(checkpoint).fsPath), false, "a run that ended well leaves no checkpoint");
  assert.equal(factsOf(session.run).unfinished, undefined);
});

test("a worker that dies leaves the last checkpoint, and the run goes on from it", async () => {
  const folder = new Folder();
  const session = await running(folder);
  await session.run.stop();
  mkdirSync(join(folder.path, "dist"));
  const sentence = JSON.stringify(ofExtension("dist", "worker.js"));
  const order = JSON.stringify(join(folder.path, "die"));
  writeFileSync(
    join(folder.path, "dist/worker.js"),
    `setInterval(() => require("fs").existsSync(${order}) && process.exit(3), 10); require(${sentence});`,
  );
  const worker = join(folder.path, "dist/worker.js");
  const mortal = new RunSlot(
    runPorts(
      session.document,
      (observer) => openWorker(worker, observer),
      () => Promise.resolve(undefined),
    ),
  );
  mortal.start(session.experiment!);
  await until("epochs are finished", () => factsOf(mortal).epoch > 0);
  await mortal.keep();
  folder.write("die", "");
  await mortal.over;
  assert.equal(mortal.status.state, "failed");
  const left = mortal.status.unfinished;
  assert.ok(left && left.epoch > 0 && left.epoch <= mortal.status.epoch, JSON.stringify(left));
  mortal.dispose();
  await session.run.goOn(session.experiment!);
  await until("it goes on", () => factsOf(session.run).epoch > left.epoch);
  await session.run.stop();
  assert.deepEqual(
    readdirSync(folder.path).filter((name) => name.includes("checkpoint")),
    [],
  );
});

/** A run that got worse after its best epoch, stopped. */
async function stoppedLate(folder: Folder): Promise<DocumentSession> {
  // So slow that it is far from its end however many epochs went by: a way back is then a worse one.
  const session = await running(folder, { optimizer: { type: "SGD", lr: 1e-6 } });
  await session.run.pause();
  await session.run.advance("epoch");
  await session.run.setLearningRate(-0.5);
  for (let epoch = 0; epoch < 3; epoch++) await session.run.advance("epoch");
  await run("stop", session.document.uri);
  return session;
}

/** The bytes of the weight file's tensors. */
const tensors = (folder: Folder): string => {
  const bytes = readFileSync(folder.uri("long.safetensors").fsPath);
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE())).toString("hex");
};

test("after a stop the person keeps the best weights or the last, whose figures are then told", async () => {
  const folder = new Folder();
  const session = await stoppedLate(folder);
  const { choice, epoch, verdict } = factsOf(session.run);
  assert.equal(choice?.kept, "last");
  assert.ok(choice.bestEpoch < epoch);
  const last = tensors(folder);
  await run("keepBest", session.document.uri);
  const best = tensors(folder);
  assert.notEqual(best, last);
  assert.equal(factsOf(session.run).choice?.kept, "best");
  assert.notDeepEqual(factsOf(session.run).verdict, verdict);
  await run("keepLast", session.document.uri);
  assert.equal(tensors(folder), last);
  assert.deepEqual(factsOf(session.run).verdict, verdict);
  assert.equal(session.run.curve.points.reduce((low, point) => (lossOf(point) < lossOf(low) ? point : low)).epoch, choice.bestEpoch);
});

const lossOf = ({ validationLoss = NaN }: { readonly validationLoss?: number }): number => validationLoss;

test("a run that ends by itself has its last weights, and the best can be kept as well", async () => {
  const settings = vscode.workspace.getConfiguration("perceptron");
  // What the setting says is of a stop; a whole run ends as on the command line.
  await settings.update("stopKeeps", "best", vscode.ConfigurationTarget.Global);
  try {
    const folder = new Folder();
    folder.sample("binary.csv");
    // Steps this long lead past the best weights.
    const wild = binaryDocument({ training: { epochs: 6, optimizer: { type: "SGD", lr: 20 } } });
    const session = await openInBuilder(folder.write("long.perceptron", wild));
    session.run.start(session.experiment!);
    await session.run.over;
    const { choice, stopped, verdict } = factsOf(session.run);
    assert.deepEqual([stopped, choice?.kept], [null, "last"]);
    const last = tensors(folder);
    await run("keepBest", session.document.uri);
    assert.notEqual(tensors(folder), last);
    assert.notDeepEqual(factsOf(session.run).verdict, verdict);
  } finally {
    await settings.update("stopKeeps", undefined, vscode.ConfigurationTarget.Global);
  }
});

test("a person who wants the best weights of every stopped run says so once", async () => {
  const settings = vscode.workspace.getConfiguration("perceptron");
  await settings.update("stopKeeps", "best", vscode.ConfigurationTarget.Global);
  try {
    const session = await stoppedLate(new Folder());
    assert.equal(factsOf(session.run).choice?.kept, "best");
  } finally {
    await settings.update("stopKeeps", undefined, vscode.ConfigurationTarget.Global);
  }
});

test("a checkpoint that cannot be written is said while the run goes on, and is forgotten once one can", async () => {
  const folder = new Folder();
  const session = await running(folder);
  // A folder stands where the file should.
  mkdirSync(folder.uri(checkpoint).fsPath);
  writeFileSync(folder.uri(`${checkpoint}/in-the-way`).fsPath, "");
  await session.run.keep();
  assert.match(factsOf(session.run).note?.text ?? "", /could not be written/);
  assert.equal(session.run.status.state, "running");
  rmSync(folder.uri(checkpoint).fsPath, { recursive: true });
  await session.run.keep();
  assert.equal(factsOf(session.run).note, undefined);
  assert.deepEqual(
    readdirSync(folder.path).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("weights that cannot be written end the run with a sentence and all that it can go on from, and are saved once they can be", async () => {
  const folder = new Folder();
  const session = await running(folder);
  const weights = folder.uri("long.safetensors").fsPath;
  mkdirSync(weights);
  writeFileSync(join(weights, "in-the-way"), "");
  let answer: ((choice: string | undefined) => void) | undefined;
  const said: string[] = [];
  replace(vscode.window, "showErrorMessage", (sentence: string) => {
    said.push(sentence);
    return new Promise((resolve) => (answer = resolve));
  });
  // It is over whether or not somebody answers.
  await session.run.stop();
  const { state, note, unfinished, epoch } = factsOf(session.run);
  assert.equal(state, "ended");
  assert.match(note?.text ?? "", /could not be written/);
  assert.deepEqual(unfinished, { epoch, epochs: 10_000_000 });
  assert.match(said.join(), /long\.safetensors could not be written/);
  rmSync(weights, { recursive: true });
  answer?.("Try Again");
  await until("the weights are there", () => factsOf(session.run).weights === "long.safetensors");
  await until("nothing is left over", () => !existsSync(folder.uri(checkpoint).fsPath));
  assert.equal(factsOf(session.run).note, undefined);
  assert.equal(factsOf(session.run).unfinished, undefined);
});

test("a CSV that is deleted in the middle of a run ends nothing; to go on after it, it has to be there again", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  await folder.isWatched();
  const session = await running(folder);
  rmSync(folder.uri("binary.csv").fsPath);
  await until("it is said", () => factsOf(session.run).note !== undefined);
  assert.match(factsOf(session.run).note?.text ?? "", /was moved or deleted/);
  const { epoch } = factsOf(session.run);
  await until("the run goes on", () => factsOf(session.run).epoch > epoch + 5);
  await session.run.stop();
  assert.equal(factsOf(session.run).weights, "long.safetensors");
  const said = listen();
  await run("trainMore", session.document.uri, 5);
  assert.match(said.join(), /binary\.csv/);
  folder.sample("binary.csv");
  const end = factsOf(session.run).epoch;
  await run("trainMore", session.document.uri, 5);
  await session.run.over;
  assert.deepEqual([session.run.status.state, factsOf(session.run).epoch], ["ended", end + 5]);
});

test("a run does not go on with other rows than it was trained on, and does once they are back", async () => {
  const folder = new Folder();
  const cut = await running(folder);
  await cut.run.leave();
  const csv = folder.read("binary.csv");
  folder.write("binary.csv", csv.replace(/(?<=\n)[^,]+/, "9.5"));
  const { epoch } = factsOf(cut.run).unfinished!;
  await cut.run.goOn(cut.experiment!);
  await cut.run.over;
  const { state, note, unfinished } = factsOf(cut.run);
  assert.equal(state, "failed");
  assert.match(note?.text ?? "", /^The data changed since this run\. Restore the CSV/);
  assert.deepEqual(unfinished?.epoch, epoch, "it is offered still");
  folder.write("binary.csv", csv);
  await cut.run.goOn(cut.experiment!);
  await until("it goes on", () => factsOf(cut.run).epoch > epoch);
});

test("the curve is saved as an event file in a folder of its own", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("events.perceptron", binaryDocument()));
  await run("train", session.document.uri);
  await session.run.over;
  listen();
  mkdirSync(folder.uri("logs").fsPath);
  replace(vscode.window, "showOpenDialog", async () => [folder.uri("logs")]);
  await saveEvents(session);
  const [own = ""] = readdirSync(folder.uri("logs").fsPath);
  assert.match(own, /^events-\d{4}-\d\d-\d\dT[\d-]{8}$/);
  const [file = ""] = readdirSync(folder.uri(`logs/${own}`).fsPath);
  assert.match(file, /^events\.out\.tfevents\.\d{10}/);
  const text = readFileSync(folder.uri(`logs/${own}/${file}`).fsPath, "latin1");
  for (const tag of ["loss/train", "loss/validation", "accuracy/validation"]) assert.ok(text.includes(tag), tag);
  assert.ok(!text.includes("loss/test"), "nobody has asked for it");
});

/** Gives a file or folder another name, as a person does in the explorer. */
async function rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

test("a document that gets another name while it is trained takes along its weights, its runs and where to go on", async () => {
  const folder = new Folder();
  const before = await running(folder);
  await rename(before.document.uri, folder.uri("other.perceptron"));
  assert.equal(before.run.isActive, false);
  const session = await sessionOf(folder.uri("other.perceptron"));
  const left = await until("it is offered", () => factsOf(session.run).unfinished);
  await until("nothing has the old name", () => !readdirSync(folder.path).some((name) => name.startsWith("long")));
  assert.deepEqual(readdirSync(folder.path), [
    "binary.csv",
    "other.checkpoint.safetensors",
    "other.perceptron",
    "other.runs",
    "other.safetensors",
  ]);
  await session.run.goOn(session.experiment!);
  await until("it goes on", () => factsOf(session.run).epoch > left.epoch);
  await session.run.stop();
  assert.equal(factsOf(session.run).weights, "other.safetensors");
});

test("so does one whose folder gets another name", async () => {
  const folder = new Folder();
  mkdirSync(folder.uri("before").fsPath);
  folder.sample("binary.csv", "before/binary.csv");
  const said = listen();
  const before = await openInBuilder(folder.write("before/long.perceptron", binaryDocument({ training: { epochs: 10_000_000 } })));
  before.run.start(before.experiment!);
  await until("epochs are finished", () => factsOf(before.run).epoch > 0);
  await rename(folder.uri("before"), folder.uri("after"));
  const session = await sessionOf(folder.uri("after/long.perceptron"));
  await until("it is offered", () => factsOf(session.run).unfinished);
  assert.deepEqual(readdirSync(folder.path), ["after"]);
  assert.ok(existsSync(folder.uri("after/long.safetensors").fsPath));
  assert.deepEqual(said, []);
});

test("what was left can be discarded", async () => {
  const folder = new Folder();
  const session = await running(folder);
  await session.run.leave();
  assert.ok(factsOf(session.run).unfinished);
  await session.run.discard();
  assert.equal(factsOf(session.run).unfinished, undefined);
  assert.equal(existsSync(folder.uri(checkpoint).fsPath), false);
});

test("the numbers of the curve are saved as CSV where the person says", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("numbers.perceptron", binaryDocument()));
  await run("train", session.document.uri);
  await session.run.over;
  let proposed: vscode.SaveDialogOptions | undefined;
  replace(vscode.window, "showSaveDialog", async (options: vscode.SaveDialogOptions) => {
    proposed = options;
    return options.defaultUri;
  });
  await saveCurve(session);
  assert.equal(proposed?.defaultUri?.toString(), folder.uri("numbers.curve.csv").toString());
  const [head, ...rows] = folder.read("numbers.curve.csv").trimEnd().split("\n");
  assert.equal(head, "epoch,train_loss,validation_loss,lr,train_accuracy,validation_accuracy,gradient_norm");
  assert.deepEqual(
    rows.map((row) => Number(row.split(",")[1])),
    session.run.curve.points.map(({ trainLoss }) => trainLoss),
  );
});

test("pause and resume say what is missing", async () => {
  const said = listen();
  await run("pause");
  await run("resume");
  assert.deepEqual(said, ["Nothing is being trained.", "Nothing is paused."]);
});
