// Export: a file that is opened, and takes the place of another only if the person says so.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { exporters } from "../../src/code/exporters.ts";
import { writeCode } from "../../src/host/code/export-code.ts";
import { binaryDocument, Folder, listen, openInBuilder, replace, test } from "./workbench.ts";

test("the code is written beside the document and opened", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const { document } = await openInBuilder(folder.write("fresh.perceptron", binaryDocument()));
  let offered: readonly vscode.QuickPickItem[] = [];
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => {
    offered = items;
    return items[0];
  });
  const file = await vscode.commands.executeCommand<vscode.Uri>("perceptron.exportCode", document.uri);
  assert.deepEqual(
    offered.map(({ label }) => label),
    Object.values(exporters).flatMap(({ label, needsWeights }) => (needsWeights ? [] : [label])),
  );
  assert.equal(file.fsPath, folder.uri("fresh.py").fsPath);
  assert.match(folder.read("fresh.py"), /^import |\nimport /);
  assert.match(folder.read("fresh.py"), /nn\.Sequential/);
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, file.fsPath);
});

test("a name that exists already is asked about: replaced, kept beside the new file, or left alone", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  folder.write("taken.py", "mine");
  const { document } = await openInBuilder(folder.write("taken.perceptron", binaryDocument()));
  let answer: string | undefined;
  const asked: string[] = [];
  replace(vscode.window, "showWarningMessage", async (sentence: string) => {
    asked.push(sentence);
    return answer;
  });
  const exported = (): Thenable<vscode.Uri | undefined> => vscode.commands.executeCommand("perceptron.exportCode", document.uri, "pytorch");
  assert.equal(await exported(), undefined);
  assert.deepEqual(asked, ["taken.py already exists. Replace it?"]);
  assert.equal(folder.read("taken.py"), "mine");
  assert.equal(existsSync(folder.uri("taken-2.py").fsPath), false);
  answer = "Keep Both";
  assert.equal((await exported())?.fsPath, folder.uri("taken-2.py").fsPath);
  assert.equal(folder.read("taken.py"), "mine");
  assert.match(folder.read("taken-2.py"), /nn\.Sequential/);
  answer = "Replace";
  assert.equal((await exported())?.fsPath, folder.uri("taken.py").fsPath);
  assert.equal(folder.read("taken.py"), folder.read("taken-2.py"));
  assert.equal(existsSync(folder.uri("taken-3.py").fsPath), false);
});

test("who asks without a person is told that a name is taken, and says what becomes of it", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("tool.perceptron", binaryDocument()));
  const said = listen();
  const first = await writeCode(session, "pytorch");
  assert.deepEqual([first.kind, folder.read("tool.py").includes("nn.Sequential")], ["written", true]);
  folder.write("tool.py", "mine");
  assert.equal((await writeCode(session, "pytorch")).kind, "taken");
  assert.equal(folder.read("tool.py"), "mine");
  const kept = await writeCode(session, "pytorch", "keep");
  assert.equal(kept.kind === "written" && kept.file.fsPath, folder.uri("tool-2.py").fsPath);
  await writeCode(session, "pytorch", "replace");
  assert.match(folder.read("tool.py"), /nn\.Sequential/);
  folder.write("wrong.perceptron", binaryDocument({ layers: [{ type: "Linear", out_features: 3 }] }));
  const unready = await writeCode(await openInBuilder(folder.uri("wrong.perceptron")), "pytorch");
  assert.equal(unready.kind === "unready" && unready.errors[0]?.severity, "error");
  assert.deepEqual(said, []);
});

test("a document with an error is not exported, and its error is said", async () => {
  const folder = new Folder();
  const { document } = await openInBuilder(folder.write("lost.perceptron", binaryDocument()));
  const said = listen();
  assert.equal(await vscode.commands.executeCommand("perceptron.exportCode", document.uri, "pytorch"), undefined);
  assert.match(said.join(), /There is no file binary\.csv/);
  assert.equal(existsSync(folder.uri("lost.py").fsPath), false);
});
