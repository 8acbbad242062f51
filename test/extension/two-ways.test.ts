// A document bound to a Python file, in a real VS Code: edits and undos on both sides, unsaved, and what is
// shown if they cannot be brought together.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Edit } from "../../src/model/edit.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { api, binaryDocument, Folder, listen, openInBuilder, replace, test, until } from "./workbench.ts";

const code = `import torch
from torch import nn

# The network of the report.
model = nn.Sequential(
    nn.Linear(3, 8),  # wide
    nn.ReLU(),

    nn.Linear(8, 1),
    nn.Sigmoid(),
)
`;

/** A document beside this Python file, bound to it. */
async function bound(folder: Folder, text = code): Promise<{ session: DocumentSession; python: vscode.TextDocument }> {
  folder.sample("binary.csv");
  const file = folder.write("model.py", text);
  const session = await openInBuilder(folder.write("net.perceptron", binaryDocument()));
  await vscode.commands.executeCommand("perceptron.bindCode", session.document.uri, file);
  const { bindings } = await api();
  const binding = await until("the document is bound", () => bindings.of(session));
  await binding.begun;
  return { session, python: await vscode.workspace.openTextDocument(file) };
}

async function edit(session: DocumentSession, change: Edit): Promise<void> {
  assert.ok(await session.edit(session.document.version, change));
}

async function type(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const changes = new vscode.WorkspaceEdit();
  const at = document.getText().indexOf(before);
  assert.ok(at >= 0, before);
  changes.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + before.length)), after);
  assert.ok(await vscode.workspace.applyEdit(changes));
}

async function undo(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("undo");
}

function layers({ document }: DocumentSession): unknown {
  return (JSON.parse(document.getText()) as { layers: unknown }).layers;
}

function diffs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === "perceptron-two-ways");
}

/** Waits until the status bar says this of the binding. */
async function shows(text: string): Promise<void> {
  const { codeStatus } = await api();
  await until(`the status bar says ${text || "nothing"}`, () => codeStatus.text === text);
}

const written = [{ type: "Linear", out_features: 8 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }];

test("a document takes the network of the file it is bound to, in one step of undo", async () => {
  const folder = new Folder();
  const { session } = await bound(folder);
  assert.deepEqual(layers(session), written);
  assert.match(session.document.getText(), /"code": "model\.py"/);
  await undo(session.document);
  assert.deepEqual(layers(session), binaryDocument().layers);
  const { bindings } = await api();
  await until("it is bound no more", () => bindings.of(session) === undefined);
});

test("an edit in the builder changes the arguments and lines concerned, and an undo brings every byte back", async () => {
  const folder = new Folder();
  const { session, python } = await bound(folder);
  const before = session.document.getText();
  await edit(session, { op: "set", path: ["layers", 0, "out_features"], value: 16 });
  const wide = code.replace("(3, 8)", "(3, 16)").replace("(8, 1)", "(16, 1)");
  await until("the code has the size", () => python.getText() === wide);
  assert.ok(python.isDirty, "it is not saved by itself");
  assert.equal(folder.read("model.py"), code);
  await edit(session, { op: "insert", at: 2, layer: { type: "Dropout" } });
  await until("the code has the layer", () => python.getText() === wide.replace("nn.ReLU(),\n", "nn.ReLU(),\n    nn.Dropout(),\n"));
  await undo(session.document);
  await until("the layer is gone", () => python.getText() === wide);
  await undo(session.document);
  await until("the size is what it was", () => python.getText() === code);
  assert.equal(session.document.getText(), before);
});

test("an edit in the code moves the builder at once, unsaved, and an undo there brings every byte back", async () => {
  const folder = new Folder();
  const { session, python } = await bound(folder);
  const before = session.document.getText();
  await vscode.window.showTextDocument(python);
  await type(python, "nn.ReLU()", "nn.LeakyReLU(0.2)");
  await until("the builder has the layer", () => JSON.stringify(layers(session)).includes('"negative_slope":0.2'));
  assert.ok(python.isDirty);
  const typed = python.getText();
  await type(python, "# wide", "# wide, as in the paper");
  await undo(python);
  assert.equal(python.getText(), typed);
  await undo(python);
  await until("the builder has the layer it had", () => session.document.getText() === before);
  assert.equal(python.getText(), code);
  // The other way round: an undo in the document of what came from the code.
  await type(python, "nn.ReLU()", "nn.Tanh()");
  await until("the builder has it", () => JSON.stringify(layers(session)).includes("Tanh"));
  await undo(session.document);
  await until("the code is as it was", () => python.getText() === code);
});

test("while the code is broken the builder keeps what it has, and the line is told", async () => {
  const folder = new Folder();
  const { session, python } = await bound(folder);
  await type(python, "nn.Linear(8, 1)", "nn.Linear(8, classes)");
  const told = await until("the line is told", () => vscode.languages.getDiagnostics(python.uri)[0]);
  assert.equal(told.range.start.line, 8);
  await shows("$(warning) model.py");
  assert.deepEqual(session.state.code, { file: "model.py", state: "unread" });
  assert.deepEqual(layers(session), written);
  await type(python, "nn.Linear(8, classes)", "nn.Linear(8, 2)");
  await until("the builder has the size", () => JSON.stringify(layers(session)).includes('"out_features":2'));
  assert.deepEqual(vscode.languages.getDiagnostics(python.uri), []);
  await shows("$(link) model.py");
});

const loop = `import torch
from torch import nn

model = nn.Sequential(*[nn.Linear(3, 3) for _ in range(2)], nn.Linear(3, 1), nn.Sigmoid())  # a loop
`;

test("what cannot be merged is a diff of both sides, nothing is lost, and the person says which counts", async () => {
  const folder = new Folder();
  const { session, python } = await bound(folder, loop);
  const said = listen();
  const before = session.document.getText();
  await edit(session, { op: "set", path: ["layers", 0, "out_features"], value: 5 });
  const edited = session.document.getText();
  await until("the diff is shown", () => diffs().length === 1);
  await until("it is said", () => said.length === 1);
  assert.match(said[0] ?? "", /^Line 4: /);
  assert.deepEqual([python.getText(), session.document.getText()], [loop, edited]);
  // Whoever closes the diff finds it again behind the file's name in the toolbar.
  await vscode.window.tabGroups.close(diffs());
  assert.deepEqual(session.state.code, { file: "model.py", state: "conflict" });
  const { bindings } = await api();
  await bindings.open(session);
  await until("the diff is shown once more", () => diffs().length === 1);
  const { modified } = diffs()[0]!.input as vscode.TabInputTextDiff;
  const shown = (await vscode.workspace.openTextDocument(modified)).getText();
  assert.match(shown, /nn\.Linear\(3, 5\),\n {4}nn\.Linear\(5, 3\),/);
  await shows("$(warning) model.py");
  // The builder counts.
  await vscode.commands.executeCommand("perceptron.useBuilder", modified);
  await until("the code is what the builder has", () => python.getText() === shown);
  await until("the diff is gone", () => diffs().length === 0);
  await undo(python);
  await until("both are as they were", () => python.getText() === loop);
  await until("the document follows", () => session.document.getText() === before);
  // The code counts.
  await edit(session, { op: "set", path: ["layers", 0, "out_features"], value: 6 });
  await until("the diff is shown again", () => diffs().length === 1);
  await vscode.commands.executeCommand("perceptron.useCode", modified);
  await until("the document is what the code says", () => session.document.getText() === before);
  await until("the diff is gone again", () => diffs().length === 0);
});

test("a new file is the document's script, and after the binding ends both go their own ways", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("fresh.perceptron", binaryDocument()));
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => items[0]);
  await vscode.commands.executeCommand("perceptron.bindCode", session.document.uri);
  const python = await vscode.workspace.openTextDocument(folder.uri("fresh.py"));
  const { bindings } = await api();
  const binding = await until("the document is bound", () => bindings.of(session));
  await binding.begun;
  assert.equal(binding.ways.agreement.kind, "agreed");
  await shows("$(link) fresh.py");
  await edit(session, { op: "set", path: ["training", "optimizer", "lr"], value: 0.25 });
  await until("the code has the rate", () => python.getText().includes("lr=0.25"));
  await vscode.commands.executeCommand("perceptron.unbindCode", session.document.uri);
  await until("it is bound no more", () => bindings.of(session) === undefined);
  assert.equal(session.state.code, undefined);
  await shows("");
  await edit(session, { op: "set", path: ["training", "optimizer", "lr"], value: 0.5 });
  await session.data.settled();
  assert.ok(python.getText().includes("lr=0.25"));
});

test("a file that is renamed stays bound, and one that is not there is told", async () => {
  const folder = new Folder();
  const { session } = await bound(folder);
  const renaming = new vscode.WorkspaceEdit();
  renaming.renameFile(folder.uri("model.py"), folder.uri("renamed.py"));
  assert.ok(await vscode.workspace.applyEdit(renaming));
  await until("the document names it", () => session.document.getText().includes('"code": "renamed.py"'));
  await edit(session, { op: "set", path: ["code"], value: "nowhere.py" });
  await until("it is told", () =>
    vscode.languages.getDiagnostics(session.document.uri).some((problem) => problem.message.startsWith("There is no file nowhere.py.")),
  );
  await vscode.commands.executeCommand("perceptron.openBuilder", session.document.uri);
  await shows("$(warning) nowhere.py");
  await edit(session, { op: "set", path: ["code"], value: "../outside.py" });
});
