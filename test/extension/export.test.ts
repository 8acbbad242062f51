// Export: a new file that is opened, and never takes the place of another.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { binaryDocument, Folder, listen, openInBuilder, replace, test } from "./workbench.ts";

test("the code is written to a new file and opened", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  folder.write("taken.py", "mine");
  const { document } = await openInBuilder(folder.write("taken.perceptron", binaryDocument()));
  let offered: readonly vscode.QuickPickItem[] = [];
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => {
    offered = items;
    return items[0];
  });
  const file = await vscode.commands.executeCommand<vscode.Uri>("perceptron.exportCode", document.uri);
  assert.deepEqual(
    offered.map(({ label }) => label),
    ["PyTorch"],
  );
  assert.equal(file.fsPath, folder.uri("taken-2.py").fsPath);
  assert.equal(folder.read("taken.py"), "mine");
  assert.match(folder.read("taken-2.py"), /^import |\nimport /);
  assert.match(folder.read("taken-2.py"), /nn\.Sequential/);
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, file.fsPath);
});

test("a document with an error is not exported, and its error is said", async () => {
  const folder = new Folder();
  const { document } = await openInBuilder(folder.write("lost.perceptron", binaryDocument()));
  const said = listen();
  assert.equal(await vscode.commands.executeCommand("perceptron.exportCode", document.uri, "pytorch"), undefined);
  assert.match(said.join(), /There is no file binary\.csv/);
  assert.equal(existsSync(folder.uri("lost.py").fsPath), false);
});
