// The worker's tables: read once however often they are asked about, read again when a file or how it is read
// changed, given out in pieces, and cancelled between two pieces of a file.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import type { ReadingProgress } from "../../../src/protocol/worker.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";

const iris = parseDocument(readFileSync("samples/iris.perceptron", "utf8")).experiment!;

function start() {
  const progress: ReadingProgress[] = [];
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => {},
    progressed: async () => {},
    reading: async (told) => void progress.push(told),
  }));
  return { worker, progress };
}

function withFile(act: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-"));
  const path = join(folder, "iris.csv");
  writeFileSync(path, readFileSync("samples/iris.csv"));
  return act(path).finally(() => rmSync(folder, { recursive: true }));
}

function csv(name: string, text: string) {
  return { name, bytes: new TextEncoder().encode(text) };
}

function withData(data: Partial<Experiment["data"]>): Experiment {
  return { ...iris, data: { ...iris.data, ...data } };
}

test("another role or loss reads nothing again; another file, or another way to read it, does", async () => {
  await withFile(async (path) => {
    const { worker, progress } = start();
    const sources = [{ name: "iris.csv", path }];
    const read = async (experiment: Experiment): Promise<number> => {
      progress.length = 0;
      await worker.describe(experiment, sources, { document: "a" });
      return progress.length;
    };
    assert.equal(await read(iris), 1);
    assert.equal(await read(withData({ features: ["petal_width"] })), 0);
    assert.equal(await read(withData({ normalize: "minmax" })), 0);
    assert.equal(await read(withData({ columns: { petal_width: { normalize: "none" } } })), 0);
    assert.equal(await read(withData({ columns: { petal_width: { kind: "category" } } })), 1);
    assert.equal(await read(iris), 0, "undo finds the table of before");
    assert.equal(await read(withData({ encoding: "windows-1252" })), 1);
    writeFileSync(path, `${readFileSync(path, "utf8")}5,3,1,0.2,setosa\n`);
    assert.equal(await read(iris), 1);
    assert.equal((await worker.rows("a", { from: 150, count: 10, firstColumn: 3, columnCount: 9 }))?.cells[0]?.[1], "setosa");
  });
});

test("a piece of the table is what the file says, with the line of each row", async () => {
  const { worker } = start();
  const bytes = new TextEncoder().encode('a,b,c\n1.50,"x\ny",true\n,z,FALSE\n');
  const experiment = withData({ target: "c", missing: "mean" });
  const loss = { type: "BCELoss" } as Experiment["training"]["loss"];
  await worker.describe({ ...experiment, training: { ...iris.training, loss } }, [{ name: "t.csv", bytes }], { document: "t" });
  assert.deepEqual(await worker.rows("t", { from: 0, count: 100, firstColumn: 0, columnCount: 2 }), {
    lines: [2, 4],
    cells: [
      ["1.50", "x\ny"],
      [null, "z"],
    ],
  });
  assert.deepEqual((await worker.rows("t", { from: 1, count: 1, firstColumn: 1, columnCount: 1 }))?.cells, [["z"]]);
  assert.equal(await worker.rows("other", { from: 0, count: 1, firstColumn: 0, columnCount: 1 }), undefined);
});

test("of several files each row says which it is of", async () => {
  const { worker } = start();
  const loss = { type: "MSELoss" } as Experiment["training"]["loss"];
  const experiment = { ...withData({ file: ["a.csv", "b.csv"], target: "x" }), training: { ...iris.training, loss } };
  const rows = "1,a\n".repeat(300_000);
  const { worker: other, progress } = start();
  await other.describe(experiment, [csv("a.csv", `x,y\n${rows}`), csv("b.csv", "x,y\n2,b\n3,c\n")], { document: "t" });
  assert.deepEqual(progress[0]?.first?.files, ["a.csv", "b.csv"]);
  assert.deepEqual(new Set(progress[0].first.page.files), new Set([0]));
  await worker.describe(experiment, [csv("a.csv", "x,y\n1,a\n"), csv("b.csv", "x,y\n2,b\n3,c\n")], { document: "t" });
  const page = await worker.rows("t", { from: 0, count: 9, firstColumn: 0, columnCount: 1 });
  assert.deepEqual(
    [page?.files, page?.lines],
    [
      [0, 1, 1],
      [2, 2, 3],
    ],
  );
});

test("of a large file the first rows are told before it is read", async () => {
  await withFile(async (path) => {
    const head = "sepal_length,sepal_width,petal_length,petal_width,species\n";
    writeFileSync(path, `${head}5.10,,1.4,0.2,setosa\n${"6.3,3.5,1.4,0.2,virginica\n".repeat(80_000)}`);
    const { worker, progress } = start();
    const sources = [{ name: "iris.csv", path }];
    await worker.describe(iris, sources, { document: "a" });
    const [first, ...others] = progress;
    assert.equal(first?.done, 0);
    assert.deepEqual(
      first.first?.columns.map(({ name, kind }) => [name, kind]),
      ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"].map((name) => [
        name,
        name === "species" ? "category" : "number",
      ]),
    );
    assert.equal(first.first.page.lines.length, 100);
    assert.equal(first.first.page.files, undefined);
    assert.deepEqual(first.first.page.cells[0], ["5.10", null, "1.4", "0.2", "setosa"]);
    assert.ok(others.length > 0 && others.every((told) => told.first === undefined));
    // What cannot be read is told by the reading itself.
    writeFileSync(path, `${head}"${"6.3,3.5,1.4,0.2,virginica\n".repeat(80_000)}`);
    await assert.rejects(worker.describe(iris, sources, { document: "a" }), ProblemError);
  });
});

test("a CSV that was inspected is not read again for the document that is made of it", async () => {
  await withFile(async (path) => {
    const { worker, progress } = start();
    const sources = [{ name: "iris.csv", path }];
    await worker.inspect(sources, "euc-kr");
    const summary = await worker.describe(iris, sources, { document: "a", encodingHint: "euc-kr" });
    assert.equal(summary.rows, 150);
    assert.equal(progress.length, 0);
  });
});

test("reading that is cancelled ends with its own problem, and can be begun again", async () => {
  await withFile(async (path) => {
    const rows = "5.1,3.5,1.4,0.2,setosa\n".repeat(200_000);
    writeFileSync(path, `sepal_length,sepal_width,petal_length,petal_width,species\n${rows}6,3,5,2,virginica\n`);
    const { worker, progress } = start();
    const sources = [{ name: "iris.csv", path }];
    const reading = worker.describe(iris, sources, { document: "a" });
    const cancelled = assert.rejects(reading, (error) => error instanceof ProblemError && error.problem.code === "cancelled");
    while (progress.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(progress[0]?.document, "a");
    assert.ok(progress[0].done < progress[0].total);
    await worker.cancelReading("a");
    await cancelled;
    assert.equal((await worker.describe(iris, sources, { document: "a" })).rows, 200_001);
  });
});

test("several files with equal columns are inspected as one table", async () => {
  const { worker } = start();
  const { rows, columns } = await worker.inspect([csv("a.csv", "x,y\n1,a\n"), csv("b.csv", "x,y\n2,b\n3,c\n")]);
  assert.equal(rows, 3);
  assert.deepEqual(
    columns.map(({ name, distinct }) => [name, distinct]),
    [
      ["x", 3],
      ["y", 3],
    ],
  );
  await assert.rejects(worker.inspect([csv("a.csv", "x,y\n1,a\n"), csv("b.csv", "x,z\n2,b\n")]), ProblemError);
});

test("a row is given out as a person types it, whatever marks its CSV writes numbers with", async () => {
  const { worker } = start();
  const source = csv("prices.csv", "price;sold;town;when\n1.234,5;TRUE;Bonn;2012-01-31\n;false;;2012-02-01\n");
  const experiment = withData({
    file: "prices.csv",
    target: "sold",
    columns: { price: { thousands: "." } },
    delimiter: ";",
    decimal: ",",
  });
  await worker.describe(experiment, [source], { document: "a" });
  assert.deepEqual(await worker.rowValues("a", 0), { price: "1234.5", sold: "true", town: "Bonn", when: "2012-01-31" });
  assert.deepEqual(await worker.rowValues("a", 1), { price: "", sold: "false", town: "", when: "2012-02-01" });
  assert.equal(await worker.rowValues("a", 2), undefined);
  assert.equal(await worker.rowValues("a", -1), undefined);
  assert.equal(await worker.rowValues("nobody", 0), undefined);
});
