// What a stranger's names become in every place where VS Code shows one: text. And what a stranger's document
// makes the window read: ordinary files of this workspace.

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { RunsTree } from "../../src/host/runs/runs-tree.ts";
import { api, binaryDocument, Folder, listen, replace, sessionOf, test, until } from "./workbench.ts";

/** How VS Code finds links in notifications, prompts and progress, and icons in labels. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i;
const icon = /\$\([a-z-]+\)/;

const NAME = "[Show](command:workbench.action.terminal.new) $(zap)";

function assertInert(texts: readonly (string | undefined)[]): void {
  for (const text of texts) {
    assert.ok(text);
    assert.doesNotMatch(text, link);
    assert.doesNotMatch(text.replace(/^\$\(graph-line\) /, ""), icon);
  }
}

test("the sentence of a run that cannot start makes no link of the CSV's name", async () => {
  const folder = new Folder();
  const uri = folder.write("net.perceptron", binaryDocument({ data: { file: NAME } }));
  const said = listen();
  await vscode.commands.executeCommand("perceptron.train", uri);
  await until("the person is told", () => said.some((sentence) => sentence.includes("Show")));
  assertInert(said);
  const problems = vscode.languages.getDiagnostics(uri);
  assertInert(problems.map(({ message }) => message));
  for (const { code } of problems) {
    assert.ok(typeof code === "object");
    assert.match(code.target.toString(true), /^command:perceptron\.revealLayer\?/);
  }
});

test("a document's name is text in status bar, progress, lists and tests", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.write(`${NAME}.perceptron`, {
    ...binaryDocument(),
    tests: [{ type: "accuracy", name: NAME, on: "train", at_least: 0.1 }],
  });
  const titles: (string | undefined)[] = [];
  replace(
    vscode.window,
    "withProgress",
    async ({ title }: vscode.ProgressOptions, act: (progress: object, token: object) => Promise<unknown>) => {
      titles.push(title);
      return act(
        { report: ({ message }: { message?: string }) => titles.push(message) },
        { onCancellationRequested: () => ({ dispose: () => {} }) },
      );
    },
  );
  const items: vscode.StatusBarItem[] = [];
  const make = vscode.window.createStatusBarItem.bind(vscode.window) as (...words: unknown[]) => vscode.StatusBarItem;
  replace(vscode.window, "createStatusBarItem", (...words: unknown[]) => {
    const item = make(...words);
    items.push(item);
    return item;
  });
  const session = await sessionOf((await vscode.workspace.openTextDocument(uri)).uri);
  await vscode.commands.executeCommand("perceptron.train", uri);
  await session.run.over;
  assertInert(items.map(({ text }) => text));
  const { runs, tests } = await api();
  const entry = await until("the run is kept", () => runs.of(uri).entries[0]);
  await runs.of(uri).mark(entry.id, { name: NAME, note: NAME });
  const tree = new RunsTree(runs);
  const node = (await tree.getChildren()).find(({ document }) => document.toString() === uri.toString());
  assert.ok(node);
  const shown = [node, ...(await tree.getChildren(node))].map((each) => tree.getTreeItem(each));
  tree.dispose();
  assertInert(shown.slice(1).map(({ label }) => label as string));
  for (const { tooltip } of shown) {
    // A tooltip in Markdown is never trusted, so no command of it runs; and its text is escaped.
    if (tooltip instanceof vscode.MarkdownString) assert.ok(!tooltip.isTrusted && !tooltip.supportThemeIcons && !link.test(tooltip.value));
    else assertInert([tooltip]);
  }
  const item = await tests.refresh(uri);
  assert.ok(item);
  assertInert([item.label, ...[...item.children].map(([, child]) => child.label)]);
  const picked: string[] = [];
  replace(
    vscode.window,
    "showQuickPick",
    async (choices: readonly { readonly label: string }[]) => void picked.push(...choices.map(({ label }) => label)),
  );
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  folder.write("other.perceptron", binaryDocument());
  await vscode.commands.executeCommand("perceptron.newNetwork");
  assertInert(picked.filter((label) => label.includes("Show")).concat("none"));
  assertInert(titles.filter((title) => title?.includes("Show")).concat("none"));
});

test("data outside of the workspace is asked about once, and read once it is allowed", async () => {
  const folder = new Folder();
  const outside = join(dirname(folder.path), "..", `outside-${Date.now()}`);
  mkdirSync(outside);
  writeFileSync(join(outside, "binary.csv"), new Folder().sample("binary.csv").fsPath && "x,y,z,pass\n1,2,3,True\n4,5,6,False\n");
  symlinkSync(join(outside, "binary.csv"), join(folder.path, "linked.csv"));
  const said = listen();
  const session = await sessionOf(
    (await vscode.workspace.openTextDocument(folder.write("a.perceptron", binaryDocument({ data: { file: join(outside, "binary.csv") } }))))
      .uri,
  );
  const linked = await sessionOf(
    (await vscode.workspace.openTextDocument(folder.write("b.perceptron", binaryDocument({ data: { file: "linked.csv" } })))).uri,
  );
  for (const each of [session, linked]) assert.equal(each.problems[0]?.code, "outside-workspace");
  assert.equal(said.filter((sentence) => sentence.includes("May files in")).length, 1);
  listen("Read It");
  session.data.readAgain();
  await until("it is read", () => session.data.state.state === "ready" && linked.data.state.state === "ready");
});

test("a device, also behind a link in the place of weights, keeps no file from being read", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  for (const name of ["net.safetensors", "net.checkpoint.safetensors", "zero.csv"]) symlinkSync("/dev/zero", join(folder.path, name));
  listen("Read It");
  const uri = folder.write("net.perceptron", binaryDocument());
  const session = await sessionOf((await vscode.workspace.openTextDocument(uri)).uri);
  assert.equal(session.data.state.state, "ready");
  const devices = folder.write("devices.perceptron", binaryDocument({ data: { file: Array(8).fill("/dev/ptmx") } }));
  const stuck = await sessionOf((await vscode.workspace.openTextDocument(devices)).uri);
  await until("it is named", () => stuck.problems.some(({ code }) => code === "file-not-ordinary"));
  assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(folder.uri("binary.csv"))).split(",")[0], "x");
  await session.run.find();
  assert.equal(factsOf(session.run).unfinished, undefined);
});
