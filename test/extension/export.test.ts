// Export: every format of the registry in a real VS Code, with the weights of a run; new files beside the
// document, and one message that names them.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import * as vscode from "vscode";
import { type ExportFormat, exporters } from "../../src/code/exporters.ts";
import { say } from "../../src/host/text.ts";
import { binaryDocument, Folder, listen, openInBuilder, replace, test, until } from "./workbench.ts";

/** Answers quick picks with the item whose label is given, one after the other, and remembers all items. */
function answerPicks(...labels: readonly string[]): (readonly vscode.QuickPickItem[])[] {
  const offered: (readonly vscode.QuickPickItem[])[] = [];
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => {
    offered.push(items);
    return items.find(({ label }) => label.includes(labels[offered.length - 1] ?? "\0"));
  });
  return offered;
}

function exported(document: vscode.TextDocument, format?: ExportFormat): Thenable<vscode.Uri | undefined> {
  return vscode.commands.executeCommand("perceptron.exportCode", document.uri, format);
}

test("before training every format is offered, and those that need weights say why not yet", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const { document } = await openInBuilder(folder.write("fresh.perceptron", binaryDocument()));
  const offered = answerPicks("PyTorch", "TensorFlow.js");
  const said = listen();
  const file = await exported(document);
  assert.equal(file?.fsPath, folder.uri("fresh.py").fsPath);
  assert.match(folder.read("fresh.py"), /nn\.Sequential/);
  const items = offered[0]!.filter(({ kind }) => kind === undefined);
  for (const { label, detail, needsWeights } of Object.values(exporters)) {
    const item = items.find((one) => one.label.replace("$(circle-slash) ", "") === label);
    assert.equal(item?.detail, needsWeights ? "Train first: there is no fresh.safetensors yet." : say(detail), label);
  }
  assert.equal(await exported(document), undefined);
  assert.deepEqual(said, ["Exported: fresh.py.", "Train first: there is no fresh.safetensors yet."]);
  assert.deepEqual(readdirSync(folder.path).toSorted(), ["binary.csv", "fresh.perceptron", "fresh.py"]);
});

test("after training every format is written with all of its files, and none takes the place of another", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("net.perceptron", binaryDocument()));
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  const weights = folder.read("net.safetensors");
  for (const [format, { extension }] of Object.entries(exporters) as [ExportFormat, { extension: string }][]) {
    const before = new Map(
      readdirSync(folder.path, { withFileTypes: true }).flatMap((file) => (file.isFile() ? [[file.name, folder.read(file.name)]] : [])),
    );
    const said = listen();
    const file = await exported(session.document, format);
    assert.ok(file?.path.endsWith(extension), format);
    const added = readdirSync(folder.path).filter((name) => !before.has(name) && !name.endsWith(".runs"));
    assert.equal(said.length, 1, said.join());
    for (const name of added) assert.ok(said[0]?.includes(name), `${format}: ${name} is not named`);
    for (const [name, text] of before) assert.equal(folder.read(name), text, name);
    if (format === "card") assert.match(folder.read(added[0]!), /\| accuracy *\| [\d.]+ \|/, "how well the weights do");
  }
  assert.ok(existsSync(folder.uri("net.d.mts").fsPath), "the types beside the module");
  assert.equal(folder.read("net.safetensors"), weights);
});

test("the weights of a kept run can be chosen, and go with the script", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("kept.perceptron", binaryDocument()));
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  const offered = answerPicks("kept.safetensors", "$(history)", "PyTorch");
  const said = listen();
  await exported(session.document);
  assert.equal(offered[1]?.length, 2);
  assert.deepEqual(said, ["Exported: kept.py."], "the same weights lie beside it already");
  assert.match(folder.read("kept.py"), /--predict/);
});

test("the format that is looked at is shown beside, also a notebook and a file that is no text", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("seen.perceptron", binaryDocument()));
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  const seen: string[] = [];
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
    for (const [label, word] of [
      ["C", "PERCEPTRON_SELF_CHECK"],
      ["Jupyter", "# %% [markdown]"],
      ["ONNX", "no preview"],
    ] as const) {
      await options.onDidSelectItem?.(items.find((item) => item.label === label)!);
      const shown = await until(`the preview of ${label}`, () =>
        vscode.window.visibleTextEditors.find(
          ({ document }) => document.uri.scheme === "perceptron-export" && document.getText().includes(word),
        ),
      );
      seen.push(shown.document.uri.path);
    }
    return undefined;
  });
  assert.equal(await exported(session.document), undefined);
  assert.deepEqual(seen, ["/c/seen.h", "/notebook/seen.ipynb.py", "/onnx/seen.onnx.txt"]);
  assert.ok(!vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === "perceptron-export"), "it is taken away");
});

test("a document with an error is not exported, and its error is said", async () => {
  const folder = new Folder();
  const { document } = await openInBuilder(folder.write("lost.perceptron", binaryDocument()));
  const said = listen();
  assert.equal(await exported(document, "pytorch"), undefined);
  assert.match(said.join(), /There is no file binary\.csv/);
  assert.equal(existsSync(folder.uri("lost.py").fsPath), false);
});
