// A document in a text editor: its language is its own, and VS Code's JSON service does for it what it does
// for JSON, with our schema.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { layers } from "../../src/model/layers.ts";
import { registerJsonService } from "../../src/host/document/json-service.ts";
import { binaryDocument, Folder, replace, test, until } from "./workbench.ts";

test("the text of a document is marked, completed, explained, outlined and formatted as JSON with a schema", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const content = JSON.stringify(binaryDocument({ layers: [{ type: "" }], training: { batch_size: "many" } }), undefined, 2);
  const document = await vscode.workspace.openTextDocument(folder.write("schema.perceptron", content));
  await vscode.window.showTextDocument(document);
  assert.equal(document.languageId, "perceptron");
  const marked = await until("the JSON language marks the mistake", () => {
    const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source !== "Perceptron");
    return found.length > 0 && found;
  });
  assert.ok(marked.some(({ range }) => document.getText(range) === '"many"'));
  const within = document.positionAt(content.indexOf('""') + 1);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, within);
  const offered = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
  for (const type of Object.keys(layers)) assert.ok(offered.includes(`"${type}"`), `${type} is not among ${offered.join()}`);
  const inTraining = document.positionAt(content.indexOf('"batch_size"') + 2);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, inTraining);
  const said = hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value)));
  assert.match(said.join(), /rows/i);
  const outline = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document.uri);
  assert.ok(
    outline.some(({ name, children }) => name === "training" && children.some((child) => child.name === "batch_size")),
    outline.map(({ name }) => name).join(),
  );
  const options = { tabSize: 4, insertSpaces: true };
  const format = "vscode.executeFormatDocumentProvider";
  const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(format, document.uri, options);
  assert.ok(edits && edits.length > 0, "nothing would be formatted");
  // Other windows than this one have nothing else that starts the service.
  const started: string[] = [];
  replace(
    vscode.extensions,
    "getExtension",
    <T>(id: string) => ({ activate: async () => started.push(id) }) as unknown as vscode.Extension<T>,
  );
  registerJsonService().dispose();
  assert.deepEqual(started, ["vscode.json-language-features"]);
});

test("settings for all files, or for JSON, change no layout when a document is saved; those for its own language do", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.sample("binary.perceptron");
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  await vscode.window.showTextDocument(document);
  const settings = vscode.workspace.getConfiguration();
  const everywhere: readonly (readonly [string, unknown])[] = [
    ["editor.formatOnSave", true],
    ["editor.tabSize", 8],
    ["[json]", { "editor.formatOnSave": true }],
  ];
  const put = (name: string, value: unknown): Thenable<void> => settings.update(name, value, vscode.ConfigurationTarget.Global);
  /** Appends a line, saves, and gives the text that it then has. */
  const saved = async (): Promise<string> => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().length), "\n");
    await vscode.workspace.applyEdit(edit);
    await document.save();
    return document.getText();
  };
  try {
    for (const [name, value] of everywhere) await put(name, value);
    assert.equal(await saved(), `${text}\n`);
    const own = vscode.workspace.getConfiguration("editor", { uri: document.uri, languageId: "perceptron" });
    assert.deepEqual([own.get("tabSize"), own.get("insertSpaces")], [2, true]);
    await put("[perceptron]", { "editor.formatOnSave": true });
    const formatted = await saved();
    assert.notEqual(formatted, `${text}\n\n`);
    assert.deepEqual(JSON.parse(formatted), JSON.parse(text));
    assert.match(formatted, /\n {2}"data"/);
  } finally {
    for (const name of [...everywhere.map(([name]) => name), "[perceptron]"]) await put(name, undefined);
  }
});
