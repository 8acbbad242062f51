// Packed CSVs and Parquet in VS Code: from the menu to the document, its training, its code and its
// predictions, as with a plain CSV.

import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as vscode from "vscode";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { api, Folder, listen, ofExtension, openInBuilder, replace, sessionOf, test } from "./workbench.ts";
import { useDroppedCsv } from "../../src/host/data/choose-csv.ts";
import { openWorker } from "../harness/node-worker.ts";

const trainOnCsv = (csv: vscode.Uri) => vscode.commands.executeCommand<vscode.Uri | undefined>("perceptron.trainOnCsv", csv);

/** Writes a text packed by gzip. */
function pack(folder: Folder, name: string, text: string): vscode.Uri {
  writeFileSync(folder.uri(name).fsPath, gzipSync(text));
  return folder.uri(name);
}

function sample(name: string): string {
  return readFileSync(ofExtension("samples", name), "utf8");
}

/** Trains a few epochs of the document as it is. */
async function train(session: DocumentSession): Promise<void> {
  await session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 2 });
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  assert.equal(session.run.status.state, "ended");
}

for (const [name, text] of [
  ["iris.csv.gz", sample("iris.csv")],
  ["iris.tsv.gz", sample("iris.csv").replaceAll(",", "\t")],
] as const) {
  test(`${name} becomes iris.perceptron, which is trained, exported and predicts`, async () => {
    const folder = new Folder();
    const uri = await trainOnCsv(pack(folder, name, text));
    assert.equal(uri?.fsPath, folder.uri("iris.perceptron").fsPath);
    const session = await sessionOf(uri);
    assert.equal(session.experiment?.data.file, name);
    assert.deepEqual(session.problems, []);
    const { state } = session.data;
    assert.ok(state.state === "ready");
    assert.equal(state.summary.dialect.format, "gzip");
    assert.equal(state.summary.rows, 150);
    assert.deepEqual((await session.data.rows({ from: 149, count: 1, firstColumn: 3, columnCount: 2 }))?.cells, [["1.8", "virginica"]]);
    await train(session);
    assert.ok(existsSync(folder.uri("iris.safetensors").fsPath));
    const code = await vscode.commands.executeCommand<vscode.Uri>("perceptron.exportCode", uri, "pytorch");
    assert.equal(code.fsPath, folder.uri("iris.py").fsPath);
    assert.ok(folder.read("iris.py").includes(`"${name}"`));
    replace(vscode.window, "showOpenDialog", async () => [folder.uri(name)]);
    const predicted = await vscode.commands.executeCommand<vscode.Uri>("perceptron.predict", uri);
    assert.equal(predicted.fsPath, folder.uri("iris.predicted.csv").fsPath);
    const lines = folder.read("iris.predicted.csv").trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line, index) => line.startsWith(text.split("\n")[index]!)),
      lines.map(() => true),
    );
    assert.equal(lines.length, 151);
  });
}

test("a Parquet file is shown, trained on and exported", async () => {
  const folder = new Folder();
  copyFileSync(ofExtension("test", "fixtures", "data", "values.snappy.parquet"), folder.uri("values.parquet").fsPath);
  const made = await trainOnCsv(folder.uri("values.parquet"));
  assert.equal(made?.fsPath, folder.uri("values.perceptron").fsPath);
  const document = {
    format: 1,
    data: { file: "values.parquet", target: "f", features: ["n", "s"], missing: "mean", split: { train: 1, validation: 0, test: 0 } },
    layers: [{ type: "Linear", out_features: 1 }],
    training: { epochs: 1, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.01 } },
  };
  const uri = folder.write("f.perceptron", document);
  const session = await openInBuilder(uri);
  const { state } = session.data;
  assert.ok(state.state === "ready");
  assert.equal(state.summary.dialect.format, "parquet");
  assert.equal(state.summary.rows, 3);
  assert.deepEqual((await session.data.rows({ from: 0, count: 1, firstColumn: 3, columnCount: 1 }))?.cells, [['é, "x"']]);
  assert.deepEqual(
    session.problems.filter(({ severity }) => severity === "error"),
    [],
  );
  await train(session);
  const code = await vscode.commands.executeCommand<vscode.Uri>("perceptron.exportCode", uri, "pytorch");
  assert.equal(code.fsPath, folder.uri("f.py").fsPath);
  assert.match(folder.read("f.py"), /read_parquet\(/);
});

test("a CSV of more than one piece is predicted row by row as it was written", async () => {
  const folder = new Folder();
  const uri = await trainOnCsv(folder.sample("iris.csv"));
  assert.ok(uri);
  await train(await sessionOf(uri));
  const rows = Array.from({ length: 60_000 }, (_, row) => `${row / 10_000},3.5,1.4,0.2,setosa`);
  const csv = folder.write("many.csv", `${sample("iris.csv").split("\n")[0]}\n${rows.join("\n")}\n`);
  replace(vscode.window, "showOpenDialog", async () => [csv]);
  await vscode.commands.executeCommand("perceptron.predict", uri);
  const predicted = folder.read("many.predicted.csv").trimEnd().split("\n").slice(1);
  assert.equal(predicted.length, rows.length);
  assert.equal(
    predicted.findIndex((line, row) => !line.startsWith(`${rows[row]},`)),
    -1,
  );
});

test("New Network offers packed CSVs, and one that is dropped on a builder is used", async () => {
  const folder = new Folder();
  const csv = pack(folder, "offered.csv.gz", sample("binary.csv"));
  const label = vscode.workspace.asRelativePath(csv);
  replace(vscode.window, "showQuickPick", async (items: readonly vscode.QuickPickItem[]) => items.find((item) => item.label === label));
  const uri = await vscode.commands.executeCommand<vscode.Uri>("perceptron.newNetwork");
  assert.equal(uri.fsPath, folder.uri("offered.perceptron").fsPath);
  const session = await openInBuilder(uri);
  const worker = openWorker(ofExtension("dist", "worker.js"));
  await useDroppedCsv(worker, session, pack(folder, "other.tsv.gz", sample("binary.csv").replaceAll(",", "\t")));
  assert.equal(session.experiment?.data.file, "other.tsv.gz");
  await session.data.settled();
  assert.equal(session.data.state.state, "ready");
  const said = listen();
  await useDroppedCsv(worker, session, folder.uri("model.safetensors"));
  worker.dispose();
  assert.match(said[0] ?? "", /model\.safetensors is not a CSV/);
});

test("a large CSV shows its first rows before it is read, and they give way to all", async () => {
  const folder = new Folder();
  folder.write("binary.csv", `x,y,z,pass\n${"1,2,3,True\n4,5,6,False\n".repeat(200_000)}`);
  const uri = folder.write("d.perceptron", {
    format: 1,
    data: { file: "binary.csv", target: "pass" },
    layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
    training: { epochs: 1, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.01 } },
  });
  const { sessions } = await api();
  await vscode.commands.executeCommand("perceptron.openBuilder", uri);
  const session = sessions.get(uri);
  assert.ok(session);
  const seen: number[] = [];
  const listening = session.data.onDidProgress(() => {
    const { state } = session.data;
    if (state.state === "reading" && state.first) seen.push(state.first.page.lines.length);
  });
  await session.data.settled();
  listening.dispose();
  assert.equal(seen[0], 100);
  assert.equal(session.data.state.state === "ready" && session.data.state.summary.rows, 400_000);
});
