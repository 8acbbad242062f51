// A document made from a CSV: where it is put, what it says, and what is said if it cannot be made.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import * as vscode from "vscode";
import { documentText, parseDocument } from "../../src/model/document.ts";
import { emptyExperiment } from "../../src/model/starter.ts";
import { builderTabs, Folder, listen, ofExtension, openInBuilder, replace, sessionOf, test, until } from "./workbench.ts";
import { useCsv } from "../../src/host/data/choose-csv.ts";
import { openWorker } from "../harness/node-worker.ts";

const trainOnCsv = (csv: vscode.Uri) => vscode.commands.executeCommand<vscode.Uri | undefined>("perceptron.trainOnCsv", csv);

test("right-clicking a CSV makes a document beside it and opens it in the builder", async () => {
  const folder = new Folder();
  const document = await trainOnCsv(folder.sample("iris.csv"));
  assert.equal(document?.fsPath, folder.uri("iris.perceptron").fsPath);
  assert.equal(builderTabs(folder.uri("iris.perceptron")).length, 1);
  const { experiment, problems } = parseDocument(folder.read("iris.perceptron"));
  assert.deepEqual(problems, []);
  assert.equal(experiment?.data.target, "species");
  assert.equal(experiment?.training.loss.type, "CrossEntropyLoss");
  assert.deepEqual((await sessionOf(folder.uri("iris.perceptron"))).problems, []);
  assert.deepEqual(readdirSync(folder.path).toSorted(), ["iris.csv", "iris.perceptron"]);
});

test("what the starter does with the columns is said once, and nothing where it only learns", async () => {
  const folder = new Folder();
  const said = listen();
  const rows = Array.from({ length: 60 }, (_, row) => `Person ${row},${row % 5 === 3 ? "" : (row % 9) + 0.5},${2000 + 37 * row}`);
  await trainOnCsv(folder.write("pay.csv", ["name,years,pay", ...rows, ""].join("\n")));
  assert.equal(said.length, 1, said.join("\n"));
  assert.equal(
    said[0],
    'Gaps are filled in 12 of 60 rows. Left out of the features: name. The layer "scale" brings the answer to the size of "pay".',
  );
  await trainOnCsv(folder.sample("iris.csv"));
  assert.equal(said.length, 1, said.join("\n"));
});

test("a CSV may be named .CSV or .tsv", async () => {
  const folder = new Folder();
  await trainOnCsv(folder.sample("binary.csv", "UPPER.CSV"));
  folder.write("tabs.tsv", "a\tb\ty\n1\t2\tyes\n3\t4\tno\n5\t6\tyes\n");
  await trainOnCsv(folder.uri("tabs.tsv"));
  assert.equal(parseDocument(folder.read("UPPER.perceptron")).experiment?.data.file, "UPPER.CSV");
  assert.equal(parseDocument(folder.read("tabs.perceptron")).experiment?.training.loss.type, "BCELoss");
});

test("a document that exists is left alone; the new one is NAME-2", async () => {
  const folder = new Folder();
  const csv = folder.sample("xor.csv");
  folder.write("xor.perceptron", "mine");
  const document = await trainOnCsv(csv);
  assert.equal(document?.fsPath, folder.uri("xor-2.perceptron").fsPath);
  assert.equal((await trainOnCsv(csv))?.fsPath, folder.uri("xor-3.perceptron").fsPath);
  assert.equal(folder.read("xor.perceptron"), "mine");
});

test("a CSV without columns, a missing one and a folder are told in a sentence, and nothing is written", async () => {
  const folder = new Folder();
  const said = listen();
  for (const csv of [folder.write("empty.csv", ""), folder.uri("gone.csv"), vscode.Uri.file(folder.path)]) {
    assert.equal(await trainOnCsv(csv), undefined);
  }
  assert.equal(said.length, 3, said.join("\n"));
  assert.match(said[0] ?? "", /empty\.csv/);
  assert.match(said[1] ?? "", /There is no file gone\.csv/);
  assert.match(said[2] ?? "", /is a folder, not a CSV/);
  assert.deepEqual(readdirSync(folder.path), ["empty.csv"]);
});

test("a CSV with changes that are not saved is read as on disk, and that is said", async () => {
  const folder = new Folder();
  const csv = folder.sample("xor.csv");
  const editor = await vscode.window.showTextDocument(csv);
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "x"));
  const said = listen();
  assert.ok(await trainOnCsv(csv));
  assert.match(said.join(), /xor\.csv has unsaved changes/);
});

test("New Network without data makes a document that waits for its CSV", async () => {
  const said = listen();
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => items.at(-1));
  const document = await vscode.commands.executeCommand<vscode.Uri>("perceptron.newNetwork");
  assert.ok(existsSync(document.fsPath));
  const session = await sessionOf(document);
  assert.deepEqual(
    session.problems.map(({ code }) => code),
    ["no-data"],
  );
  await vscode.workspace.fs.delete(document);
  assert.deepEqual(said, []);
});

test("New Network can begin with a template", async () => {
  type Items = readonly vscode.QuickPickItem[];
  const labels = ["Empty template…", "Self-normalizing network"];
  replace(vscode.window, "showQuickPick", async (items: Items) => items.find(({ label }) => label === labels[0] && labels.shift()));
  const document = await vscode.commands.executeCommand<vscode.Uri>("perceptron.newNetwork");
  assert.deepEqual(labels, []);
  const session = await sessionOf(document);
  const { layers } = session.state.json as { layers: { type: string }[] };
  assert.deepEqual([layers.length, layers[1]?.type], [10, "SELU"]);
  assert.deepEqual(
    session.problems.map(({ code }) => code),
    ["no-data"],
  );
  await vscode.workspace.fs.delete(document);
});

test("New Network offers the workspace's CSVs", async () => {
  const folder = new Folder();
  const csv = folder.sample("binary.csv", "offered.csv");
  const label = vscode.workspace.asRelativePath(csv);
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => items.find((item) => item.label === label));
  const document = await vscode.commands.executeCommand<vscode.Uri>("perceptron.newNetwork");
  assert.equal(document.fsPath, folder.uri("offered.perceptron").fsPath);
});

test("a document that nobody has worked on becomes the starter of the CSV that is chosen for it", async () => {
  const folder = new Folder();
  const worker = openWorker(ofExtension("dist", "worker.js"));
  const session = await openInBuilder(folder.write("network.perceptron", documentText(emptyExperiment())));
  await useCsv(worker, session, folder.sample("penguins.csv"), vscode.Uri.file(folder.path));
  worker.dispose();
  await session.data.settled();
  // One sex is written as a point.
  assert.deepEqual(
    session.problems.map(({ code }) => code),
    ["missing-sign"],
  );
  assert.equal(session.experiment?.data.file, "penguins.csv");
  await vscode.commands.executeCommand("undo");
  await until("one undo brings it back", () => session.document.getText() === documentText(emptyExperiment()));
});

test("another CSV changes no more of a document than it must", async () => {
  const folder = new Folder();
  const worker = openWorker(ofExtension("dist", "worker.js"));
  const csv = folder.sample("binary.csv");
  folder.sample("binary.csv", "other.csv");
  const session = await openInBuilder((await trainOnCsv(csv)) ?? csv);
  const before = session.document.getText();
  await useCsv(worker, session, folder.uri("other.csv"), vscode.Uri.file(folder.path));
  assert.equal(session.document.getText(), before.replace('"binary.csv"', '"other.csv"'));
  await useCsv(worker, session, folder.sample("iris.csv"), vscode.Uri.file(folder.path));
  worker.dispose();
  assert.equal(session.experiment?.data.target, "species");
  assert.equal(session.experiment?.layers.length, 4);
  await session.data.settled();
  assert.ok(session.problems.length > 0, "a yes/no network does not fit three species");
});
