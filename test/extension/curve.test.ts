// The curve of the last run wherever its document shows up again, and what stands in its way: a notification
// only if no builder is seen.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { api, binaryDocument, Folder, openInBuilder, replace, sessionOf, test, until } from "./workbench.ts";

async function trained(folder: Folder, name = "net.perceptron", other = {}): Promise<DocumentSession> {
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write(name, binaryDocument(other)));
  await train(session);
  return session;
}

async function train(session: DocumentSession): Promise<void> {
  session.run.start(session.experiment!);
  await session.run.over;
}

/** Closes everything, and waits until nothing of the document is left in memory. */
async function closed({ document }: DocumentSession): Promise<void> {
  const { sessions } = await api();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await until("the document is closed", () => sessions.get(document.uri) === undefined);
}

test("a document that is opened again shows its last run, what it came to, and the run before it", async () => {
  const folder = new Folder();
  const first = await trained(folder, "net.perceptron", { training: { epochs: 4 } });
  const before = first.run.curve.points;
  await first.edit(first.document.version, { op: "set", path: ["training", "epochs"], value: 6 });
  await train(first);
  assert.equal(factsOf(first.run).hasGhost, true);
  assert.deepEqual(first.run.ghost, before);
  const { curve } = first.run;
  const ended = factsOf(first.run);
  await first.document.save();
  await closed(first);

  const again = await openInBuilder(first.document.uri);
  assert.notEqual(again, first);
  await again.restored;
  assert.deepEqual(again.run.curve.points, curve.points);
  assert.deepEqual(again.run.ghost, before);
  const { state, epoch, epochs, stopped, verdict, hasGhost, hasMore, startedAt } = factsOf(again.run);
  assert.deepEqual([state, epoch, epochs, stopped, hasGhost, hasMore], ["ended", 6, 6, null, true, undefined]);
  assert.deepEqual(verdict, ended.verdict);
  assert.equal(verdict?.kind, "classes");
  assert.ok(Math.abs(Date.parse(startedAt!) - Date.now()) < 600_000);
  assert.equal(again.snapshot.curve.points.length, 6);
  assert.equal(again.state.isEdited, undefined);

  // A run of its own takes the place of what was found.
  await train(again);
  assert.equal(factsOf(again.run).startedAt, undefined);
  assert.deepEqual(again.run.ghost, curve.points);
});

test("a run of another loss is not drawn behind one whose values it cannot be compared with", async () => {
  const folder = new Folder();
  const session = await trained(folder);
  await session.edit(session.document.version, { op: "set", path: ["training", "loss"], value: { type: "MSELoss" } });
  await train(session);
  assert.equal(factsOf(session.run).hasGhost, undefined);
  await session.document.save();
  await closed(session);
  const again = await openInBuilder(session.document.uri);
  await again.restored;
  assert.deepEqual([again.run.status.state, factsOf(again.run).hasGhost, again.run.ghost.length], ["ended", undefined, 0]);
});

test("a renamed document takes its curve along", async () => {
  const folder = new Folder();
  const session = await trained(folder);
  const { points } = session.run.curve;
  const rename = new vscode.WorkspaceEdit();
  rename.renameFile(session.document.uri, folder.uri("other.perceptron"));
  await vscode.workspace.applyEdit(rename);
  const other = await sessionOf(folder.uri("other.perceptron"));
  await until("the curve is there", () => other.run.curve.points.length > 0);
  assert.deepEqual(other.run.curve.points, points);
});

test("what was edited since is known, and undone it is the run's again; how long it learns does not count", async () => {
  const folder = new Folder();
  const session = await trained(folder);
  const edit = (path: readonly (string | number)[], value: number): Promise<boolean> =>
    session.edit(session.document.version, { op: "set", path: [...path], value });
  await edit(["training", "epochs"], 50);
  assert.equal(session.state.isEdited, undefined);
  await edit(["layers", 0, "out_features"], 1);
  await session.edit(session.document.version, { op: "insert", at: 0, layer: { type: "Linear", out_features: 4 } });
  assert.equal(session.state.isEdited, true);
  await session.edit(session.document.version, { op: "remove", at: 0 });
  assert.equal(session.state.isEdited, undefined);
});

test("a run is told in a notification only while no builder of its document is seen, with a button that stops", async () => {
  const told: { options: vscode.ProgressOptions; isOpen: boolean }[] = [];
  replace(vscode.window, "withProgress", async (options: vscode.ProgressOptions, work: (...args: readonly unknown[]) => Promise<void>) => {
    const entry = { options, isOpen: true };
    if (options.location === vscode.ProgressLocation.Notification) told.push(entry);
    const token = { onCancellationRequested: () => ({ dispose: () => {} }) };
    await work({ report: () => {} }, token);
    entry.isOpen = false;
  });
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("long.perceptron", binaryDocument({ training: { epochs: 10_000_000 } })));
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await until("epochs are finished", () => factsOf(session.run).epoch > 0);
  // Longer than a run may go on unseen.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.equal(told.length, 0, "the builder shows it");
  await vscode.window.showTextDocument(folder.uri("binary.csv"), { preview: false });
  await until("a notification is there", () => told.length === 1 && told[0]!.isOpen);
  assert.equal(told[0]!.options.cancellable, "Stop");
  await vscode.commands.executeCommand("perceptron.openBuilder", session.document.uri);
  await until("the notification is gone", () => !told[0]!.isOpen);
  assert.equal(session.run.isActive, true, "the run goes on");
  await session.run.stop();
  assert.equal(told.length, 1);
});
