// The code beside the builder: it follows the document, its lines and the builder's layers follow one
// another, and it stays, with a word on top, while the document is broken.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { api, binaryDocument, Folder, openInBuilder, test, until } from "./workbench.ts";

const layers: object[] = [{ type: "Linear", out_features: 4 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }];

/** A document in the builder and its code beside it. */
async function shown(other: Parameters<typeof binaryDocument>[0] = { layers }) {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("net.perceptron", binaryDocument(other)));
  await vscode.commands.executeCommand("perceptron.showCode", session.document.uri);
  const editor = await until("the code is there", codeEditor);
  const { code } = await api();
  return { session, editor, code, folder };
}

function codeEditor(): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === "perceptron-code");
}

/** The text of the lines that are highlighted. */
function highlightedText({ session, editor, code }: Awaited<ReturnType<typeof shown>>): string {
  return code
    .highlighted(session)
    .map(({ start, end }) => editor.document.getText(new vscode.Range(start.line, 0, end.line + 1, 0)))
    .join("");
}

test("the code stands beside the builder, read-only, as Python, and once", async () => {
  const { session, editor } = await shown();
  assert.equal(editor.document.languageId, "python");
  assert.match(editor.document.getText(), /nn\.Linear\(3, 4\),\n {8}nn\.ReLU\(\),/);
  assert.equal(editor.viewColumn, vscode.ViewColumn.Two);
  await vscode.commands.executeCommand("perceptron.showCode", session.document.uri);
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  assert.deepEqual(
    tabs.map(({ label }) => label),
    ["net.perceptron", "net.perceptron.py"],
  );
  const before = editor.document.getText();
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  await vscode.commands.executeCommand("type", { text: "#" });
  assert.equal(editor.document.getText(), before);
});

test("an edit in the builder is in the code", async () => {
  const { session, editor } = await shown();
  await session.edit(session.document.version, { op: "insert", at: 2, layer: { type: "Dropout" } });
  await until("the code has the layer", () => /nn\.ReLU\(\),\n {8}nn\.Dropout\(\),/.test(editor.document.getText()));
  await vscode.commands.executeCommand("undo");
  await until("the code has it no longer", () => !editor.document.getText().includes("Dropout"));
});

test("the layer that is selected in the builder is highlighted, wherever its lines go", async () => {
  const all = await shown({ layers: layers.with(2, { type: "Linear", out_features: 1, init: "xavier_uniform" }) });
  all.code.select(all.session, 2);
  assert.equal(
    highlightedText(all),
    "    linear3 = nn.Linear(4, 1)\n    nn.init.xavier_uniform_(linear3.weight)\n    return nn.Sequential(linear1, nn.ReLU(), linear3, nn.Sigmoid())\n",
  );
  all.code.select(all.session, undefined);
  assert.equal(highlightedText(all), "");
});

test("a cursor on a layer's line selects it in the builder", async () => {
  const all = await shown();
  const { session, editor, code } = all;
  const told: number[] = [];
  const nothing = {
    show: () => {},
    isVisible: true,
    append: () => {},
    reveal: () => {},
    runsChanged: () => {},
    wishes: () => {},
    showRuns: () => {},
  };
  const view = { ...nothing, select: (layer: number) => void told.push(layer) };
  session.attach(view);
  const line = editor.document.getText().split("\n").indexOf("        nn.Sigmoid(),");
  assert.ok(line > 0);
  const active = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  active.selection = new vscode.Selection(line - 1, 0, line - 1, 0);
  await vscode.commands.executeCommand("cursorDown");
  await until("the builder is told", () => told.at(-1) === 3);
  await until("the line is marked", () => highlightedText(all) === "        nn.Sigmoid(),\n");
  assert.equal(code.highlighted(session).length, 1);
  session.detach(view);
});

test("while the document or its data is broken the last code stays, and says why it is old", async () => {
  const { session, editor, folder } = await shown();
  const good = editor.document.getText();
  const { document } = session;
  const broken = new vscode.WorkspaceEdit();
  broken.insert(document.uri, new vscode.Position(0, 0), "}");
  await vscode.workspace.applyEdit(broken);
  await until("the code says that it is old", () => editor.document.getText().startsWith("# This code is older than the document. Line "));
  assert.ok(editor.document.getText().endsWith(`\n${good}`));
  await vscode.commands.executeCommand("undo");
  await until("the code is the document's again", () => editor.document.getText() === good);
  await folder.isWatched();
  await vscode.workspace.fs.delete(folder.uri("binary.csv"));
  await until("the code says that the file is gone", () => /^# [^\n]*There is no file\n?[# ]*binary\.csv/.test(editor.document.getText()));
});

test("a document that never had code says why", async () => {
  const folder = new Folder();
  const session = await openInBuilder(folder.write("lost.perceptron", binaryDocument()));
  await vscode.commands.executeCommand("perceptron.showCode", session.document.uri);
  const editor = await until("the code is there", codeEditor);
  assert.match(editor.document.getText(), /^# There is no code yet\. There is no file binary\.csv/);
});
