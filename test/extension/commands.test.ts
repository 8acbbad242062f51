// The commands from the palette: under which names they stand there, and what each says when it cannot run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { api, binaryDocument, Folder, listen, ofExtension, replace, test, until } from "./workbench.ts";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[] };
}

test("every command of the palette is there under its name", async () => {
  await api();
  const { contributes } = JSON.parse(readFileSync(ofExtension("package.json"), "utf8")) as Manifest;
  const titles = JSON.parse(readFileSync(ofExtension("package.nls.json"), "utf8")) as Record<string, string>;
  const shown = new Set(contributes.commands.map(({ category, title }) => `${category}: ${titles[title.replaceAll("%", "")]}`));
  for (const name of ["Open Builder", "New Network", "Train", "Stop", "Export…"]) assert.ok(shown.has(`Perceptron: ${name}`), name);
  const registered = await vscode.commands.getCommands(true);
  for (const { command } of contributes.commands) assert.ok(registered.includes(command), command);
});

test("what belongs to a document nests under it, beside what VS Code nests itself", async () => {
  const patterns = vscode.workspace.getConfiguration("explorer.fileNesting").get<Readonly<Record<string, string>>>("patterns");
  assert.deepEqual(patterns?.["*.perceptron"]?.split(", "), [
    "${capture}.safetensors",
    "${capture}.checkpoint.safetensors",
    "${capture}.py",
  ]);
  assert.ok(patterns["*.ts"], "the others are still there");
});

test("with nothing open, each says what is missing", async () => {
  const { sessions } = await api();
  await until("all documents are closed", () => sessions.all.length === 0);
  for (const command of ["openBuilder", "train", "exportCode"]) {
    const said = listen();
    await vscode.commands.executeCommand(`perceptron.${command}`);
    assert.deepEqual(said, ["No .perceptron document is open. Open one, or make a new network."], command);
  }
  const said = listen();
  await vscode.commands.executeCommand("perceptron.stop");
  await vscode.commands.executeCommand("perceptron.trainOnCsv");
  assert.deepEqual(said, ["Nothing is being trained.", "No CSV is open. Choose one, or right-click one in the Explorer."]);
});

test("with nothing open, a document of the workspace can be chosen", async () => {
  const { sessions } = await api();
  await until("all documents are closed", () => sessions.all.length === 0);
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.write("chosen.perceptron", binaryDocument());
  listen("Open…");
  const label = vscode.workspace.asRelativePath(uri);
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => items.find((item) => item.label === label));
  await vscode.commands.executeCommand("perceptron.openBuilder");
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputCustom);
  assert.equal(input.uri.toString(), uri.toString());
});
