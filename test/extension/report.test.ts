// "Report a Problem": what is gathered stands in a document of the person's own before anything leaves, and a
// button copies it as it was edited.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { api, binaryDocument, Folder, replace, test, until } from "./workbench.ts";

test("a report has versions, changed settings and the log, and is copied as the person leaves it", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  mkdirSync(join(folder.path, "odd.runs", "run-from-elsewhere"), { recursive: true });
  writeFileSync(join(folder.path, "odd.runs", "run-from-elsewhere", "run.json"), "```no record");
  const { runs } = await api();
  await runs.of(folder.write("odd.perceptron", binaryDocument())).refresh();
  const settings = vscode.workspace.getConfiguration("perceptron");
  await settings.update("stopKeeps", "best", vscode.ConfigurationTarget.Workspace);
  let answer: ((button: string) => void) | undefined;
  let said = "";
  replace(vscode.window, "showInformationMessage", (sentence: string, ...buttons: string[]) => {
    said = sentence;
    return new Promise((resolve) => (answer = (button) => resolve(buttons.find((one) => one === button))));
  });
  void vscode.commands.executeCommand("perceptron.reportProblem");
  await until("the report is shown", () => said !== "");
  const document = vscode.workspace.textDocuments.find(({ languageId, isUntitled }) => isUntitled && languageId === "markdown");
  assert.ok(document);
  await settings.update("stopKeeps", undefined, vscode.ConfigurationTarget.Workspace);
  const text = document.getText();
  assert.match(text, /^# What happened\n/);
  assert.match(text, /- Perceptron \d+\.\d+\.\d+\n- VS Code 1\.\d+/);
  assert.match(text, /- stopKeeps: "best"/);
  assert.match(text, /\[warning\] The run run-from-elsewhere is passed over: /);
  assert.equal(text.match(/```/g)?.length, 2, "a fence in the log does not end the block");
  assert.match(said, /^Nothing was sent\./);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), "My own words.\n");
  await vscode.workspace.applyEdit(edit);
  answer?.("Copy the Report");
  await until("the report is copied", async () => (await vscode.env.clipboard.readText()).startsWith("My own words.\n# What happened"));
});
