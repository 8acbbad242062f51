// Networks in Python, opened in Perceptron from a real editor: the lines above them, unsaved text, notebooks,
// what could not be taken, and what is refused.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import * as vscode from "vscode";
import { builderTabs, Folder, listen, replace, test, until } from "./workbench.ts";

const script = `import pandas as pd
import torch
from torch import nn

class Chain(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))

class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return x + self.fc(x)

table = pd.read_csv("binary.csv")
other = nn.Sequential(nn.Linear(3, 2), nn.Unknown())
`;

async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
  return found.filter(({ command }) => command?.command === "perceptron.openCode");
}

function open(lens: vscode.CodeLens | undefined): Thenable<vscode.Uri | undefined> {
  assert.ok(lens?.command);
  return vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
}

function layers(text: string): unknown {
  return (JSON.parse(text) as { layers: { type: string }[] }).layers.map(({ type }) => type);
}

function cell(source: string[]): object {
  return { cell_type: "code", source, metadata: {}, outputs: [], execution_count: null };
}

test("each network has its line, and the command makes its document beside the file, as the text stands", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const file = folder.write("net.py", script);
  const python = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(python);
  const found = await until("the lines are there", async () => ((await lenses(file)).length === 2 ? lenses(file) : undefined));
  assert.deepEqual(
    found.map(({ range, command }) => [range.start.line, command?.title]),
    [
      [4, "$(type-hierarchy-sub) Open in Perceptron"],
      [22, "$(type-hierarchy-sub) Open in Perceptron"],
    ],
  );
  const changes = new vscode.WorkspaceEdit();
  changes.replace(file, new vscode.Range(7, 0, 8, 0), "        self.fc1 = nn.Linear(3, 8)\n");
  changes.replace(file, new vscode.Range(8, 0, 9, 0), "        self.fc2 = nn.Linear(8, 1)\n");
  await vscode.workspace.applyEdit(changes);
  const said = listen();
  const document = await open((await lenses(file))[0]);
  assert.equal(document?.fsPath, folder.uri("net.perceptron").fsPath);
  assert.equal(builderTabs(document).length, 1);
  const text = folder.read("net.perceptron");
  assert.deepEqual(layers(text), ["Linear", "ReLU", "Linear", "Sigmoid"]);
  assert.match(text, /"out_features": 8/);
  assert.match(text, /"file": "binary\.csv"/);
  assert.match(said.join(), /net\.perceptron was made of net\.py\. \d+ things could not be taken/);
  assert.ok(vscode.languages.getDiagnostics(file).length > 0);
  assert.equal((await open((await lenses(file))[0]))?.fsPath, folder.uri("net-2.perceptron").fsPath);
});

test("a network that is refused has its reason at its line, and no document is written", async () => {
  const folder = new Folder();
  const file = folder.write("net.py", script);
  await vscode.window.showTextDocument(file);
  const said = listen();
  const found = await until("the lines are there", async () => ((await lenses(file)).length === 2 ? lenses(file) : undefined));
  assert.equal(await open(found[1]), undefined);
  assert.match(said.join(), /Perceptron has no layer Unknown/);
  const told = vscode.languages.getDiagnostics(file).filter(({ source }) => source === "Perceptron");
  assert.deepEqual(
    told.map(({ range, severity }) => [range.start.line, severity]),
    [[22, vscode.DiagnosticSeverity.Error]],
  );
  assert.deepEqual(readdirSync(folder.path), ["net.py"]);
});

test("of several networks the person chooses one, and a file without a network says so", async () => {
  const folder = new Folder();
  const file = folder.write("net.py", script);
  const offered: string[] = [];
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => {
    offered.push(...items.map(({ label, description }) => `${label} ${description}`));
    return items[0];
  });
  listen();
  await vscode.commands.executeCommand("perceptron.openCode", file);
  assert.deepEqual(offered, ["Chain line 5", "other line 23"]);
  assert.ok(existsSync(folder.uri("net.perceptron").fsPath));
  const said = listen();
  await vscode.commands.executeCommand("perceptron.openCode", folder.write("none.py", "x = 1\n"));
  assert.match(said.join(), /no network that can be read/);
});

test("text that was never saved, and the cells of a notebook, have theirs", async () => {
  const fresh = await vscode.workspace.openTextDocument({
    language: "python",
    content: "from torch import nn\nnet = nn.Sequential(nn.Linear(3, 1))\n",
  });
  await vscode.window.showTextDocument(fresh);
  await until("the new text has its line", async () => (await lenses(fresh.uri)).length === 1);
  const folder = new Folder();
  const cells = [
    cell(["from torch import nn\n", "hidden = 5"]),
    cell(["%%bash\n", "ls"]),
    cell(["# the network\n", "net = nn.Sequential(nn.Linear(3, hidden), nn.Linear(hidden, 1))"]),
  ];
  const file = folder.write("book.ipynb", { cells, metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5 });
  const notebook = await vscode.workspace.openNotebookDocument(file);
  await vscode.window.showNotebookDocument(notebook);
  const last = notebook.cellAt(2).document;
  const found = await until("the cell has its line", async () => ((await lenses(last.uri)).length === 1 ? lenses(last.uri) : undefined));
  assert.equal(found[0]!.range.start.line, 1);
  listen();
  const document = await open(found[0]);
  assert.equal(document?.fsPath, folder.uri("book.perceptron").fsPath);
  assert.match(folder.read("book.perceptron"), /"out_features": 5/);
});
