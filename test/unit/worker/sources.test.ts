// CSVs on disk as the worker reads them: in pieces, as often as needed, and never a mixture of two versions.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readTable } from "../../../src/data/read.ts";
import { readSource, readSources } from "../../../src/worker/node/read-sources.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { thrown } from "../../fixtures/data/tables.ts";

const folder = mkdtempSync(join(tmpdir(), "perceptron-"));
after(() => rmSync(folder, { recursive: true }));

const rows = 600_000;

/** A file of some 5 MB. */
function makeFile(name: string, last = "1,2\n") {
  const path = join(folder, name);
  writeFileSync(path, `a,b\n${"1,2.5\n".repeat(rows)}${last}`);
  return { name, path };
}

test("a file is read in pieces of a megabyte, and told how far", async () => {
  const told: [number, number | undefined][] = [];
  const source = await readSource(makeFile("a.csv"));
  const table = await readTable([source], {}, { progressed: (done, total) => told.push([done, total]) });
  assert.equal(table.rows, rows + 1);
  assert.ok(told.length > 3);
  assert.deepEqual(told.at(-1), [source.size, source.size]);
});

test("reading ends where the person does not want to wait", async () => {
  let asked = 0;
  const source = await readSource(makeFile("a.csv"));
  const hooks = { isCancelled: () => ++asked > 2 };
  assert.equal(await thrown(() => readTable([source], {}, hooks)), "error cancelled data.file: Reading was cancelled.");
  assert.ok(asked <= 4);
});

test("a column that turns out to be text at the end keeps its texts", async () => {
  const table = await readTable([await readSource(makeFile("a.csv", "1.0,x\n"))]);
  const [numbers, texts] = table.columns;
  assert.equal(numbers!.kind, "number");
  assert.ok(texts?.kind === "category");
  assert.deepEqual(texts.texts, ["2.5", "x"]);
});

for (const [what, change] of [
  ["grows", (path: string) => appendFileSync(path, "3,4\n")],
  ["shrinks", (path: string) => truncateSync(path, 100)],
] as const)
  test(`a file that ${what} while it is read is refused`, async () => {
    const file = makeFile("b.csv");
    const source = await readSource(file);
    let isChanged = false;
    const hooks = {
      progressed: () => {
        if (!isChanged) change(file.path);
        isChanged = true;
      },
    };
    assert.equal(
      await thrown(() => readTable([source], {}, hooks)),
      "error file-changed data.file b.csv:: b.csv changed while it was read. Read it again once it is complete.",
    );
  });

test("a file that disappears before it is read is named", async () => {
  const file = makeFile("c.csv");
  const source = await readSource(file);
  rmSync(file.path);
  assert.match(await thrown(() => readTable([source])), /^error file-not-found data\.file c\.csv:: There is no file c\.csv\./);
});

test(
  "a device, a pipe or a folder is a problem of its place in data.file, before anything is read",
  { skip: process.platform === "win32", timeout: 10_000 },
  async () => {
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    const good = makeFile("d.csv");
    for (const path of [pipe, "/dev/zero", "/dev/ptmx"]) {
      const reading = readSources(["d.csv", "x"], [good, { name: "x", path }]);
      await assert.rejects(reading, (error) => {
        assert.ok(error instanceof ProblemError);
        assert.deepEqual([error.problem.code, error.problem.path], ["file-not-ordinary", ["data", "file", 1]]);
        return true;
      });
    }
  },
);

test(
  "a file that became a device after it was looked at is not read either",
  { skip: process.platform === "win32", timeout: 10_000 },
  async () => {
    const file = makeFile("e.csv");
    const source = await readSource(file);
    rmSync(file.path);
    symlinkSync("/dev/zero", file.path);
    assert.match(await thrown(() => readTable([source])), /^error file-not-ordinary data\.file e\.csv/);
  },
);

test("who has cancelled waits for no disk", async () => {
  const cancelled = AbortSignal.abort();
  assert.equal(
    await thrown(() => readSource(makeFile("f.csv"), ["data", "file"], cancelled)),
    "error cancelled data.file f.csv:: Reading was cancelled.",
  );
});
