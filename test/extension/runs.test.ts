// Kept runs in the extension host: what a run leaves on disk, the tree, restoring, comparing, deleting, and
// what happens to the folder meanwhile.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { readWeightFile } from "../../src/code/formats/weights.ts";
import { type RunsNode, RunsTree } from "../../src/host/runs/runs-tree.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { api, binaryDocument, builderTabs, Folder, listen, openInBuilder, replace, test, until } from "./workbench.ts";

const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(`perceptron.${command}`, ...args);

async function opened(folder: Folder, name = "net.perceptron", other = {}): Promise<DocumentSession> {
  folder.sample("binary.csv");
  return openInBuilder(folder.write(name, binaryDocument(other)));
}

async function train(session: DocumentSession): Promise<void> {
  await session.data.settled();
  await run("train", session.document.uri);
  await session.run.over;
}

const idsOf = async ({ document }: DocumentSession): Promise<string[]> => {
  const { runs } = await api();
  return runs.of(document.uri).entries.map(({ id }) => id);
};

/** Trains twice, the second time with another layer; gives the names of both runs, the older first. */
async function trainedTwice(session: DocumentSession): Promise<[string, string]> {
  await train(session);
  await session.edit(session.document.version, { op: "insert", at: 0, layer: { type: "Linear", out_features: 4 } });
  await train(session);
  const [newer, older, ...others] = await idsOf(session);
  assert.deepEqual(others, []);
  return [older!, newer!];
}

test("each run is kept beside the document with everything that belongs to it", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const first = session.document.getText();
  const [older, newer] = await trainedTwice(session);
  assert.deepEqual(readdirSync(join(folder.path, "net.runs")).toSorted(), [older, newer]);
  const files = join(folder.path, "net.runs", older);
  assert.deepEqual(readdirSync(files).toSorted(), ["curve.csv", "document.json", "moments.safetensors", "run.json", "weights.safetensors"]);
  assert.equal(readFileSync(join(files, "document.json"), "utf8"), first);
  assert.equal(readFileSync(join(files, "curve.csv"), "utf8").trim().split("\n").length, 4);
  assert.equal(readWeightFile(readFileSync(join(files, "weights.safetensors")), "").experiment.layers.length, 2);
  const record = JSON.parse(readFileSync(join(files, "run.json"), "utf8")) as Record<string, unknown>;
  assert.deepEqual(
    [record["epochs"], record["planned"], record["stopped"], record["seed"], record["parameters"]],
    [3, 3, null, 0, factsOf(session.run).started!.inputs + 1],
  );
  const machine = record["machine"] as {
    readonly cores: number;
    readonly threads: number;
    readonly engine: string;
    readonly version: string;
  };
  assert.ok(machine.cores >= 1 && machine.threads >= 1);
  assert.match(machine.engine, /simd|reference/);
  assert.match(machine.version, /^\d+\.\d+\.\d+$/);
  const { runActions } = await api();
  const differences = await runActions.host(session).runDifferences([older, newer]);
  assert.deepEqual(
    differences?.map(({ layer, values }) => [layer?.type, values]),
    [["Linear", [undefined, "Linear(out_features=4)"]]],
  );
});

test("stopped, diverged and continued runs are kept too, and a note says how they ended", async () => {
  const folder = new Folder();
  const session = await opened(folder, "ends.perceptron", { training: { epochs: 10_000_000 } });
  await run("train", session.document.uri);
  await until("epochs are finished", () => factsOf(session.run).epoch > 0);
  await run("stop", session.document.uri);
  await run("trainMore", session.document.uri, 2);
  await session.run.over;
  await session.edit(session.document.version, { op: "set", path: ["training", "loss"], value: { type: "MSELoss" } });
  await session.edit(session.document.version, { op: "remove", at: 1 });
  await session.edit(session.document.version, { op: "set", path: ["training", "optimizer", "lr"], value: 1e30 });
  await train(session);
  const { runs } = await api();
  const records = runs.of(session.document.uri).entries.map(({ record }) => record);
  assert.deepEqual(
    records.map(({ stopped }) => stopped),
    ["diverged", null, "interrupted"],
  );
  assert.equal(records[1]?.continued, records[2]?.epochs);
  assert.equal(records[1]?.epochs, records[2]!.epochs + 2);
});

test("the tree shows documents and their runs, and marks are kept on disk", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const [older, newer] = await trainedTwice(session);
  const { runs } = await api();
  const tree = new RunsTree(runs);
  const document = (await tree.getChildren()).find((node) => node.document.toString() === session.document.uri.toString())!;
  const nodes = await tree.getChildren(document);
  assert.deepEqual(
    nodes.map(({ entry }) => entry?.id),
    [newer, older],
  );
  const oldest = nodes[1] as RunsNode;
  replace(vscode.window, "showInputBox", async () => "  baseline ");
  await run("runs.rename", oldest);
  await run("runs.star", oldest, [oldest]);
  replace(vscode.window, "showInputBox", async () => "one layer only");
  await run("runs.note", oldest);
  const [, marked] = await tree.getChildren(document);
  const item = tree.getTreeItem(marked!);
  assert.equal(item.label, "baseline");
  assert.match(String(item.description), /^★ {2}\d\.\d+ {2}\d+\.\d %$/);
  assert.match(String(tree.getTreeItem(nodes[0]!).description), /% {2}\+ Linear\(out_features=4\)$/);
  assert.match(item.accessibilityInformation?.label ?? "", /^baseline, completed 3 epochs, loss [\d.]+, accuracy [\d.]+ %, starred$/);
  const record = JSON.parse(readFileSync(join(folder.path, "net.runs", older, "run.json"), "utf8")) as Record<string, unknown>;
  assert.deepEqual([record["name"], record["star"], record["note"]], ["baseline", true, "one layer only"]);
  tree.dispose();
});

test("restoring brings the document back as one step that can be undone", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const first = session.document.getText();
  const [older] = await trainedTwice(session);
  const second = session.document.getText();
  const { runActions } = await api();
  await runActions.restore(session.document.uri, older);
  assert.equal(session.document.getText(), first);
  await vscode.window.showTextDocument(session.document);
  await vscode.commands.executeCommand("undo");
  await until("the newer document is back", () => session.document.getText() === second);
});

test("a run's document is compared with the present one as text", async () => {
  const session = await opened(new Folder());
  const [older] = await trainedTwice(session);
  const { runActions } = await api();
  await runActions.showDifference(session.document.uri, older);
  const input = await until("the diff is shown", () => {
    const shown: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return shown instanceof vscode.TabInputTextDiff && shown;
  });
  const texts = await Promise.all(
    [input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
  );
  assert.equal(texts[1], session.document.getText());
  assert.notEqual(texts[0], texts[1]);
  await session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 8 });
  const right = await vscode.workspace.openTextDocument(input.modified);
  await until("the present document is followed", () => right.getText() === session.document.getText());
});

test("a run's weights become those of the document, after a question", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const [older] = await trainedTwice(session);
  const { runActions } = await api();
  const said = listen("Replace");
  await runActions.useWeights(session.document.uri, older);
  assert.match(said.join("\n"), /Replace net\.safetensors/);
  assert.deepEqual(
    readFileSync(folder.uri("net.safetensors").fsPath),
    readFileSync(join(folder.path, "net.runs", older, "weights.safetensors")),
  );
});

test("deleting asks first, and leaves the others", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const [older, newer] = await trainedTwice(session);
  const { runActions } = await api();
  listen("No such button");
  await runActions.delete(session.document.uri, [older]);
  assert.deepEqual(await idsOf(session), [newer, older]);
  const said: string[] = [];
  // If there is no trash, a second question comes.
  replace(vscode.window, "showWarningMessage", async (sentence: string, _: unknown, yes: string) => {
    said.push(sentence);
    return yes;
  });
  await runActions.delete(session.document.uri, [older]);
  assert.match(said[0] ?? "", /^Delete the run /);
  assert.deepEqual(await idsOf(session), [newer]);
  await until("the folder is gone", () => !existsSync(join(folder.path, "net.runs", older)));
});

test("what happens to the folder outside is followed, and a broken record does not hide the others", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const [older, newer] = await trainedTwice(session);
  await folder.isWatched();
  const runs = join(folder.path, "net.runs");
  renameSync(join(runs, older), join(folder.path, "away"));
  await until("the run is gone", async () => (await idsOf(session)).join() === newer);
  renameSync(join(folder.path, "away"), join(runs, older));
  await until("the run is back", async () => (await idsOf(session)).length === 2);
  writeFileSync(join(runs, newer, "run.json"), "<<<<<<< ours\n");
  await until("only the good one is shown", async () => (await idsOf(session)).join() === older);
  rmSync(runs, { recursive: true });
  await until("none is there", async () => (await idsOf(session)).length === 0);
});

test("a document that gets another name takes its runs along", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  await train(session);
  const ids = await idsOf(session);
  const rename = new vscode.WorkspaceEdit();
  rename.renameFile(session.document.uri, folder.uri("other.perceptron"));
  assert.ok(await vscode.workspace.applyEdit(rename));
  const { runs } = await api();
  await until(
    "the runs have moved",
    () =>
      runs
        .of(folder.uri("other.perceptron"))
        .entries.map(({ id }) => id)
        .join() === ids.join(),
  );
  assert.equal(existsSync(join(folder.path, "net.runs")), false);
  assert.deepEqual(runs.of(folder.uri("net.perceptron")).entries, []);
});

test("a folder that gets another name takes its documents' runs along, and none are left under the old one", async () => {
  const folder = new Folder();
  mkdirSync(join(folder.path, "sub"));
  const session = await opened(folder, "sub/net.perceptron", { data: { file: "../binary.csv", target: "pass" } });
  await train(session);
  const { runs } = await api();
  await runs.discover();
  const [before, after] = ["sub/net.perceptron", "moved/net.perceptron"].map((name) => folder.uri(name));
  assert.equal(runs.of(before!).entries.length, 1);
  const rename = new vscode.WorkspaceEdit();
  rename.renameFile(folder.uri("sub"), folder.uri("moved"));
  assert.ok(await vscode.workspace.applyEdit(rename));
  await until("the runs have moved", () => runs.of(after!).entries.length === 1 && runs.of(before!).entries.length === 0);
});

test("a run that ends because its builder is closed is kept as well, with the document as it was at its start", async () => {
  const folder = new Folder();
  const session = await opened(folder, "left.perceptron", { training: { epochs: 10_000_000 } });
  const text = session.document.getText();
  await run("train", session.document.uri);
  await until("epochs are finished", () => factsOf(session.run).epoch > 0);
  await session.edit(session.document.version, { op: "insert", at: 0, layer: { type: "Tanh" } });
  await session.document.save();
  await vscode.window.tabGroups.close(builderTabs(session.document.uri));
  await session.run.over;
  const { runs } = await api();
  const store = runs.of(session.document.uri);
  assert.deepEqual(
    store.entries.map(({ record }) => record.stopped),
    ["interrupted"],
  );
  assert.equal(await store.document(store.entries[0]!.id), text);
});

test("runs chosen in the tree are shown in the builder, whatever stood there", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const [older, newer] = await trainedTwice(session);
  const shown: (readonly string[])[] = [];
  const nothing = {
    show: () => {},
    isVisible: true,
    append: () => {},
    reveal: () => {},
    select: () => {},
    runsChanged: () => {},
    wishes: () => {},
  };
  const view = { ...nothing, showRuns: (ids: readonly string[]) => void shown.push(ids) };
  session.attach(view);
  const { runs } = await api();
  const { document } = session;
  const nodes = [older, newer].map((id) => ({ document: document.uri, entry: runs.of(document.uri).find(id)! }));
  await run("runs.compare", nodes[0], nodes);
  assert.deepEqual(shown, [[older, newer]]);
  session.detach(view);
});

test("runs of another document are shown beside a document's own, and answer like them", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const [own] = await trainedTwice(session);
  const text = session.document.getText().replace(/"lr": [\d.e-]+/, '"lr": 0.0123');
  const other = await openInBuilder(folder.write("other.perceptron", text));
  await train(other);
  const [guest] = await idsOf(other);
  const { runs, runActions } = await api();
  const [document, another] = [session.document.uri, other.document.uri];
  const node = (uri: vscode.Uri, id: string) => ({ document: uri, entry: runs.of(uri).find(id)! });
  const nodes = [node(document, own), node(another, guest!)];
  let shown: readonly string[] = [];
  const nothing = {
    show: () => {},
    isVisible: true,
    append: () => {},
    reveal: () => {},
    select: () => {},
    runsChanged: () => {},
    wishes: () => {},
  };
  const view = { ...nothing, showRuns: (ids: readonly string[]) => void (shown = ids) };
  session.attach(view);
  await run("runs.compare", nodes[0], nodes);
  const host = runActions.host(session);
  const entries = await host.runs();
  const found = entries.at(-1)!;
  assert.deepEqual(shown, [own, found.id]);
  assert.deepEqual([found.document, found.record.startedAt], ["other", runs.of(another).find(guest!)!.record.startedAt]);
  assert.deepEqual(await host.runCurve(found.id), await runs.of(another).curve(guest!));
  assert.ok((await host.runDifferences(shown))!.some(({ path, values }) => path === "optimizer.lr" && values[1] === "0.0123"));
  await host.markRun(found.id, { name: "the other's" });
  assert.equal(runs.of(another).find(guest!)?.record.name, "the other's");
  assert.equal((await host.runs()).at(-1)?.record.name, "the other's");
  // Chosen anew without it, it is no guest any more.
  await run("runs.compare", nodes[0], [nodes[0]]);
  assert.ok((await host.runs()).every((entry) => entry.document === undefined));
  session.detach(view);
});

test("only so many runs are kept as the person wants, those with a star besides; none where that is 0", async () => {
  const folder = new Folder();
  const session = await opened(folder);
  const settings = vscode.workspace.getConfiguration("perceptron");
  await settings.update("keepRuns", 1, vscode.ConfigurationTarget.Workspace);
  try {
    await train(session);
    const [first] = await idsOf(session);
    const { runActions } = await api();
    await runActions.mark(session.document.uri, first!, { star: true });
    await train(session);
    await train(session);
    const left = await idsOf(session);
    assert.equal(left.length, 2);
    assert.equal(left[1], first);
    await settings.update("keepRuns", 0, vscode.ConfigurationTarget.Workspace);
    await train(session);
    assert.deepEqual(await idsOf(session), left);
  } finally {
    await settings.update("keepRuns", undefined, vscode.ConfigurationTarget.Workspace);
  }
});

test("a run that cannot be kept has not failed, and that is said", async () => {
  const folder = new Folder();
  folder.write("net.runs", "a file where the folder would be");
  const session = await opened(folder);
  const said = listen();
  await train(session);
  assert.equal(session.run.status.state, "ended");
  assert.equal(factsOf(session.run).weights, "net.safetensors");
  assert.match(said.join(), /The run of net\.perceptron could not be kept\./);
});

test("the runs of a document that was never saved are kept for as long as it is open", async () => {
  const folder = new Folder();
  const csv = folder.sample("binary.csv");
  const document = await vscode.workspace.openTextDocument({
    language: "json",
    content: JSON.stringify(binaryDocument({ data: { file: csv.fsPath } })),
  });
  const { sessions, runs } = await api();
  const session = sessions.of(document);
  await session.data.settled();
  session.run.start(session.experiment!);
  await session.run.over;
  assert.equal(runs.of(document.uri).entries.length, 1);
  const [kept] = runs.of(document.uri).entries;
  assert.equal(await runs.of(document.uri).document(kept!.id), document.getText());
});
