// The JSON schema in a text editor: a mistake is marked, and the layers are offered.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { layers } from "../../src/model/layers.ts";
import { binaryDocument, Folder, test, until } from "./workbench.ts";

test("a document is JSON with a schema", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const content = JSON.stringify(binaryDocument({ layers: [{ type: "" }], training: { batch_size: "many" } }), undefined, 2);
  const document = await vscode.workspace.openTextDocument(folder.write("schema.perceptron", content));
  await vscode.window.showTextDocument(document);
  assert.equal(document.languageId, "json");
  const marked = await until("the JSON language marks the mistake", () => {
    const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source !== "Perceptron");
    return found.length > 0 && found;
  });
  assert.ok(marked.some(({ range }) => document.getText(range) === '"many"'));
  const within = document.positionAt(content.indexOf('""') + 1);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, within);
  const offered = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
  for (const type of Object.keys(layers)) assert.ok(offered.includes(`"${type}"`), `${type} is not among ${offered.join()}`);
});
