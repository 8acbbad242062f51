// Edits from a builder: the text keeps its looks, and undo, redo, saving and the dirty mark are VS Code's
// own.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { builderTabs, Folder, openInBuilder, sessionOf, test, until } from "./workbench.ts";

const text = `{ "format": 1,
   "data": {"file":"binary.csv",   "target": "pass"},
\t"layers": [
    { "type": "Linear", "out_features": 4 },

    { "type": "Linear", "out_features": 1 },
    {"type":"Sigmoid"}
  ],
  "training": { "loss": { "type": "BCELoss" }, "optimizer": { "lr": 1e-2, "type": "SGD" } }
}`;

async function opened(name = "odd.perceptron") {
  const folder = new Folder();
  folder.sample("binary.csv");
  return { folder, session: await openInBuilder(folder.write(name, text)) };
}

test("an edit changes only the characters it must", async () => {
  const { session } = await opened();
  const { document } = session;
  assert.ok(await session.edit(document.version, { op: "insert", at: 1, layer: { type: "ReLU" } }));
  assert.equal(document.getText().replace(/\s*\{ "type": "ReLU" \},/, ""), text);
  assert.ok(await session.edit(document.version, { op: "set", path: ["training", "optimizer", "lr"], value: 0.5 }));
  assert.ok(await session.edit(document.version, { op: "remove", at: 1 }));
  assert.equal(document.getText(), text.replace("1e-2", "0.5"));
  assert.equal(JSON.stringify(session.state.json), JSON.stringify(JSON.parse(document.getText())));
});

test("an edit made on an older text is refused", async () => {
  const { session } = await opened();
  const { version } = session.document;
  const edits = [1, 2].map((out_features) =>
    session.edit(version, { op: "set", path: ["layers", 0, "out_features"], value: out_features }),
  );
  assert.deepEqual(await Promise.all(edits), [true, false]);
  assert.equal(session.document.getText(), text.replace("4", "1"));
  assert.equal(await session.edit(version, { op: "remove", at: 0 }), false);
});

test("an edit that changes nothing leaves the document clean", async () => {
  const { session } = await opened();
  assert.ok(await session.edit(session.document.version, { op: "set", path: ["layers", 0, "out_features"], value: 4 }));
  assert.ok(await session.edit(session.document.version, { op: "move", from: 1, to: 1 }));
  assert.equal(session.document.isDirty, false);
});

test("undo, redo, the dirty mark and saving are VS Code's own, one step an edit", async () => {
  const { folder, session } = await opened();
  const { document } = session;
  await session.edit(document.version, { op: "move", from: 0, to: 2 });
  const moved = document.getText();
  await session.edit(document.version, { op: "set", path: ["data", "split"], value: { train: 0.5, validation: 0.25, test: 0.25 } });
  const both = document.getText();
  assert.notEqual(moved, both);
  await vscode.commands.executeCommand("undo");
  await until("one step is undone", () => document.getText() === moved);
  await vscode.commands.executeCommand("undo");
  await until("both steps are undone", () => document.getText() === text);
  await until("the document is clean again", () => !document.isDirty);
  await vscode.commands.executeCommand("redo");
  await vscode.commands.executeCommand("redo");
  await until("both steps are done again", () => document.getText() === both);
  assert.ok(document.isDirty);
  await document.save();
  assert.equal(folder.read("odd.perceptron"), both);
  assert.equal(document.isDirty, false);
});

test("what is typed in a text editor reaches the builder, and a broken text keeps the last network", async () => {
  const { session } = await opened();
  const { document } = session;
  await vscode.commands.executeCommand("vscode.openWith", document.uri, "default", vscode.ViewColumn.Beside);
  const editor = await until("the text editor is there", () => vscode.window.activeTextEditor);
  await editor.edit((edit) => edit.replace(document.lineAt(3).range, '    { "type": "Linear", "out_features": 7 },'));
  assert.equal((session.state.json as { layers: { out_features: number }[] }).layers[0]?.out_features, 7);
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "}"));
  assert.equal(session.state.editable, false);
  assert.equal((session.state.json as { layers: unknown[] }).layers.length, 3);
  assert.deepEqual(
    session.problems.map(({ code }) => code),
    ["not-json"],
  );
});

test("undo goes through what was done in the builder and in the text editor, from either of them", async () => {
  const { session } = await opened();
  const { document } = session;
  await session.edit(document.version, { op: "set", path: ["layers", 0, "out_features"], value: 5 });
  const afterBuilder = document.getText();
  await vscode.commands.executeCommand("vscode.openWith", document.uri, "default", vscode.ViewColumn.Beside);
  const editor = await until("the text editor is there", () => vscode.window.activeTextEditor);
  await editor.edit((edit) => edit.replace(document.lineAt(5).range, '    { "type": "Linear", "out_features": 2 },'));
  const afterText = document.getText();
  await session.edit(document.version, { op: "remove", at: 2 });
  const steps = [afterText, afterBuilder, text];
  for (const step of steps) {
    await vscode.commands.executeCommand("undo");
    await until("a step is undone", () => document.getText() === step);
  }
  assert.equal(JSON.stringify(session.state.json), JSON.stringify(JSON.parse(text)));
  // The steps that were undone in the text editor are done again from the builder.
  await vscode.commands.executeCommand("vscode.openWith", document.uri, "perceptron.builder", vscode.ViewColumn.One);
  await vscode.commands.executeCommand("redo");
  await until("a step is done again", () => document.getText() === afterBuilder);
});

test("two builders and a text editor of one document have one session, which outlives the first builder that is closed", async () => {
  const { session } = await opened();
  const { uri } = session.document;
  await vscode.commands.executeCommand("vscode.openWith", uri, "perceptron.builder", vscode.ViewColumn.Two);
  await vscode.commands.executeCommand("vscode.openWith", uri, "default", vscode.ViewColumn.Three);
  await until("both builders are there", () => builderTabs(uri).length === 2);
  assert.equal(await sessionOf(uri), session);
  await session.edit(session.document.version, { op: "remove", at: 1 });
  const [first] = builderTabs(uri);
  await vscode.window.tabGroups.close(first!);
  assert.ok(session.hasViews);
  assert.equal((session.state.json as { layers: unknown[] }).layers.length, 2);
});

test("a file that is rewritten on disk shows at once, and the document stays clean", async () => {
  const { folder, session } = await opened();
  await folder.isWatched();
  folder.write("odd.perceptron", text.replace('{"type":"Sigmoid"}', '{"type":"Tanh"}'));
  await until("the builder has the new text", () => JSON.stringify(session.state.json).includes("Tanh"));
  assert.equal(session.document.isDirty, false);
});

test("a merge conflict on disk keeps the last network until it is resolved there", async () => {
  const { folder, session } = await opened();
  await folder.isWatched();
  const conflict = text.replace(
    '    {"type":"Sigmoid"}',
    '<<<<<<< HEAD\n    {"type":"Sigmoid"}\n=======\n    {"type":"Tanh"}\n>>>>>>> other',
  );
  folder.write("odd.perceptron", conflict);
  const problem = await until("the conflict is told", () => session.problems.find(({ code }) => code === "merge-conflict"));
  assert.equal((session.state.json as { layers: unknown[] }).layers.length, 3);
  assert.equal(session.state.editable, false);
  assert.equal(session.document.lineAt(problem.line! - 1).text, "<<<<<<< HEAD");
  folder.write("odd.perceptron", text);
  await until("the network is back", () => session.state.editable);
  assert.equal(session.document.isDirty, false);
});

test("line ends of Windows stay", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const windows = text.replaceAll("\n", "\r\n");
  const session = await openInBuilder(folder.write("windows.perceptron", windows));
  await session.edit(session.document.version, { op: "insert", at: 3, layer: { type: "Identity" } });
  const now = session.document.getText();
  assert.equal(now.replaceAll("\r\n", "").includes("\n"), false);
  await session.edit(session.document.version, { op: "remove", at: 3 });
  assert.equal(session.document.getText(), windows);
});
