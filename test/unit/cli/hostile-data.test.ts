// The command line on documents and tables that a stranger made: it ends soon, with a line that says where
// and what to do, and never with what the platform says of itself. Needs dist/cli.js, which `node esbuild.mjs
// cli` builds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const hostile = (name: string): Buffer => readFileSync(join("test/fixtures/hostile", name));

/** `check` on some of the files. */
function check(document: string, ...others: readonly string[]) {
  const folder = makeFolder(Object.fromEntries([document, ...others].map((name) => [name, hostile(name)])));
  return perceptron(folder, "check", document);
}

for (const name of ["crash-3", "rowbomb", "unhandled-1"])
  test(`${name}.parquet is damaged`, { timeout: 20_000 }, () => {
    const { status, stdout, stderr } = check(`${name}.perceptron`, `${name}.parquet`);
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`^${name}\\.perceptron:1:28: error: ${name}\\.parquet is a Parquet file that cannot be read`));
    assert.doesNotMatch(stdout + stderr, /TypeError|undefined|\bat /);
  });

test("a document that is nested deep is no JSON of ours", () => {
  const { status, stdout } = check("deep.perceptron");
  assert.equal(status, 1);
  assert.match(stdout, /^deep\.perceptron:1:110: error: The document is nested more than 100 levels deep/);
});

test("a field that objects have already is said, not dropped", () => {
  const { status, stdout } = check("proto-column.perceptron", "proto-column.csv");
  assert.equal(status, 1);
  assert.match(stdout, /^proto-column\.perceptron:1:71: error: A field cannot be called "__proto__"\./);
});

test("20,000 columns of one name are told apart", { timeout: 20_000 }, () => {
  const folder = makeFolder({ "same-names.csv": hostile("same-names.csv") });
  const { status, stdout } = perceptron(folder, "new", "same-names.csv", "--out", "a.perceptron");
  assert.deepEqual([status, stdout.trim()], [0, "a.perceptron"]);
});

test("a label is written so that it takes no line with it, a batch as long as its rows", () => {
  const folder = makeFolder(
    Object.fromEntries(["nul-label.perceptron", "huge-batch.perceptron", "d.csv"].map((name) => [name, hostile(name)])),
  );
  for (const [name, expected] of [
    ["nul-label", /\n {8}# a\\u0000b\n {8}nn\.Tanh\(\),\n/],
    ["huge-batch", /batch_size=min\(1000000000000000, len\(train_set\) \+ 1\),/],
  ] as const) {
    assert.equal(perceptron(folder, "export", `${name}.perceptron`, "--to", "pytorch", "--out", `${name}.py`).status, 0);
    assert.match(readFileSync(join(folder, `${name}.py`), "utf8"), expected);
  }
});
