// `perceptron test`: what it prints, its exit codes for CI, weights of an earlier run, and the JUnit report. Needs `node esbuild.mjs cli` before.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, perceptron } from "../fixtures/code/command-line.ts";

const sample = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as object;
const good = [
  { type: "accuracy", at_least: 0.8 },
  { type: "row", row: 1, is: "setosa" },
  { type: "rises", with: "petal_length", class: "virginica" },
];
const folderWith = (tests: unknown) => makeFolder({ "iris.csv": readFileSync("samples/iris.csv"), "a.perceptron": { ...sample, tests } });

test("all pass: a line each and exit 0", () => {
  const { status, stdout, stderr } = perceptron(folderWith(good), "test", "a.perceptron");
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  assert.match(lines[0]!, /^passed: accuracy on test at least 0\.8: accuracy on test is (0\.\d+|1), expected at least 0\.8\.$/);
  assert.equal(lines[1], "passed: row 1 is setosa: Row 1 is answered setosa, expected setosa.");
  assert.match(lines[2]!, /^passed: virginica rises with petal_length: With petal_length from /);
  assert.match(stderr, /^100 epochs in .*\n3 passed, 0 failed\.\n$/);
});

test("one fails: exit 1, as JSON and as JUnit", () => {
  const folder = folderWith([...good, { name: "never <1>", type: "row", row: 1, is: "virginica" }]);
  const { status, stdout } = perceptron(folder, "test", "a.perceptron", "--json", "--junit", "report.xml");
  assert.equal(status, 1);
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  assert.equal(events.length, 4);
  assert.deepEqual(events[3], {
    event: "test",
    test: 3,
    name: "never <1>",
    passed: false,
    message: "Row 1 is answered setosa, expected virginica.",
  });
  const report = readFileSync(join(folder, "report.xml"), "utf8");
  assert.match(report, /<testsuite name="a\.perceptron" tests="4" failures="1">/);
  assert.match(report, /name="never &#60;1&#62;"><failure message="Row 1 is answered setosa, expected virginica\."\/><\/testcase>/);
});

test("--weights: of the same document without training, of another split not", () => {
  const folder = folderWith(good);
  assert.equal(perceptron(folder, "train", "a.perceptron", "--save", "w.safetensors").status, 0);
  const { status, stderr, stdout } = perceptron(folder, "test", "a.perceptron", "--weights", "w.safetensors");
  assert.deepEqual([status, stderr], [0, "3 passed, 0 failed.\n"]);
  assert.equal(stdout, perceptron(folder, "test", "a.perceptron").stdout);
  const other = makeFolder({
    "iris.csv": readFileSync("samples/iris.csv"),
    "w.safetensors": readFileSync(join(folder, "w.safetensors")),
    "a.perceptron": { ...sample, training: { ...(sample as { training: object }).training, seed: 1 }, tests: good },
  });
  const refused = perceptron(other, "test", "a.perceptron", "--weights", "w.safetensors", "--junit", "report.xml");
  assert.deepEqual([refused.status, refused.stdout, existsSync(join(other, "report.xml"))], [1, "", false]);
  assert.match(refused.stderr, /^perceptron: w\.safetensors was trained on other data, another split or another seed /);
});

test("without tests, and with a wrong one, nothing is trained", () => {
  assert.match(perceptron(folderWith([]), "test", "a.perceptron").stderr, /^perceptron: a\.perceptron has no tests\. Add some/);
  const { status, stderr } = perceptron(folderWith([{ type: "row", row: 1, is: "setos" }]), "test", "a.perceptron");
  assert.equal(status, 1);
  assert.match(stderr, /^a\.perceptron:\d+:\d+: error: "setos" is no class of the target\. Did you mean "setosa"\?\n$/);
});
