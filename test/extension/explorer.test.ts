// The document's tests in the Test Explorer: found without a builder, at their places, green and red, with
// and without training, and cancelled.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { api, builderTabs, Folder, listen, ofExtension, openInBuilder, replace, test, until } from "./workbench.ts";

const green = { type: "accuracy", on: "train", at_least: 0.9 };
const red = { name: "too much", type: "accuracy", on: "train", at_most: 0.1 };
const wrongRow = { type: "row", row: 1, is: "virginica" };

/** Iris as the sample has it, with these tests and enough epochs to learn it. */
function irisWith(tests: readonly object[], training: object = {}): unknown {
  const iris = JSON.parse(readFileSync(ofExtension("samples", "iris.perceptron"), "utf8")) as { training: object };
  return { ...iris, training: { ...iris.training, ...training }, tests };
}

/** A folder that VS Code watches already, with the CSV. */
async function irisFolder(): Promise<Folder> {
  const folder = new Folder();
  folder.sample("iris.csv");
  await folder.isWatched();
  return folder;
}

async function itemOf(uri: vscode.Uri): Promise<vscode.TestItem> {
  const { tests } = await api();
  return until("the document is an item", () => tests.controller?.items.get(uri.toString()));
}

const labels = (item: vscode.TestItem): string[] =>
  [...item.children].map(([, child]) => [child.sortText, child.label].join(" ")).toSorted();

function sentenceOf(said: vscode.TestMessage | undefined): string {
  const { message = "" } = said ?? {};
  return typeof message === "string" ? message : message.value;
}

interface Seen {
  readonly results: string[];
  readonly messages: vscode.TestMessage[];
  readonly output: string[];
  isOver: boolean;
}

/** What the runs that follow say of each test. */
async function watched(): Promise<Seen> {
  const { controller } = (await api()).tests;
  assert.ok(controller);
  const seen: Seen = { results: [], messages: [], output: [], isOver: false };
  const create = controller.createTestRun.bind(controller);
  replace(controller, "createTestRun", (...args: Parameters<typeof create>) => {
    const run = create(...args);
    const tell = (state: "passed" | "failed" | "errored" | "skipped"): void => {
      const before = run[state].bind(run) as (test: vscode.TestItem, ...others: unknown[]) => void;
      Object.defineProperty(run, state, {
        value: (item: vscode.TestItem, ...others: unknown[]) => {
          seen.results.push(`${state} ${item.label}`);
          if (others[0] instanceof vscode.TestMessage) seen.messages.push(others[0]);
          before(item, ...others);
        },
      });
    };
    for (const state of ["passed", "failed", "errored", "skipped"] as const) tell(state);
    const end = run.end.bind(run);
    Object.defineProperty(run, "end", { value: () => ((seen.isOver = true), end()) });
    return run;
  });
  return seen;
}

async function run(profile: 0 | 1, include: readonly vscode.TestItem[], token = new vscode.CancellationTokenSource().token): Promise<void> {
  const { profiles } = (await api()).tests;
  await profiles[profile]!.runHandler(new vscode.TestRunRequest(include), token);
}

test("documents with tests are found in the workspace, and follow the file", async () => {
  const folder = await irisFolder();
  const uri = folder.write("iris.perceptron", irisWith([green, red]));
  const item = await itemOf(uri);
  assert.deepEqual(labels(item), ["000000 accuracy on train at least 0.9", "000001 too much"]);
  const [first] = [...item.children].map(([, child]) => child);
  const text = folder.read("iris.perceptron").split("\n");
  assert.match(text[first!.range!.start.line]!, /"type": "accuracy"/);
  assert.deepEqual(builderTabs(uri), []);
  folder.write("iris.perceptron", irisWith([wrongRow]));
  await until("the file is read again", () => labels(item).join() === "000000 row 1 is virginica");
  await vscode.workspace.fs.delete(uri);
  const { tests } = await api();
  await until("it is gone", () => tests.controller?.items.get(uri.toString()) === undefined);
});

test("a document whose only test is mistaken is in the list with the reason, and so is what a run says of it", async () => {
  const folder = await irisFolder();
  const item = await itemOf(folder.write("typo.perceptron", irisWith([{ type: "acuracy", at_least: 0.9 }])));
  assert.match(typeof item.error === "string" ? item.error : "", /type cannot be "acuracy".*nearest known one is accuracy/);
  const seen = await watched();
  await run(0, [item]);
  assert.match(seen.results.join(), /^errored .*typo\.perceptron$/);
  const [said] = seen.messages;
  assert.match(sentenceOf(said), /nearest known one is accuracy/);
  assert.match(folder.read("typo.perceptron").split("\n")[said!.location!.range.start.line]!, /acuracy/);
  folder.write("typo.perceptron", irisWith([]));
  const { tests } = await api();
  await until("it is gone", () => tests.controller?.items.get(item.id) === undefined);
});

test("a test of a row that does not exist is said at its place, and nothing is trained for it", async () => {
  const folder = await irisFolder();
  const item = await itemOf(folder.write("row.perceptron", irisWith([green, { type: "row", row: 999, is: "setosa" }])));
  const said = listen();
  const seen = await watched();
  await run(1, [item]);
  assert.deepEqual(
    seen.results.map((line) => line.split(" ")[0]),
    ["errored", "errored"],
  );
  assert.match(sentenceOf(seen.messages[0]), /There is no row 999: the CSV has 150/);
  assert.match(folder.read("row.perceptron").split("\n")[seen.messages[0]!.location!.range.start.line]!, /999/);
  assert.deepEqual([said, builderTabs(item.uri!)], [[], []]);
});

test("a test is shown in the text, though its document opens in the builder", async () => {
  const folder = await irisFolder();
  const item = await itemOf(folder.write("shown.perceptron", irisWith([green, wrongRow])));
  const [, [, row]] = [...item.children] as [unknown, [string, vscode.TestItem]];
  await vscode.commands.executeCommand("perceptron.openTest", row);
  const editor = await until("the text is open", () => vscode.window.activeTextEditor);
  assert.equal(editor.document.uri.toString(), item.uri!.toString());
  assert.match(editor.document.lineAt(editor.selection.start.line).text, /"type": "row"/);
});

test("an edit in the builder is followed, and while the document cannot be read its tests stay", async () => {
  const folder = await irisFolder();
  const uri = folder.write("edited.perceptron", irisWith([green]));
  const session = await openInBuilder(uri);
  const item = await itemOf(uri);
  await session.edit(session.document.version, { op: "set", path: ["tests", 0, "at_least"], value: 0.5 });
  await until("the title is the new one", () => labels(item).join().includes("at least 0.5"));
  const text = session.document.getText();
  await session.rewrite("{");
  await until("it is said", () => item.error !== undefined);
  assert.equal(item.children.size, 1);
  await session.rewrite(text);
  await until("it is mended", () => item.error === undefined);
});

test("without weights the tests say so, and Train and Test makes them green and red, each at its place", async () => {
  const folder = await irisFolder();
  const uri = folder.write("iris.perceptron", irisWith([green, red, wrongRow]));
  const item = await itemOf(uri);
  const said = listen("Train and Test");
  const seen = await watched();
  await run(0, [item]);
  assert.deepEqual([...new Set(seen.results.map((line) => line.split(" ")[0]))], ["errored"]);
  assert.match(sentenceOf(seen.messages[0]), /iris has no trained weights yet\. Train it, then test\./);
  seen.results.length = 0;
  seen.messages.length = 0;
  // The answer to the offer.
  await until("the second run is over", () => seen.results.length === 3);
  assert.match(said[0] ?? "", /iris has no weights that can be tested/);
  assert.deepEqual(seen.results, ["passed accuracy on train at least 0.9", "failed too much", "failed row 1 is virginica"]);
  const [ofMetric, ofRow] = seen.messages;
  assert.match(sentenceOf(ofMetric), /^accuracy on train is (0\.9\d*|1), expected at most 0\.1\.$/);
  assert.deepEqual([ofRow?.expectedOutput, ofRow?.actualOutput], ["virginica", "setosa"]);
  const lines = folder.read("iris.perceptron").split("\n");
  assert.match(lines[ofRow!.location!.range.start.line]!, /"type": "row"/);
});

test("one test alone is run, with the builder open, against the weights that are there", async () => {
  const folder = await irisFolder();
  const uri = folder.write("one.perceptron", irisWith([green, wrongRow]));
  const item = await itemOf(uri);
  const session = await openInBuilder(uri);
  session.run.start(session.experiment!);
  await session.run.over;
  const { run: number } = factsOf(session.run);
  const seen = await watched();
  const [, [, row]] = [...item.children] as [unknown, [string, vscode.TestItem]];
  await run(0, [row]);
  assert.deepEqual(seen.results, ["failed row 1 is virginica"]);
  assert.equal(session.run.status.run, number, "nothing was trained");
});

test("weights of another split are not tested, because they may have seen what they are tested on", async () => {
  const folder = await irisFolder();
  const uri = folder.write("seed.perceptron", irisWith([green], { epochs: 2 }));
  const item = await itemOf(uri);
  const session = await openInBuilder(uri);
  session.run.start(session.experiment!);
  await session.run.over;
  await session.edit(session.document.version, { op: "set", path: ["training", "seed"], value: 99 });
  listen();
  const seen = await watched();
  await run(0, [item]);
  assert.match(sentenceOf(seen.messages[0]), /The data, the split or the seed changed/);
});

test("what an offer began is cancelled in the Test Explorer as well", async () => {
  const folder = await irisFolder();
  const uri = folder.write("offered.perceptron", irisWith([green], { epochs: 10_000_000 }));
  const item = await itemOf(uri);
  listen("Train and Test");
  const seen = await watched();
  await run(0, [item]);
  const { sessions } = await api();
  await until("it trains", () => factsOf(sessions.get(uri)?.run).epoch > 0);
  await vscode.commands.executeCommand("testing.cancelRun");
  await until("it has ended", () => sessions.get(uri)?.run.isActive === false);
  await until("the test was skipped", () => seen.results.at(-1) === "skipped accuracy on train at least 0.9");
});

test("cancelling ends the training and says nothing of the tests", async () => {
  const folder = await irisFolder();
  const uri = folder.write("long.perceptron", irisWith([green], { epochs: 10_000_000 }));
  const item = await itemOf(uri);
  const seen = await watched();
  const source = new vscode.CancellationTokenSource();
  const over = run(1, [item], source.token);
  const { sessions } = await api();
  await until("it trains", () => factsOf(sessions.get(uri)?.run).epoch > 0);
  source.cancel();
  await over;
  assert.deepEqual(seen.results, ["skipped accuracy on train at least 0.9"]);
  assert.equal(seen.isOver, true);
  assert.equal(sessions.get(uri)?.run.isActive, false);
});
