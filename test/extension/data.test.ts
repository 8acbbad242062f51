// The data of a document in VS Code: several CSVs at once, a CSV that changes under an open builder, rows in
// pieces, and predictions of a CSV.

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { nameOf } from "../../src/host/files.ts";
import { openCsvs } from "../../src/host/data/open-csv.ts";
import { format } from "../../src/model/message.ts";
import { predictCsv } from "../../src/host/evaluation/predict.ts";
import { networkOf } from "../../src/host/network/network-ports.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { openWorker } from "../harness/node-worker.ts";
import { api, binaryDocument, Folder, listen, ofExtension, openInBuilder, replace, sessionOf, test, until } from "./workbench.ts";

/** How many rows the document's data has now. */
function rowsOf({ data }: DocumentSession): number | undefined {
  return data.state.state === "ready" ? data.state.summary.rows : undefined;
}

test("several CSVs with equal columns make one document, whichever was clicked", async () => {
  const folder = new Folder();
  const [second, first] = [folder.write("part10.csv", "x,y\n5,yes\n6,no\n"), folder.write("part2.csv", "x,y\n1,yes\n2,no\n3,yes\n4,no\n")];
  const document = await vscode.commands.executeCommand<vscode.Uri>("perceptron.trainOnCsv", second, [second, first]);
  const session = await sessionOf(document);
  assert.deepEqual(session.experiment?.data.file, ["part2.csv", "part10.csv"]);
  assert.equal(rowsOf(session), 6);
  assert.equal((await session.data.rows({ from: 4, count: 1, firstColumn: 0, columnCount: 2 }))?.cells[0]?.[1], "yes");
});

test("a line of a CSV is opened in an editor, one of a packed file is not", async () => {
  const folder = new Folder();
  const csvs = [folder.write("a.csv", "x,y\n1,yes\n2,no\n"), folder.write("b.csv", "x,y\n3,yes\n4,no\n")];
  const files = csvs.map((uri) => ({ name: nameOf(uri), uri }));
  await openCsvs(files, { file: "b.csv", line: 3 });
  const editor = await until("the CSV is open", () => vscode.window.activeTextEditor);
  assert.equal(editor.document.uri.fsPath, csvs[1]!.fsPath);
  assert.equal(editor.selection.active.line, 2);
  await openCsvs([{ name: "c.csv.gz", uri: folder.write("c.csv.gz", "packed") }], { file: "c.csv.gz", line: 1 });
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, csvs[1]!.fsPath);
});

test("a CSV whose bytes fit two encodings is read as files.encoding says", async () => {
  const folder = new Folder();
  const uri = folder.write("words.perceptron", binaryDocument({ data: { file: "words.csv", target: "n", features: ["word"] } }));
  writeFileSync(folder.uri("words.csv").fsPath, Buffer.from("word,n\nerd\xf5,yes\nf\xfb,no\nerd\xf5,yes\nf\xfb,no\n", "latin1"));
  const settings = vscode.workspace.getConfiguration("files");
  await settings.update("encoding", "windows1250", vscode.ConfigurationTarget.Global);
  try {
    const { data } = await openInBuilder(uri);
    assert.ok(data.state.state === "ready");
    assert.equal(data.state.summary.dialect.encoding, "windows-1250");
    assert.deepEqual((await data.rows({ from: 0, count: 2, firstColumn: 0, columnCount: 1 }))?.cells, [["erdő"], ["fű"]]);
  } finally {
    await settings.update("encoding", undefined, vscode.ConfigurationTarget.Global);
  }
});

test("several CSVs with other columns are refused with a sentence", async () => {
  const folder = new Folder();
  const said = listen();
  const csvs = [folder.write("a.csv", "x,y\n1,yes\n"), folder.write("b.csv", "x,z\n1,yes\n")];
  await vscode.commands.executeCommand("perceptron.trainOnCsv", csvs[0], csvs);
  assert.match(said[0] ?? "", /b\.csv has the columns x, z, but a\.csv has x, y/);
  assert.equal(existsSync(folder.uri("a.perceptron").fsPath), false);
});

test("a CSV that changes on disk is offered to be read again, and is not read before", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("d.perceptron", binaryDocument()));
  await folder.isWatched();
  assert.equal(session.data.changes, undefined);
  folder.write("binary.csv", `${folder.read("binary.csv").trimEnd()}\n1,2,3,True\n`);
  await until("the change is noticed", () => session.state.changes?.onDisk.includes("binary.csv"));
  assert.equal(rowsOf(session), 1000);
  session.data.readAgain();
  await until("it is read again", () => rowsOf(session) === 1001);
  assert.equal(session.state.changes, undefined);
});

test("a CSV with an error is read again as soon as it is mended", async () => {
  const folder = new Folder();
  folder.write("binary.csv", "x,y,z,pass\n1,2,3,True,surplus\n");
  const session = await openInBuilder(folder.write("d.perceptron", binaryDocument()));
  await folder.isWatched();
  assert.ok(session.problems.some(({ severity }) => severity === "error"));
  folder.sample("binary.csv");
  await until("it is read again by itself", () => rowsOf(session) === 1000);
  assert.equal(session.state.changes, undefined);
});

test("changes of a CSV in an editor are told, and saved and read on demand", async () => {
  const folder = new Folder();
  const csv = folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("d.perceptron", binaryDocument()));
  const document = await vscode.workspace.openTextDocument(csv);
  const changes = new vscode.WorkspaceEdit();
  changes.insert(csv, document.lineAt(document.lineCount - 1).range.end, "1,2,3,True\n");
  await vscode.workspace.applyEdit(changes);
  await until("the editor's change is told", () => session.state.changes?.unsaved.includes("binary.csv"));
  await session.data.saveCsvs();
  await until("it is saved and read", () => rowsOf(session) === 1001);
  assert.equal(document.isDirty, false);
  // VS Code tells late that the file was written; what was read already is not offered again.
  await sleep(1_000);
  assert.equal(session.state.changes, undefined);
});

test("reading that is cancelled says so, and Train reads all the same", async () => {
  const folder = new Folder();
  const rows = "1,2,3,True\n4,5,6,False\n".repeat(400_000);
  folder.write("binary.csv", `x,y,z,pass\n${rows}`);
  const uri = folder.write("d.perceptron", binaryDocument({ training: { epochs: 1, batch_size: 1024 } }));
  await vscode.commands.executeCommand("perceptron.openBuilder", uri);
  const { sessions } = await api();
  const session = await until("the document has a session", () => sessions.get(uri));
  // At the first word of it: what is read from then on takes far longer than the way back.
  const listening = session.data.onDidProgress(() => void session.data.cancel());
  await until("it was cancelled", () => session.data.state.state === "cancelled");
  listening.dispose();
  assert.equal(session.state.reading, undefined);
  await vscode.commands.executeCommand("perceptron.train", uri);
  await session.run.over;
  assert.equal(session.run.status.state, "ended");
  assert.equal(rowsOf(session), 800_000);
});

test("a CSV comes back with predictions, and what training did not know is named", async () => {
  const folder = new Folder();
  folder.sample("penguins.csv");
  const document = {
    format: 1,
    data: { file: "penguins.csv", target: "Species", features: ["Island", "Body Mass (g)"], normalize: "standard" },
    layers: [{ type: "Linear", out_features: 3 }],
    training: { epochs: 3, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam", lr: 0.01 } },
  };
  const uri = folder.write("p.perceptron", document);
  const session = await openInBuilder(uri);
  const said = listen();
  assert.equal(await vscode.commands.executeCommand("perceptron.predict", uri), undefined);
  assert.match(said.at(-1) ?? "", /p is not trained yet/);
  await vscode.commands.executeCommand("perceptron.train", uri);
  await session.run.over;
  const worker = openWorker(ofExtension("dist", "worker.js"));
  assert.equal((await networkOf(worker, session).predictionForm())?.weights, "p.safetensors");
  worker.dispose();
  assert.equal(session.state.isOutdated, undefined);
  const features = ["data", "features"];
  await session.edit(session.document.version, { op: "set", path: features, value: ["Island"] });
  await until("the change is told", () => session.state.isOutdated);
  await session.edit(session.document.version, { op: "set", path: features, value: document.data.features });
  await until("it is as it was trained", () => session.state.isOutdated === undefined);
  const csv = folder.write("new.csv", "Island,Body Mass (g),remark\nBiscoe,5000,a\nJeju,4000,b\n");
  replace(vscode.window, "showOpenDialog", async () => [csv]);
  const predicted = await vscode.commands.executeCommand<vscode.Uri>("perceptron.predict", uri);
  assert.equal(predicted.fsPath, folder.uri("new.predicted.csv").fsPath);
  const lines = readFileSync(predicted.fsPath, "utf8").split("\n");
  assert.equal(lines[0], "Island,Body Mass (g),remark,prediction,probability_Adelie,probability_Chinstrap,probability_Gentoo");
  assert.match(lines[1] ?? "", /^Biscoe,5000,a,(Adelie|Chinstrap|Gentoo),0?\.?\d/);
  assert.match(said.at(-1) ?? "", /Jeju/);
  const again = await vscode.commands.executeCommand<vscode.Uri>("perceptron.predict", uri);
  assert.equal(again.fsPath, folder.uri("new.predicted-2.csv").fsPath);
  // Asked by no person: what came of it is the answer.
  const asked = said.length;
  const tool = openWorker(ofExtension("dist", "worker.js"));
  const { file, problems } = await predictCsv(tool, session, csv);
  assert.equal(file.fsPath, folder.uri("new.predicted-3.csv").fsPath);
  assert.match(problems.map(({ message }) => format(message)).join(), /Jeju/);
  await assert.rejects(predictCsv(tool, session, folder.write("short.csv", "Island\nBiscoe\n")), /lacks columns/);
  await assert.rejects(predictCsv(tool, session, csv, { signal: AbortSignal.abort() }), /cancelled/);
  assert.ok(!existsSync(folder.uri("new.predicted-4.csv").fsPath), "nothing is left of what is cancelled");
  tool.dispose();
  assert.equal(said.length, asked, "nothing was said");
  replace(vscode.window, "showOpenDialog", async () => [folder.uri("short.csv")]);
  await vscode.commands.executeCommand("perceptron.predict", uri);
  assert.match(said.at(-1) ?? "", /Body Mass/);
});
