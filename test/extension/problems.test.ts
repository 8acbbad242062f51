// Problems as VS Code shows them: at their place, with a code that is a link to the builder.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import * as vscode from "vscode";
import { binaryDocument, builderTabs, Folder, openInBuilder, sessionOf, test, until } from "./workbench.ts";

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Perceptron");
}

const codeOf = (diagnostic: vscode.Diagnostic | undefined): string | number | undefined =>
  typeof diagnostic?.code === "object" ? diagnostic.code.value : diagnostic?.code;

/** The session of a document that is open in a text editor only. */
async function openAsText(uri: vscode.Uri) {
  await vscode.commands.executeCommand("vscode.openWith", uri, "default");
  return sessionOf(uri);
}

/** The code and the underlined text of the problems of a document that is opened as text. */
async function problemsOf(folder: Folder, content: unknown): Promise<string[]> {
  const { document, problems } = await openAsText(folder.write("bad.perceptron", content));
  assert.equal(ours(document.uri).length, problems.length);
  return ours(document.uri).map((problem) => `${codeOf(problem)}: ${document.getText(problem.range)}`);
}

test("mistakes in a document stand at their place, also where it is open as text only", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const sigmoid = { type: "Sigmoid" };
  const cases: [unknown, RegExp][] = [
    ['{ "format": 1, }', /^not-json: /],
    ["", /^not-json: /],
    [{ ...binaryDocument(), format: 2 }, /^newer-format: 2$/],
    [binaryDocument({ layers: [{ type: "Linaer", out_features: 1 }, sigmoid] }), /: "Linaer"$/],
    [binaryDocument({ layers: [{ type: "Linear", out_features: 1, in_features: 8 }, sigmoid] }), /: 8$/],
    [binaryDocument({ data: { target: "passed" } }), /: "passed"$/],
    [binaryDocument({ data: { file: "nowhere.csv" } }), /^file-not-found: "nowhere.csv"$/],
    [binaryDocument({ data: { file: "." } }), /^file-is-folder: "."$/],
  ];
  for (const [content, expected] of cases) {
    const found = await problemsOf(folder, content);
    assert.ok(
      found.some((problem) => expected.test(problem)),
      `${JSON.stringify(content)} gave ${JSON.stringify(found)}, not ${expected}`,
    );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("the problems are gone with the document", () => ours(folder.uri("bad.perceptron")).length === 0);
  }
});

test("a mistake in a CSV stands on its line there", async () => {
  const folder = new Folder();
  const csv = folder.write("binary.csv", "x,pass\n1,true\n2,false,3\n4,true\n");
  await openInBuilder(folder.write("ragged.perceptron", binaryDocument()));
  const [problem] = await until("the CSV has a problem", () => ours(csv).length > 0 && ours(csv));
  assert.equal(problem?.range.start.line, 2);
  assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
});

test("a problem's code opens the builder", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const layers = [{ type: "Linear", out_features: 1 }, { type: "Linear", out_features: 1, in_features: 8 }, { type: "Sigmoid" }];
  const { document } = await openAsText(folder.write("sizes.perceptron", binaryDocument({ layers })));
  const [problem] = ours(document.uri);
  const code = problem?.code;
  assert.ok(typeof code === "object", "the code has a link");
  const { scheme, path, query } = code.target;
  assert.equal(scheme, "command");
  const args = JSON.parse(query) as [string, number];
  assert.equal(args[1], 1);
  assert.equal(builderTabs(document.uri).length, 0);
  await vscode.commands.executeCommand(path, ...args);
  assert.equal(builderTabs(document.uri).length, 1);
});

test("problems follow the CSV on disk", async () => {
  const folder = new Folder();
  const csv = folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("binary.perceptron", binaryDocument()));
  assert.deepEqual(session.problems, []);
  await folder.isWatched();
  rmSync(csv.fsPath);
  await until("the missing CSV is a problem", () => session.problems.some(({ code }) => code === "file-not-found"));
  assert.equal(session.data.state.state, "failed");
  folder.sample("binary.csv");
  await until("the CSV is read again", () => session.problems.length === 0);
  assert.equal(session.data.state.state, "ready");
});

test("data is described while a layer is wrong", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("half.perceptron", binaryDocument({ layers: [{ type: "Linear" }] })));
  assert.equal(session.data.state.state, "ready");
  assert.ok(session.problems.length > 0);
});
