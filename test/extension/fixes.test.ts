// Quick fixes in the real editor: the light bulb offers what mends a problem, and carrying it out does.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { binaryDocument, Folder, sessionOf, test, until } from "./workbench.ts";

/** The quick fixes at a problem of a document. */
async function fixesAt(document: vscode.TextDocument, code: string): Promise<vscode.CodeAction[]> {
  const isIt = (diagnostic: vscode.Diagnostic): boolean => typeof diagnostic.code === "object" && diagnostic.code.value === code;
  const diagnostic = await until(`${code} is a problem`, () => vscode.languages.getDiagnostics(document.uri).find(isIt));
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

/** The session of a new document that is open in a text editor only. */
async function openAsText(folder: Folder, content: unknown): Promise<DocumentSession> {
  const uri = folder.write("fix.perceptron", content);
  await vscode.commands.executeCommand("vscode.openWith", uri, "default");
  return sessionOf(uri);
}

test("a quick fix mends the document, keeps its form and is one step of undo", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const layers = [{ type: "Linear", out_features: 1 }];
  const session = await openAsText(folder, binaryDocument({ layers }));
  const { document } = session;
  const before = document.getText();
  const actions = await fixesAt(document, "loss-input");
  assert.deepEqual(
    actions.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
    [
      ["Add Sigmoid after Linear 1", true],
      ["Use BCEWithLogitsLoss", false],
    ],
  );
  const [add] = actions;
  assert.ok(add?.edit);
  assert.ok(await vscode.workspace.applyEdit(add.edit));
  await until("the problem is gone", () => session.problems.length === 0);
  assert.deepEqual((JSON.parse(document.getText()) as { layers: unknown }).layers, [...layers, { type: "Sigmoid" }]);
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("undo");
  await until("the fix is undone", () => document.getText() === before);
});

test("a word that is wrong is offered the one that was meant", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const layers = [{ type: "Linear", out_features: 1 }, { type: "Sigmoyd" }];
  const session = await openAsText(folder, binaryDocument({ layers }));
  const actions = await fixesAt(session.document, "unknown-layer");
  assert.deepEqual(
    actions.map(({ title }) => title),
    ['Change "Sigmoyd" to "Sigmoid"', "Remove layer 2"],
  );
  assert.ok(await vscode.workspace.applyEdit(actions[0]!.edit!));
  await until("the problem is gone", () => session.problems.length === 0);
});
