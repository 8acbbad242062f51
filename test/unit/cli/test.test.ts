// `perceptron test`: what it prints, its exit codes for CI, weights of an earlier run, and the JUnit report.
// Needs `node esbuild.mjs cli` before.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

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
  const { status, stdout } = perceptron(folder, "test", "a.perceptron", "--json", "--junit", "made/for it/report.xml");
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
  const report = readFileSync(join(folder, "made/for it/report.xml"), "utf8");
  assert.match(report, /<testsuite name="a\.perceptron" tests="4" failures="1" errors="0" time="\d+\.\d{3}">/);
  const lines = readFileSync(join(folder, "a.perceptron"), "utf8").split("\n");
  const [, line] = /file="a\.perceptron" line="(\d+)" name="never/.exec(report) ?? [];
  assert.match(lines[Number(line) - 1] ?? "", /"type": "row"/);
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
  assert.deepEqual([refused.status, refused.stdout], [1, ""]);
  const report = readFileSync(join(other, "report.xml"), "utf8");
  assert.match(report, /<testsuites tests="3" failures="0" errors="3" /);
  assert.match(
    report,
    /name="row 1 is setosa"><error message="perceptron: The data, the split or the seed changed since w\.safetensors was trained/,
  );
  assert.match(refused.stderr, /^perceptron: The data, the split or the seed changed since w\.safetensors was trained/);
});

test("without tests, and with a wrong one, nothing is trained", () => {
  assert.match(perceptron(folderWith([]), "test", "a.perceptron").stderr, /^perceptron: a\.perceptron has no tests\. Add some/);
  const { status, stderr } = perceptron(folderWith([{ type: "row", row: 1, is: "setos" }]), "test", "a.perceptron");
  assert.equal(status, 1);
  assert.match(stderr, /^a\.perceptron:\d+:\d+: error: "setos" is not a class of the target\. Did you mean "setosa"\?\n$/);
});

/** The report of tests that cannot be run, in the place of an older one. */
const report = (tests: unknown, training: object = {}): string => {
  const folder = makeFolder({
    "iris.csv": readFileSync("samples/iris.csv"),
    "a.perceptron": { ...sample, tests, training: { ...(sample as { training: object }).training, ...training } },
    "report.xml": "of an earlier build",
  });
  assert.equal(perceptron(folder, "test", "a.perceptron", "--junit", "report.xml").status, 1);
  return readFileSync(join(folder, "report.xml"), "utf8");
};

test("a report of an earlier build is not taken for this one's, whatever keeps the tests from being run", () => {
  assert.match(report([{ type: "acuracy" }]), /name="a\.perceptron"><error message="a\.perceptron:\d+:\d+: error: Test 1: type cannot be /);
  assert.match(
    report([{ type: "accuracy", at_least: 95 }]),
    /name="accuracy on test at least 95"><error message="[^"]+never 95\. Write 0\.95\."/,
  );
  assert.match(
    report(good, { optimizer: { type: "SGD", lr: 1e30 } }),
    /errors="3".*\n.*<error message="perceptron: Numbers became NaN or infinite/,
  );
  assert.match(report([]), /tests="1" failures="0" errors="1".*\n.*has no tests/);
});

test("what XML does not know does not break the report", () => {
  const folder = folderWith([{ name: "a\u0007b\ud800\n\u{1f600}", type: "accuracy", at_least: 0.8 }]);
  assert.equal(perceptron(folder, "test", "a.perceptron", "--junit", "report.xml").status, 0);
  assert.match(readFileSync(join(folder, "report.xml"), "utf8"), /name="a\ufffdb\ufffd&#10;\u{1f600}"\/>/u);
});
