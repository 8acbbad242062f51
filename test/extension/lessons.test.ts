// Lessons in the extension host: the tree, a lesson beside the builder of a copy of its document, what is
// remembered, starting again, and what happens if its builder, its document or its files go.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { LessonsTree, type LessonsNode } from "../../src/host/lessons/lessons-tree.ts";
import type { LessonEntry } from "../../src/host/lessons/lesson-library.ts";
import type { OpenLesson } from "../../src/host/lessons/open-lesson.ts";
import { api, builderTabs, Folder, listen, ofExtension, replace, test, until } from "./workbench.ts";

const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(`perceptron.${command}`, ...args);

/** The lesson of the fixtures as a teacher puts it into a workspace. */
async function taught(folder: Folder, name = "sample"): Promise<LessonEntry> {
  const place = join(folder.path, ".perceptron-lessons", name);
  mkdirSync(join(folder.path, ".perceptron-lessons"), { recursive: true });
  cpSync(ofExtension("test", "fixtures", "lessons", "sample"), place, { recursive: true });
  const { library } = await api();
  return until("the workspace's lesson is found", async () => library.find(vscode.Uri.file(place).toString()));
}

async function opened(entry: LessonEntry): Promise<OpenLesson> {
  const { lessons } = await api();
  await run("openLesson", entry.key);
  return lessons.open.get(entry.key)!;
}

async function documentOf(entry: LessonEntry, name = "and.perceptron"): Promise<vscode.Uri> {
  const { copies } = await api();
  return vscode.Uri.joinPath(copies.folderOf(entry), name);
}

function layersIn(text: string): string[] {
  return (JSON.parse(text) as { layers: { type: string }[] }).layers.map(({ type }) => type);
}

const lessonTabs = (): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes("perceptron.lesson"));

async function rows(node?: LessonsNode): Promise<{ readonly node: LessonsNode; readonly item: vscode.TreeItem }[]> {
  const { library, memories } = await api();
  const tree = new LessonsTree(library, memories);
  const nodes = await tree.getChildren(node);
  const found = nodes.map((one) => ({ node: one, item: tree.getTreeItem(one) }));
  tree.dispose();
  return found;
}

test("the tree has the shipped lessons, and those of the workspace under a heading, each with its steps", async () => {
  const folder = new Folder();
  const { library } = await api();
  const shipped = await library.shipped();
  assert.ok(shipped.length > 0, "the extension ships no lesson");
  const entry = await taught(folder);
  const all = await rows();
  assert.deepEqual(
    all.slice(0, shipped.length).map(({ item }) => item.id),
    shipped.map(({ key }) => key),
  );
  assert.match(String(all[0]!.item.description), /^\d+ min/);
  const heading = all.at(-1)!;
  assert.equal(heading.item.label, "From this workspace");
  const own = (await rows(heading.node)).find(({ item }) => item.id === entry.key);
  assert.equal(own?.item.label, "And, with one neuron");
  assert.equal(own.item.description, "5 min");
  assert.deepEqual(
    (await rows(own.node)).map(({ item }) => [item.label, (item.iconPath as vscode.ThemeIcon).id]),
    [
      ["One output, and Sigmoid", "circle-outline"],
      ["Training", "circle-outline"],
      ["Counting", "circle-outline"],
      ["Why a Sigmoid", "circle-outline"],
    ],
  );
});

test("a lesson of the workspace that does not work is listed with what is wrong, until it is mended", async () => {
  const folder = new Folder();
  const entry = await taught(folder, "broken");
  const file = join(entry.folder.fsPath, "en.md");
  const right = readFileSync(file, "utf8");
  writeFileSync(file, right.replace("## Training {#train}", "## Training {#trian}"));
  const { library } = await api();
  const find = (): Promise<LessonEntry | undefined> => library.find(entry.key);
  // What happens to a folder that has just come is not always told.
  library.refresh();
  await until("the mistake is found", async () => (await find())?.loaded === undefined);
  const row = (await rows({ kind: "workspace" })).find(({ item }) => item.id === entry.key)!;
  assert.equal((row.item.iconPath as vscode.ThemeIcon).id, "warning");
  assert.match(String(row.item.description), /trian/);
  const said = listen();
  await run("openLesson", entry.key);
  assert.match(said.join(), /The lesson broken cannot be opened: .*trian/);
  writeFileSync(file, right);
  library.refresh();
  await until("the lesson works again", async () => (await find())?.loaded !== undefined);
});

test("a lesson opens beside the builder of a copy of its document, and nothing is written into the workspace", async () => {
  const folder = new Folder();
  const entry = await taught(folder);
  await opened(entry);
  const document = await documentOf(entry);
  const [builder] = await until("the builder is open", () => {
    const tabs = builderTabs(document);
    return tabs.length > 0 && tabs;
  });
  const [lesson] = lessonTabs();
  assert.equal(lesson?.label, "And, with one neuron");
  assert.deepEqual([builder!.group.viewColumn, lesson.group.viewColumn], [vscode.ViewColumn.One, vscode.ViewColumn.Two]);
  assert.ok(existsSync(document.fsPath) && existsSync((await documentOf(entry, "and.csv")).fsPath));
  assert.equal(existsSync(join(folder.path, "and.perceptron")), false);
  await run("openLesson", entry.key);
  assert.deepEqual([lessonTabs().length, builderTabs(document).length], [1, 1]);
});

test("who opens another lesson leaves the one before: its page and its builders close, what was done stays", async () => {
  const folder = new Folder();
  const [first, second] = [await taught(folder, "first"), await taught(folder, "second")];
  const lesson = await opened(first);
  const document = await documentOf(first);
  await until("the builder is open", () => builderTabs(document).length === 1);
  // Not saved yet when it is left.
  await lesson.player.doIt();
  await opened(second);
  await until("the page of the one before is closed", () => lessonTabs().length === 1);
  assert.equal(builderTabs(document).length, 0);
  assert.equal(builderTabs(await documentOf(second)).length, 1);
  assert.deepEqual(layersIn(readFileSync(document.fsPath, "utf8")), ["Linear", "Sigmoid"]);
  const again = await opened(first);
  assert.deepEqual(again.player.state.done, ["sigmoid"]);
  assert.deepEqual([builderTabs(document).length, builderTabs(await documentOf(second)).length], [1, 0]);

  // A training would end with the last builder of its document.
  const { sessions } = await api();
  await again.player.act([{ document: { training: { epochs: 1_000_000 } } }, { train: { pauseAt: { epoch: 1, batch: 0 } } }]);
  await opened(second);
  await until("the page of the one before is closed", () => lessonTabs().length === 1);
  assert.deepEqual([sessions.get(document)?.run.isActive, builderTabs(document).length], [true, 1]);
  await sessions.get(document)!.run.stop();
  await (await opened(first)).player.startAgain();
});

test("what is done is done in the real document, trained by the real engine, and remembered", async () => {
  const folder = new Folder();
  const entry = await taught(folder);
  const lesson = await opened(entry);
  await lesson.player.doIt();
  const document = await vscode.workspace.openTextDocument(await documentOf(entry));
  assert.deepEqual(layersIn(document.getText()), ["Linear", "Sigmoid"]);
  await until("the copy is saved by itself", () => !document.isDirty);
  await lesson.player.goTo(1);
  await lesson.player.doIt();
  await until("two steps are done", () => lesson.player.state.done.length === 2);
  const own = (await rows({ kind: "workspace" })).find(({ item }) => item.id === entry.key)!;
  assert.equal(own.item.description, "5 min · 2/4");
  assert.equal((await rows(own.node))[0]!.item.accessibilityInformation?.label, "One output, and Sigmoid, done");
  lesson.dispose();
  const again = await opened(entry);
  assert.deepEqual([again.player.state.step, again.player.state.done], [1, ["sigmoid", "train"]]);
});

test("starting again puts the document back, removes its runs and forgets what was done, if the person wants that", async () => {
  const folder = new Folder();
  const entry = await taught(folder);
  const lesson = await opened(entry);
  await lesson.player.doIt();
  await lesson.player.goTo(1);
  await lesson.player.doIt();
  const document = await documentOf(entry);
  const { runs, sessions } = await api();
  await until("the run is kept", () => runs.of(document).entries.length === 1);
  await until("two steps are done", () => lesson.player.state.done.length === 2);
  listen();
  await run("restartLesson", { entry });
  assert.equal(lesson.player.state.done.length, 2);
  const said = listen("Start Again");
  await run("restartLesson", { entry });
  assert.match(said.join(), /Start “And, with one neuron” again\?/);
  assert.deepEqual(layersIn(sessions.get(document)!.text), ["Linear"]);
  assert.deepEqual(layersIn(readFileSync(document.fsPath, "utf8")), ["Linear"]);
  assert.deepEqual([lesson.player.state.step, lesson.player.state.done], [0, []]);
  assert.equal(existsSync(document.fsPath.replace(".perceptron", ".runs")), false);
  await until("no run is kept", () => runs.of(document).entries.length === 0);
});

test("a builder that was closed, and a document that was deleted, come back when the lesson needs them", async () => {
  const folder = new Folder();
  const entry = await taught(folder);
  const lesson = await opened(entry);
  const document = await documentOf(entry);
  await until("the builder is open", () => builderTabs(document).length === 1);
  await vscode.window.tabGroups.close(builderTabs(document));
  rmSync(document.fsPath);
  const { sessions } = await api();
  await until("the builder is closed", () => builderTabs(document).length === 0);
  await lesson.showBuilder();
  await until("the builder is open again", () => builderTabs(document).length === 1);
  assert.deepEqual(layersIn(readFileSync(document.fsPath, "utf8")), ["Linear"]);
  await lesson.player.doIt();
  assert.deepEqual(layersIn(sessions.get(document)!.text), ["Linear", "Sigmoid"]);
  await until("the step is done", () => lesson.player.state.done.includes("sigmoid"));
});

test("an opened place is the builder's: what it shows is told, and where it is led it goes", async () => {
  const folder = new Folder();
  const lesson = await opened(await taught(folder));
  const document = await lesson.player.document();
  await document.show({ panel: "data", page: "inputs" });
  await until("the builder is in the Data tab", () => document.place()?.page === "inputs");
  assert.deepEqual(document.place(), { panel: "data", page: "inputs" });
});

test("a lesson that nobody has is said to be none; one can be chosen; progress can be reset", async () => {
  const folder = new Folder();
  const entry = await taught(folder);
  const said = listen();
  await run("openLesson", "nonsense");
  assert.deepEqual(said, ["There is no lesson nonsense."]);
  // Those of other tests have the same title.
  replace(vscode.window, "showQuickPick", async (items: readonly (vscode.QuickPickItem & { readonly key: string })[]) =>
    items.find(({ key }) => key === entry.key),
  );
  await run("openLesson");
  const { lessons, memories } = await api();
  const lesson = [...lessons.open.values()].at(-1)!;
  assert.equal(lesson.entry.id, entry.id);
  await lesson.player.doIt();
  assert.ok(memories.of(lesson.entry).load());
  listen("Reset");
  await run("resetLessons");
  assert.equal(memories.of(lesson.entry).load(), undefined);
  assert.equal(lessons.open.size, 0);
});

test("a lesson's files that change are shown as they are now", async () => {
  const folder = new Folder();
  const entry = await taught(folder);
  const lesson = await opened(entry);
  const file = join(entry.folder.fsPath, "en.md");
  writeFileSync(file, readFileSync(file, "utf8").replace("# And, with one neuron", "# And, renamed"));
  (await api()).library.refresh();
  await until("the lesson is renewed", () => lesson.entry.loaded.texts.get("en")?.title === "And, renamed");
});
